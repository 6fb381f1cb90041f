"""Templates, styles and scripts are code: short lines, and each colour and distance named once.

Decision 0185.
"""

import re

import pytest

from tests.conftest import ROOT

WEB = ROOT / "web"
STYLES = sorted(WEB.glob("static/css/*.css"))
WRITTEN = [
    *sorted(WEB.glob("templates/**/*.html")),
    *STYLES,
    *sorted(WEB.glob("frontend/src/**/*.js")),
]
LONGEST_LINE = 120
COLOUR = re.compile(
    r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|color-mix|light-dark)\(|:\s*(?:white|black)\b"
)
DISTANCE = re.compile(
    r"^\s*(?:margin|padding|gap|inset|top|right|bottom|left)[a-z-]*:\s*([^;]+);", re.M
)


def name_of(path):
    return str(path.relative_to(WEB))


@pytest.mark.parametrize("path", WRITTEN, ids=name_of)
def test_no_line_has_to_be_scrolled(path):
    lines = enumerate(path.read_text().splitlines(), 1)
    assert not [number for number, line in lines if len(line) > LONGEST_LINE]


@pytest.mark.parametrize("path", WRITTEN, ids=name_of)
def test_a_form_calls_its_fields_in_errors_as_it_does_above_them(path):
    text = path.read_text()
    labelled = re.search(r"put\('\w+', [^{}]*errors|action_field\(", text)
    assert not (labelled and "{{ wrong(errors) }}" in text and path.suffix == ".html")


@pytest.mark.parametrize("path", STYLES, ids=name_of)
def test_colours_and_distances_are_those_of_the_tokens(path):
    if path.name == "tokens.css":
        return
    text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
    assert not COLOUR.findall(text)
    # Up to 1 px is a hair line, not a distance; ems go with the text that they are in.
    distances = [
        value for value in DISTANCE.findall(text) if re.search(r"\b([2-9]|\d\d+)px", value)
    ]
    assert not distances


def test_every_style_sheet_is_on_every_page():
    page = (WEB / "templates/shared/base.html").read_text()
    assert set(re.findall(r"'(\w+)'", page[page.index("{% for name in (") :].split(")")[0])) == {
        path.stem for path in STYLES
    }


def test_every_value_that_is_used_is_defined():
    text = "".join(path.read_text() for path in STYLES)
    text += "".join(path.read_text() for path in WEB.glob("frontend/src/**/*.js"))
    defined = set(re.findall(r"(--[\w-]+):", text)) | set(
        re.findall(r'setProperty\("(--[\w-]+)"', text)
    )
    assert set(re.findall(r"var\((--[\w-]+)", text)) <= defined
