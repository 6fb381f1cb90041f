"""Too much text, a database that is locked, a disk that is full: a clear answer through every door,
and nothing half done."""

import re
import sqlite3

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from runner import cli
from runner.people.links import FOLLOW, REPEAT
from tests.desk import PARTS, Desk
from tests.web.conftest import Pages
from web.api import openapi
from web.shared.auth import signed_in

FIVE_MB = "x" * 5_000_000
TOO_LONG = "x" * 100_001
"""Short enough for a request, too long for a text."""


def rows(desk):
    """All that is kept, but for who asked how often: how many rows, and each case's account."""
    with desk.app.db.read() as tx:
        tables = tx.all(sa.text(_TABLES))
        names = {row[0] for row in tables} - {"attempts", "tokens", "people_changes", "audit_lines"}
        counts = {name: tx.value(sa.text(f'SELECT count(*) FROM "{name}"')) for name in names}
        return counts, tx.all(sa.text("SELECT id, revision, events, status FROM cases"))


_TABLES = """
    SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'
"""
"""Full text tables do not say what they hold; those that they keep it in are here."""

POSTS = [
    (operation["operationId"], method, path.removeprefix("/api"))
    for path, item in openapi.document("", with_clock=True)["paths"].items()
    for method, operation in item.items()
    if method in ("post", "patch", "put")
]


@pytest.mark.parametrize(("operation", "method", "path"), POSTS, ids=lambda value: str(value)[:40])
def test_five_megabytes_of_text_are_refused_by_the_api(api, desk, operation, method, path):
    case = desk.open().claim(desk.alice).to("Work in Progress")
    path = path.format(
        number=case.number,
        action="ask_customer",
        name="customer_closes",
        version=1,
        process="case_lifecycle",
        email="alice@example.com",
        view=1,
        migration=1,
    )
    texts = {
        "takeAction": {"fields": {"body": FIVE_MB}},
        "sendEvent": {"fields": {"how": FIVE_MB}},
        "addMessage": {"body": FIVE_MB, "visibility": "public"},
        "openCase": {"subject": "Hum", "description": FIVE_MB},
        "deployDiagram": {"bpmn": FIVE_MB},
        "checkDiagram": {"bpmn": FIVE_MB},
    }
    before = rows(desk)
    of_owners = any(part in operation for part in ("iagram", "ifecycle", "igrat"))
    who = api.owen if of_owners else api.alice
    answer = who._call(method.upper(), path, texts.get(operation, {"description": FIVE_MB}))
    assert len(answer.text) < 2000
    of_mailbox = operation == "takeMail"  # a mail may be larger, but not without its token
    assert answer.status_code in ((401,) if of_mailbox else (413, 422))
    assert answer.json["detail"]
    assert rows(desk) == before


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("/cases", {"subject": "Hum", "description": TOO_LONG}, "description"),
        ("/cases/{number}/messages", {"body": TOO_LONG, "visibility": "public"}, "body"),
        ("/cases/{number}/actions/ask_customer", {"fields": {"body": TOO_LONG}}, "body"),
        ("/cases/{number}/events/customer_closes", {"fields": {"how": TOO_LONG}}, "how"),
    ],
)
def test_a_text_that_is_too_long_is_named(api, desk, path, body, field):
    case = desk.open().claim(desk.alice).to("Work in Progress")
    before = rows(desk)
    answer = api.alice.post(path.format(number=case.number), body)
    assert answer.status_code == 422
    assert list(answer.json["errors"]) == [field]
    assert rows(desk) == before


