"""The table of rights, walked: each operation by each role, at a case of Bob's, through the API."""

from io import BytesIO

import pytest

from runner.errors import Forbidden, NotFound
from runner.model import CannedResponse, FigureView
from runner.people.permissions import RIGHTS, may
from tests.web.conftest import Caller

PEOPLE = ("alice", "carol", "owen", "nora", "ada", "bob", "eve")
REFUSED = 403, 404


@pytest.fixture
def case(desk):
    """With Bob's, which waits for his answer to a proposal, and has a note."""
    desk.ada = desk.app.accounts.add("ada@example.com", "Ada", ["admin"])
    case = desk.open().to("Solution Proposed")
    desk.app.cases.comment(desk.alice, case.number, "Between us.", visibility="internal")
    return case


def post(path, **body):
    return lambda caller, number: caller.post(path.format(number), body).status_code not in REFUSED


def get(path):
    return lambda caller, number: caller.get(path.format(number)).status_code not in REFUSED


def reads_the_note(caller, number):
    messages = caller.get(f"/cases/{number}/messages").json.get("items", ())
    return any(message["visibility"] == "internal" for message in messages)


def submits_for_zoe(caller, number):
    body = {"subject": "Hum", "description": "x", "customer": {"email": "zoe@example.com"}}
    return caller.post("/cases", body).status_code == 201


def lists_it(caller, number):
    return number in [line["number"] for line in caller.get("/cases").json["items"]]


TRIES = {
    "submit_case": post("/cases", subject="Hum", description="All night."),
    "submit_for_customer": submits_for_zoe,
    "see_case": get("/cases/{}"),
    "see_internal": reads_the_note,
    "list_cases": lists_it,
    "act_as_customer": post("/cases/{}/actions/reject_solution"),
    "act_as_support": post("/cases/{}/actions/withdraw_proposal"),
    "send_event": post("/cases/{}/events/blocker_cleared"),
    "write": post("/cases/{}/messages", body="Hello", visibility="public"),
    "write_note": post("/cases/{}/messages", body="Hello", visibility="internal"),
    "write_for_customer": post(
        "/cases/{}/messages", body="By phone", visibility="public", on_behalf_of_customer=True
    ),
    "change_case": lambda caller, number: (
        caller.patch(f"/cases/{number}", {"priority": "P1"}).status_code not in REFUSED
    ),
    "modify_case": post(
        "/cases/{}/modify/preview", kind="move", at="review_solution", to="investigate"
    ),
    "claim_case": post("/cases/{}/claim"),
    "tag_case": post("/cases/{}/tags", add=["printer"]),
    "mark_spam": post("/cases/{}/spam", spam=True),
    "copy_case": post("/cases/{}/copies", add=["zoe@bakery.example"]),
    "set_company": post("/cases/{}/company", name="Bakery"),
    "repeat_case": post("/cases/{}/repeat"),
    "export_log": get("/log?format=csv"),
    "rate_case": post("/cases/{}/satisfaction", good=True),
    "share_view": post("/views", name="Ours", query={}, shared=True),
    "see_versions": get("/diagrams"),
    "check_diagram": post("/diagrams/check", bpmn="<a/>"),
    "deploy_diagram": post("/diagrams", bpmn="<a/>"),
    "approve_diagram": post("/diagrams/1/approve"),
    "manage_people": get("/people"),
    "see_audit": get("/audit"),
    "manage_incidents": get("/incidents"),
    "see_teams": get("/teams"),
    "manage_teams": post("/teams", name="Printers"),
    "migrate_cases": post("/diagrams/1/migrate", plan=True),
}
HELLO = CannedResponse(0, 0, "Hello", "Hello {first_name},", shared=True)
OURS = FigureView(0, 0, "", "Ours", "milestones", {}, "all")
INSIDE = {
    "follow_up": lambda app, person: app.cases.follow_up(person, "C-1001", None),
    "see_process": lambda app, person: app.reports.process(person),
    "edit_drafts": lambda app, person: app.diagram_drafts.listed(person),
    "export_people": lambda app, person: app.cases.personal_export.write(
        "eve@example.com", BytesIO(), by=person
    ),
    "erase_people": lambda app, person: app.cases.erasing.plan("eve@example.com", by=person),
    "see_health": lambda app, person: app.doctor.examine(thorough=False, by=person),
    "say_away": lambda app, person: app.accounts.set_away(person.email, away=False, by=person),
    "sort_mails": lambda app, person: app.cases.mails.listed(person),
    "keep_response": lambda app, person: app.cases.canned_responses.list(person),
    "share_figures": lambda app, person: app.figure_views.add(person, OURS),
    "share_response": lambda app, person: app.cases.canned_responses.add(person, HELLO),
}
"""What the API does not have."""


def test_every_right_of_the_table_is_tried():
    assert TRIES.keys() | INSIDE.keys() == RIGHTS.keys()


@pytest.mark.parametrize("operation", TRIES)
def test_each_role_may_do_what_the_table_says_and_nothing_else(api, desk, case, operation):
    for name in PEOPLE:
        person = getattr(desk, name)
        caller = Caller(api.flask, desk.app.accounts.new_token(person.email))
        allowed = TRIES[operation](caller, case.number)
        expected = may(person, operation, case.case)
        if operation in ("submit_case", "list_cases"):  # the case of nobody in particular
            expected = may(person, operation) or (name == "bob" and operation == "list_cases")
        assert allowed == expected, f"{name}: {operation}"


@pytest.mark.parametrize("operation", INSIDE)
def test_each_role_sees_inside_what_the_table_says(desk, case, operation):
    for name in PEOPLE:
        person = getattr(desk, name)
        try:
            INSIDE[operation](desk.app, person)
            allowed = True
        except (Forbidden, NotFound):
            allowed = False
        assert allowed == may(person, operation), f"{name}: {operation}"


def test_support_has_the_rights_of_a_customer_to_its_own_case_and_no_other(api, desk):
    number = desk.open(by=desk.carol).number
    caller = Caller(api.flask, desk.app.accounts.new_token("carol@example.com"))
    for operation in ("write_note", "change_case", "claim_case", "send_event", "see_internal"):
        assert not TRIES[operation](caller, number), operation
    for operation in ("see_case", "write", "repeat_case"):
        assert TRIES[operation](caller, number), operation
