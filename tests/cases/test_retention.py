"""What people wrote goes when its case was closed long enough ago; figures and chain stay."""

import io
from datetime import timedelta

import pytest

from runner.cases import Submission
from runner.cases.redaction import Redaction
from runner.config import read_settings
from runner.errors import ConfigError
from runner.model import AuditFilter
from runner.people.retention_rules import read_retention
from tests.desk import CaseOnDesk, Desk

RULES = """
[[rule]]
days = 30
erase = ["files"]

[[rule]]
days = 60
erase = ["texts"]
unless_tag = "Legal  Hold"

[[rule]]
lifecycle = "another_one"
days = 9
erase = ["texts", "files"]
"""


@pytest.fixture(params=["sqlite"])
def kind(request):
    return request.param


@pytest.fixture
def desk(tmp_path, desk_url):
    rules = tmp_path / "retention.toml"
    rules.write_text(RULES)
    desk = Desk(tmp_path, database_url=desk_url, retention=rules)
    desk.ada = desk.app.accounts.add("ada@example.com", "Ada", ["admin"])
    yield desk
    desk.app.close()


def closed(desk, word):
    kept = desk.app.cases.attachments.keep(f"{word}.txt", io.BytesIO(word.encode()))
    file = desk.app.cases.attachments.add(desk.bob, [kept])[0].id
    submission = Submission(f"{word} too hard", f"The {word}.", files=(file,))
    number = desk.app.cases.open(desk.bob, submission).case.number
    case = CaseOnDesk(desk, number).to("Work in Progress")
    case.write(desk.alice, f"Between us: {word}.", visibility="internal")
    case.act(desk.alice, "propose_solution", body=f"Softer {word}.")
    return case.act(desk.bob, "accept_solution")


def later(desk, days):
    desk.clock.advance(timedelta(days=days))
    desk.app.facts.catch_up()
    return desk.app.cases.retain(stopped=lambda: False)


def texts(desk, case):
    with desk.app.db.read() as tx:
        rows = tx.run(
            "SELECT c.subject, c.description, m.body FROM cases c JOIN messages m ON m.case_id = c.id "
            "WHERE c.id = :id", id=case.case.id,
        ).fetchall()  # fmt: skip
        details = tx.run("SELECT details FROM history WHERE case_id = :id", id=case.case.id)
        notes = tx.run(
            "SELECT subject, body FROM notifications WHERE case_id = :id", id=case.case.id
        )
        return str(rows + details.fetchall() + notes.fetchall())


