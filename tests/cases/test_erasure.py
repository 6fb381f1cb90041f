"""Who is erased leaves figures behind, and no word of theirs."""

import io
import os
import signal
import subprocess
import sys

import pytest

from runner.cases import Submission
from runner.errors import Forbidden, InvalidInput, NotPossible
from runner.model import HookDelivery
from runner.store import hook_deliveries, idempotency, log_run_rows
from tests.conftest import ROOT
from tests.desk import CaseOnDesk, Desk

EMAIL, NAME = "bea.baker@bakery.example", "Bea Baker"
WORDS = ("Zwieback", "Pumpernickel", "Laugenstange", "Vollkorn", "croissant.txt")


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request):
    return request.param


@pytest.fixture
def desk(tmp_path, desk_url):
    desk = Desk(tmp_path, database_url=desk_url)
    desk.ada = desk.app.accounts.add("ada@example.com", "Ada", ["admin"])
    desk.bea = desk.app.accounts.add(EMAIL, NAME, ["customer"])
    yield desk
    desk.app.close()


def everything(desk):
    """All texts and bytes of the whole database, also those of its indexes of words."""
    with desk.app.db.read() as tx:
        if tx.dialect.name == "sqlite":
            names = "SELECT name FROM sqlite_master WHERE type = 'table'"
        else:
            names = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
        # Views of the index alone; what they keep is in the tables of their names.
        virtual = {"case_search", "case_words", "message_words"}
        left = {"versions", *(virtual if tx.dialect.name == "sqlite" else ())}
        found = []
        for (name,) in tx.run(names).fetchall():
            if name not in left:
                found += [(name, row) for row in tx.run(f'SELECT * FROM "{name}"').fetchall()]
    return [
        (name, bytes(value).decode("latin-1") if isinstance(value, bytes) else str(value))
        for name, row in found
        for value in row
        if value is not None
    ]


def traces(desk, *words):
    return {
        (table, word)
        for table, text in everything(desk)
        for word in words
        if word.lower() in text.lower()
    }


@pytest.fixture
def lived(desk):
    """A closed case of Bea's with files, answers and a note, and a word of hers in one of Bob's."""
    kept = desk.app.cases.attachments.keep("croissant.txt", io.BytesIO(b"It burns."))
    file = desk.app.cases.attachments.add(desk.bea, [kept])[0].id
    submission = Submission("Zwieback too hard", "The Pumpernickel, too.", files=(file,))
    number = desk.app.cases.open(desk.bea, submission).case.number
    case = CaseOnDesk(desk, number).to("Work in Progress")
    case.write(desk.alice, f"{NAME} <{EMAIL}> wants Laugenstange.", visibility="internal")
    case.change(environment="Vollkorn oven")
    case.act(desk.alice, "propose_solution", body="Try Vollkorn.")
    case.act(desk.bea, "reject_solution", reason="No Zwieback!")
    case.act(desk.alice, "propose_solution", body="Softer Zwieback.")
    case.act(desk.bea, "accept_solution")
    desk.app.cases.rate(desk.bea, number, True, "Good Pumpernickel.")
    other = desk.open().write(desk.alice, f"As with {EMAIL}.", visibility="internal")
    desk.app.accounts.rename("alice@example.com", "Alice", by=desk.ada)
    with desk.app.db.write() as tx:
        log = ("Zwieback.csv", b"Pumpernickel")
        log_run_rows.add(tx, desk.bea.id, log, {"by": "Laugenstange"}, desk.clock.now())
    return case, other


def figures(desk):
    with desk.app.db.read() as tx:
        return (
            tx.run("SELECT id, status, closed, priority, created_at FROM cases ORDER BY id").fetchall(),
            tx.run("SELECT case_id, sequence, at, from_status, to_status, action FROM history "
                   "WHERE event <> 'redacted' ORDER BY 1, 2").fetchall(),
            tx.run("SELECT * FROM milestones ORDER BY case_id, name").fetchall(),
        )  # fmt: skip


def test_no_word_address_or_name_is_left_and_all_figures_are(lived, desk):
    assert {word for _, word in traces(desk, EMAIL, NAME, *WORDS)} == {EMAIL, NAME, *WORDS}
    before = figures(desk)
    found = desk.app.cases.erasing.erase(EMAIL, by=desk.ada)
    assert (found.cases, found.messages, found.files, found.open_cases) == (1, 5, 1, ())
    assert traces(desk, EMAIL, NAME, *WORDS) == set()
    assert figures(desk) == before
    result = desk.app.verification.verify()
    assert result.differences == () and result.erased > 7
    assert desk.tallies_are_right()


