"""Elements that are not drawn any more where cases go: which one each is now, chosen on the plan of
a migration."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from runner.bpmn import Diagram
from runner.bpmn.render import FigureOverlay, Overlays
from runner.deployment.migration import Group
from runner.errors import EngineError
from web.shared.auth import caselane
from web.shared.diagrams import label, named, with_figures

MOST = 40
"""Elements that a page asks about."""


@dataclass(frozen=True, slots=True)
class GoneElement:
    """An element at which cases wait. `options` are elements of its kind where they go, those that
    are new there first; `number` stands on both drawings; `chosen` is '' for none."""

    number: int
    id: str
    label: str
    version: int
    cases: int
    options: Sequence[tuple[str, str]]
    chosen: str


def mapping_in(fields: MultiDict[str, str]) -> dict[str, str]:
    """The new ids by the old ones, of fields `old` and `new` side by side; without those that are
    left open."""
    pairs = zip(fields.getlist("old"), fields.getlist("new"), strict=False)
    return {old: new for old, new in pairs if old and new}


def gone_elements(
    groups: Iterable[Group], to: Diagram, chosen: Mapping[str, str]
) -> list[GoneElement]:
    """In the order in which most cases wait at them."""
    waiting: Counter[tuple[int, str]] = Counter()
    for group in groups:
        for element in group.waits_at:
            if element not in to.elements:
                waiting[group.version_id, element] += group.cases
    found: list[GoneElement] = []
    for (version, element), cases in waiting.most_common(MOST):
        old = _diagram(version)
        if old is None or element not in old.elements or any(element == o.id for o in found):
            continue
        options = _options(old, element, to)
        number, now = len(found) + 1, chosen.get(element, "")
        name = label(old, element)
        found.append(GoneElement(number, element, name, version, cases, options, now))
    return found


def pictures(gone: Sequence[GoneElement], to: Diagram) -> tuple[int, Markup, Markup] | None:
    """The version that most of them are of, its drawing, and that where cases go, each with the
    numbers of elements on it."""
    if not gone:
        return None
    version = gone[0].version
    old = _diagram(version)
    assert old is not None
    before = {one.id: _badge(one, "removed") for one in gone if one.version == version}
    after = {one.chosen: _badge(one, "added") for one in gone if one.chosen}
    return (
        version,
        with_figures(old, Overlays(figures=before)),
        with_figures(to, Overlays(figures=after)),
    )


def _badge(one: GoneElement, look: str) -> FigureOverlay:
    return FigureOverlay(str(one.number), f"{one.number}: {one.label}", kind=look)


def _options(old: Diagram, element: str, to: Diagram) -> list[tuple[str, str]]:
    alike = [one for one, drawn in to.elements.items() if drawn.kind == old.elements[element].kind]
    alike.sort(key=lambda one: (one in old.elements, label(to, one).casefold()))
    return [(one, named(to, one)) for one in alike]


def _diagram(version: int) -> Diagram | None:
    try:
        return caselane().versions.diagram(version)
    except EngineError:  # it cannot be read any more
        return None
