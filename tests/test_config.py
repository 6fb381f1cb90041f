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


def test_a_missing_secret_key_is_made_once_for_its_owner_only(tmp_path):
    settings = read_settings({}, data_dir=tmp_path / "new")
    [key] = secret_keys(settings)
    assert len(key) > 40
    assert secret_keys(settings) == [key]
    assert (tmp_path / "new" / "secret-key").stat().st_mode & 0o777 == 0o600
    assert secret_keys(read_settings({"CASELANE_SECRET_KEY": "new old"})) == ["new", "old"]
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
    (tmp_path / "secret-key").touch()
    with pytest.raises(ConfigError, match=r"secret-key\. Delete the file"):
        secret_keys(read_settings({}, data_dir=tmp_path))
