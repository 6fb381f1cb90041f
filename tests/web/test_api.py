"""The contract of the REST API."""

import json
import re

import pytest

from tests.conftest import WORKFLOWS
from tests.runner.test_deploy import THREE

NEW = {"subject": "Printer on fire", "description": "It burns.", "priority": "P2"}
CASE = {
    "number", "status", "revision", "subject", "description", "priority", "product", "owner",
    "customer", "resolution", "proposal", "flags", "repeat_of", "repeats", "milestones", "actions",
    "diagram_version", "created_at", "updated_at", "channel",
}  # fmt: skip


# ------------------------------------------------------------------ one case, from end to end


def test_a_case_from_submission_to_closed(api):
    answer = api.bob.post("/cases", NEW)
    assert answer.status_code == 201
    number = answer.json["number"]
    assert answer.headers["Location"] == f"/api/cases/{number}"
    assert answer.headers["ETag"] == '"1"'
    assert answer.json.keys() == CASE
    assert answer.json["customer"] == {"name": "Bob", "email": "bob@example.com"}
    assert answer.json["milestones"] == [
        {
            "name": "first_response",
            "state": "running",
            "started_at": "2026-03-02T09:00:00+00:00",
            "due_at": "2026-03-02T11:00:00+00:00",
            "reached_at": None,
        }
    ]
    assert api.alice.post(f"/cases/{number}/claim").json["owner"] == "alice@example.com"
    assert (
        api.alice.act(number, "send_first_response", body="Hi").json["status"] == "Work in Progress"
    )
    proposed = api.alice.act(number, "propose_solution", body="Water").json
    assert proposed["status"] == "Solution Proposed"
    rejected = api.bob.act(
        number, "reject_solution", reason="No", proposal=proposed["proposal"]
    ).json
    assert rejected["status"] == "Work in Progress"
    proposed = api.alice.act(number, "propose_solution", body="More water").json
    closed = api.bob.act(number, "accept_solution", proposal=proposed["proposal"])
    assert closed.status_code == 200
    assert (closed.json["status"], closed.json["resolution"]) == ("Closed", "solved")
    late = api.bob.post(f"/cases/{number}/messages", {"body": "Thanks", "visibility": "public"})
    assert (late.status_code, late.json["late"]) == (201, True)
    repeat = api.bob.post(f"/cases/{number}/repeat")
    assert (repeat.status_code, repeat.json["repeat_of"]) == (201, number)
    assert api.bob.get(f"/cases/{number}").json["repeats"] == [repeat.json["number"]]


def test_actions_are_those_that_the_caller_may_take(api):
    number = api.submitted()
    actions = api.alice.get(f"/cases/{number}").json["actions"]
    assert [a["id"] for a in actions] == ["send_first_response", "customer_closes"]
    first = actions[0]
    assert (first["label"], first["task"], first["audience"]) == (
        "Send first response",
        "first_response",
        "Support",
    )
    assert first["form"]["required"] == ["body"]
    assert [a["id"] for a in api.bob.get(f"/cases/{number}").json["actions"]] == ["customer_closes"]
    assert api.bob.get(f"/cases/{number}").json["actions"][0]["form"] is None
    assert api.nora.get(f"/cases/{number}").json["actions"] == []


def test_an_event_is_the_same_as_its_action(api):
    for path in ("actions", "events"):
        number = api.submitted()
        answer = api.bob.post(f"/cases/{number}/{path}/customer_closes", {"fields": {}})
        assert answer.json["resolution"] == "customer_resolved"


def test_a_bug_tracker_clears_a_blocker(api):
    number = api.submitted()
    api.alice.act(number, "send_first_response", body="Hi")
    api.alice.act(number, "block", kind="Bug", reference="B-1", note="Upstream")
    answer = api.alice.post(f"/cases/{number}/events/blocker_cleared", {})
    assert (answer.status_code, answer.json["status"]) == (200, "Work in Progress")
    assert api.alice.post(f"/cases/{number}/events/blocker_cleared", {}).status_code == 409
    assert api.alice.post(f"/cases/{number}/events/nonsense", {}).status_code == 404


