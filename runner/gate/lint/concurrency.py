"""What may go on while a token waits somewhere, as far as flows go."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from runner.bpmn import Element
from runner.bpmn.graphs import reach
from runner.gate.lint.paths import Paths


class Concurrency:
    """What tokens may come to while another waits for an event, found once for each place."""

    def __init__(self, paths: Paths):
        self.paths = paths
        self._found: dict[str, frozenset[str]] = {}

    def beside(self, event: Element) -> frozenset[str]:
        """The elements that tokens may come to while another waits for an event: what lies inside
        the activity that the event is drawn on, that activity itself where it is done several
        times, and what only other branches of a split lead to. What lies behind the join is on
        several branches, and so on none."""
        host = event.attached_to or event.id
        if host not in self._found:
            others = (found for branch, found in self._splits if host in branch)
            self._found[host] = self._of_activity(host).union(*others)
        return self._found[host]

    def apart(self, place: str) -> list[tuple[frozenset[str], frozenset[str]]]:
        """For each split that leads to a place by one of its branches alone: that branch, and what
        goes on apart from it: what only others lead to, or what lies inside the activity that an
        event has led away from."""
        return [(here, others) for here, others in self._apart if place in here]

    @cached_property
    def _apart(self) -> list[tuple[frozenset[str], frozenset[str]]]:
        several = [other for one in self._all_branches for other in _only_here(one)]
        return [*several, *self._left_behind()]

    def _left_behind(self) -> Iterator[tuple[frozenset[str], frozenset[str]]]:
        paths = self.paths
        for event in paths.of("boundaryEvent"):
            host = event.attached_to or ""
            if event.interrupting and not event.starts_handler and host in paths.elements:
                inside = self._of_activity(host) - {host}
                ahead = {paths.flows[key].target for key in paths.elements[host].outgoing}
                on = reach(sorted(ahead), paths.next, {event.id})
                of_event = reach([event.id], paths.next, {host})
                yield of_event - on - inside, inside

    def _of_activity(self, key: str) -> frozenset[str]:
        """What lies inside an activity, however often a process in it calls itself."""
        found: set[str] = {key} if self.paths.elements[key].loop else set()
        seen, todo = {key}, [key]
        while todo:
            inside = {inner.id for inner in self.paths.body(self.paths.elements[todo.pop()])}
            found |= inside
            todo += inside - seen
            seen |= inside
        return frozenset(found)

    @cached_property
    def _splits(self) -> list[tuple[frozenset[str], frozenset[str]]]:
        """What each branch of a split leads to, with what only the others lead to."""
        found: list[tuple[frozenset[str], frozenset[str]]] = []
        for branches in self._all_branches:
            together = frozenset[str]().union(*branches)
            found += [(here, together - here) for here in branches]
        return found

    @cached_property
    def _all_branches(self) -> list[list[frozenset[str]]]:
        return list(self._branches())

    def _branches(self) -> Iterator[list[frozenset[str]]]:
        """What each branch leads to, for each place where one token may become several. A way back
        to the split begins all of them anew."""
        paths = self.paths
        for element in paths.of("parallelGateway", "inclusiveGateway"):
            if len(paths.next[element.id]) > 1:
                yield [reach([key], paths.next, {element.id}) for key in paths.next[element.id]]
        for event in paths.of("boundaryEvent"):
            host = event.attached_to or ""
            if not event.interrupting and host in paths.elements:
                of_event = reach([event.id], paths.next, {host})
                yield [of_event, reach([host], paths.next, {event.id})]


def _only_here(branches: list[frozenset[str]]) -> Iterator[tuple[frozenset[str], frozenset[str]]]:
    """What each branch alone leads to, with what only the others lead to."""
    for number, here in enumerate(branches):
        others = frozenset[str]().union(*branches[:number], *branches[number + 1 :])
        yield here - others, others - here
