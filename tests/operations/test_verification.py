"""What happened to a case cannot be changed unseen: each change by hand is found and named."""

import io
import sqlite3
from contextlib import closing
from datetime import timedelta
from hashlib import sha256
from types import SimpleNamespace

import pytest

from runner.cases import Submission
from runner.clock import ManualClock
from runner.config import read_settings
from runner.errors import NotFound
from runner.model import ActRequest, Modification
from runner.operations.copying import copy
from runner.operations.heads import read_heads, write_heads
from runner.operations.verification import Head, Verification
from runner.store import Database
from tests.desk import MONDAY, OPEN, build
from tests.lifecycle import FILES, newer
from tests.store import databases

KEY = "a key of the desk, long enough"


def bring(desk, person, content=b"It burns."):
    kept = desk.app.cases.attachments.keep("oven.txt", io.BytesIO(content))
    return desk.app.cases.attachments.add(person, [kept])[0].id


def verified(desk, **more):
    return desk.app.verification.verify(**more)


def found(desk, **more):
    return [(one.case, one.line, one.about) for one in verified(desk, **more).differences]


def by_hand(desk, *statements):
    with desk.app.db.write() as tx:
        for statement in statements:
            tx.run(statement)


@pytest.fixture
def worked(desk):
    """Two cases with messages, a note and files: C-1001 with six events, C-1002 with one."""
    submission = Submission("Cold ☃", 'It "burns".\x7f\u2028', files=(bring(desk, desk.bob),))
    number = desk.app.cases.open(desk.bob, submission).case.number
    other = desk.open()
    case = type(other)(desk, number)
    case.to("Work in Progress").write(desk.alice, "Who knows ovens?", visibility="internal")
    act = ActRequest(("ask_customer",), {"body": "Which one?"}, files=(bring(desk, desk.alice),))
    desk.app.cases.take(desk.alice, number, act)
    case.change(priority="P1", product="Oven\tNo. 7 – größer")
    case.write(desk.bob, "The left one.")
    return case


def test_whatever_is_done_is_chained(desk):
    for status in OPEN:
        desk.open(priority="P1").claim(desk.alice).to(status)
    case = desk.open().to("Closed").write(desk.bob, "One thing more")
    desk.app.cases.repeat(desk.bob, case.number)
    desk.app.cases.tag(desk.alice, case.number, "oven")
    desk.wait(days=2)
    wanted = Modification("move", "investigate", "wait_for_customer")
    moved = desk.open().to("Work in Progress")
    desk.app.cases.modifications.modify(desk.carol, moved.number, wanted, "Stuck", expected=None)
    desk.use(newer(), FILES)
    migration = desk.app.migration.run(desk.owen)
    assert migration.moved
    desk.wait(days=1)
    desk.app.migration_undo.run(desk.owen, migration.migration_id)
    desk.wait(days=9)
    desk.app.merging.merge("bob@example.com", "eve@example.com")
    result = verified(desk)
    assert (result.differences, result.late, result.cases) == ((), 0, len(OPEN) + 3)
    assert result.lines > 4 * result.cases


def test_texts_of_all_kinds_are_covered(worked, desk):
    result = verified(desk)
    assert (result.differences, result.cases, result.lines) == ((), 2, 7)
    with desk.app.db.read() as tx:
        rows = tx.run("SELECT texts FROM history WHERE case_id = 1 ORDER BY sequence").fetchall()
    assert [texts for (texts,) in rows] == [
        "case 0, file 1", "message 1", "message 2", "message 3, file 2", None, "message 4",
    ]  # fmt: skip


ONE = "WHERE case_id = 1 AND sequence = 3"


