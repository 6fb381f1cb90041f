"""Backups, their way back and the doctor, from the shell."""

import re


def test_a_backup_is_made_restored_and_looked_at(caselane, tmp_path, monkeypatch):
    caselane("user", "add", "bob@example.com", "--name", "Bob", "--role", "customer")
    caselane("case", "submit", "--as", "bob@example.com", "--subject", "x", "--description", "y")
    (tmp_path / "backups").mkdir()
    said = caselane("backup", "backups", "--keep", "1")
    made = re.match(r"(backups/caselane-\d{8}T\d{6}Z\.tar): 1 case, \d+ rows, 0 attach", said)
    assert made, said
    assert "is none" in caselane("backup", "x.tar", "--keep", "2", code=2)
    assert "empty place" in caselane("restore", made[1], code=1)
    monkeypatch.setenv("CASELANE_DATA_DIR", str(tmp_path / "new"))
    assert caselane("restore", made[1]).startswith("Restored and compared: 1 case, ")
    assert "C-1001" in caselane("case", "list")


def test_the_doctor_fails_where_something_is_wrong(caselane, monkeypatch):
    caselane("upgrade-db")
    said = caselane("doctor", "--settings", code=1)
    assert "* CASELANE_DATA_DIR=" in said
    assert "ok       jobs       None is late." in said
    assert "warning  backup     There is none." in said
    assert "error    worker     No worker has been here. Start: caselane work" in said
    monkeypatch.setenv("CASELANE_CACH", "5")
    assert "error    start      There is no setting CASELANE_CACH" in caselane("doctor", code=1)


def test_what_was_kept_long_enough_is_named_before_it_goes(caselane, monkeypatch, tmp_path):
    assert "There are no rules" in caselane("retention", "--dry-run")
    rules = tmp_path / "retention.toml"
    rules.write_text("[[rule]]\ndays = 30\nerase = ['texts']\n")
    monkeypatch.setenv("CASELANE_RETENTION", str(rules))
    said = caselane("retention", "--dry-run")
    assert "case_lifecycle: texts go 30 days after a case was closed: 0 cases now." in said
    rules.write_text("[[rule]]\ndays = 3\nerase = ['texts']\n")
    assert "days is a whole number from 8" in caselane("retention", code=1)
