"""What all commands have in common: help, errors, exit codes, settings."""

import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from click.testing import CliRunner

from runner import cli
from runner.cli import group
from runner.config import read_settings
from runner.errors import ConfigError
from runner.store import Database
from tests.conftest import WORKFLOWS
from tests.drawings import bpmn, user


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("case", "show", "C-9999"), "There is no database"),
        (("case", "act", "C-1", "x", "--as", "who@example.com"), "No person here"),
        (("user", "add", "nonsense", "--name", "A", "--role", "agent"), "not a mail address"),
        (("token", "add", "who@example.com"), "No person here"),
    ],
)
def test_errors_are_sentences(caselane, args, says):
    output = caselane(*args, code=1)
    assert says in output
    assert "Traceback" not in output


@pytest.mark.parametrize(
    "args",
    [("case", "act", "C-1", "x"), ("user", "add", "a@b.c", "--name", "A", "--role", "king"),
     ("migrate", "--to", "9" * 20), ("migrate", "--to", "0"), ("approve", "9" * 20),
     ("case", "list", "--limit", "0"), ("case", "list", "--limit", "9" * 20), ("serve", "--port", "70000"),
     ("serve", "--demo", "--host", "0.0.0.0"), ("serve", "--test-clock", "noon"), ("lint",), ("nonsense",),
     ("deploy", ".", "--beside", "--as-default"), ("user", "away", "a@b.c", "--back", "--until", "2026-12-24"),
     ("team", "member", "Printers", "a@b.c", "--lead", "--remove"),
     ("team", "set", "Printers", "--product", "Oven", "--no-products")],
)  # fmt: skip
def test_misuse_is_code_2(caselane, args):
    caselane(*args, code=2)


def test_every_command_has_help_with_an_example():
    def leaves(group, path=()):
        for name in group.list_commands(None):
            command = group.get_command(None, name)
            if hasattr(command, "commands"):
                yield from leaves(command, (*path, name))
            else:
                yield (*path, name)

    found = list(leaves(cli.main))
    assert len(found) >= 15
    for path in found:
        output = CliRunner().invoke(cli.main, [*path, "--help"]).output
        assert "Example:" in output, path
        assert "caselane " + " ".join(path) in output.split("Example:")[1], path


def test_every_setting_may_be_a_text_as_the_environment_gives_it(caselane, monkeypatch):
    monkeypatch.setenv("CASELANE_DIAGRAM_BYTES", "1000")
    assert "1,000 are allowed" in caselane("lint", str(WORKFLOWS / "case_lifecycle.bpmn"), code=1)
    with pytest.raises(ConfigError, match="CASELANE_DIAGRAM_NODES is a whole number, not 'many'"):
        read_settings({"CASELANE_DIAGRAM_NODES": "many"})


def test_a_command_without_calendars_says_so(caselane, tmp_path, monkeypatch):
    monkeypatch.setenv("CASELANE_WORKFLOWS", str(tmp_path))
    sketch = tmp_path / "sketch.bpmn"
    sketch.write_bytes(bpmn(user("a")))
    for command in ("lint", "play", "deploy"):
        assert "calendars.toml cannot be read" in caselane(command, str(sketch), code=1)


@pytest.mark.parametrize("module", ["lint", "play"])
def test_a_look_at_a_diagram_waits_for_no_web_server_and_no_database(module):
    program = f"import sys, runner.cli.{module}; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout.split()
    assert "SpiffWorkflow" in loaded
    assert not {"flask", "waitress", "sqlalchemy", "alembic"} & set(loaded)


def test_tables_of_an_earlier_version_are_upgraded_by_upgrade_db_alone(caselane, tmp_path):
    (tmp_path / "data").mkdir()
    Database(f"sqlite:///{tmp_path}/data/caselane.sqlite3").upgrade("0009")
    for command in (("case", "list"), ("incidents",), ("conformance",), ("user", "away", "a@b.c")):
        assert "has the tables of version 0009" in caselane(*command, code=1)
    caselane("upgrade-db")
    assert caselane("case", "list") == ""


def test_the_tables_of_a_newer_version_are_left_alone(caselane, tmp_path):
    caselane("upgrade-db")
    with closing(sqlite3.connect(tmp_path / "data" / "caselane.sqlite3")) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
        database.execute("UPDATE schema_terms SET oldest = '9999'")
        database.commit()
    for command in ("upgrade-db", "serve", "work", "incidents"):
        said = caselane(command, code=1)
        assert "tables of version 9999, which a newer Caselane made" in said


def test_the_help_of_the_group_loads_no_command():
    code = """
import sys
from runner.cli import main
main(["--help"], standalone_mode=False)
loaded = [name for name in sys.modules if name.startswith("runner.cli.") and name != "runner.cli.group"]
assert not loaded, loaded
assert "sqlalchemy" not in sys.modules and "SpiffWorkflow" not in sys.modules
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert "  replay        Replays another system's log on the diagram.\n" in run.stdout


def test_every_command_is_where_the_help_says():
    for name in group.COMMANDS:
        assert group.main.get_command(None, name).help, name
    assert group.main.commands.keys() == group.COMMANDS.keys()