@pytest.mark.parametrize(
    ("statement", "line", "about"),
    [
        (f"UPDATE history SET at = (SELECT at FROM history WHERE case_id = 1 AND sequence = 3), actor_id = 2 {ONE}", 3, "link"),
        (f"UPDATE history SET actor_id = NULL {ONE}", 3, "link"),
        (f"UPDATE history SET event = 'action' {ONE}", 3, "link"),
        (f"UPDATE history SET details = replace(details, 'internal', 'public') {ONE}", 3, "link"),
        (f"UPDATE history SET path = '[\"x\"]' {ONE}", 3, "link"),
        (f"UPDATE history SET link = NULL {ONE}", 3, "link"),
        (f"UPDATE history SET texts = NULL {ONE}", 3, "link"),
        ("UPDATE messages SET body = 'Send us money.' WHERE id = 3", 4, "link"),
        ("UPDATE messages SET author_id = 2 WHERE id = 3", 4, "link"),
        ("UPDATE messages SET visibility = 'public' WHERE id = 2", 3, "link"),
        ("UPDATE attachments SET digest = 'abc' WHERE id = 2", 4, "link"),
        ("UPDATE attachments SET name = 'b.txt' WHERE id = 1", 1, "link"),
        ("UPDATE cases SET subject = 'Warm' WHERE id = 1", 1, "link"),
        ("UPDATE cases SET customer_id = 1 WHERE id = 1", 1, "link"),
        ("UPDATE cases SET status = 'New' WHERE id = 1", 0, "status"),
        ("UPDATE cases SET events = 7 WHERE id = 1", 0, "count"),
    ],
)  # fmt: skip
def test_each_change_is_found_with_its_case_and_its_event(worked, desk, statement, line, about):
    by_hand(desk, statement)
    assert ("C-1001", line, about) in found(desk)
    assert {case for case, _, _ in found(desk)} == {"C-1001"}


COLUMNS = (
    "at, actor_id, audience, event, action, element, from_status, to_status, version_id, details, "
    "path, salt, link, texts, linked_late"
)


def test_a_line_that_is_put_in_taken_out_or_moved_is_found(worked, desk):
    by_hand(
        desk,
        f"INSERT INTO history (case_id, sequence, {COLUMNS}) SELECT 1, 7, {COLUMNS} FROM history "
        "WHERE case_id = 1 AND sequence = 5",
        "UPDATE cases SET events = 7 WHERE id = 1",
    )
    assert ("C-1001", 7, "link") in found(desk)
    by_hand(desk, "UPDATE history SET link = NULL, salt = NULL WHERE case_id = 1 AND sequence = 7")
    assert ("C-1001", 7, "link") in found(desk)


def test_a_line_that_is_taken_out_leaves_a_gap(worked, desk):
    by_hand(desk, f"DELETE FROM history {ONE}")
    assert ("C-1001", 3, "gap") in found(desk)
    by_hand(
        desk,
        "UPDATE history SET sequence = sequence - 1 WHERE case_id = 1 AND sequence = 4",
        "UPDATE history SET sequence = sequence - 1 WHERE case_id = 1 AND sequence = 5",
        "UPDATE history SET sequence = sequence - 1 WHERE case_id = 1 AND sequence = 6",
        "UPDATE cases SET events = 5 WHERE id = 1",
    )
    assert ("C-1001", 3, "link") in found(desk)
    assert ("C-1001", 0, "text") in found(desk)  # the note stands alone


def test_lines_that_change_places_are_found(worked, desk):
    by_hand(
        desk,
        "UPDATE history SET sequence = 99 WHERE case_id = 1 AND sequence = 2",
        "UPDATE history SET sequence = 2 WHERE case_id = 1 AND sequence = 3",
        "UPDATE history SET sequence = 3 WHERE case_id = 1 AND sequence = 99",
    )
    assert ("C-1001", 2, "link") in found(desk)


def test_histories_that_change_cases_are_found(worked, desk):
    desk.open(subject="Cold ☃")
    by_hand(
        desk,
        "UPDATE history SET case_id = 3, sequence = 99 WHERE case_id = 2",
        "UPDATE history SET case_id = 2 WHERE case_id = 3 AND sequence = 1",
        "UPDATE history SET sequence = 1 WHERE case_id = 3",
    )
    assert found(desk) == [("C-1002", 1, "link"), ("C-1003", 1, "link")]


