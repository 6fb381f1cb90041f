"""The token game of a diagram: where tokens can be, and what each can do there.

It is played as the engine plays it: automatic steps happen first, and a person, a message or a
timer moves a token only when all tokens wait. What is simpler than the engine:

- a condition on variables that no form leaves a finite choice for may go either way;
- an activity that is repeated (loop or multi-instance) is gone through once;
- what an event starts on several visits without interrupting counts once where it meets;
- timers of the same activity fire in the order of their durations, all others in any order.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from runner.bpmn import (
    SUB_PROCESSES,
    WAITING_TASKS,
    Action,
    Diagram,
    Element,
    Flow,
)
from runner.bpmn.elements import CAUGHT_AROUND, catching
from runner.errors import DiagramError
from runner.gate.soundness.branching import Gateways
from runner.gate.soundness.domains import Variables
from runner.gate.soundness.liveness import live_variables
from runner.gate.soundness.places import (
    PROCESS,
    Place,
    Places,
    Undecided,
)


class Token(NamedTuple):
    """At a place, with its variables. `origin` is the event that does not interrupt from which it
    started, 0 for others; `fired` is a bit for each such event that has fired at this visit."""

    place: int
    origin: int
    data: int
    fired: int = 0


Marking = tuple[Token, ...]
"""Sorted. Empty when the process has ended."""


@dataclass(frozen=True, slots=True)
class Firing:
    """A step of one or several tokens. `event` is the action, event or message that caused it, ''
    for what happens by itself; `path` are the flows and elements that tokens went through."""

    event: str
    path: tuple[str, ...]
    marking: Marking
    audiences: tuple[str, ...] = ()


class Net(Places):
    """A diagram as a game. Raises Undecided for what this game does not know."""

    def __init__(self, diagram: Diagram):
        super().__init__(diagram)
        self._refuse_unknown()
        self.variables = Variables(self.diagram)
        self._gateways = Gateways(self.diagram, self.variables)
        self._live = live_variables(self.diagram)
        self._origins = {key: number for number, key in enumerate(self.elements, 1)}
        self._actions: dict[str, list[Action]] = {}
        for action in self.diagram.actions:
            place = action.element if action.message is None else action.id
            self._actions.setdefault(place, []).append(action)
        self._starts: dict[str, list[Element]] = {}
        for element in self.elements.values():
            if element.kind == "startEvent":
                self._starts.setdefault(element.container, []).append(element)
        self._before = {event.id: self._earlier(event) for event in self.elements.values()}

    def _refuse_unknown(self) -> None:
        kinds = {e.kind for e in self.elements.values() if e.container == self.diagram.process}
        if "startEvent" not in kinds:
            raise Undecided("it has no start event.")
        for element in self.elements.values():
            odd = _UNKNOWN_EVENTS & set(element.events)
            nested = element.kind == "startEvent" and element.events
            if (
                element.kind in _UNKNOWN_KINDS
                or odd
                or (nested and element.container in self.elements)
            ):
                raise Undecided(f"'{element.label}' ({element.kind}) is not followed here.")
        for flow in self.flows.values():
            if flow.source not in self.elements or flow.target not in self.elements:
                raise Undecided(f"The flow '{flow.id}' does not join two elements.")

    def takes_others(self, token: Token) -> bool:
        """Does its next step end what other tokens do?"""
        return bool(_ENDING & set(self.element_of(token.place).events))

    # -------------------------------------------------------------- what happens by itself

    def start(self) -> Iterator[Firing]:
        begin = self.diagram.start
        data = self.variables.filled_in(self.variables.start, self.diagram.start_form, None)
        tokens, path = self._enter(begin, PROCESS, Token(0, 0, data))
        yield Firing("", (begin.id, *path), self._settled(tokens))

    def advance(self, marking: Marking, token: Token) -> Iterator[Firing]:
        """What a token on a flow does, where it need not wait for others."""
        at = self.places[token.place]
        assert at.flow is not None
        element, rest = self.elements[at.flow.target], list(marking)
        rest.remove(token)
        if element.kind == "endEvent":
            yield self._end(rest, token, at, element)
            return
        way = (at.id, element.id)
        if element.kind == "intermediateThrowEvent":
            rest, caught, over = self._thrown(element, rest, token)
            way += caught
            if over:
                yield Firing("", way, self._settled(rest))
                return
        for flows, data in self._gateways.split(element, token.data):
            tokens, more = self._pass(element, at.scope, token._replace(data=data), flows)
            yield Firing("", (*way, *more), self._settled(rest + tokens))

    def _pass(
        self, element: Element, scope: int, token: Token, flows: tuple[Flow, ...]
    ) -> tuple[list[Token], tuple[str, ...]]:
        """The tokens that one becomes at an element, and what else it went through."""
        if not (element.kind in _HOLDING or _catches(element) or not flows):
            return [self._on(flow.id, scope, token) for flow in flows], ()
        here = self.place(element.id, scope)
        held = Token(here, token.origin, token.data)
        inner = self.inside(here)
        if inner is None:
            return [held], ()
        tokens, path = [held], ()
        for begin in self._starts.get(self.scopes[inner].container, ()):
            more, steps = self._enter(begin, inner, held)
            tokens += more
            path += (begin.id, *steps)
        return tokens, path

    def _enter(
        self, begin: Element, scope: int, token: Token
    ) -> tuple[list[Token], tuple[str, ...]]:
        return self._pass(begin, scope, token, self._gateways.outgoing(begin))

    def _on(self, flow: str, scope: int, token: Token) -> Token:
        return Token(self.place(flow, scope), token.origin, token.data)

    def _end(self, rest: list[Token], token: Token, at: Place, element: Element) -> Firing:
        if "terminate" in element.events:
            rest = [other for other in rest if not self.within(other.place, at.scope)]
        rest, caught, over = self._thrown(element, rest, token)
        way = (at.id, element.id, *caught)
        if over:
            return Firing("", way, self._settled(rest))
        host = self.scopes[at.scope].host
        if host is not None:
            alone = not any(self.within(other.place, at.scope) for other in rest)
            rest = [self._told(o, token, alone) if o.place == host else o for o in rest]
        return Firing("", way, self._settled(rest))

    def around(self, token: Token, others: Iterable[Token]) -> Iterator[list[Token]]:
        """The activities around a token, from the inside out, each with the body of the scope that
        it lies in: what starts event sub-processes there ends or hears them all."""
        known = list(others)
        for place in self.hosts(token.place):
            scope = self.places[place].scope
            yield [
                other
                for other in known
                if other.place == place
                or (self.places[other.place].scope == scope and self._starts_handlers(other))
            ]

    def _starts_handlers(self, host: Token) -> bool:
        on_border = self.events_on.get(self.places[host.place].id, ())
        return any(event.starts_handler for event in on_border)

    def is_over(self, host: Token, marking: Marking) -> bool:
        """Is a token that of an activity in which nothing is left?"""
        inner = self.inside(host.place)
        return inner is not None and not any(self.within(o.place, inner) for o in marking)

    def _told(self, host: Token, token: Token, alone: bool) -> Token:
        """The token of an activity, with what one inside it brought to its end."""
        merged = token.data if alone else self.variables.merged([host.data, token.data])
        return host._replace(data=merged)

    def _thrown(
        self, element: Element, rest: list[Token], token: Token
    ) -> tuple[list[Token], tuple[str, ...], bool]:
        """What an element throws is caught on the border of the nearest activity around it. The
        other tokens then, what was gone through, and whether that activity was interrupted."""
        inside = {self.places[place].id for place in self.hosts(token.place)}
        for hosts in self.around(token, rest) if element.thrown else ():
            on = {self.places[host.place].id: host for host in hosts}
            border = (e for key in on for e in self.events_on.get(key, ()))
            event = catching((e for e in border if not self._begins_one(e, inside)), element)
            if event is not None:
                held = on[event.attached_to or ""]
                data = self._known_to(event, held, [*rest, token])
                tokens, way = self._leave_by(rest, held, event, data)
                return tokens, way, event.interrupting
        return rest, (), False

    def _begins_one(self, event: Element, handlers: Collection[str]) -> bool:
        return event.starts_handler and self.diagram.handler_of(event) in handlers

    def joined(self, marking: Marking) -> Iterator[Firing]:
        """Joins whose tokens are all there, and activities inside which nothing is left."""
        parked: dict[tuple[str, int], list[Token]] = {}
        for token in marking:
            at = self.places[token.place]
            if self.is_parked(token.place):
                assert at.flow is not None
                parked.setdefault((at.flow.target, at.scope), []).append(token)
        for (element_id, scope), tokens in parked.items():
            element = self.elements[element_id]
            first = {token.place: token for token in reversed(tokens)}
            if element.kind == "parallelGateway":
                ready = len(first) == len(element.incoming)
            else:
                ready = not self._still_coming(marking, element, scope, set(first))
            if ready:
                yield from self._join(marking, element, scope, list(first.values()))
                return
        for token in marking:
            inner = self.inside(token.place)
            if inner is None or not self.element_of(token.place).outgoing:
                continue
            if not any(self.within(o.place, self._until(token)) for o in marking if o != token):
                yield self._complete(marking, token)
                return

    def _until(self, host: Token) -> int:
        """The scope in which nothing may be left for an activity to be over. The body of a scope
        with event sub-processes holds its token until what they do is over, too: they listen."""
        inner = self.inside(host.place)
        if inner is None or self._starts_handlers(host):
            return self.places[host.place].scope
        return inner

    def _join(
        self, marking: Marking, element: Element, scope: int, tokens: list[Token]
    ) -> Iterator[Firing]:
        rest = list(marking)
        for token in tokens:
            rest.remove(token)
        data = self.variables.merged(token.data for token in tokens)
        arrived = tuple(self.places[token.place].id for token in tokens)
        joined = Token(0, min(token.origin for token in tokens), data)
        for flows, known in self._gateways.split(element, data):
            new, more = self._pass(element, scope, joined._replace(data=known), flows)
            yield Firing("", (*arrived, element.id, *more), self._settled(rest + new))

    def _still_coming(
        self, marking: Marking, join: Element, scope: int, taken: Iterable[int]
    ) -> bool:
        """Can a token still come to an inclusive join over a flow on which none waits? One that
        could as well come over a flow where one waits is not waited for (BPMN 2.0.2, 13.4.3)."""
        full = {self.places[place].id for place in taken}
        empty = set(join.incoming) - full
        for token in marking:
            at = self.places[token.place]
            here = at.flow is not None and at.flow.target == join.id
            if at.scope == scope and not here:
                reach = self.reach_without(at.id, join.id)
                if not reach.isdisjoint(empty) and reach.isdisjoint(full):
                    return True
        return False

    def _complete(self, marking: Marking, host: Token) -> Firing:
        rest = list(marking)
        rest.remove(host)
        at = self.places[host.place]
        tokens = [self._on(key, at.scope, host) for key in self.elements[at.id].outgoing]
        return Firing("", (), self._settled(rest + tokens))

    # -------------------------------------------------------------- actions, messages and timers

    def outside(self, marking: Marking, tokens: Iterable[Token]) -> Iterator[Firing]:
        """What people, messages and timers may do with some of the waiting tokens."""
        heard: dict[str, list[tuple[Token, Element]]] = {}
        for token in tokens:
            if self.places[token.place].flow is not None:
                continue
            yield from self._acted(marking, token)
            for event in self._listening(token):
                if event.message is not None and "timer" not in event.events:
                    heard.setdefault(event.message, []).append((token, event))
                else:
                    yield self._happens(marking, token, event)
        for listeners in heard.values():
            yield from self._heard(marking, listeners)

    def _acted(self, marking: Marking, token: Token) -> Iterator[Firing]:
        """The outcomes of a waiting task, each for those who may choose it."""
        at = self.places[token.place]
        element = self.elements[at.id]
        if element.kind not in WAITING_TASKS:
            return
        rest = list(marking)
        rest.remove(token)
        if len(element.outgoing) > 1:
            tokens = [self._on(key, at.scope, token) for key in element.outgoing]
            yield Firing(element.id, (), self._settled(rest + tokens))
        for action in self._actions.get(element.id, ()):
            flow = self.flows[action.id]
            way = () if flow.source == element.id else (*element.outgoing, flow.source)
            for data in self._guarded(action, token.data):
                new = self.variables.filled_in(data, action.form, action.id)
                moved = self._on(flow.id, at.scope, token._replace(data=new))
                yield Firing(action.id, way, self._settled([*rest, moved]), (action.audience,))

    def _guarded(self, action: Action, data: int) -> list[int]:
        if action.guard is None:
            return [data]
        return [known for holds, known in self.variables.decide(action.guard, data) if holds]

    def messages(self, token: Token) -> set[str]:
        """The messages that a waiting token hears."""
        if self.places[token.place].flow is not None:
            return set()
        return {event.message for event in self._listening(token) if event.message}

    def _listening(self, token: Token) -> Iterator[Element]:
        """The events that can end or accompany the waiting of a token."""
        element = self.elements[self.places[token.place].id]
        if element.kind == "eventBasedGateway":
            yield from (self.elements[flow.target] for flow in self._gateways.outgoing(element))
        elif _catches(element):
            yield element
        for event in self.events_on.get(element.id, ()):
            if not CAUGHT_AROUND & set(event.events) and not self._has_to_wait(event, token):
                yield event

    def _has_to_wait(self, event: Element, token: Token) -> bool:
        once = not event.interrupting and event.timer_kind != "cycle"
        if once and token.fired & self._bit(event):
            return True
        return any(
            earlier.interrupting or not token.fired & self._bit(earlier)
            for earlier in self._before[event.id]
        )

    def _bit(self, event: Element) -> int:
        return 1 << [e.id for e in self.events_on[event.attached_to or ""]].index(event.id)

    def _earlier(self, event: Element) -> list[Element]:
        """The timers of the same activity that certainly fire before this one."""
        mine = _length(event)
        others = self.events_on.get(event.attached_to or "", ())
        return [e for e in others if mine and _is_shorter(_length(e), mine)]

    def _heard(self, marking: Marking, listeners: list[tuple[Token, Element]]) -> Iterator[Firing]:
        """A message comes to all that wait for it; an action on a border only to that one."""
        for token, event in listeners:
            for action in self._actions.get(event.id, ()):
                yield self._happens(marking, token, event, action)
        if any(not self._actions.get(event.id) for _, event in listeners):
            (token, event), *others = self._innermost(listeners)
            firing = self._happens(marking, token, event)
            for token, event in others:
                if token in firing.marking:
                    more = self._happens(firing.marking, token, event)
                    firing = Firing(firing.event, firing.path + more.path, more.marking)
            yield firing

    def _innermost(self, listeners: list[tuple[Token, Element]]) -> list[tuple[Token, Element]]:
        """Those who hear a message: all in whose activity nothing else waits for it."""
        return [
            (token, event)
            for token, event in listeners
            if not any(self._is_around(token, event, other) for other, _ in listeners)
        ]

    def _is_around(self, host: Token, event: Element, other: Token) -> bool:
        scope = self.places[host.place].scope if event.starts_handler else self.inside(host.place)
        return scope is not None and other.place != host.place and self.within(other.place, scope)

    def _happens(
        self, marking: Marking, token: Token, event: Element, action: Action | None = None
    ) -> Firing:
        form = action.form if action else event.forms.get("")
        data = self.variables.filled_in(self._known_to(event, token, marking), form, None)
        audiences = (action.audience,) if action else ()
        if event.attached_to is not None:
            tokens, path = self._leave_by(list(marking), token, event, data)
            return Firing(event.id, path, self._settled(tokens), audiences)
        rest, at = list(marking), self.places[token.place]
        rest.remove(token)
        tokens = [self._on(key, at.scope, token._replace(data=data)) for key in event.outgoing]
        to = [f.id for f in self._gateways.outgoing(self.elements[at.id]) if f.target == event.id]
        path = () if event.id == at.id else (*to, event.id)
        return Firing(event.id, path, self._settled(rest + tokens), audiences)

    def _known_to(self, event: Element, host: Token, marking: Iterable[Token]) -> int:
        """The variables that an event on the border of an activity starts with: what starts an
        event sub-process shares those of its scope."""
        if not event.starts_handler:
            return host.data
        scope = self.places[host.place].scope
        within = (other.data for other in marking if self.within(other.place, scope))
        return self.variables.merged([host.data, *within])

    def _leave_by(
        self, rest: list[Token], token: Token, event: Element, data: int
    ) -> tuple[list[Token], tuple[str, ...]]:
        """A token leaves an activity, or a second one starts, over an event on its border."""
        scope = self.places[token.place].scope
        rest.remove(token)
        origin = token.origin
        if event.interrupting:
            ended = scope if event.starts_handler else self.inside(token.place)
            if ended is not None:
                rest = [other for other in rest if not self.within(other.place, ended)]
        else:
            origin = self._origins[event.id]
            kept = token.fired | (0 if event.timer_kind == "cycle" else self._bit(event))
            rest.append(token._replace(fired=kept))
        leaving = Token(0, origin, data)
        tokens, path = self._pass(event, scope, leaving, self._gateways.outgoing(event))
        return rest + tokens, (event.id, *path)

    def _settled(self, tokens: list[Token]) -> Marking:
        """A marking, with the variables that still matter. Tokens that an event started on several
        visits, and that came to the same place, count as one: the engine works on each, and there
        is no telling how many there can be."""
        plain, started = [], {}
        for token in tokens:
            known = token._replace(data=self._mattering(token))
            if token.origin:
                started.setdefault((token.place, token.origin), known)
            else:
                plain.append(known)
        return tuple(sorted([*plain, *started.values()]))

    def _mattering(self, token: Token) -> int:
        return self.variables.kept(token.data, self._live[self.places[token.place].id])


_UNKNOWN_KINDS = frozenset({"complexGateway", "adHocSubProcess"})
_UNKNOWN_EVENTS = frozenset({"link", "compensate"})
_ENDING = frozenset({"terminate", *CAUGHT_AROUND})
_HOLDING = WAITING_TASKS | SUB_PROCESSES | {"callActivity", "eventBasedGateway"}


def _catches(element: Element) -> bool:
    return element.kind in ("intermediateCatchEvent", "receiveTask")


def _length(event: Element) -> tuple[bool, float, float] | None:
    """How long a plain timer waits: whether in business time, days, seconds."""
    if event.timer_kind != "duration":
        return None
    try:
        timer = event.timer()
    except DiagramError:
        return None
    length = timer.duration
    if length is None or length.months:
        return None
    return timer.business, length.days, length.seconds


def _is_shorter(one: tuple[bool, float, float] | None, other: tuple[bool, float, float]) -> bool:
    if one is None or one[0] != other[0] or one == other:
        return False
    return one[1] <= other[1] and one[2] <= other[2]