def test_messages_and_their_effects(api):
    number = api.submitted()
    path = f"/cases/{number}/messages"
    assert api.bob.post(path, {"body": "Hurry", "visibility": "public"}).json["status"] == "New"
    note = api.alice.post(path, {"body": "Hm", "visibility": "internal"})
    assert (note.status_code, note.json["status"], note.json["late"]) == (201, "New", False)
    first = api.alice.post(path, {"body": "On it", "visibility": "public"})
    assert first.json["status"] == "Work in Progress"
    heard = {"body": "He said so", "visibility": "public", "on_behalf_of_customer": True}
    assert api.alice.post(path, heard).json["status"] == "Customer Replied"
    mine = [m["body"] for m in api.bob.get(path).json["items"]]
    theirs = [m["body"] for m in api.alice.get(path).json["items"]]
    assert mine == ["Hurry", "On it", "He said so"]
    assert theirs == ["Hurry", "Hm", "On it", "He said so"]


def test_changing_a_case(api):
    number = api.submitted(priority="P3")
    path = f"/cases/{number}"
    changed = api.carol.patch(path, {"priority": "P1", "owner": "amir@example.com", "product": "X"})
    assert changed.status_code == 200
    assert (changed.json["priority"], changed.json["owner"], changed.json["product"]) == (
        "P1",
        "amir@example.com",
        "X",
    )
    assert changed.json["revision"] == 2
    assert api.carol.patch(path, {"priority": "P1"}).json["revision"] == 2
    assert api.carol.patch(path, {"owner": None}).json["owner"] is None
    assert api.carol.patch(path, {"owner": "bob@example.com"}).status_code == 422
    assert api.bob.patch(path, {"priority": "P1"}).status_code == 403
    assert api.nora.patch(path, {"priority": "P1"}).status_code == 403


def test_history_state_and_diagram(api):
    number = api.submitted()
    api.alice.act(number, "send_first_response", body="Hi")
    history = api.alice.get(f"/cases/{number}/history").json["items"]
    assert [e["sequence"] for e in history] == [1, 2]
    assert history[1].keys() == {
        "sequence", "time", "actor", "event", "action", "element", "from_status", "to_status",
        "diagram_version", "values",
    }  # fmt: skip
    assert history[1]["actor"] == {"name": "Alice", "email": "alice@example.com"}
    state = api.alice.get(f"/cases/{number}/state").json
    assert [t["element"] for t in state["tokens"]] == ["investigate"]
    assert state["path"][0]["element"] == "case_submitted"
    assert state["path"][-1]["element"] == "investigate"
    assert "propose_solution" in state["next"]
    for path in ("/diagram", "/diagrams", "/diagrams/1"):
        assert api.bob.get(path).status_code == 403
    diagram = api.alice.get("/diagram")
    assert diagram.content_type == "application/xml"
    assert b"<bpmn:definitions" in diagram.data


def test_notifications_and_me(api):
    api.submitted()
    note = api.bob.get("/notifications").json["items"][0]
    assert (note["case"], note["element"], note["read_at"]) == ("C-1001", "confirm_receipt", None)
    assert api.eve.get("/notifications").json == {"items": [], "next_cursor": None}
    assert api.alice.get("/me").json == {
        "email": "alice@example.com",
        "name": "Alice",
        "roles": ["agent"],
        "away": False,
    }


def test_health_needs_no_token(api):
    assert api.nobody.get("/health").json["status"] == "ok"
    api.desk.app.cases.report(None, "Something", "broke")
    assert api.nobody.get("/health").json == {
        "status": "attention",
        "jobs": {"due": 0, "dead": 0},
        "incidents": 1,
    }


# ------------------------------------------------------------------ lists


