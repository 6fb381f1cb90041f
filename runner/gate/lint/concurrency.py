"""What may go on while a token waits somewhere, as far as flows go."""

from __future__ import annotations

from collections.abc import Iterator

from runner.bpmn import Element
from runner.gate.lint.paths import Paths, reach


def beside(paths: Paths, event: Element) -> frozenset[str]:
    """The elements that tokens may come to while another waits for an event: what lies inside the
    activity that the event is drawn on, that activity itself where it is done several times, and
    what only other branches of a split lead to. What lies behind the join is on several branches,
    and so on none."""
    host = event.attached_to or event.id
    found = set(_inside(paths, paths.elements[host]))
    found |= {host} if paths.elements[host].loop else set()
    for branches in _splits(paths):
        for here in (branch for branch in branches if host in branch):
            found |= frozenset().union(*(other - here for other in branches))
    return frozenset(found)


def _inside(paths: Paths, activity: Element) -> Iterator[str]:
    for inner in paths.body(activity):
        yield inner.id
        yield from _inside(paths, inner)


def _splits(paths: Paths) -> Iterator[list[frozenset[str]]]:
    """What each branch leads to, for each place where one token may become several. A way back to
    the split begins all of them anew."""
    for element in paths.of("parallelGateway", "inclusiveGateway"):
        elsewhere = paths.elements.keys() - {element.id}
        yield [reach([key], paths.next, elsewhere) for key in paths.next[element.id]]
    for event in paths.of("boundaryEvent"):
        host = event.attached_to or ""
        if not event.interrupting and host in paths.elements:
            of_event = reach([event.id], paths.next, paths.elements.keys() - {host})
            yield [of_event, reach([host], paths.next, paths.elements.keys() - {event.id})]
