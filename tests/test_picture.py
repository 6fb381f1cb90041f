"""docs/lifecycle.svg, the picture of the README, is the default diagram. After a change of it:

python -m tests.test_picture > docs/lifecycle.svg
"""

from runner import bpmn as diagrams
from runner.bpmn.render import Overlays, draw
from tests.conftest import ROOT, WORKFLOWS


def picture() -> str:
    files = {path.name: path.read_text() for path in WORKFLOWS.glob("*.dmn")}
    data = (WORKFLOWS / "case_lifecycle.bpmn").read_bytes()
    return draw(diagrams.read(data, files), Overlays()) + "\n"


def test_the_picture_of_the_readme_is_the_default_diagram():
    assert (ROOT / "docs/lifecycle.svg").read_text() == picture(), __doc__


if __name__ == "__main__":
    print(picture(), end="")