def test_lists_are_filtered_and_paged(api):
    numbers = [api.submitted(priority=p, subject=f"Case {p}") for p in ("P1", "P2", "P3", "P2")]
    api.alice.post(f"/cases/{numbers[0]}/claim")
    api.alice.act(numbers[1], "send_first_response", body="Hi")

    def found(query):
        return [case["number"] for case in api.alice.get(f"/cases?{query}").json["items"]]

    assert found("") == numbers[::-1]
    assert found("status=New&priority=P2") == [numbers[3]]
    assert found("status=New,Work%20in%20Progress&priority=P2") == [numbers[3], numbers[1]]
    assert found("owner=me") == found("owner=alice@example.com") == [numbers[0]]
    assert found("owner=none") == numbers[:0:-1]
    assert found("owner=who@example.com") == []
    assert found("q=case%20p1") == [numbers[0]]
    assert found(f"q={numbers[2]}") == [numbers[2]]
    assert found("q=%25") == []
    pages, cursor = [], ""
    while cursor is not None:
        page = api.alice.get(f"/cases?limit=3&cursor={cursor}").json
        pages.append([case["number"] for case in page["items"]])
        cursor = page["next_cursor"]
    assert pages == [numbers[:0:-1], numbers[:1]]


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=201", "limit=x", "cursor=abc", "limit=-1", "limit=000000050999",
     f"limit={'1' * 5000}"],
)  # fmt: skip
def test_wrong_paging_is_refused(api, query):
    assert api.alice.get(f"/cases?{query}").status_code == 422


@pytest.mark.parametrize(
    ("query", "field", "says"),
    [
        ("priority=P9", "priority", "P1, P2, P3, P4"),
        ("priority=P1,p2", "priority", "P1, P2, P3, P4"),
        ("status=Snoozed", "status", "Snoozed. There are: Blocked, Closed, Customer Replied"),
        ("status=New,new", "status", "new."),
        ("owner=alice", "owner", "mail address"),
        ("owner=a@b@c.example", "owner", "mail address"),
    ],
)  # fmt: skip
def test_a_filter_that_no_case_can_meet_is_refused_by_field(api, query, field, says):
    api.submitted()
    answer = api.alice.get(f"/cases?{query}")
    assert answer.status_code == 422
    assert list(answer.json["errors"]) == [field]
    assert says in answer.json["errors"][field][0]


def test_a_status_of_an_older_diagram_may_be_asked_for_while_cases_can_have_it(api):
    """Those that run on it may still come to it; those that ended in it are there for good."""
    kept = api.submitted()
    api.desk.app.deployment.deploy(api.desk.owen, THREE, {}, accept_warnings=True)

    def listed(status):
        answer = api.alice.get(f"/cases?status={status}")
        return answer.status_code, [case["number"] for case in answer.json.get("items", ())]

    assert listed("New") == (200, [kept])
    assert listed("Blocked") == listed("Clean") == (200, [])
    api.bob.post(f"/cases/{kept}/events/customer_closes")
    assert listed("Closed") == (200, [kept])
    assert listed("Blocked") == (422, [])


def test_messages_are_paged_too(api):
    number = api.submitted()
    for text in "abc":
        api.bob.post(f"/cases/{number}/messages", {"body": text, "visibility": "public"})
    first = api.bob.get(f"/cases/{number}/messages?limit=2").json
    rest = api.bob.get(f"/cases/{number}/messages?limit=2&cursor={first['next_cursor']}").json
    assert [m["body"] for m in first["items"] + rest["items"]] == ["a", "b", "c"]
    assert rest["next_cursor"] is None


# ------------------------------------------------------------------ who may see and do what


def test_customers_see_and_touch_only_their_own_cases(api):
    """Every door to a case, one by one: an unseen case is one that does not exist."""
    number = api.submitted()
    for path in ("", "/messages", "/history", "/state"):
        assert api.eve.get(f"/cases/{number}{path}").status_code == 404
    for path in ("/claim", "/repeat", "/actions/customer_closes", "/events/customer_closes"):
        assert api.eve.post(f"/cases/{number}{path}", {}).status_code == 404
    message = {"body": "Hi", "visibility": "public"}
    assert api.eve.post(f"/cases/{number}/messages", message).status_code == 404
    assert api.eve.patch(f"/cases/{number}", {"priority": "P1"}).status_code == 404
    assert api.eve.get("/cases").json["items"] == []
    assert api.eve.get(f"/cases?q={number}").json["items"] == []
    assert api.eve.get("/cases?q=printer").json["items"] == []


def test_nothing_internal_reaches_the_customer(api):
    number = api.submitted()
    api.alice.post(f"/cases/{number}/messages", {"body": "SECRET", "visibility": "internal"})
    api.alice.act(number, "send_first_response", body="Hi")
    api.alice.act(number, "block", kind="Bug", reference="SECRET-1", note="SECRET note")
    for path in ("", "/messages", "/history", "/state"):
        assert "SECRET" not in api.bob.get(f"/cases/{number}{path}").text
    assert "SECRET" not in api.bob.get("/notifications").text
    assert "SECRET" not in api.bob.get("/cases").text


