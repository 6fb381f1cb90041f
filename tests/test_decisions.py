"""The decision notes: one form, one index, and each linked from what it explains."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
NOTES = sorted((ROOT / "docs" / "decisions").glob("0*.md"))
FORM = re.compile(
    r"# (?P<number>\d{4})\. (?P<title>[^\n]+[^.\n])\n\n"
    r"\*\*Date:\*\* (?P<date>\d{4}-\d\d-\d\d)\. \*\*Status:\*\* (?P<status>accepted|replaced by \d{4})\.\n\n"
    r"\*\*Decided:\*\* .+\n\n\*\*Why:\*\* .+\n\n\*\*Price:\*\* .+\n",
    re.DOTALL,
)


@pytest.mark.parametrize("path", NOTES, ids=lambda path: path.stem)
def test_a_note_has_the_form(path):
    found = FORM.fullmatch(path.read_text())
    assert found, "a title, a line with date and status, Decided, Why, Price: see CONTRIBUTING.md"
    assert found["number"] == path.name[:4]
    assert len(re.findall(r"^\*\*", path.read_text(), re.MULTILINE)) == 4


def test_no_number_is_used_twice():
    numbers = [path.name[:4] for path in NOTES]
    assert len(numbers) == len(set(numbers))


def test_the_index_lists_all():
    lines = []
    for path in NOTES:
        note = FORM.fullmatch(path.read_text())
        assert note
        link = f"[{note['number']}]({path.name})"
        lines.append(f"| {link} | {note['title']} | {note['date']} | {note['status']} |")
    index = (ROOT / "docs" / "decisions" / "README.md").read_text()
    assert [line for line in index.splitlines() if line.startswith("| [")] == lines


@pytest.fixture(scope="module")
def cited():
    """The numbers that are cited outside of the notes, as `decision 0141` or by a link."""
    found = set()
    for folder in ("runner", "web", "tests", "benchmarks", "docs"):
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in READ and not SKIPPED & set(path.parts):
                text = path.read_text()
                found |= set(re.findall(r"[Dd]ecisions?\s+(\d{4})", text))
                found |= set(re.findall(r"decisions/(\d{4})-", text))
    return found


READ = {".py", ".js", ".css", ".md"}
SKIPPED = {"decisions", "node_modules", "built"}


@pytest.mark.parametrize("path", NOTES, ids=lambda path: path.stem)
def test_a_note_is_cited_where_it_matters(path, cited):
    assert path.name[:4] in cited