def test_a_message_that_is_put_in_or_taken_out_is_found(worked, desk):
    by_hand(
        desk,
        "INSERT INTO messages (case_id, at, author_id, side, visibility, body, on_behalf, late)"
        " SELECT case_id, at, author_id, side, visibility, 'Pay!', on_behalf, late FROM messages"
        " WHERE id = 3",
    )
    assert found(desk) == [("C-1001", 0, "text")]
    by_hand(desk, "DELETE FROM messages WHERE id = 1", "DELETE FROM messages WHERE body = 'Pay!'")
    said = [str(one) for one in verified(desk).differences]
    assert said[-1] == "C-1001: message 1 is gone, which an event covers."
    assert "C-1001, event 2: action send_first_response of 2026-03-02 09:00 differs from" in said[0]


def test_a_tail_that_was_cut_off_and_a_case_that_is_gone_show_by_their_heads(
    worked, desk, tmp_path
):
    file = tmp_path / "heads.txt"
    assert write_heads(file, desk.app.verification.heads(), desk.clock.now(), KEY) == 2
    heads = read_heads(file, ["another", KEY])
    worked.write(desk.bob, "And the right one.")
    assert found(desk, heads=heads) == []
    by_hand(
        desk,
        "DELETE FROM messages WHERE case_id = 1 AND id > 3",
        "DELETE FROM history WHERE case_id = 1 AND sequence > 5",
        "UPDATE cases SET events = 5, status = 'Pending Customer' WHERE id = 1",
    )
    assert found(desk) == []  # the table alone cannot tell
    assert found(desk, heads=heads) == [("C-1001", 6, "head")]
    assert ("C-1009", 0, "head") in found(desk, heads=[*heads, Head("C-1009", 3, "00")])
    forged = [Head("C-1002", 1, "00" * 32)]
    assert found(desk, heads=forged) == [("C-1002", 1, "head")]


@pytest.mark.parametrize(
    ("statement", "line", "about"),
    [
        ("UPDATE audit_lines SET what = 'x' WHERE number = 2", 2, "link"),
        ("UPDATE audit_lines SET actor_id = 3 WHERE number = 2", 2, "link"),
        ("UPDATE audit_lines SET details = replace(details, 'a', 'b') WHERE number = 2", 2, "link"),
        ("DELETE FROM audit_lines WHERE number = 2", 2, "gap"),
    ],
)
def test_the_audit_log_is_a_chain_too(desk, statement, line, about):
    result = verified(desk)
    assert (result.differences, result.audit) == ((), 8)  # seven people, and a diagram
    heads = list(desk.app.verification.heads())
    by_hand(desk, statement)
    assert ("audit", line, about) in found(desk)
    by_hand(desk, "DELETE FROM audit_lines WHERE number > 1")
    assert found(desk) == []
    assert found(desk, heads=heads) == [("audit", 8, "head")]


def test_what_was_taken_out_of_the_audit_log_has_to_be_named_by_an_erasure(desk):
    with desk.app.db.write() as tx:
        details, salt = tx.run("SELECT details, salt FROM audit_lines WHERE number = 2").fetchone()
        digest = sha256(bytes(salt) + details.encode()).hexdigest()
        tx.run(
            "UPDATE audit_lines SET details = '{}', salt = NULL, erased = :digest WHERE number = 2",
            digest=digest,
        )
    assert found(desk) == [("audit", 2, "erasure")]