def test_customers_do_not_do_what_is_support_s_and_the_other_way_round(api):
    number = api.submitted()
    assert api.bob.act(number, "send_first_response", body="Me").status_code == 403
    assert api.bob.post(f"/cases/{number}/claim").status_code == 403
    assert (
        api.bob.post(
            f"/cases/{number}/messages", {"body": "x", "visibility": "internal"}
        ).status_code
        == 403
    )
    api.alice.act(number, "send_first_response", body="Hi")
    api.alice.act(number, "propose_solution", body="Do")
    for who in (api.alice, api.carol, api.owen, api.nora):
        assert who.act(number, "accept_solution").status_code == 403
    assert api.alice.get(f"/cases/{number}").json["status"] == "Solution Proposed"


def test_observers_look_and_do_not_touch(api):
    number = api.submitted()
    assert api.nora.get(f"/cases/{number}").status_code == 200
    assert api.nora.post(f"/cases/{number}/claim").status_code == 403
    message = {"body": "x", "visibility": "public"}
    assert api.nora.post(f"/cases/{number}/messages", message).status_code == 403


def test_support_submits_for_a_customer_and_customers_only_for_themselves(api):
    of = {"name": "Gus", "email": "GUS@example.com"}
    made = api.alice.post("/cases", {**NEW, "customer": of, "channel": "phone"})
    assert made.json["customer"] == {"name": "Gus", "email": "gus@example.com"}
    assert made.json["channel"] == "phone"
    refused = api.bob.post("/cases", {**NEW, "customer": of})
    assert (refused.status_code, list(refused.json["errors"])) == (422, ["customer"])
    mine = {"name": "Bob", "email": "bob@example.com"}
    assert api.bob.post("/cases", {**NEW, "customer": mine}).status_code == 201


@pytest.mark.parametrize("token", [None, "nonsense", "cl_" + "x" * 43])
def test_without_a_valid_token_nothing_is_told(api, token):
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    number = api.submitted()
    for path in (
        "/me",
        "/cases",
        f"/cases/{number}",
        "/cases/C-9999",
        "/diagram",
        "/notifications",
    ):
        answer = api.nobody.get(path, headers=headers)
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_who_was_removed_is_out_at_once(api):
    assert api.alice.get("/me").status_code == 200
    api.desk.app.accounts.deactivate("alice@example.com")
    assert api.alice.get("/me").status_code == 401


# ------------------------------------------------------------------ problems


def test_every_problem_is_a_problem_document(api):
    number = api.submitted()
    for answer, status in (
        (api.nobody.get("/me"), 401),
        (api.bob.act(number, "block"), 403),
        (api.alice.get("/cases/C-9999"), 404),
        (api.alice.get("/nowhere"), 404),
        (api.alice.get(f"/cases/{number}/claim"), 405),
        (api.alice.act(number, "block", kind="Bug", reference="x", note="x"), 409),
        (api.alice.post("/cases", {}), 422),
        (api.alice.post("/cases", {**NEW, "description": "x" * 1_100_000}), 413),
    ):
        assert answer.status_code == status
        assert answer.content_type == "application/problem+json"
        assert answer.json["status"] == status
        assert answer.json["detail"].endswith((".", "needed")), answer.json
        assert answer.json["type"].startswith("urn:caselane:problem:")


def test_the_loser_hears_what_happened_and_sees_the_case_and_what_is_possible(api):
    """All that a program needs to go on without another request."""
    number = api.submitted()
    answer = api.alice.act(number, "acknowledge")
    assert answer.status_code == 409
    assert answer.json["detail"] == f"“Acknowledge” is not possible while case {number} is New."
    assert answer.json["explanation"] == (
        "Bob submitted the case (just now), so this case is now New."
    )
    assert answer.json["current"] == api.alice.get(f"/cases/{number}").json


