"""Cases, worked from the shell."""

import json

import pytest

from runner.cli.case import fields_of
from tests.cases.approvals import approval


def test_what_customers_write_commands_no_terminal(caselane):
    caselane("user", "add", "bob@example.com", "--name", "Bob", "--role", "customer")
    case = ("case", "submit", "--as", "bob@example.com", "--description", "x")
    number = caselane(*case, "--subject", "No sound\x1b]0;Yours\x07\u202e").strip()
    for shown in (caselane("case", "list"), caselane("case", "show", number)):
        assert "No sound ]0;Yours" in shown
        assert all(letter.isprintable() or letter == "\n" for letter in shown)
    unknown = caselane("case", "show", "C-\x1b[2J", code=1)
    assert "\x1b" not in unknown


def test_a_case_from_the_shell(caselane):
    caselane("user", "add", "alice@example.com", "--name", "Alice", "--role", "agent")
    caselane("user", "add", "bob@example.com", "--name", "Bob", "--role", "customer")
    number = caselane(
        "case", "submit", "--as", "bob@example.com", "--subject", "No sound", "--description", "x"
    ).strip()
    assert number == "C-1001"
    act = ("case", "act", number, "--as", "alice@example.com")
    assert "Work in Progress" in caselane(
        *act, "send_first_response", "--field", "body=Hello = you"
    )
    assert "Pending Customer" in caselane(*act, "ask_customer", "--field", "body=Which?")
    assert "Customer Replied" in caselane(
        "case", "message", number, "The left", "--as", "bob@example.com"
    )
    assert "first response: met" in caselane("case", "show", number)
    shown = json.loads(caselane("case", "show", number, "--as", "alice@example.com", "--json"))
    assert shown["actions"] == ["acknowledge", "customer_closes"]
    assert "No sound" in caselane("case", "list", "--status", "Customer Replied")
    assert caselane("case", "list", "--status", "New") == ""


def test_a_case_is_claimed_changed_freed_and_repeated_from_the_shell(caselane):
    for name, role in (("alice", "agent"), ("carol", "lead"), ("bob", "customer")):
        caselane("user", "add", f"{name}@example.com", "--name", name.title(), "--role", role)
    caselane(
        "case", "submit", "--as", "bob@example.com", "--subject", "No sound", "--description", "x"
    )

    def case(name, *args, by="alice", code=0):
        return caselane("case", name, "C-1001", *args, "--as", f"{by}@example.com", code=code)

    assert "owner    Alice" in case("claim")
    assert "Only support" in case("claim", by="bob", code=1)
    assert "owner    Carol" in case("update", "--owner", "carol@example.com", "--priority", "P1")
    assert "P1" in case("update", "--owner", "none", "--product", "Radio")
    assert "owner    -" in case("show")
    assert "Say what to change" in case("update", code=2)
    case("act", "send_first_response", "--field", "body=Hello")
    case("act", "block", "--field", "kind=Bug", "--field", "reference=B-7", "--field", "note=Later")
    assert "Work in Progress" in case("event", "blocker_cleared")
    assert "does not wait" in case("event", "blocker_cleared", code=1)
    assert "still open" in case("repeat", by="bob", code=1)
    case("act", "propose_solution", "--field", "body=Try again")
    case("act", "accept_solution", by="bob")
    assert case("repeat", "--description", "Silent again", by="bob") == "C-1002\n"


def test_fields_that_are_no_texts_are_written_as_json(caselane):
    act = ("case", "act", "C-1", "x", "--as", "alice@example.com", "--field")
    assert "cannot be read as JSON" in caselane(*act, "hours:=many", code=2)
    assert "NAME:=JSON" in caselane(*act, "hours", code=2)
    assert fields_of(["hours:=3", "paid:=true", "body=a:=b"]) == {
        "hours": 3, "paid": True, "body": "a:=b",
    }  # fmt: skip


def test_the_shell_says_how_many_have_signed_off(caselane, tmp_path):
    for name, role in (("alice", "agent"), ("bob", "customer")):
        caselane("user", "add", f"{name}@example.com", "--name", name.title(), "--role", role)
    (tmp_path / "approval.bpmn").write_bytes(approval())
    caselane("deploy", str(tmp_path / "approval.bpmn"), "--as-default", "--accept-warnings")
    number = caselane(
        "case", "submit", "--as", "bob@example.com", "--subject", "A new desk", "--description", "x"
    ).strip()
    assert "sign: 0 of 3" in caselane("case", "show", number)
    assert "sign: 1 of 3" in caselane("case", "act", number, "approve", "--as", "alice@example.com")


@pytest.mark.parametrize(
    "reads",
    [
        "case list",
        "case show C-1001",
        "conformance",
        "incidents",
        "token list",
        "audit",
        "lifecycle list",
    ],
)
def test_what_only_reads_does_not_take_an_empty_place_for_an_empty_desk(reads, caselane, tmp_path):
    assert "There is no database of Caselane yet" in caselane(*reads.split(), code=1)
    assert not list(tmp_path.rglob("*.sqlite3"))
