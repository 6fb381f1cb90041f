"""Migrating running cases from the shell."""

import pytest
from click.testing import CliRunner

from runner.cli import main
from tests.desk import PARTS, Desk
from tests.drawings import cleaning


@pytest.fixture
def caselane(tmp_path, monkeypatch):
    """The command line on a database of its own."""
    monkeypatch.setenv("CASELANE_DATA_DIR", str(tmp_path))
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/three.bpmn").write_bytes(cleaning("washing"))
    desk = Desk(tmp_path, cleaning("washing"), {})
    desk.open().act(desk.alice, "wash_it")
    desk.open()
    desk.use(cleaning("rinsing").replace(b'"Fresh"', b'"Received"'), {})
    desk.app.close()

    def run(*words):
        return CliRunner().invoke(main, ["migrate", *words], obj=PARTS)

    return run


def test_the_command_says_what_would_be_and_what_was(caselane):
    said = (
        "     1  {} version 2: Being cleaned, at washing, such as C-1001\n"
        "        'washing' is not drawn any more. Say which element it is now, or let the case leave "
        "it first, then migrate it.\n"
        "     1  from version 2: Fresh -> Received, at look, such as C-1002\n"
    )
    planned = caselane("--plan")
    assert planned.output == said.format("stay on") + (
        "1 case would move to version 3, 1 would stay.\n"
    )
    done = caselane("--reason", "Rinsing is enough", "--as", "owen@example.com")
    assert done.output == said.format("stay on") + (
        "1 case moved to version 3, 1 stayed.\nTo take it back: caselane migrate --undo 1\n"
    )
    assert (planned.exit_code, done.exit_code) == (1, 1)
    rest = caselane("--map", "washing=rinsing", "--case", "C-1001")
    assert (rest.exit_code, rest.output.splitlines()[-2]) == (
        0,
        "1 case moved to version 3, 0 stayed.",
    )
    shown = CliRunner().invoke(main, ["case", "show", "C-1001"], obj=PARTS).output
    assert "  the operator: moved to version 3\n" in shown
    assert caselane().output == "0 cases moved to version 3, 0 stayed.\n"
    other = caselane("--to", "1")  # of another lifecycle, which has no case
    assert (other.exit_code, other.output) == (0, "0 cases moved to version 1, 0 stayed.\n")


def test_a_migration_is_taken_back(caselane):
    caselane()
    assert "leave out all but --as" in caselane("--undo", "1", "--plan").output
    undone = caselane("--undo", "1")
    assert undone.exit_code == 0
    assert undone.output == (
        "1 case came back, 0 stayed.\n"
        "State, timers, tasks and milestones were read again: they are what they were.\n"
    )
    assert caselane("--undo", "1").output == "0 cases came back, 0 stayed.\n"
    assert caselane("--undo", "9").exit_code == 1


def test_the_command_shows_what_a_draft_would_do(caselane, tmp_path):
    shown = caselane("--draft", str(tmp_path / "mine/three.bpmn"))
    assert shown.output.splitlines()[-1] == "2 cases would move to that diagram, 0 would stay."


def test_a_file_says_what_has_another_id(caselane, tmp_path):
    file = tmp_path / "mine/map.toml"
    file.write_text('[renamed]\nwashing = "look"')
    for_one = ("--map", "washing=rinsing", "--case", "C-1001")
    assert caselane("--map-file", str(file), *for_one).output.splitlines()[-2] == (
        "1 case moved to version 3, 0 stayed."
    )
    rest = caselane("--map-file", str(file))
    assert rest.output.splitlines()[-2] == "1 case moved to version 3, 0 stayed."
    file.write_text("washing = 3")
    assert "has the key 'washing', which means nothing" in caselane("--map-file", str(file)).output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--map", "washing"), "--map takes OLD=NEW, not 'washing'."),
        (("--map", "washing=x"), "x is no element there"),
        (("--to", "7"), "Version 7 of the diagram is not in the database."),
        (("--case", "C-9"), "There is no case C-9."),
        (("--as", "alice@example.com"), "Only process owners may"),
        (
            ("--draft", "{mine}", "--to", "1"),
            "--draft plans for all running cases: leave out --to and --case.",
        ),
    ],
)
def test_the_command_says_what_is_wrong(caselane, tmp_path, words, said):
    done = caselane(*(word.format(mine=tmp_path / "mine/three.bpmn") for word in words))
    assert done.exit_code in (1, 2)
    assert said in done.output
