"""bad_inputs.toml names tests that there are, and every test that is named after a line.
docs/bad-inputs.md is made of it. After a change of the file:

python -m tests.test_bad_inputs_map > docs/bad-inputs.md
"""

import re
import tomllib
from pathlib import Path

import pytest

from tests.held import files_of, is_test

HERE = Path(__file__).parent
LINES = tomllib.loads((HERE / "bad_inputs.toml").read_text())

HEAD = """# What hostile input meets

Support desks have been hit by each of these. Each line says what holds here, and names the tests that hold it: `make test TESTS=tests/web/test_bad_inputs.py`
runs those of a file. What is not in this list is not said to be held; how a vulnerability is reported: [SECURITY.md](../SECURITY.md).

This page is made of `tests/bad_inputs.toml`: `python -m tests.test_bad_inputs_map > docs/bad-inputs.md`. What no list has is made up at
random: diagrams and expressions in `tests/test_fuzzing.py`, requests from the description of the API in `tests/web/api/test_openapi.py`.

| | what holds | tests |
|---|---|---|
"""


def page() -> str:
    lines = sorted(LINES.items(), key=lambda one: int(one[0]))
    return HEAD + "".join(
        f"| {number} | {line['says']} | {files_of(line['tests'])} |\n" for number, line in lines
    )


def test_the_page_of_bad_inputs_is_current():
    assert (HERE.parent / "docs/bad-inputs.md").read_text() == page(), __doc__


def test_no_line_is_left_out():
    assert set(map(int, LINES)) == set(range(1, 71))


@pytest.mark.parametrize("line", LINES)
def test_every_line_has_tests(line):
    assert LINES[line]["says"] and LINES[line]["tests"]
    assert [name for name in LINES[line]["tests"] if not is_test(name)] == []


def test_every_test_of_a_line_is_named_there():
    named = {name.split("::")[1]: line for line, one in LINES.items() for name in one["tests"]}
    text = (HERE / "web" / "test_bad_input_lines.py").read_text()
    for function, first in re.findall(r"^def (test_lines?_(\d+)_\w+)", text, re.MULTILINE):
        if first != "37":  # a door each: some of them stand for all
            assert function in named, function


if __name__ == "__main__":
    print(page(), end="")
