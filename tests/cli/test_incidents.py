"""Incidents and dead letters, from the shell."""

from click.testing import CliRunner

from runner import cli
from tests.desk import PARTS


def test_the_command_lists_a_line_for_each_and_sees_to_them(desk, monkeypatch):
    number = desk.open().number
    desk.app.cases.report(desk.app.cases.get(desk.carol, number).case.id, "Stuck", "See there.")
    desk.give_up("a")
    monkeypatch.setenv("CASELANE_DATA_DIR", str(desk.settings.data_dir))

    def listed(*args, code=0):
        result = CliRunner().invoke(
            cli.main, ["incidents", *args], catch_exceptions=False, obj=PARTS
        )
        assert result.exit_code == code, result.output
        return result.output

    first, second, last = listed().splitlines()
    assert first == f"incident     {number}    2026-03-02 09:00:00  Stuck: See there."
    assert second == "dead letter  system    wake a, 10 attempts: was broken [2J here"
    assert last == "1 incident, 1 dead letter"
    assert "admins" in listed("--retry", "--as", "alice@example.com", code=1)
    assert "C-9999" in listed("--resolve", "C-9999", "--retry", code=1)
    assert listed().endswith("1 incident, 1 dead letter\n")
    assert listed("--resolve", number, "--retry") == (
        f"Resolved: 1 incident of {number}.\nTo be tried again: 1 dead letter.\n"
    )
    assert listed() == "0 incidents, 0 dead letters\n"


def test_the_old_name_of_the_command_works_and_says_the_new_one(desk, monkeypatch):
    monkeypatch.setenv("CASELANE_DATA_DIR", str(desk.settings.data_dir))
    result = CliRunner().invoke(cli.main, ["trouble"], catch_exceptions=False, obj=PARTS)
    assert result.exit_code == 0
    assert result.stdout == "0 incidents, 0 dead letters\n"
    assert result.stderr == "`caselane trouble` is now called `caselane incidents`.\n"
