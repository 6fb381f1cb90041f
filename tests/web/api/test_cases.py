"""The contract of the REST API."""

import json
import re

import pytest

from web.api import openapi

NEW = {"subject": "Printer on fire", "description": "It burns."}
CASE = {
    "number", "status", "revision", "subject", "description", "priority", "product", "environment",
    "owner", "team", "customer", "resolution", "seen", "proposal", "flags", "repeat_of", "repeats", "milestones",
    "actions", "instances", "diagram_version", "created_at", "updated_at", "channel", "lifecycle",
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
            "due_at": "2026-03-02T17:00:00+00:00",
            "reached_at": None,
            "ended_at": None,
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
        "diagram_version", "progress", "values",
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
        "teams": [],
        "away": False,
        "away_from": None,
        "away_until": None,
        "language": "",
        "zone": "",
    }


def test_a_node_is_ready_until_it_is_about_to_end(api, desk):
    assert api.nobody.get("/ready").json == {"status": "ready"}
    desk.app.stopping.set()
    answer = api.nobody.get("/ready")
    assert (answer.status_code, "about to end" in answer.json["detail"]) == (503, True)


def test_health_needs_no_token(api):
    assert api.nobody.get("/health").json["status"] == "ok"
    api.desk.app.cases.report(None, "Something", "broke")
    assert api.nobody.get("/health").json == {
        "status": "attention",
        "jobs": {"due": 0, "dead": 0},
        "incidents": 1,
    }


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


def test_every_other_change_honours_the_key(api):
    number = api.submitted()
    view = api.alice.post("/views", {"name": "Mine", "query": {"owner": ["me"]}}).json["id"]
    for method, path, body in (
        ("PATCH", f"/cases/{number}", {"product": "Toaster"}),
        ("PUT", "/me/mail-times", {"digest_at": "07:30"}),
        ("DELETE", f"/views/{view}", None),
    ):
        headers = {"Idempotency-Key": path, "If-Match": '"1"'}
        answers = [api.alice._call(method, path, body, headers) for _ in "ab"]
        assert [answer.status_code for answer in answers] == [200, 200], answers[1].json
        assert answers[0].json == answers[1].json
        assert answers[0].headers.get("ETag") == answers[1].headers.get("ETag")


def test_whatever_changes_something_knows_a_key_or_says_why_not(api):
    views, keyed = api.flask.view_functions, set()
    for rule in api.flask.url_map.iter_rules():
        if rule.endpoint.startswith("api_") and not rule.methods & {"GET"}:
            path = re.sub(r"<(?:[^<>]*:)?(\w+)>", r"{\1}", rule.rule)
            (method,) = rule.methods - {"OPTIONS"}
            operation = openapi.PATHS[path][method.lower()]["operationId"]
            assert hasattr(views[rule.endpoint], "__wrapped__") != (
                operation in openapi.WITHOUT_KEY
            )
            keyed.add(operation)
    assert {"changeCase", "setRoles", "deleteView", "addTeam", "addToken"} <= keyed


def test_a_refused_request_does_not_use_its_key_up(api):
    number, headers = api.submitted(), {"Idempotency-Key": "k"}
    path = f"/cases/{number}/actions/propose_solution"
    body = {"fields": {"body": "Do"}}
    assert api.alice.post(path, body, headers=headers).status_code == 409
    api.alice.act(number, "send_first_response", body="Hi")
    assert api.alice.post(path, body, headers=headers).status_code == 200


def test_two_submissions_without_a_key_are_two_cases(api):
    assert api.bob.post("/cases", NEW).json["number"] != api.bob.post("/cases", NEW).json["number"]


def test_support_may_say_what_it_has_seen(api):
    number = api.submitted()
    seen = api.alice.get(f"/cases/{number}").json["seen"]
    api.bob.post(f"/cases/{number}/messages", {"body": "More", "visibility": "public"})
    note = {"body": "Odd", "visibility": "internal", "seen": seen}
    answer = api.alice.post(f"/cases/{number}/messages", note)
    assert (answer.status_code, "Bob wrote" in answer.json["explanation"]) == (409, True)
    seen = answer.json["current"]["seen"]
    act = {"fields": {"body": "Hi"}, "seen": seen}
    path = f"/cases/{number}/actions/send_first_response"
    assert api.alice.post(path, act).status_code == 200


