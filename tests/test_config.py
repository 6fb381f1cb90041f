"""docs/settings.md is what the settings say of themselves. After a change of theirs:

python -m tests.test_config > docs/settings.md
"""

from dataclasses import fields
from pathlib import Path

from runner.config import PREFIX, Settings
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