def test_what_was_erased_cannot_be_put_back_otherwise_unseen(lived, desk):
    case, _ = lived
    desk.app.cases.erasing.erase(EMAIL, by=desk.ada)
    with desk.app.db.write() as tx:
        tx.run(
            "INSERT INTO redactions (case_id, kind, number, digest) VALUES (2, 'message', 7, 'x')"
        )
    found = desk.app.verification.verify().differences
    assert {(one.case, one.about) for one in found} >= {("C-1002", "erasure")}
    history = [event.event.event for event in case.history()]
    assert history[-1] == "redacted"
    assert case.seen_by(desk.carol).case.customer.name.startswith("Erased ")


def test_what_an_erasure_left_cannot_be_changed_unseen(lived, desk):
    """The words around a name that was blanked; that they are the words is in the event."""
    desk.app.cases.erasing.erase(EMAIL, by=desk.ada)
    changes = [
        ("C-1002", "message", "UPDATE messages SET body = body || '!' WHERE case_id = 2 AND body "
         "LIKE '%[erased]%'"),
        ("C-1001", "line", "UPDATE history SET details = replace(details, '}', ' }') "
         "WHERE case_id = 1 AND sequence IN (SELECT number FROM redactions WHERE kind = 'line')"),
        ("C-1001", "case", "UPDATE cases SET subject = 'Another' WHERE id = 1"),
        ("audit", "details", "UPDATE audit_lines SET details = replace(details, '}', ' }') "
         "WHERE erased IS NOT NULL"),
    ]  # fmt: skip
    for case, what, statement in changes:
        with desk.app.db.write() as tx:
            assert tx.run(statement).rowcount > 0, what
        found = desk.app.verification.verify().differences
        assert any(one.case == case and one.about == "erasure" and what in one.text
                   for one in found), (what, found)  # fmt: skip


def test_a_plan_changes_nothing(lived, desk):
    before = sorted(everything(desk))
    assert desk.app.cases.erasing.plan(EMAIL, by=desk.ada).messages == 5
    assert sorted(everything(desk)) == before


