"""A status gets another name in a whole package: diagram, policies, scenarios and tables."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from lxml import etree

from runner.bpmn import xml
from runner.bpmn.files import POLICIES_FILE, is_scenario, texts_language
from runner.bpmn.package import Package
from runner.errors import InvalidInput
from runner.language import _

LONGEST_STATUS = 60


def rename_status(package: Package, old: str, new: str) -> Package:
    """Elements with the status, its group in the drawing, and whatever names it in the files.
    Sentences for people, such as what a policy promises, stay as they are. Raises InvalidInput."""
    _check(new)
    files = {name: _in_file(name, text, old, new) for name, text in package.files.items()}
    return replace(package, data=_in_diagram(package.data, old, new), files=files)


def _check(new: str) -> None:
    if not 0 < len(new.strip()) <= LONGEST_STATUS:
        longest = LONGEST_STATUS
        raise _refused(_("The name of a status has 1 to %(longest)s characters.", longest=longest))
    if not new.isprintable() or set(new) & set("\"'\\<>&"):
        raise _refused(_("The name of a status has no quotes, and none of < > & \\."))


def _refused(why: str) -> InvalidInput:
    return InvalidInput({"new": [why]}, why)


def _in_diagram(data: bytes, old: str, new: str) -> bytes:
    root = xml.tree(data)
    named = root.iterfind(f".//{{{xml.SPIFF}}}property[@name='status']")
    groups = root.iterfind(f".//{{{xml.BPMN}}}categoryValue")
    found = [node for node in (*named, *groups) if node.get("value") == old]
    for node in found:
        node.set("value", new)
    written = etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8")
    return written if found else data


def _in_file(name: str, text: str, old: str, new: str) -> str:
    if texts_language(name):
        return _in_texts(text, old, new)
    for is_such, place in _PLACES:
        if is_such(name):
            pattern = re.compile(place.format(re.escape(old)), re.MULTILINE)
            return pattern.sub(new, text)
    return text


def _in_texts(text: str, old: str, new: str) -> str:
    """The key of a status in the table [statuses] of a file with texts."""
    head, begun, rest = text.partition("[statuses]\n")
    table, next_one, behind = rest.partition("\n[")
    key = re.compile(rf"""^(["']?){re.escape(old)}\1(?=\s*=)""", re.MULTILINE)
    return head + begun + key.sub(f'"{new}"', table) + next_one + behind


_PLACES: tuple[tuple[Callable[[str], bool], str], ...] = (
    (POLICIES_FILE.__eq__, r"""(?<=["']status ){0}(?=["'])|(?<= in ){0}(?=["']\s*[,\]]?\s*$)"""),
    (is_scenario, r"""(?<=status = ["']){}(?=["'])"""),
    (lambda name: name.endswith(".dmn"), r"""(?<=>"){}(?="<)"""),
)
"""What names a status in which files, by the shape of the place: `"status NAME"` and `... in NAME`
in policies, `status = "NAME"` in scenarios, a cell `"NAME"` of a table."""