def test_a_stale_revision_is_told_how_the_case_stands(api):
    number = api.submitted()
    api.amir.act(number, "send_first_response", body="Hi")
    body = {"fields": {"body": "Hi"}, "revision": 1}
    answer = api.alice.post(f"/cases/{number}/actions/send_first_response", body)
    assert answer.status_code == 409
    assert answer.json["current"]["status"] == "Work in Progress"
    assert "Amir" in answer.json["explanation"]
    assert api.alice.patch(f"/cases/{number}", {"priority": "P1", "revision": 1}).status_code == 409


def test_if_match_that_fails_is_a_precondition(api):
    number = api.submitted()
    path, headers = f"/cases/{number}", {"If-Match": '"1"'}
    etag = api.alice.get(path).headers["ETag"]
    assert api.alice.patch(path, {"priority": "P1"}, headers={"If-Match": etag}).status_code == 200
    assert api.alice.patch(path, {"priority": "P2"}, headers=headers).status_code == 412
    assert api.alice.post(f"{path}/claim", {}, headers={"If-Match": "nonsense"}).status_code == 412
    assert api.alice.post(f"{path}/claim", {}, headers={"If-Match": "1" * 5000}).status_code == 412
    body = {"fields": {"body": "Hi"}}
    act = f"{path}/actions/send_first_response"
    assert api.alice.post(act, body, headers=headers).status_code == 412
    assert api.alice.post(act, body, headers={"If-Match": "*"}).status_code == 200


def test_an_answer_to_an_older_proposal_is_refused(api):
    number = api.submitted()
    api.alice.act(number, "send_first_response", body="Hi")
    old = api.alice.act(number, "propose_solution", body="One").json["proposal"]
    api.alice.act(number, "withdraw_proposal")
    api.alice.act(number, "propose_solution", body="Two")
    answer = api.bob.act(number, "accept_solution", proposal=old)
    assert answer.status_code == 409
    assert answer.json["type"].endswith("outdated-proposal")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"status": "Closed"}, "status"),
        ({"number": "C-1"}, "number"),
        ({"created_at": "2020-01-01T00:00:00Z"}, "created_at"),
        ({"owner": "alice@example.com"}, "owner"),
        ({"resolution": "solved"}, "resolution"),
        ({"revision": 1}, "revision"),
        ({"priority": "P9"}, "priority"),
        ({"priority": 1}, "priority"),
        ({"subject": ""}, "subject"),
        ({"subject": "  "}, "subject"),
        ({"subject": "x" * 301}, "subject"),
        ({"subject": ["x"]}, "subject"),
        ({"description": None}, "description"),
        ({"description": "a\0b"}, "description"),
        ({"description": "x" * 100_001}, "description"),
        ({"customer": {"email": "not an address"}}, "customer.email"),
        ({"customer": {"email": "a@b.c\r\nBcc: all@example.com"}}, "customer.email"),
        ({"customer": {"email": "a@b.c", "name": "\u202e"}}, "customer.name"),
        ({"customer": {"email": "bob@example.com", "roles": ["admin"]}}, "customer.roles"),
        ({"customer": {}}, "customer.email"),
        ({"product": 7}, "product"),
    ],
)
def test_what_may_not_be_set_or_is_wrong_is_refused_by_field(api, body, field):
    answer = api.alice.post("/cases", {**NEW, **body})
    assert answer.status_code == 422
    assert field in answer.json["errors"], answer.json
    assert api.alice.get("/cases").json["items"] == []


@pytest.mark.parametrize(
    "body",
    [{"status": "Closed"}, {"fields": {}, "status": "x"}, {"fields": {"status": "x", "body": "y"}}],
)
def test_no_status_comes_in_with_an_action(api, body):
    number = api.submitted()
    answer = api.alice.post(f"/cases/{number}/actions/send_first_response", body)
    assert answer.status_code == 422
    assert api.alice.patch(f"/cases/{number}", {"status": "Closed"}).status_code == 422
    assert api.alice.get(f"/cases/{number}").json["status"] == "New"


@pytest.mark.parametrize("raw", [b"{", b"[]", b'"x"', b"\xff\xfe", b"null", b"{" * 3000, b"1e999"])
def test_what_is_not_a_json_object_is_refused(api, raw):
    answer = api.alice._client.post(
        "/api/cases", data=raw, headers={**api.alice._headers, "Content-Type": "application/json"}
    )
    assert answer.status_code == 422


