"""Whether histories are as they were written, from the shell."""

import csv
import io
import json
import sqlite3
from contextlib import closing


def test_histories_are_verified_and_their_heads_kept(caselane, tmp_path):
    caselane("user", "add", "bob@example.com", "--name", "Bob", "--role", "customer")
    caselane("case", "submit", "--as", "bob@example.com", "--subject", "x", "--description", "y")
    said = caselane("verify", "--write-heads", "heads.txt")
    assert said.splitlines() == [
        "heads.txt: the heads of 1 case.", "1 case, 1 event, 2 lines of audit. Nothing differs.",
    ]  # fmt: skip
    assert "Nothing differs" in caselane("verify", "--heads", "heads.txt", "--case", "C-1001")
    with closing(sqlite3.connect(tmp_path / "data" / "caselane.sqlite3")) as tables:
        tables.execute("UPDATE cases SET status = 'Lost', subject = 'z'")
        tables.commit()
    said = caselane("verify", "--heads", "heads.txt", code=1)
    assert "C-1001, event 1: submitted of " in said
    assert "C-1001: its status is 'Lost', its history leads to 'New'." in said
    assert said.endswith("1 case, 1 event, 2 lines of audit. 2 differ.\n")
    answer = json.loads(caselane("verify", "--json", code=1))
    assert [(one["line"], one["about"]) for one in answer["differences"]] == [
        (1, "link"), (0, "status"),
    ]  # fmt: skip
    assert "There is no case C-1009" in caselane("verify", "--case", "C-1009", code=1)
    (tmp_path / "x").write_text("x")
    assert "is not a file of" in caselane("verify", "--heads", "x", code=1)


def test_who_changed_what_is_listed_and_taken_along(caselane):
    caselane("user", "add", "bob@example.com", "--name", "=Bob", "--role", "customer")
    caselane("team", "add", "Ovens")
    said = caselane("audit", "--area", "account").splitlines()
    assert len(said) == 1
    assert "operator | account added: bob@example.com | after: name==Bob" in said[0]
    assert said[0].endswith("command user add")
    assert "team added: Ovens" in caselane("audit", "--about", "Ovens")
    assert caselane("audit", "--who", "bob@example.com") == ""
    rows = list(csv.reader(io.StringIO(caselane("audit", "--csv"))))
    assert rows[0][0] == "number" and [row[3] for row in rows[1:]] == [
        "team", "account", "deployment",
    ]  # fmt: skip
    said = caselane("audit", "--as", "bob@example.com", code=1)
    assert "Only admins may see the audit log" in said


def test_a_person_is_erased_once_that_is_confirmed(caselane):
    caselane("user", "add", "bob@example.com", "--name", "Bob Bell", "--role", "customer")
    caselane("case", "submit", "--as", "bob@example.com", "--subject", "x", "--description", "y")
    said = caselane("user", "erase", "bob@example.com", "--dry-run")
    assert said.splitlines() == [
        "1 case of theirs, 0 other cases, 0 messages, 0 files, 0 incoming mails.",
        "Still open: C-1001.", "Nothing was erased.",
    ]  # fmt: skip
    assert "are open" in caselane("user", "erase", "bob@example.com", "--yes", code=1)
    assert "Aborted" in caselane("user", "erase", "bob@example.com", "--open-too", code=1)
    assert "Erased." in caselane("user", "erase", "bob@example.com", "--open-too", "--yes")
    assert "No person here" in caselane("user", "erase", "bob@example.com", code=1)
    assert "Nothing differs" in caselane("verify")
