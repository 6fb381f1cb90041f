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
OUTSIDE = {"tests/test_config.py": ["Path.home()"]}
"""The page of settings says ~ where a default has the reader's home."""


def test_the_floors_hold():
    lint = Path(sys.executable).parent / "lint-imports"
    result = subprocess.run([lint], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


def found(paths, word, kinds, wrong):
    """What is wrong, by file: of the nodes of these kinds, those that `wrong` gives something for.
    Only files that have the word, a pattern, are parsed."""
    reports = {
        name_of(path): [
            report
            for node in ast.walk(ast.parse(text))
            if isinstance(node, kinds) and (report := wrong(node))
        ]
        for path in paths
        if re.search(word, text := path.read_text(), re.MULTILINE)
    }
    return {name: report for name, report in reports.items() if report}


FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def test_only_the_clock_reads_the_time():
    reading = "now|utcnow|today|time|monotonic|perf_counter|sleep"
    forbidden = re.compile(rf"(datetime|date|time)(\.\w+)*\.({reading})|time")

    def reads(call):
        return forbidden.fullmatch(name := ast.unparse(call.func)) and name

    paths = [path for path in SOURCES if path.name != "clock.py"]
    assert not found(paths, r"\b(datetime|date|time)[.(]", ast.Call, reads)


def test_no_import_hides_in_a_function():
    def hidden(function):
        inside = ast.walk(function)
        return [node.lineno for node in inside if isinstance(node, ast.Import | ast.ImportFrom)]

    assert not found(SOURCES, r"^[ \t]+(import|from) ", FUNCTIONS, hidden)


def test_the_history_is_written_in_one_place():
    """So that no way of changing a case forgets the programs outside that hear of it."""

    def writes(function):
        calls = (node for node in ast.walk(function) if isinstance(node, ast.Call))
        return function.name if "events.add" in map(ast.unparse, (c.func for c in calls)) else ""

    writers = found(SOURCES, r"events\.add", FUNCTIONS, writes)
    assert writers == {"runner/cases/conversation.py": ["record"]}


def test_no_status_name_stands_in_the_code(default_diagram):
    names = [status.name for status in default_diagram.statuses]

    def knows(constant):
        text = constant.value if isinstance(constant.value, str) else ""
        return [name for name in names if name == text or (" " in name and name in text)]

    assert not found(SOURCES, "|".join(names), ast.Constant, knows)


def name_of(path):
    return str(path.relative_to(ROOT))


MODULES = [
    path
    for path in SOURCES
    if path.name != "__init__.py" and "/migrations/versions/" not in name_of(path)
]


def test_no_class_has_the_name_of_another():
    classes = Counter(
        name
        for path in SOURCES
        for name in re.findall(r"^ *class (\w+)[(:]", path.read_text(), re.MULTILINE)
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


def test_no_test_reads_outside_the_repository():
    outside = r"ROOT\.parent$|\.home\(\)$|expanduser\(\)$"

    def reads(node):
        return re.search(outside, name := ast.unparse(node)) and name

    kinds = ast.Call | ast.Attribute
    assert found(TESTS, outside.replace("$", ""), kinds, reads) == OUTSIDE
    for path in TESTS:
        up = len(path.relative_to(ROOT).parts)
        climbs = re.findall(rf"__file__\)(?:\.parent){{{up + 1},}}", path.read_text())
        assert not climbs, name_of(path)


def test_what_tests_share_is_in_modules_of_its_own():
    shared = re.compile(r"^from tests\.(?:\w+\.)*test_\w+ import", re.MULTILINE)
    assert not [name_of(path) for path in TESTS if shared.search(path.read_text())]


def test_no_test_module_grows_too_long():
    modules = (path for path in TESTS if path.name.startswith("test_"))
    long = [name_of(path) for path in modules if len(path.read_text().splitlines()) > LONGEST]
    assert not long, "split it by nouns"


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
