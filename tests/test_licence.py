"""Apache-2.0, and what others whose work is used ask for. Decision 0195."""

import re
from importlib.metadata import distribution, requires

import pytest

from tests.conftest import ROOT
from tests.required import missing

BUNDLED = ROOT / "web" / "static" / "built" / "licenses.txt"
NEEDED = sorted(
    {re.match(r"[\w.-]+", line)[0] for line in requires("caselane") if "extra ==" not in line}
)


def licences_of(name):
    """What a package says of its licence, in any of the three places."""
    known = distribution(name).metadata
    said = [known.get("License-Expression"), known.get("License"), *known.get_all("Classifier", [])]
    return [text for text in said if text and (text in said[:2] or text.startswith("License"))]


@pytest.mark.parametrize("name", NEEDED)
def test_no_dependency_forbids_the_licence(name):
    """The GPL would; the LGPL of something that is installed beside does not, and is in the notice."""
    said = " ".join(licences_of(name))
    assert said
    assert not re.search(r"(?<![L])(A?GPL)", said, re.IGNORECASE)
    if re.search("LGPL", said, re.IGNORECASE):
        assert name.lower() in (ROOT / "NOTICE").read_text().lower()


def test_the_package_carries_its_licence():
    text = (ROOT / "LICENSE").read_text()
    assert "Apache License" in text and "Version 2.0" in text
    assert distribution("caselane").metadata["License-Expression"] == "Apache-2.0"


def test_every_bundled_package_comes_with_its_licence():
    if not BUNDLED.exists():
        missing("browser", "The bundle of the pages", "make install")
    text = BUNDLED.read_text()
    for name in ("bpmn-js", "diagram-js", "htmx.org", "min-dash"):
        assert re.search(rf"^{re.escape(name)}$", text, re.MULTILINE), name
    assert "watermark must stay fully visible" in text