@pytest.mark.parametrize(
    "number", ["C-9999", "9999", "x", "C-", "C-0", "../../etc", "C-1e9", "１００１", "C-1001%00"]
)
def test_an_unknown_number_is_not_found(api, number):
    api.submitted()
    answer = api.alice.get(f"/cases/{number}")
    assert answer.status_code == 404


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "{{7*7}}",
        "${7*7}",
        "{number}",
        "%s%n",
        "'; DROP TABLE cases;--",
    ],
)
def test_markup_and_template_syntax_is_text_everywhere(api, text):
    of = {"name": text, "email": "gus@example.com"}
    body = {"subject": text, "description": text, "product": text, "customer": of}
    number = api.alice.post("/cases", body).json["number"]
    case = api.alice.get(f"/cases/{number}").json
    assert (case["subject"], case["description"], case["product"]) == (text, text, text)
    assert case["customer"]["name"] == text
    api.alice.act(number, "send_first_response", body=text)
    assert api.alice.get(f"/cases/{number}/messages").json["items"][0]["body"] == text
    gus = api.desk.app.accounts.by_email("gus@example.com")
    assert text in api.desk.app.notifications.of(gus).items[-1].body


# ------------------------------------------------------------------ exactly once


def test_an_idempotency_key_does_a_thing_once(api):
    headers = {"Idempotency-Key": "a-1"}
    first = api.bob.post("/cases", NEW, headers=headers)
    again = api.bob.post("/cases", NEW, headers=headers)
    assert (again.status_code, again.json) == (first.status_code, first.json)
    assert (again.headers["Location"], again.headers["ETag"]) == (
        first.headers["Location"],
        first.headers["ETag"],
    )
    assert len(api.bob.get("/cases").json["items"]) == 1


def test_the_same_key_for_something_else_is_refused(api):
    headers = {"Idempotency-Key": "a-1"}
    number = api.bob.post("/cases", NEW, headers=headers).json["number"]
    other = api.bob.post("/cases", {**NEW, "subject": "Other"}, headers=headers)
    assert (other.status_code, list(other.json["errors"])) == (422, ["Idempotency-Key"])
    elsewhere = api.bob.post(f"/cases/{number}/repeat", headers=headers)
    assert elsewhere.status_code == 422
    assert len(api.bob.get("/cases").json["items"]) == 1


def test_keys_belong_to_people(api):
    headers = {"Idempotency-Key": "a-1"}
    assert api.bob.post("/cases", NEW, headers=headers).status_code == 201
    assert api.eve.post("/cases", NEW, headers=headers).json["number"] == "C-1002"


def test_every_post_honours_the_key(api):
    number = api.submitted()
    for path, body in (
        ("/claim", {}),
        ("/actions/send_first_response", {"fields": {"body": "Hi"}}),
        ("/messages", {"body": "By the way", "visibility": "internal"}),
        ("/actions/propose_solution", {"fields": {"body": "Do"}}),
        ("/events/customer_closes", {"fields": {"how": "phone"}}),
        ("/repeat", {}),
    ):
        headers = {"Idempotency-Key": path}
        answers = [api.alice.post(f"/cases/{number}{path}", body, headers=headers) for _ in "ab"]
        assert answers[0].status_code in (200, 201), answers[0].json
        assert answers[0].json == answers[1].json
    assert len(api.alice.get("/cases").json["items"]) == 2
    assert len(api.alice.get(f"/cases/{number}/messages").json["items"]) == 3


def test_a_refused_request_does_not_use_its_key_up(api):
    number, headers = api.submitted(), {"Idempotency-Key": "k"}
    path = f"/cases/{number}/actions/propose_solution"
    body = {"fields": {"body": "Do"}}
    assert api.alice.post(path, body, headers=headers).status_code == 409
    api.alice.act(number, "send_first_response", body="Hi")
    assert api.alice.post(path, body, headers=headers).status_code == 200


def test_two_submissions_without_a_key_are_two_cases(api):
    assert api.bob.post("/cases", NEW).json["number"] != api.bob.post("/cases", NEW).json["number"]


# ------------------------------------------------------------------ the clock of tests


