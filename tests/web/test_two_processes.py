"""Two nodes with a warm cache each, over HTTP: neither works from a workflow that the other has moved on."""

import http.client
import json
from itertools import cycle

import pytest

from tests.crash.site import Site
from tests.ports import free_port, wait_for

STEPS = (
    ("alice", "actions/send_first_response", {"fields": {"body": "We look into it."}}),
    ("alice", "actions/ask_customer", {"fields": {"body": "Which one?"}}),
    ("bob", "messages", {"body": "The left one.", "visibility": "public"}),
    ("alice", "actions/acknowledge", {"fields": {}}),
    ("alice", "actions/propose_solution", {"fields": {"body": "Turn it off."}}),
    ("bob", "actions/reject_solution", {"fields": {}}),
    ("alice", "actions/propose_solution", {"fields": {"body": "And on again."}}),
    ("bob", "actions/accept_solution", {"fields": {}}),
)
STATUSES = ["Work in Progress", "Pending Customer", "Customer Replied", "Work in Progress",
            "Solution Proposed", "Work in Progress", "Solution Proposed", "Closed"]  # fmt: skip


@pytest.fixture
def site(tmp_path, kind, request):
    url = request.getfixturevalue("postgresql").new() if kind == "postgresql" else ""
    site = Site(tmp_path, url, mail=False)
    yield site
    site.close()


def ask(site, port, who, method, path, body=None):
    connection = http.client.HTTPConnection("127.0.0.1", port)
    try:
        connection.request(method, f"/api/cases{path}", json.dumps(body) if body else None, {
            "Authorization": f"Bearer {site.tokens[who]}", "Content-Type": "application/json",
        })  # fmt: skip
        response = connection.getresponse()
        return response.status, json.loads(response.read())
    finally:
        connection.close()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_nodes_that_act_on_a_case_in_turn_never_work_from_an_outdated_workflow(site, kind):
    """Each step is taken on one node; before the next one, taken on the other, that one is asked for
    what was possible when it saw the case last."""
    ports = [free_port(), free_port()]
    for port in ports:
        site.node("serve", "--no-worker", "--port", str(port))
    for port in ports:
        wait_for(port)
    turns = cycle(ports)
    opening = {"subject": "Printer", "description": "Burns"}
    status, case = ask(site, next(turns), "bob", "POST", "", opening)
    assert status == 201
    where, outdated = f"/{case['number']}", None
    for (who, what, body), wanted in zip(STEPS, STATUSES, strict=True):
        port = next(turns)
        if outdated is not None:
            stale, answer = ask(site, port, *outdated)
            assert (stale, answer["title"]) == (409, "Not possible now"), answer
        request = who, "POST", f"{where}/{what}", body
        status, answer = ask(site, port, *request)
        assert status in (200, 201), answer
        outdated = None if what == "messages" else request
        assert [ask(site, node, "alice", "GET", where)[1]["status"] for node in ports] == [
            wanted
        ] * 2
    _, history = ask(site, ports[0], "alice", "GET", f"{where}/history")
    done = [event["action"] for event in history["items"] if event["action"]]
    assert done == [what.removeprefix("actions/") for _, what, _ in STEPS if what != "messages"]