@pytest.mark.parametrize("text", [FIVE_MB, TOO_LONG], ids=["5 MB", "100,001 characters"])
def test_too_much_text_is_refused_by_the_pages(pages, desk, text):
    case = desk.open().to("Work in Progress")
    closed = desk.open().to("Closed")
    token = desk.app.links.token

    def link(case, purpose):
        return f"/l/{token(case.case.id, desk.bob.id, purpose)}"

    pages.bob, pages.alice, pages.nobody  # noqa: B018  signed in before the rows are counted
    before = rows(desk)
    visitor = {"name": "Zoe", "email": "zoe@example.com", "subject": "Hum"}
    for who, path, fields in (
        (pages.bob, "/submit", {"subject": "Hum", "description": text}),
        (pages.nobody, "/submit", {**visitor, "description": text}),
        (pages.bob, f"/my/{case.number}/messages", {"text": text}),
        (pages.bob, f"/my/{case.number}/actions/customer_closes", {"f.how": text}),
        (pages.bob, f"/my/{closed.number}/repeat", {"text": text}),
        (pages.nobody, f"{link(case, FOLLOW)}/messages", {"text": text}),
        (pages.nobody, link(closed, REPEAT), {"text": text}),
        (pages.alice, f"/cases/{case.number}/messages", {"text": text, "visibility": "internal"}),
        (pages.alice, f"/cases/{case.number}/actions/block",
         {"f.kind": "Bug", "f.reference": "x", "f.note": text}),
    ):  # fmt: skip
        answer = who.send(path, **fields)
        assert answer.status_code in (413, 422), (path, answer.status_code)
        assert rows(desk) == before, path


@pytest.mark.parametrize("text", [FIVE_MB, TOO_LONG], ids=["5 MB", "100,001 characters"])
def test_too_much_text_is_refused_by_the_command_line(desk, monkeypatch, text):
    monkeypatch.setenv("CASELANE_DATA_DIR", str(desk.settings.data_dir))
    case = desk.open().to("Work in Progress")
    before = rows(desk)
    alice = ("--as", "alice@example.com")
    for args in (
        ("submit", *alice, "--subject", "Hum", "--description", text),
        ("submit", *alice, "--subject", text, "--description", "Hum"),
        ("message", *alice, case.number, text),
        ("act", *alice, case.number, "ask_customer", "--field", f"body={text}"),
    ):
        done = CliRunner().invoke(cli.main, ["case", *args], obj=PARTS)
        assert done.exit_code == 1
        assert re.search(r"characters; (100,000|300) are allowed", done.output)
        assert len(done.output) < 500
        assert rows(desk) == before


# ------------------------------------------------------------------ the database


def on_each_connection(desk, statement):
    """Runs a statement on the connections of a desk before they are used."""

    def prepare(connection, *_):
        connection.execute(statement)

    sa.event.listen(desk.app.db._writing, "checkout", prepare)
    return lambda: sa.event.remove(desk.app.db._writing, "checkout", prepare)


NEW = {"subject": "Hum", "description": "x" * 90_000}


