"""What each scope lets a token do, walked: every operation of the API, sent by an admin who may all."""

import re

import pytest

from runner.model import TokenLimits
from runner.people.permissions import RIGHTS, SCOPES, may
from tests.web.conftest import Caller
from web.api import openapi

EVERYWHERE, NOWHERE = ("getMe",), ("addToken",)
NEEDS_MORE = {"read": ("listCopies",)}
"""Who is told of a case is known to those who may say so."""
OPERATIONS = [
    (operation["operationId"], method.upper(), path.removeprefix("/api"))
    for path, item in openapi.document("", with_clock=False)["paths"].items()
    for method, operation in item.items()
    if method in ("get", "post", "patch", "put", "delete") and "security" not in operation
]
PATH = {"{number}": "C-1001", "{email}": "amir@example.com"}


@pytest.fixture
def root(desk, api):
    desk.app.accounts.add("ada@example.com", "Ada", ["admin", "process_owner"])
    desk.open()

    def by(*scopes):
        limits = TokenLimits(frozenset(scopes))
        token = desk.app.accounts.new_token("ada@example.com", limits=limits)
        return Caller(api.flask, token)

    return by


def refused(caller, method, path):
    filled = re.sub(r"{\w+}", lambda found: PATH.get(found[0], "1"), path)
    answer = caller._call(method, filled, {} if method != "GET" else None)
    return answer.status_code == 403 and answer.json["type"].endswith(":out-of-scope")


def test_all_scopes_together_are_all_rights():
    assert frozenset().union(*SCOPES.values()) == RIGHTS.keys()
    assert SCOPES["read"] < SCOPES["cases"]


@pytest.mark.parametrize("scope", SCOPES)
def test_a_token_may_ask_for_what_its_scope_says_and_nothing_else(root, scope):
    caller = root(scope)
    let = {name for name, method, path in OPERATIONS if not refused(caller, method, path)}
    expected = {
        name
        for name, method, path in OPERATIONS
        if name in EVERYWHERE or (_is_of(scope, method, path) and name not in NOWHERE)
    }
    assert let == expected.difference(NEEDS_MORE.get(scope, ()))


def _is_of(scope, method, path):
    room, reads = path.split("/")[1], method == "GET"
    if room in ("people", "tokens", "incidents", "audit"):
        return scope == "admin"
    if room == "teams":
        return scope == "admin" or (reads and scope in ("read", "cases"))
    if room in ("diagram", "diagrams", "migrations", "lifecycles"):
        return scope == "diagrams" or (reads and scope in ("read", "cases"))
    return scope == "cases" or (reads and scope == "read")


def test_two_scopes_are_both(root):
    caller = root("read", "admin")
    assert caller.get("/cases/C-1001").status_code == 200
    assert caller.get("/people").status_code == 200
    answer = caller.post("/cases/C-1001/messages", {"body": "Hello", "visibility": "public"})
    assert answer.status_code == 403
    assert "This token is for: admin, read. This takes one for: cases" in answer.json["detail"]


def test_a_token_that_reads_is_offered_nothing_to_do(root, desk):
    offered = root().get("/cases/C-1001").json["actions"]
    assert offered and root("cases").get("/cases/C-1001").json["actions"] == offered
    assert root("read").get("/cases/C-1001").json["actions"] == []


def test_the_rights_hold_also_where_no_door_looks(desk, root):
    case = desk.open().case
    narrow = desk.app.accounts.by_token(
        desk.app.accounts.new_token("alice@example.com", limits=TokenLimits(frozenset({"read"})))
    )
    assert may(narrow, "see_case", case) and not may(narrow, "write", case)
    assert may(desk.alice, "write", case)


def test_a_token_that_expired_says_so(desk, api):
    limits = TokenLimits(expires_at=desk.clock.now().replace(hour=23))
    token = desk.app.accounts.new_token("alice@example.com", name="Night", limits=limits)
    assert Caller(api.flask, token).get("/cases").status_code == 200
    desk.wait(days=1)
    answer = Caller(api.flask, token).get("/cases")
    assert (answer.status_code, answer.json["type"]) == (401, "urn:caselane:problem:token-expired")
    assert "'Night' expired" in answer.json["detail"]