@pytest.mark.parametrize("kind", ["sqlite"])
@pytest.mark.parametrize(
    ("statement", "where"),
    [
        ("DELETE FROM cases WHERE id = 2", ("C-1002", 0, "gap")),
        ("DELETE FROM cases WHERE id = 3", ("C-1003", 0, "gap")),
        (f"UPDATE history SET event = 'redacted', details = 'x' {ONE}", ("C-1001", 3, "link")),
        (f"UPDATE history SET event = 'redacted', details = '[]' {ONE}", ("C-1001", 3, "link")),
        ("UPDATE messages SET body = x'00ff' WHERE id = 3", ("C-1001", 4, "link")),
    ],
)
def test_what_no_program_would_write_is_found_and_not_failed_at(worked, desk, statement, where):
    desk.open()
    with closing(sqlite3.connect(desk.settings.data_dir / "caselane.sqlite3")) as by_hand:
        by_hand.execute(statement)
        by_hand.commit()
    assert where in found(desk)


def test_one_case_is_looked_at_alone(worked, desk):
    by_hand(desk, "UPDATE cases SET status = 'New' WHERE id = 1")
    assert found(desk, case="C-1002") == []
    assert found(desk, case="c-1001") == [("C-1001", 0, "status")]
    for number in ("C-1009", "C-1000", "x", "C-", "C-99999999999999999999", "C-١٠٠١"):
        with pytest.raises(NotFound, match="There is no case"):
            verified(desk, case=number)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_cases_from_before_are_chained_from_the_upgrade_on(kind, tmp_path, request):
    url, text = None, databases.KEPT[-1]
    databases.restore(text, tmp_path / "caselane.sqlite3")
    if kind == "postgresql":
        url = request.getfixturevalue("postgresql").empty()
        databases.copy(tmp_path / "caselane.sqlite3", url)
    settings = read_settings({}, data_dir=tmp_path, synchronous="NORMAL", database_url=url)
    app = build(settings, ManualClock(MONDAY + timedelta(days=30)))
    desk = SimpleNamespace(app=app)
    before = verified(desk)
    assert before.late == 0
    assert {one.about for one in before.differences} == {"link"}
    agent = app.accounts.by_email("alice@example.com")
    app.cases.comment(agent, "C-1001", "Seen again.", visibility="internal")
    assert not verified(desk, case="C-1001").differences
    assert app.cases.link_histories(stopped=lambda: True) == 0
    linked = app.cases.link_histories(stopped=lambda: False)
    after = verified(desk)
    assert (after.differences, after.lines) == ((), before.lines + 1)
    assert linked < after.late == before.lines
    assert app.cases.link_histories(stopped=lambda: False) == 0
    by_hand(desk, "UPDATE messages SET body = 'No.' WHERE id = 2")
    assert [about for _, _, about in found(desk)] == ["link"]
    app.close()


def test_a_line_of_an_older_node_is_chained_with_the_next_one(worked, desk):
    old = (
        "INSERT INTO history (case_id, sequence, at, actor_id, audience, event, version_id, details)"
        " SELECT 1, 7, at, actor_id, audience, 'changed', version_id, details FROM history"
        " WHERE case_id = 1 AND sequence = 6"
    )
    by_hand(desk, old, "UPDATE cases SET events = 7 WHERE id = 1")
    assert found(desk) == [("C-1001", 7, "link")]
    worked.write(desk.bob, "And the right one.")
    result = verified(desk)
    assert (result.differences, result.late) == ((), 1)


def test_a_backup_that_was_restored_is_still_chained(worked, desk, tmp_path, restored):
    _, app = restored(desk.app.backups.make(tmp_path / "a.tar").file, desk.clock)
    result = app.verification.verify()
    assert (result.differences, result.lines) == ((), verified(desk).lines)


@pytest.mark.parametrize("kind", ["sqlite"])
def test_a_copy_on_postgresql_is_still_chained(worked, desk, postgresql):
    url = postgresql.empty()
    copy(desk.settings, url, lambda *_: None)
    there = Database(url)
    result = Verification(there).verify()
    assert (result.differences, result.lines) == ((), verified(desk).lines)
    there.close()