def test_the_test_clock_moves_and_all_due_work_is_done(api):
    number = api.submitted(priority="P1")
    answer = api.nobody.post("/test/clock", {"advance": "PT31M"})
    assert answer.json == {"now": "2026-03-02T09:31:00+00:00"}
    case = api.alice.get(f"/cases/{number}").json
    assert case["milestones"][0]["state"] == "missed"
    assert case["flags"] == ["first response missed"]
    assert api.nobody.post("/test/clock", {"set": "2026-03-03T09:00:00Z"}).status_code == 200
    for wrong in ({}, {"advance": "soon"}, {"set": "now"}, {"set": "2026-03-03T09:00:00"}):
        assert api.nobody.post("/test/clock", wrong).status_code == 422


def test_the_description_of_the_api_is_complete(api):
    document = api.nobody.get("/openapi.json").json
    assert document["openapi"] == "3.1.0"
    described = {
        (method.upper(), path) for path, item in document["paths"].items() for method in item
    }
    routes = {
        (method, re.sub(r"<(?:.*:)?(\w+)>", r"{\1}", str(rule)))
        for rule in api.flask.url_map.iter_rules()
        if str(rule).startswith("/api") and str(rule) != "/api/openapi.json"
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    assert described == routes
    json.dumps(document)


# ------------------------------------------------------------------ diagrams


def later(edit=b"P10D</", to=b"P9D</"):
    return (WORKFLOWS / "case_lifecycle.bpmn").read_bytes().replace(edit, to, 1).decode()


def test_a_process_owner_deploys_a_diagram(api):
    draft = {"bpmn": later()}
    found = api.owen.post("/diagrams/check", draft).json["findings"]
    assert [(f["rule"], f["severity"]) for f in found] == [("scenario", "warning")]
    refused = api.owen.post("/diagrams", draft)
    assert (refused.status_code, refused.json["type"]) == (
        422,
        "urn:caselane:problem:diagram-error",
    )
    assert refused.json["findings"] == found
    deployed = api.owen.post("/diagrams", {**draft, "accept_warnings": True})
    assert deployed.status_code == 201
    assert deployed.headers["Location"] == "/api/diagrams/2"
    assert deployed.json["state"] == "current"
    assert deployed.json["deployed_by"]["name"] == "Owen"
    assert deployed.json["findings"] == found
    listed = api.nora.get("/diagrams").json["items"]
    assert [(v["version"], v["state"]) for v in listed] == [(2, "current"), (1, "live")]
    whole = api.nora.get("/diagrams/2").json
    assert whole["bpmn"] == draft["bpmn"]
    assert list(whole["files"]) == ["first_response.dmn", "policies.toml"]
    data = api.nora.get("/diagrams/2", headers={"Accept": "application/xml"})
    assert (data.content_type, data.text) == ("application/xml", draft["bpmn"])


def test_a_bad_diagram_is_refused_with_its_findings(api):
    answer = api.owen.post("/diagrams", {"bpmn": "<!DOCTYPE a><a/>"})
    assert answer.status_code == 422
    assert answer.json["findings"][0]["rule"] == "doctype"
    assert api.owen.post("/diagrams", {"bpmn": later(), "status": "live"}).status_code == 422
    assert len(api.owen.get("/diagrams").json["items"]) == 1


def test_the_same_request_deploys_once(api):
    body, key = {"bpmn": later(), "accept_warnings": True}, {"Idempotency-Key": "k"}
    answers = [api.owen.post("/diagrams", body, headers=key) for _ in range(2)]
    assert answers[0].json == answers[1].json
    assert len(api.owen.get("/diagrams").json["items"]) == 2


@pytest.mark.parametrize("name", ["alice", "carol", "nora", "bob"])
def test_only_process_owners_deploy(api, name):
    who = getattr(api, name)
    assert who.post("/diagrams", {"bpmn": later()}).status_code == 403
    assert who.post("/diagrams/check", {"bpmn": later()}).status_code == 403
    assert who.post("/diagrams/1/approve").status_code == 403
    assert who.get("/diagrams").status_code == (403 if name == "bob" else 200)
    assert api.nobody.post("/diagrams", {"bpmn": later()}).status_code == 401


def test_a_version_that_does_not_wait_cannot_be_approved(api):
    assert api.owen.post("/diagrams/1/approve").status_code == 409
    assert api.owen.get("/diagrams/7").status_code == 404
    assert api.owen.get("/diagrams/99999999999999999999").status_code == 404
