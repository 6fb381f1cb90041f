"""What the REST API says of requests that it refuses."""

import pytest

NEW = {"subject": "Printer on fire", "description": "It burns.", "priority": "P2"}


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
        (api.alice.get(""), 404),
        (api.alice.get("//cases"), 404),
        (api.alice.get("/cases/"), 404),
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


@pytest.mark.parametrize(
    "path", ["/cases", "/cases/{number}/messages", "/cases/{number}/actions/send_first_response"]
)
def test_a_body_that_says_something_twice_is_refused_by_name(api, path):
    number = api.submitted()
    twice = '{"subject": "a", "description": "b", "fields": {"body": "One", "body": "Two"}}'
    answer = api.alice._client.post(
        f"/api{path.format(number=number)}",
        data=twice,
        headers={**api.alice._headers, "Content-Type": "application/json"},
    )
    assert answer.status_code == 422
    assert "'body' stands twice in one object" in answer.json["errors"]["body"][0]
    assert api.alice.get(f"/cases/{number}").json["revision"] == 1
