"""A file of a draft, written in place: a table, policies, calendars, a scenario or a form."""

from __future__ import annotations

from dataclasses import replace

from runner.bpmn.files import CALENDARS_FILE, FILE_TYPES
from runner.bpmn.package import Package, sort_out
from runner.errors import InvalidInput
from runner.language import _


def with_file(package: Package, name: str, text: str) -> Package:
    """The package with this text as the file of this name. Whether it is well-formed the check
    says. Raises InvalidInput for a file that would belong to no version of the diagram, and
    DiagramError for a name that lies elsewhere."""
    if not name.endswith(FILE_TYPES):
        raise InvalidInput(
            {"name": [_("has to end in %(file_types)s", file_types=", ".join(FILE_TYPES))]}
        )
    if name not in sort_out(package.data, {name: text.encode()}).files:
        raise InvalidInput({"file": [_belongs_nowhere(name)]})
    return replace(package, files={**package.files, name: text})


def without_file(package: Package, name: str) -> Package:
    return replace(package, files={key: text for key, text in package.files.items() if key != name})


def _belongs_nowhere(name: str) -> str:
    if name.endswith(".dmn"):
        how = _("first let a task of the drawing read a decision that stands in it")
    elif name.endswith(".json"):
        how = _("first name it in the drawing, as the form of an element")
    else:
        how = _(
            "it is %(calendars_file)s, or its line 'process' names the process of the drawing",
            calendars_file=CALENDARS_FILE,
        )
    return _("would belong to no version: %(how)s", how=how)