def files(desk, case):
    with desk.app.db.read() as tx:
        rows = tx.run("SELECT name FROM attachments WHERE case_id = :id", id=case.case.id)
        return [row[0] for row in rows.fetchall()]


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"], indirect=True)
def test_files_go_first_then_texts_and_statuses_and_the_chain_stay(desk):
    case, going_on = closed(desk, "Zwieback"), desk.open(subject="Zwieback goes on")
    kept = closed(desk, "Kipferl")
    desk.app.cases.tag(desk.alice, kept.number, add=["legal hold"])
    moved = [(one.event.from_status, one.event.to_status) for one in case.history()]
    assert later(desk, 29) == 0
    assert files(desk, case) == ["Zwieback.txt"]
    assert later(desk, 2) == 2
    assert files(desk, case) == files(desk, kept) == ["[erased]"]
    assert texts(desk, case).count("Zwieback") > 3
    assert [(one.rule.erase, one.cases) for one in desk.app.cases.retention.due()] == [
        ("files", 0), ("texts", 0),
    ]  # fmt: skip
    assert later(desk, 30) == 1
    assert "Zwieback" not in texts(desk, case) and "Kipferl" in texts(desk, kept)
    assert going_on.case.subject == "Zwieback goes on"
    assert [(one.event.from_status, one.event.to_status) for one in case.history()][
        : len(moved)
    ] == moved
    assert case.case.status == "Closed"
    assert later(desk, 1) == 0
    result = desk.app.verification.verify()
    assert result.differences == () and result.erased > 4
    lines = desk.app.audit.listed(desk.ada, AuditFilter("erasure")).items
    assert [(one.what, one.after["erased"], one.after["cases"]) for one in lines] == [
        ("retention", "texts", 1), ("retention", "files", 2),
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"], indirect=True)
def test_what_is_written_after_an_erasure_goes_as_long_after_it(desk):
    case = closed(desk, "Zwieback")
    assert later(desk, 61) == 2
    case.write(desk.bob, "Call Ottilie, the Zwieback is back")
    assert later(desk, 59) == 1  # its files, of which there are none
    assert "Ottilie" in texts(desk, case)
    assert later(desk, 2) == 1
    assert "Ottilie" not in texts(desk, case)
    assert later(desk, 400) == 0
    assert desk.app.verification.verify().differences == ()


def test_a_case_that_cannot_be_erased_stops_no_other(desk, monkeypatch, caplog):
    broken, case = closed(desk, "Zwieback"), closed(desk, "Kipferl")
    begin = Redaction._begin

    def refuse(self, tx, case_id):
        assert case_id != broken.case.id, "broken"
        return begin(self, tx, case_id)

    monkeypatch.setattr(Redaction, "_begin", refuse)
    assert later(desk, 61) == 2
    assert "Kipferl" not in texts(desk, case) and "Zwieback" in texts(desk, broken)
    assert f"texts of case {broken.number} cannot be erased" in caplog.text
    monkeypatch.undo()
    assert later(desk, 1) == 2
    assert "Zwieback" not in texts(desk, broken)


def test_what_is_marked_as_spam_goes_as_well(desk):
    case = closed(desk, "Lottery")
    desk.app.cases.mark_spam(desk.alice, case.number, True)
    later(desk, 61)
    assert "Lottery" not in texts(desk, case) and files(desk, case) == ["[erased]"]
    assert desk.app.verification.verify().differences == ()


def test_it_goes_on_where_it_was_stopped_and_then_looks_once_an_hour(desk):
    cases = [closed(desk, word) for word in ("Zwieback", "Kipferl", "Strudel")]
    desk.clock.advance(timedelta(days=31))
    desk.app.facts.catch_up()
    asked = iter([False, False, False, True, True, True, True])
    assert desk.app.cases.retain(stopped=lambda: next(asked)) < 3
    assert desk.app.cases.retain(stopped=lambda: False) > 0
    assert [files(desk, case) for case in cases] == [["[erased]"]] * 3
    later(desk, 29)
    assert "Strudel" in texts(desk, cases[2])
    assert desk.app.cases.retain(stopped=lambda: False) == 0


def test_the_doctor_says_what_is_late_and_which_rule_is_for_nothing(desk):
    def said():
        checks = desk.app.doctor.examine(thorough=False)
        return [(one.level, one.text) for one in checks if one.about == "retention"]

    closed(desk, "Zwieback")
    assert [level for level, _ in said()] == ["warning", "ok"]
    assert "names the lifecycle another_one" in said()[0][1]
    desk.clock.advance(timedelta(days=32))
    desk.app.facts.catch_up()
    assert "of 1 cases should have gone" in said()[1][1]
    desk.app.cases.retention.apply()
    assert said()[1][0] == "ok"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", r"has to have tables \[\[rule\]\]"),
        ("[[rule]]\ndays = 9", "erase is a list"),
        ("[[rule]]\ndays = 7\nerase = ['texts']", "from 8 to 36500"),
        ("[[rule]]\ndays = true\nerase = ['texts']", "a whole number"),
        ("[[rule]]\ndays = 9\nerase = ['texts', 'figures']", "erase is a list"),
        ("[[rule]]\ndays = 9\nerase = [['texts']]", "erase is a list"),
        ("[[rule]]\ndays = 9\nerase = ['texts']\nday = 9", "There is no day"),
        ("[[rule]]\ndays = 9\nerase = ['texts']\nlifecycle = 9", "lifecycle is a text"),
        ("[[rule]]\ndays = 9\nerase = ['texts']\n" * 2, "two rules for no lifecycle"),
        ("rule = 9", "has to have tables"),
        ("rule = [9]", "is a table of"),
        ("[[rule]", "cannot be used"),
    ],
)
def test_a_rule_that_is_none_is_refused_before_anything_starts(tmp_path, text, says):
    rules = tmp_path / "retention.toml"
    rules.write_text(text)
    settings = read_settings({}, data_dir=tmp_path, retention=rules)
    with pytest.raises(ConfigError, match=says):
        read_retention(settings)
