"""The facts that analysts read, from the shell."""

import pytest


@pytest.fixture(autouse=True)
def case_of_bob(caselane):
    caselane("user", "add", "bob@example.com", "--name", "Bob", "--role", "customer")
    caselane(
        "case",
        "submit",
        "--as",
        "bob@example.com",
        "--subject",
        "Hum",
        "--description",
        "All night",
    )


def test_the_command_says_how_far_they_are_catches_up_and_makes_them_again(caselane):
    assert caselane("facts", "show") == "1 case to read.\n"
    assert caselane("facts", "catch-up") == "1 case read.\n"
    assert caselane("facts", "show") == "0 cases to read.\n"
    assert caselane("facts", "rebuild") == "1 case read.\n"


def test_the_log_is_written_to_a_file_in_the_format_of_its_name(caselane, tmp_path):
    said = caselane("export", "cases.csv")
    assert "1 case, 1 event; migrated: 0; with gaps: 0" in said
    assert "bob@example.com" in (tmp_path / "cases.csv").read_text()
    (tmp_path / "rules.toml").write_text('[fields]\ncustomer = "hash"\nactor = "hash"')
    assert "bob" not in caselane("export", "--format", "xes", "--rules", "rules.toml")
    assert "Say --format" in caselane("export", "cases.txt", code=2)
    assert "analysts" in caselane("export", "a.csv", "--as", "bob@example.com", code=1)
    assert "0 cases" in caselane("export", "a.csv", "--since", "2100-01-01")
