"""What is possible and not safe is said; secrets are not."""

import pytest

from runner.config import Settings, read_settings
from runner.operations.settings_check import checked_settings, shown_settings


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("BASE_URL", "http://support.example.com", "over http"),
        ("BASE_URL", "https://support.example.com", "TRUSTED_PROXIES is 0"),
        ("SMTP_URL", "smtp://mail.example.com", "unencrypted"),
        ("SMTP_URL", "smtps://mail.example.com", "Mails come from Caselane <caselane@localhost>"),
        ("SYNCHRONOUS", "NORMAL", "may lose the last changes"),
        ("SECRET_KEY", "short", "16 characters or more"),
    ],
)
def test_what_is_not_safe_is_said(tmp_path, name, value, said):
    settings = read_settings({f"CASELANE_{name}": value}, data_dir=tmp_path)
    assert said in " ".join(check.text for check in checked_settings(settings))


def test_files_that_others_can_open_are_named(tmp_path):
    database = tmp_path / "caselane.sqlite3"
    database.touch(mode=0o644)
    settings = read_settings({}, data_dir=tmp_path)
    [check] = checked_settings(settings)
    assert check.text == f"Others on this machine can open {database}. Run: chmod go= {database}"
    database.chmod(0o600)
    assert list(checked_settings(settings)) == []


@pytest.mark.parametrize("name", ["mailboxes", "webhooks", "hooks", "chat"])
def test_files_of_passwords_that_others_can_read_are_named(tmp_path, name):
    file = tmp_path / "secret.toml"
    file.touch(mode=0o644)
    settings = read_settings({f"CASELANE_{name.upper()}": str(file)}, data_dir=tmp_path)
    [check] = checked_settings(settings)
    assert check.text == f"Others can read the passwords in {file}. Run: chmod o= {file}"
    file.chmod(0o640)
    assert list(checked_settings(settings)) == []


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://me:hu/sh@db/x",
        "postgresql://me:hu@sh@db/x",
        "postgresql:///x?password=hush&a=1",
    ],
)
def test_a_password_is_hidden_wherever_it_stands(url):
    shown = {name: value for name, value, _ in shown_settings(Settings(database_url=url))}
    assert "sh" not in shown["CASELANE_DATABASE_URL"]


def test_settings_are_shown_without_secrets():
    settings = read_settings(
        {
            "CASELANE_SECRET_KEY": "k" * 40,
            "CASELANE_DATABASE_URL": "postgresql://caselane:hush@db/caselane",
            "CASELANE_SMTP_URL": "smtps://me:hush@mail:465",
        }
    )
    shown = {name: (value, usual) for name, value, usual in shown_settings(settings)}
    assert shown["CASELANE_SECRET_KEY"] == ("(set)", False)
    assert shown["CASELANE_DATABASE_URL"] == ("postgresql://caselane:***@db/caselane", False)
    assert shown["CASELANE_SMTP_URL"] == ("smtps://me:***@mail:465", False)
    assert shown["CASELANE_CACHE"] == ("1000", True)
