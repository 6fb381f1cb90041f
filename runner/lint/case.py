"""Rules about the life of a case: is this what a support desk can work by?"""

from __future__ import annotations

from collections.abc import Iterator

from runner.lint.draft import Draft, Problem


def status(draft: Draft) -> Iterator[Problem]:
    """Every place where a token waits has a status, or lies in a sub-process that has one, and so
    has every end of the process. Otherwise a case would stand nowhere on the board."""
    for element in draft.elements.values():
        ends = element.kind == "endEvent" and element.container == draft.diagram.process
        waits = draft.waits(element) and element.kind != "eventBasedGateway"
        around = [element, *draft.around(element)]
        named = any(item.properties.get("status") for item in around)
        if (waits and not named) or (ends and "status" not in element.properties):
            yield Problem(
                element,
                f"A case that {'ends' if ends else 'waits'} at '{element.label}' would have no "
                "status.",
                "Give the element the property 'status'.",
            )
