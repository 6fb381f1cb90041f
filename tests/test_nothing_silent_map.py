"""nothing_silent.toml names tests that there are. docs/nothing-silent.md is made of it. After a change:

python -m tests.test_nothing_silent_map > docs/nothing-silent.md
"""

import tomllib
from pathlib import Path

import pytest

from tests.held import files_of, is_test

HERE = Path(__file__).parent
PARTS = tomllib.loads((HERE / "nothing_silent.toml").read_text())

HEAD = """# Nothing silently wrong

The drawing decides, so a drawing that ran otherwise than it reads would be the worst fault. What loads runs as the standard says; what is
refused is refused by name, on its element, with what to do. Each line names the tests that hold it, or says why there is none.

This page is made of `tests/nothing_silent.toml`: `python -m tests.test_nothing_silent_map > docs/nothing-silent.md`.
"""
TITLES = {
    "engine": "The engine runs what is drawn",
    "gate": "The gate tells the truth",
    "package": "A package is whole",
    "facts": "Facts and milestones",
    "import": "Import mends what it understands",
    "doors": "Doors",
    "logs": "Logs of others",
    "lifecycles": "Several lifecycles",
    "constructs": "Constructs",
    "whole": "As a whole",
}


def page() -> str:
    return HEAD + "".join(
        f"\n## {title}\n\n| what holds | tests |\n|---|---|\n"
        + "".join(map(_row, PARTS[part].values()))
        for part, title in TITLES.items()
    )


def _row(line: dict) -> str:
    held = files_of(line["tests"]) if "tests" in line else f"None: {line['no_test']}"
    return f"| {line['says']} | {held} |\n"


def test_the_page_is_current():
    assert (HERE.parent / "docs/nothing-silent.md").read_text() == page(), __doc__
    assert TITLES.keys() == PARTS.keys()


@pytest.mark.parametrize("part", PARTS)
def test_every_line_has_tests_or_says_why_not(part):
    for key, line in PARTS[part].items():
        assert line["says"] and bool(line.get("tests")) != bool(line.get("no_test")), key
        assert [name for name in line.get("tests", ()) if not is_test(name)] == [], key


if __name__ == "__main__":
    print(page(), end="")
