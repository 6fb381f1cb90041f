"""The process of a package gets another id, so that the package is one of another lifecycle."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from itertools import count

from lxml import etree

from runner.bpmn import xml
from runner.bpmn.files import texts_language
from runner.bpmn.package import Package
from runner.bpmn.process_choice import process_id

_REFERENCES = ("id", "bpmnElement", "processRef")
"""Attributes that hold the id of a process."""


def as_new_process(package: Package, taken: Collection[str]) -> Package:
    """The package with an id for its process that is not taken: `blank_2`. As it is where its own
    one is free, or cannot be read."""
    old = process_id(package.data)
    if old not in taken:
        return package
    new = next(name for number in count(2) if (name := f"{old}_{number}") not in taken)
    files = {name: _in_file(name, text, old, new) for name, text in package.files.items()}
    return replace(package, data=_in_diagram(package.data, old, new), files=files)


def _in_diagram(data: bytes, old: str, new: str) -> bytes:
    root = xml.tree(data)
    for node in root.iter("*"):
        for name in _REFERENCES:
            if node.get(name) == old:
                node.set(name, new)
    return etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8")


def _in_file(name: str, text: str, old: str, new: str) -> str:
    """In policies, scenarios and texts the line `process = "ID"`; the name of the process itself in
    texts, too."""
    said = re.compile(rf"""^(process\s*=\s*["']){re.escape(old)}(?=["'])""", re.MULTILINE)
    text = said.sub(rf"\g<1>{new}", text)
    if texts_language(name):
        text = re.sub(rf"^{re.escape(old)}(?=\s*=)", new, text, flags=re.MULTILINE)
    return text
