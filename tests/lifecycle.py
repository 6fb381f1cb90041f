"""The default diagram with the files beside it, and changed copies of them."""

from runner.bpmn.package import read_package
from tests.conftest import WORKFLOWS

LIFECYCLE = WORKFLOWS / "case_lifecycle.bpmn"
DEFAULT = read_package(LIFECYCLE)
DATA, FILES = DEFAULT.data, DEFAULT.files
TABLES = {name: text for name, text in FILES.items() if name.endswith(".dmn")}
RENAMED = DATA.replace(b'value="New"', b'value="Fresh"')
"""A status has another name; the policies of the default diagram do not know it."""


def newer(data=DATA):
    """The same drawing in another file."""
    return data.replace(b"</bpmn:definitions>", b"<!-- newer --></bpmn:definitions>")


def sooner(data=DATA):
    """Silence closes a case after nine days; the name of the event says so."""
    before, named, behind = data.partition(b'id="silent_for_10_days" name="10 days')
    assert named
    return before + named.replace(b"10 days", b"9 days") + behind.replace(b"P10D</", b"P9D</", 1)