def test_an_erasure_that_is_killed_goes_on(lived, desk, kind):
    """After the commit of her own case, and among those of the tables; the first ones are the plan's."""
    before = figures(desk)
    for commit in ("5", "9") if kind == "sqlite" else ("5",):
        command = ("user", "erase", EMAIL, "--yes", "--open-too")
        done = subprocess.run(
            [sys.executable, "-m", "tests.crash.node", "after", commit, *command], cwd=ROOT,
            env={**os.environ, **environment(desk)}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == -signal.SIGKILL, done.stderr
        assert not desk.app.accounts.by_email(EMAIL).active  # found by it, and shut out
        checks = [one.text for one in desk.app.doctor.examine() if one.about == "erasure"]
        assert [EMAIL in one for one in checks] == [True]
    left = {table for table, _ in traces(desk, "Zwieback", "Pumpernickel")}
    assert traces(desk, EMAIL) and left <= {
        "log_runs"
    }  # what is theirs alone goes with the account
    desk.app.cases.erasing.erase(EMAIL, by=desk.ada)
    assert traces(desk, EMAIL, NAME, *WORDS) == set()
    assert figures(desk) == before
    assert desk.app.verification.verify().differences == ()
    for case in lived:  # told once
        assert [event.event.event for event in case.history()].count("redacted") == 1
    assert not [one for one in desk.app.doctor.examine() if one.about == "erasure"]


def environment(desk):
    settings = desk.settings
    return {
        "CASELANE_DATA_DIR": str(settings.data_dir),
        "CASELANE_DATABASE_URL": settings.database_url,
    }


def test_an_open_case_is_in_the_way_unless_told(lived, desk):
    case = desk.open(by=desk.bea, subject="Zwieback again")
    with pytest.raises(NotPossible, match=f"open: {case.number}"):
        desk.app.cases.erasing.erase(EMAIL, by=desk.ada)
    assert traces(desk, EMAIL)
    desk.app.cases.erasing.erase(EMAIL, by=desk.ada, open_too=True)
    assert traces(desk, EMAIL, NAME, "Zwieback") == set()
    assert case.to("Work in Progress").status == "Work in Progress"
    assert desk.app.verification.verify().differences == ()


def test_former_names_and_addresses_go_too_but_not_those_of_others_now(lived, desk):
    now = "new.bea@bakery.example"
    desk.app.accounts.correct_email(EMAIL, now, by=desk.ada)
    desk.app.accounts.rename(now, "Beatrice Butcher", by=desk.ada)
    desk.app.accounts.correct_email(now, "b@bakery.example", by=desk.ada)
    desk.app.accounts.add(now, "Another One", ["customer"], by=desk.ada)
    desk.app.cases.erasing.erase("b@bakery.example", by=desk.ada)
    assert traces(desk, EMAIL, NAME, "b@bakery.example", "Beatrice Butcher") == set()
    assert desk.app.accounts.by_email(now).name == "Another One"
    assert desk.app.verification.verify().differences == ()


def test_capitals_quotes_and_letters_beyond_ascii_hide_nothing(lived, desk):
    desk.app.accounts.rename(EMAIL, 'Bea "Zzq" Bäcker\\', by=desk.ada)
    case = desk.open().write(desk.alice, "BEA.Baker@Bakery.example wrote", visibility="internal")
    case.write(desk.alice, 'As BEA "ZZQ" BÄCKER\\ says', visibility="internal")
    case.change(environment='at bea "zzq" bäcker\\')
    desk.app.cases.erasing.erase(EMAIL, by=desk.ada)
    assert traces(desk, EMAIL, NAME, "Zzq", "bäcker") == set()
    assert desk.app.verification.verify().differences == ()


def test_a_name_that_others_gave_a_file_goes(desk):
    files = []
    for name in (f"{NAME}.txt", f"{NAME} again.txt"):
        kept = desk.app.cases.attachments.keep(name, io.BytesIO(b"x"))
        files.append(desk.app.cases.attachments.add(desk.bob, [kept])[0].id)
    case = desk.app.cases.open(desk.bob, Submission("Hot", "See there.", files=(files[0],))).case
    desk.app.cases.erasing.erase(EMAIL, by=desk.ada)
    assert traces(desk, EMAIL, NAME) == set()
    page = desk.app.cases.page(desk.bob, case.number)
    assert desk.app.verification.verify().differences == ()
    assert "[erased].txt" in str(page)


def test_what_a_hook_delivered_for_their_case_goes(lived, desk):
    now = desk.clock.now()
    for key, number in (("one", lived[0].number), ("two", lived[1].number)):
        told = HookDelivery("github", key, now, "done", "", (number,), f"Words of {number}")
        with desk.app.db.write() as tx:
            hook_deliveries.keep(tx, told)
    desk.app.cases.erasing.erase(EMAIL, by=desk.ada)
    with desk.app.db.read() as tx:
        found = {one.key: one.body for one in hook_deliveries.of(tx, "github", 9)}
    assert found == {"one": "", "two": f"Words of {lived[1].number}"}


def test_keys_that_name_a_person_do_not_keep_them_here(desk):
    """Whoever knows two words of a person could else make every erasure fail."""
    with desk.app.db.write() as tx:
        for key in (EMAIL, NAME, EMAIL.upper()):
            idempotency.take_key(tx, desk.bob.id, key, "digest", desk.clock.now())
    desk.app.cases.erasing.erase(EMAIL, by=desk.ada)
    assert traces(desk, EMAIL, NAME) == set()


def test_a_line_of_the_audit_log_about_two_people_forgets_both(desk):
    desk.app.accounts.add("bea@flat.example", "Bea At Home", ["customer"], by=desk.ada)
    desk.app.accounts.correct_email(EMAIL, "bb@bakery.example", by=desk.ada)
    desk.app.accounts.rename("bea@flat.example", f"{NAME} ({EMAIL})", by=desk.ada)
    desk.app.cases.erasing.erase("bb@bakery.example", by=desk.ada)
    desk.app.cases.erasing.erase("bea@flat.example", by=desk.ada)
    assert traces(desk, EMAIL, NAME, "bea@flat.example", "Bea At Home", "bb@bakery") == set()
    assert desk.app.verification.verify().differences == ()


def test_only_admins_erase_and_nobody_themselves(desk):
    for person in (desk.alice, desk.carol, desk.owen, desk.bob):
        with pytest.raises(Forbidden, match="Only admins may erase"):
            desk.app.cases.erasing.erase(EMAIL, by=person)
        with pytest.raises(Forbidden):
            desk.app.cases.erasing.plan(EMAIL, by=person)
    with pytest.raises(InvalidInput, match="is yours"):
        desk.app.cases.erasing.erase("ada@example.com", by=desk.ada)