def test_a_locked_database_is_a_503_that_says_when_to_come_again(api, pages, desk):
    case = desk.open().claim(desk.alice).to("Solution Proposed")
    pages.bob  # noqa: B018 signed in before
    number, before = case.number, rows(desk)
    desk.app.db._tries = 50
    other = sqlite3.connect(str(desk.app.db.url.database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        key = {"Idempotency-Key": "a"}
        for answer in (
            api.bob.post("/cases", NEW, headers=key),
            api.bob.act(number, "accept_solution"),
            api.bob.post(f"/cases/{number}/messages", {"body": "Hi", "visibility": "public"}),
            api.alice.patch(f"/cases/{number}", {"priority": "P1"}),
        ):
            assert answer.status_code == 503
            assert int(answer.headers["Retry-After"]) > 0
            assert answer.json["detail"] == (
                "The database is busy. Nothing was changed; try again in a moment."
            )
        sent = pages.bob.send(f"/my/{number}/messages", text="Hi")
        assert (sent.status_code, "try again" in sent.text) == (503, True)
        assert int(sent.headers["Retry-After"]) > 0
        assert api.bob.get(f"/cases/{number}").json["status"] == "Solution Proposed"
        assert rows(desk) == before
    finally:
        other.execute("ROLLBACK")
    assert api.bob.post("/cases", NEW, headers=key).status_code == 201
    assert api.bob.act(number, "accept_solution").json["status"] == "Closed"


def test_a_full_disk_is_a_507_and_a_sentence(api, pages, desk):
    """SQLite is given no more pages than it has: it says then what it says of a full disk."""
    case = desk.open().claim(desk.alice).to("Solution Proposed")
    pages.bob  # noqa: B018 signed in before
    number, before = case.number, rows(desk)
    stop = on_each_connection(desk, "PRAGMA max_page_count = 1")  # as many as there are
    answer = api.bob.post("/cases", NEW, headers={"Idempotency-Key": "a"})
    assert answer.status_code == 507
    assert answer.json["detail"] == (
        "The disk of the database is full. Nothing was changed; free some space."
    )
    text = {"body": "x" * 90_000, "visibility": "public"}
    assert api.bob.post(f"/cases/{number}/messages", text).status_code == 507
    sent = pages.bob.send(f"/my/{number}/messages", text="x" * 90_000)
    assert (sent.status_code, "free some space" in sent.text) == (507, True)
    assert rows(desk) == before
    stop()
    on_each_connection(desk, "PRAGMA max_page_count = 1000000")
    assert api.bob.post("/cases", NEW, headers={"Idempotency-Key": "a"}).status_code == 201
    assert api.bob.post(f"/cases/{number}/messages", text).json["status"] == "Customer Replied"


_OPENING = openapi.document("", with_clock=False)["paths"]["/api/cases"]["post"]["requestBody"]
_SAID = _OPENING["content"]["application/json"]["schema"]["properties"]
_TEXTS = {
    name: next(one["maxLength"] for one in spec.get("anyOf", [spec]) if "maxLength" in one)
    for name, spec in _SAID.items()
    if name not in ("customer", "priority", "lifecycle", "files", "fields")
}


@pytest.mark.parametrize(("field", "longest"), _TEXTS.items())
def test_the_openapi_document_names_the_limit_that_holds(api, field, longest):
    body = {"subject": "Hum", "description": "It hums.", "customer": "me"}
    assert api.alice.post("/cases", {**body, field: "x" * longest}).status_code == 201
    refused = api.alice.post("/cases", {**body, field: "x" * (longest + 1)})
    assert (refused.status_code, list(refused.json["errors"])) == (422, [field])


def test_a_database_that_is_away_is_said_on_every_page(tmp_path, postgresql):
    """A page that says so asks nothing of the database itself: neither who reads it, nor what is
    unread."""
    desk = Desk(tmp_path, database_url=postgresql.begun())
    pages, number = Pages(desk), desk.open().number
    bob, nobody = pages.bob, pages.nobody  # signed in before
    postgresql.let_in(desk.app.db.url.database, False)
    try:
        for path in ("/my", f"/my/{number}", "/nowhere"):
            answer = bob.see(path)
            assert (answer.status_code, int(answer.headers["Retry-After"]) > 0) == (503, True)
            assert "does not answer" in answer.text
        assert nobody.see("/nowhere").status_code == 503
    finally:
        postgresql.let_in(desk.app.db.url.database, True)
    assert bob.see(f"/my/{number}").status_code == 200
    desk.app.close()


def test_a_database_that_goes_while_a_page_is_made_is_said_to_whoever_asked(tmp_path, postgresql):
    desk = Desk(tmp_path, database_url=postgresql.begun())
    pages, name = Pages(desk), desk.app.db.url.database

    def go_away():
        signed_in()
        postgresql.let_in(name, False)

    alice = pages.alice
    pages.flask.before_request_funcs[None].append(go_away)
    answer = alice.see("/inbox?view=all")
    assert answer.status_code == 503
    assert "does not answer" in answer.text and "Alice" in answer.text
    postgresql.let_in(name, True)
    desk.app.close()
