"""The house rules that a machine can check."""

import ast
import re
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from tests.conftest import ROOT

SOURCES = sorted([*ROOT.glob("runner/**/*.py"), *ROOT.glob("web/**/*.py")])
SOURCES = [path for path in SOURCES if "node_modules" not in path.parts]
TESTS = sorted((ROOT / "tests").glob("**/*.py"))
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text()
ELSEWHERE = tomllib.loads((ROOT / "tests" / "elsewhere.toml").read_text())["elsewhere"]
LONGEST = 500
OUTSIDE = {"test_config.py": {"Path.home()"}}
"""The page of settings says ~ where a default has the reader's home."""


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
    writers = [
        (path.name, function.name)
        for path in SOURCES
        for function in ast.walk(ast.parse(path.read_text()))
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "events.add"
    ]
    assert writers == [("conversation.py", "record")]


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


def name_of(path):
    return str(path.relative_to(ROOT))


MODULES = [
    path
    for path in SOURCES
    if path.name != "__init__.py" and "/migrations/versions/" not in name_of(path)
]


def test_no_class_has_the_name_of_another():
    classes = Counter(
        node.name
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ClassDef)
    )
    assert not {name for name, number in classes.items() if number > 1}


def test_no_file_has_the_name_of_another_but_for_a_noun_of_several_floors():
    listed = re.findall(r"^\| `(\w+\.py)` \| (.*) \|$", CONTRIBUTING, re.MULTILINE)
    shared = {}
    for path in MODULES:
        shared.setdefault(path.name, []).append(path.parent.name)
    assert {name: sorted(re.findall(r"`(\w+)`", why)) for name, why in listed} == {
        name: sorted(folders) for name, folders in shared.items() if len(folders) > 1
    }


def test_no_file_name_stands_twice_in_one_folder_of_the_map():
    rooms = Counter((path.relative_to(ROOT).parts[:2], path.name) for path in MODULES)
    assert not {place for place, number in rooms.items() if number > 1}


# ------------------------------------------------------------------ the tests mirror the tree


def own_tests(module):
    """Where the test module of a module's name is: `runner/` is left out, `web/` is not."""
    path = Path(module.removeprefix("runner/"))
    return ROOT / "tests" / path.parent / f"test_{path.name}"


def test_every_module_has_a_test_module_of_its_name_or_a_reason():
    modules = {name_of(path) for path in MODULES}
    without = {module for module in modules if not own_tests(module).exists()}
    listed = Counter(module for entry in ELSEWHERE for module in entry["modules"])
    assert without - listed.keys() == set(), "write a test module, or say why in elsewhere.toml"
    assert listed.keys() - without == set(), "has a test module, or is gone: leaves elsewhere.toml"
    assert max(listed.values()) == 1


@pytest.mark.parametrize("why", [entry["why"] for entry in ELSEWHERE])
def test_what_tests_a_module_instead_is_there(why):
    folder = "tests"
    for name in re.findall(r"tests(?:/\w+)*(?:\.py)?|test_\w+\.py", why):
        folder = str(Path(name).parent) if name.startswith("tests/") else folder
        assert (ROOT / name).exists() or (ROOT / folder / name).exists(), name


@pytest.mark.parametrize("path", TESTS, ids=name_of)
def test_no_test_reads_outside_the_repository(path):
    tree = ast.parse(path.read_text())
    found = {
        ast.unparse(node)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call | ast.Attribute)
        and re.search(r"ROOT\.parent$|\.home\(\)$|expanduser\(\)$", ast.unparse(node))
    }
    up = len(path.relative_to(ROOT).parts)
    found |= set(re.findall(rf"__file__\)(?:\.parent){{{up + 1},}}", path.read_text()))
    assert found == OUTSIDE.get(path.name, set())


@pytest.mark.parametrize("path", TESTS, ids=name_of)
def test_what_tests_share_is_in_modules_of_its_own(path):
    shared = re.findall(r"^from tests\.(?:\w+\.)*test_\w+ import", path.read_text(), re.MULTILINE)
    assert not shared


@pytest.mark.parametrize("path", TESTS, ids=name_of)
def test_no_test_module_grows_too_long(path):
    tests = path.name.startswith("test_")
    assert len(path.read_text().splitlines()) <= LONGEST or not tests, "split it by nouns"


def test_what_a_page_comes_to_show_is_waited_for():
    """A page of a busy machine comes late: `expect` waits for it, `assert` does not."""
    at_once = r"is_visible|is_hidden|is_enabled|is_checked|\w*_texts?|text_content|input_value"
    hasty = re.compile(rf"assert .*(\.({at_once})\(|locator\(.*\.count\(|page\.url\b)")
    found = {
        f"{path.name}:{number}"
        for path in (ROOT / "tests" / "browser").glob("*.py")
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if hasty.search(line)
    }
    assert not found
