"""`caselane modify`: a plan, then the same done, with exit codes."""

from click.testing import CliRunner

from runner.cli import main


def called(*words):
    found = CliRunner().invoke(main, list(words))
    return found.exit_code, found.output


def test_a_case_is_modified_from_the_command_line(tmp_path, monkeypatch):
    monkeypatch.setenv("CASELANE_DATA_DIR", str(tmp_path))
    assert called("upgrade-db")[0] == 0
    called("user", "add", "bob@example.com", "--name", "Bob", "--role", "customer")
    code, number = called(
        "case", "submit", "--as", "bob@example.com", "--subject", "Hum", "--description", "x"
    )
    assert code == 0, number
    number = number.strip()
    modify = ("modify", number, "--reason", "Stuck")
    code, said = called(*modify, "--move", "first_response=investigate")
    assert (code, "milestone" in said) == (1, True)
    for wrong in (
        (),
        ("--move", "x"),
        ("--retime", "x=y"),
        ("--retime", "x=2030-01-01"),
        ("--skip", "a", "--cancel", "b"),
    ):
        assert called(*modify, *wrong)[0] == 2
    called("user", "add", "alice@example.com", "--name", "Alice", "--role", "agent")
    called(
        "case",
        "act",
        number,
        "send_first_response",
        "--as",
        "alice@example.com",
        "--field",
        "body=Hello",
    )
    code, said = called(*modify, "--move", "investigate=wait_for_customer", "--plan")
    assert (code, "Work in Progress -> Pending Customer" in said, "starts" in said) == (
        0,
        True,
        True,
    )
    code, said = called(*modify, "--move", "investigate=wait_for_customer")
    assert (code, said.splitlines()[-1]) == (0, f"{number} is Pending Customer.")
    assert called(*modify, "--cancel", "remind_after_7_days")[0] == 0
    assert called(*modify, "--skip", "wait_for_customer")[0] == 0
