"""docs/settings.md is what the settings say of themselves. After a change of theirs:

python -m tests.test_config > docs/settings.md
"""

import errno
import os
from dataclasses import fields
from pathlib import Path

import pytest

from runner.config import PREFIX, Settings, read_settings, secret_keys
from runner.errors import ConfigError
from tests.conftest import ROOT

INTRODUCTION = """# Settings

Each setting is an environment variable, or a line of the TOML file that `CASELANE_CONFIG` names, there without the prefix and in
small letters: `data_dir = "/srv/caselane"`. The environment wins. A setting that is not known or not possible is an error that names it.

| variable | default | meaning |
|---|---|---|
"""


def page() -> str:
    return INTRODUCTION + "".join(
        f"| `{PREFIX}{item.name.upper()}` | {_default(item.default)} | {item.metadata['help']} |\n"
        for item in fields(Settings)
    )


def _default(value: object) -> str:
    if value in ("", Path()):
        return ""
    if isinstance(value, bool):
        return f"`{int(value)}`"
    return f"`{value}`".replace(str(Path.home()), "~")


def test_the_page_of_settings_is_current():
    assert (ROOT / "docs/settings.md").read_text() == page(), __doc__


if __name__ == "__main__":
    print(page(), end="")


def test_settings_come_from_the_environment_a_file_and_defaults(tmp_path):
    file = tmp_path / "caselane.toml"
    file.write_text('synchronous = "NORMAL"\ncache = 5\n')
    settings = read_settings(
        {"CASELANE_CONFIG": str(file), "CASELANE_CACHE": "7", "CASELANE_COMPACT": "0"}
    )
    assert (settings.synchronous, settings.cache, settings.compact) == ("NORMAL", 7, False)
    assert read_settings({}) == Settings()
    assert read_settings({"CASELANE_DATABASE_URL": "postgresql://x/y"}).url == "postgresql://x/y"


@pytest.mark.parametrize(
    ("name", "value"), [("SYNCHRONOUS", "OFF"), ("CACHE", "many"), ("CONFIG", "/nowhere.toml")]
)
def test_a_wrong_setting_is_named(name, value):
    with pytest.raises(ConfigError, match=r"CACHE|SYNCHRONOUS|nowhere"):
        read_settings({f"CASELANE_{name}": value})


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("SMPT_URL", "smtp://x", r"no setting CASELANE_SMPT_URL\. Did you mean CASELANE_SMTP_URL\?"),
        ("NONSENSE", "1", r"no setting CASELANE_NONSENSE\. See docs/settings\.md"),
        ("APPROVAL", "maybe", "CASELANE_APPROVAL is 1 or 0, not 'maybe'"),
        ("APPROVAL", "", "CASELANE_APPROVAL is 1 or 0"),
        ("BASE_URL", "support.example.com", "CASELANE_BASE_URL is like https://"),
        ("BASE_URL", "http://[::1", "CASELANE_BASE_URL is like"),
        ("BASE_URL", "https://x:y", "CASELANE_BASE_URL is like"),
        ("BASE_URL", "javascript:alert(1)", "CASELANE_BASE_URL is like"),
        ("BASE_URL", "https://user@x/", "CASELANE_BASE_URL is like"),
    ],
)  # fmt: skip
def test_a_setting_that_would_do_something_else_is_refused_in_words(name, value, said):
    with pytest.raises(ConfigError, match=said):
        read_settings({f"CASELANE_{name}": value})


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("mail_from = 'Zoë <z@example.com>'".encode("latin-1"), "is not UTF-8"),
        ("cache = 5".encode("utf-16"), "is not UTF-8"),
        (b"cache = [5]", "CASELANE_CACHE is one value"),
        (b"data_dir = {a = 1}", "CASELANE_DATA_DIR is one value"),
        (b"cache = ", "cannot be used"),
        (b"cach = 5", "Unknown settings: cach"),
    ],
)
def test_a_file_of_settings_that_cannot_be_used_is_said_in_words(tmp_path, content, said):
    file = tmp_path / "caselane.toml"
    file.write_bytes(content)
    with pytest.raises(ConfigError, match=said):
        read_settings({"CASELANE_CONFIG": str(file)})


def test_a_secret_key_that_can_be_guessed_or_read_is_refused(tmp_path):
    with pytest.raises(ConfigError, match="16 characters or more"):
        secret_keys(read_settings({"CASELANE_SECRET_KEY": f"{NEW} short"}))
    settings = read_settings({}, data_dir=tmp_path)
    secret_keys(settings)
    (tmp_path / "secret-key").chmod(0o640)
    with pytest.raises(ConfigError, match=r"chmod 600 .*fsGroup.* CASELANE_SECRET_KEY"):
        secret_keys(settings)


NEW, OLD = "n" * 32, "o" * 16


def test_a_missing_secret_key_is_made_once_for_its_owner_only(tmp_path):
    settings = read_settings({}, data_dir=tmp_path / "new")
    [key] = secret_keys(settings)
    assert len(key) > 40
    assert secret_keys(settings) == [key]
    assert (tmp_path / "new" / "secret-key").stat().st_mode & 0o777 == 0o600
    assert secret_keys(read_settings({"CASELANE_SECRET_KEY": f"{NEW} {OLD}"})) == [NEW, OLD]
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["secret-key"]


def test_data_that_can_be_kept_nowhere_is_said_in_words(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    with pytest.raises(ConfigError, match=r"no folder .*/file: File exists\. Name another"):
        secret_keys(read_settings({}, data_dir=tmp_path / "file"))

    def refuse(*_):
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)  # a file system that knows no second names
    with pytest.raises(ConfigError, match=r"secret-key: Operation not permitted\..*SECRET_KEY"):
        secret_keys(read_settings({}, data_dir=tmp_path))


def test_an_empty_secret_key_is_refused_in_words(tmp_path):
    (tmp_path / "secret-key").touch(mode=0o600)
    with pytest.raises(ConfigError, match=r"secret-key\. Delete the file"):
        secret_keys(read_settings({}, data_dir=tmp_path))


def test_what_kubernetes_says_of_a_service_of_our_name_is_no_setting():
    around = {"CASELANE_SERVICE_HOST": "10.0.0.7", "CASELANE_PORT_8000_TCP_ADDR": "10.0.0.7"}
    assert read_settings(around) == read_settings({})