# ------------------------------------------------------------------ whose case, whose address


HUM = {"subject": "Hum", "description": "All night."}


def test_support_names_the_customer_or_says_that_the_case_is_their_own(api):
    answer = api.alice.post("/cases", HUM)
    assert answer.status_code == 422
    assert answer.json["errors"] == {
        "customer": ["is needed: name the customer whom the case is for"]
    }
    mine = api.alice.post("/cases", {**HUM, "customer": "me"})
    assert mine.json["customer"]["email"] == "alice@example.com"
    zoes = api.alice.post("/cases", {**HUM, "customer": {"email": "zoe@example.com"}})
    assert zoes.json["customer"] == {"name": "zoe", "email": "zoe@example.com"}
    assert api.bob.post("/cases", {**HUM, "customer": "me"}).status_code == 201
    assert api.nora.post("/cases", HUM).json["customer"]["email"] == "nora@example.com"


def test_a_customer_says_nothing_of_channel_and_priority(api):
    forged = api.bob.post("/cases", {**HUM, "channel": "phone", "priority": "P1"})
    assert (forged.status_code, forged.json["errors"]) == (
        422,
        {name: ["is for support to say"] for name in ("channel", "priority")},
    )
    assert api.bob.post("/cases", HUM).json["priority"] == "P3"
    body = {**HUM, "channel": "phone", "customer": {"email": "bob@example.com"}}
    assert api.alice.post("/cases", body).json["channel"] == "phone"


def test_a_customer_is_never_shown_an_address_of_support(api, desk):
    number = api.submitted()
    api.alice.post(f"/cases/{number}/claim")
    api.alice.act(number, "send_first_response", body="Hi")
    api.carol.patch(f"/cases/{number}", {"owner": "amir@example.com"})
    refused = api.bob.act(number, "accept_solution")
    assert refused.status_code == 409
    shown = [
        refused, *(api.bob.get(path) for path in (
            "/cases", f"/cases/{number}", f"/cases/{number}/messages", f"/cases/{number}/history",
            f"/cases/{number}/state", "/notifications",
        )), api.bob.post(f"/cases/{number}/messages", {"body": "More", "visibility": "public"}),
    ]  # fmt: skip
    for answer in shown:
        assert not {"alice@example.com", "amir@example.com"} & set(
            re.findall(r"[\w.]+@[\w.]+", answer.text)
        )
    assert "Alice" in shown[3].text and "bob@example.com" in shown[4].text
    assert api.nora.get(f"/cases/{number}").json["owner"] == "amir@example.com"


def test_a_customer_finds_nobodys_address_by_filtering(api):
    number = api.submitted()
    api.alice.post(f"/cases/{number}/claim")
    for address in ("alice@example.com", "who@example.com", "bob@example.com"):
        assert api.bob.get(f"/cases?owner={address}").json["items"] == []
    api.submitted()
    assert len(api.bob.get("/cases?owner=none").json["items"]) == 1


# ------------------------------------------------------------------ the clock of tests


def test_the_test_clock_moves_and_all_due_work_is_done(api):
    number = api.submitted(priority="P1")
    answer = api.nobody.post("/test/clock", {"advance": "PT31M"})
    assert answer.json == {"now": "2026-03-02T09:31:00+00:00"}
    case = api.alice.get(f"/cases/{number}").json
    assert case["milestones"][0]["state"] == "missed"
    assert case["flags"] == ["first response missed"]
    assert api.nobody.post("/test/clock", {"set": "2026-03-03T09:00:00Z"}).status_code == 200
    for wrong in (
        {},
        {"advance": "P80Y"},
        {"set": "1999-12-31T00:00:00Z"},
        {"advance": "soon"},
        {"set": "now"},
        {"set": "2026-03-03T09:00:00"},
    ):
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
