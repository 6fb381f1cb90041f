"""bad_inputs.toml names tests that there are, and every test that is named after a line."""

import importlib
import re
import tomllib
from pathlib import Path

import pytest

HERE = Path(__file__).parent
LINES = tomllib.loads((HERE / "bad_inputs.toml").read_text())


@pytest.mark.parametrize("line", LINES)
def test_every_line_has_tests(line):
    assert LINES[line]["says"] and LINES[line]["tests"]
    for name in LINES[line]["tests"]:
        path, function = name.split("::")
        module = importlib.import_module(f"tests.{path.replace('/', '.')}")
        assert callable(getattr(module, function)), name


def test_every_test_of_a_line_is_named_there():
    named = {name.split("::")[1]: line for line, one in LINES.items() for name in one["tests"]}
    text = (HERE / "web" / "test_bad_input_lines.py").read_text()
    for function, first in re.findall(r"^def (test_lines?_(\d+)_\w+)", text, re.MULTILINE):
        if first != "37":  # a door each: some of them stand for all
            assert function in named, function
