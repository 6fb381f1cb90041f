"""People and tokens, from the shell."""


def test_a_token_is_all_that_token_add_prints(caselane):
    caselane("user", "add", "alice@example.com", "--name", "Alice", "--role", "agent")
    token = caselane("token", "add", "alice@example.com")
    assert token.startswith("cl_")
    assert len(token.split()) == 1


def test_a_person_lives_through_the_shell(caselane):
    caselane("user", "add", "alcie@example.com", "--name", "Alice", "--role", "agent")
    caselane("user", "address", "alcie@example.com", "alice@example.com")
    caselane("user", "rename", "alice@example.com", "Alice Arden")
    said = caselane("user", "roles", "alice@example.com", "--give", "lead", "--take", "agent")
    assert said == "Alice Arden <alice@example.com>: lead\n"
    caselane("user", "remove", "alice@example.com")
    for command in (("token", "add"), ("case", "list", "--as")):
        assert "was removed" in caselane(*command, "alice@example.com", code=1)
    caselane("user", "restore", "alice@example.com")
    assert caselane("token", "add", "alice@example.com").startswith("cl_")
    lines = caselane("user", "history", "alice@example.com").splitlines()
    assert [line[21:].split("  ")[0] for line in lines] == [
        "added", "address corrected", "renamed", "roles given", "roles taken", "removed",
        "restored", "token added",
    ]  # fmt: skip


def test_open_cases_of_who_leaves_are_handed_over(caselane):
    for name, role in (("alice", "agent"), ("amir", "agent"), ("bob", "customer")):
        caselane("user", "add", f"{name}@example.com", "--name", name.title(), "--role", role)
    submit = ("case", "submit", "--as", "bob@example.com", "--description", "x", "--subject", "x")
    numbers = [caselane(*submit).strip() for _ in range(2)]
    for number in numbers:
        caselane("case", "claim", number, "--as", "alice@example.com")
    for heir in ("bob@example.com", "alice@example.com"):  # who cannot own cases, who leaves
        assert "cannot own" in caselane("user", "remove", "alice@example.com", "--to", heir, code=1)
    said = caselane("user", "remove", "alice@example.com", "--to", "amir@example.com")
    assert said == "Handed over 2 open cases to Amir.\n"
    assert caselane("case", "list", "--owner", "amir@example.com").count("C-") == 2
    said = caselane("user", "roles", "amir@example.com", "--give", "analyst", "--take", "agent")
    assert "Handed over 2 open cases to nobody" in said
    assert caselane("case", "list", "--owner", "none").count("C-") == 2


def test_a_team_is_kept_from_the_shell(caselane):
    caselane("user", "add", "alice@example.com", "--name", "Alice", "--role", "agent")
    caselane("team", "add", "Printers")
    caselane("team", "set", "Printers", "--product", "Tray", "--share")
    caselane("team", "member", "Printers", "alice@example.com", "--lead")
    assert caselane("team", "list") == (
        "Printers: Tray, shared out in turn\n  Alice <alice@example.com>  lead\n"
    )
    caselane("team", "member", "Printers", "alice@example.com", "--remove")
    caselane("team", "remove", "Printers")
    assert "no team" in caselane("team", "remove", "Printers", code=1)


def test_two_entries_are_merged_once_that_is_confirmed(caselane):
    for address in ("bob@old.example", "bob@example.com"):
        caselane("user", "add", address, "--name", "Bob", "--role", "customer")
    merge = ("user", "merge", "bob@old.example", "bob@example.com")
    assert "cannot be undone" in caselane(*merge, code=1)  # nobody answers
    assert caselane(*merge, "--yes") == "Merged into Bob <bob@example.com>.\n"
    assert "merged  into=bob@example.com" in caselane("user", "history", "bob@old.example")


def test_a_token_has_scopes_and_an_end(caselane):
    caselane("user", "add", "alice@example.com", "--name", "Alice", "--role", "agent")
    scopes = ("--scope", "read", "--scope", "cases")
    caselane("token", "add", "alice@example.com", "--name", "CI", *scopes, "--until", "2035-01-01")
    assert "alice@example.com  CI  cases, read  made" in caselane("token", "list")
    assert "expires 2035-01-01 00:00" in caselane("token", "list")
    past = ("token", "add", "alice@example.com", "--until", "2020-01-01")
    assert "has to be ahead" in caselane(*past, code=1)


def test_what_is_kept_of_a_person_is_one_file_of_its_owners(caselane, tmp_path):
    caselane("user", "add", "bob@example.com", "--name", "Bob", "--role", "customer")
    file = tmp_path / "bob.zip"
    assert "0 cases of theirs" in caselane("user", "export", "bob@example.com", str(file))
    assert file.stat().st_mode & 0o077 == 0
    assert "exists already" in caselane("user", "export", "bob@example.com", str(file), code=1)
    gone = tmp_path / "zoe.zip"
    assert "no person" in caselane("user", "export", "zoe@example.com", str(gone), code=1).lower()
    assert not gone.exists()
