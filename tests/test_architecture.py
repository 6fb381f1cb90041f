"""The house rules that a machine can check."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

SOURCES = sorted([*ROOT.glob("runner/**/*.py"), *ROOT.glob("web/**/*.py")])
SOURCES = [path for path in SOURCES if "node_modules" not in path.parts]


def test_the_floors_hold():
    lint = Path(sys.executable).parent / "lint-imports"
    result = subprocess.run([lint], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


def _calls(path):
    tree = ast.parse(path.read_text())
    return {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_only_the_clock_reads_the_time(path):
    if path.name == "clock.py":
        return
    forbidden = re.compile(r"(\w+\.)*(now|utcnow|today|time|monotonic|perf_counter|sleep)")
    calls = {call for call in _calls(path) if forbidden.fullmatch(call)}
    assert not {c for c in calls if c.split(".")[0] in ("datetime", "date", "time")}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_import_hides_in_a_function(path):
    tree = ast.parse(path.read_text())
    hidden = [
        node.lineno
        for function in ast.walk(tree)
        if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef))
        for node in ast.walk(function)
        if isinstance(node, (ast.Import, ast.ImportFrom))
    ]
    assert not hidden


def test_the_history_is_written_in_one_place():
    """So that no way of changing a case forgets the programs outside that hear of it."""
    writers = {path.name for path in SOURCES if "events.record" in _calls(path)}
    assert writers == {"history.py"}


def test_no_status_name_stands_in_the_code(default_diagram):
    names = [status.name for status in default_diagram.statuses]
    for path in SOURCES:
        strings = {
            node.value
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
        for name in names:
            assert name not in strings, f"{path.name} knows the status {name}"
            if " " in name:
                assert not any(name in text for text in strings), f"{path.name} knows {name}"
