"""What an act would do, worked out by the same code and not written. Decision 0261."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from runner.bpmn import forms
from runner.bpmn.drawn_texts import drawn
from runner.cases.case_page import Upcoming, ends_of, upcoming_of
from runner.cases.chains import Move, drawn_forms, takes_case
from runner.cases.change import TIMER, Change, written
from runner.cases.conversation import Telling, facts_for_texts
from runner.cases.views import actions_for
from runner.delivery.notifications import Notifications, fill
from runner.language import N_
from runner.model import NOTHING, Milestone, Notice, Person, Step
from runner.store import Transaction, milestones


@dataclass(frozen=True, slots=True)
class Told:
    """A notice that goes out. `way` is how, such as `mail`, `app` or `chat:support`."""

    person: Person
    way: str
    topic: str
    what: str
    body: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What would happen. `words` is what the customer reads of the status then, `undone_by` the
    label of the action with which support could take it back, None when it could not. `token`
    stands for what is shown: an act that is given it does this or nothing."""

    before: str
    status: str
    closes: bool
    undone_by: str | None
    stops: tuple[Upcoming, ...]
    starts: tuple[Upcoming, ...]
    milestones: tuple[Milestone, ...]
    """Those that start or change, as they would be."""
    told: tuple[Told, ...]
    words: str
    token: str

    def shown_to(self, change: Change) -> Preview:
        """What the person may know: a customer what they themselves are told and read."""
        if change.side != "customer":
            return self
        return replace(
            self,
            told=tuple(each for each in self.told if each.person.id == change.person.id),
            stops=_in_customers_words(self.stops),
            starts=_in_customers_words(self.starts),
        )


def _in_customers_words(events: Iterable[Upcoming]) -> tuple[Upcoming, ...]:
    return tuple(replace(event, name=event.words, then="") for event in events if event.words)


def filled_in(change: Change, name: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields with something in those that are still to be filled in and decide nothing."""
    for form in drawn_forms(change, name):
        decides = change.process.compiled.variables
        blank = forms.fields(form).keys() - decides
        sample = forms.sample(form, {k: v for k, v in fields.items() if v not in (None, "")}, "…")
        return {k: v for k, v in sample.items() if k in fields or k in blank}
    return dict(fields)


class Previews:
    def __init__(self, notifications: Notifications, answering_takes: bool):
        self._notifications = notifications
        self._answering_takes = answering_takes

    def up_to_now(self, change: Change) -> tuple[Change, list[Milestone]]:
        """The case and its milestones, once the timers that are due have fired."""
        known = milestones.of_case(change.tx, change.case.id)
        if change.case.next_due is None or change.case.next_due > change.now:
            return change, known
        step = change.wake()
        woken = Move(step, TIMER).follow(change)
        return woken, _after(known, woken, step)

    def of(self, change: Change, moves: Sequence[Move], known: Sequence[Milestone]) -> Preview:
        """What the moves would do to the case as it is in `change`, as far as the person may know.
        The token is of that alone: with more in it, a customer could try out who is told."""
        takes = self._answering_takes and takes_case(change, moves)
        then, targets = change.owned() if takes else change, list(known)
        told = _Listener(self._notifications)
        telling = Telling(told, lambda tx, case_id: targets)
        for move in moves:
            for body, visibility in move.said:
                if visibility == "public" and change.side != "customer":
                    telling.of_message(then, written(then, body, visibility))
            then = move.follow(then)
            if move.step is not None:
                targets[:] = _after(targets, then, move.step)
                telling.of_step(then, move.step, move.cause)
        before, after = (upcoming_of(change.process, each.case) for each in (change, then))
        found = Preview(
            before=change.case.status,
            status=then.case.status,
            closes=then.case.closed,
            undone_by=_undone_by(change, then),
            stops=tuple(event for event in before if event not in after),
            starts=tuple(event for event in after if event not in before),
            milestones=tuple(target for target in targets if target not in known),
            told=tuple(told.heard),
            words=_words(then, moves, targets),
            token="",
        ).shown_to(change)
        return replace(found, token=_token(found))


class _Listener:
    """Hears who would be told, and how."""

    def __init__(self, notifications: Notifications):
        self._notifications = notifications
        self.heard: list[Told] = []

    def tell(self, tx: Transaction, persons: Iterable[Person], notice: Notice) -> None:
        ways = self._notifications.preferences.ways(tx, list(persons), notice.topic)
        for person, way, _times in ways:
            if way != NOTHING:
                with self._notifications.speaking_to(person):
                    what, body = str(notice.what), str(notice.body)
                self.heard.append(Told(person, way, notice.topic, what, body))


# ------------------------------------------------------------------ milestones


def _after(known: Sequence[Milestone], change: Change, step: Step) -> list[Milestone]:
    """The milestones of a case after a step, as `runner.store.milestones` writes them."""
    found = {milestone.name: milestone for milestone in known}
    elements, at = change.process.diagram.elements, change.case.updated_at
    for timer in step.timers:
        if name := elements[timer.element].properties.get("milestone"):
            new = Milestone(name, "running", at, timer.at, calendar=timer.calendar)
            found[name] = _moved(found.get(name, new), timer.at, timer.calendar)
    for occurrence in step.happened:
        for effect in occurrence.effects:
            if effect.kind == "moved" and effect.name in found:
                found[effect.name] = _moved(found[effect.name], **effect.details)
            elif effect.name in found:
                found[effect.name] = _ended(found[effect.name], effect.kind, occurrence.at)
    return sorted(found.values(), key=lambda milestone: (milestone.started_at, milestone.name))


def _moved(milestone: Milestone, due: datetime, calendar: str) -> Milestone:
    running = milestone.state == "running"
    return replace(milestone, due_at=due, calendar=calendar) if running else milestone


def _ended(milestone: Milestone, how: str, at: datetime) -> Milestone:
    running = milestone.state == "running"
    if how == "missed":
        return replace(milestone, state="missed") if running else milestone
    if milestone.reached_at or milestone.ended_at:
        return milestone
    if how == "reached":
        return replace(milestone, reached_at=at, state="met" if running else milestone.state)
    if how == "ended":
        return replace(milestone, ended_at=at, state="not_reached" if running else milestone.state)
    return milestone


# ------------------------------------------------------------------ what else there is to say


def _words(then: Change, moves: Sequence[Move], targets: Iterable[Milestone]) -> str:
    """What the drawing says where the case would wait, or of the end that it would come to."""
    steps = [move.step for move in moves if move.step is not None]
    if not steps:
        return ""
    elements = drawn(then.process.diagram).elements
    facts = facts_for_texts(then.case, targets)
    waits = [elements[task.element] for task in steps[-1].tasks]
    ends = ends_of(then.process, then.case)
    texts = (fill(element.documentation, facts) for element in (*waits, *ends))
    return "\n".join(filter(None, texts))


def _undone_by(change: Change, then: Change) -> str | None:
    """The action with which support could bring the case back to the status that it has."""
    status = change.case.status
    if then.case.closed or then.side != "support" or then.case.status == status:
        return None
    offered = actions_for(then.process, then.case, then.person)
    return next((action.label for action in offered if action.leads_to == (status,)), None)


# ------------------------------------------------------------------ this, or nothing


_ASPECTS = (N_("the status"), N_("the timers"), N_("the milestones"), N_("who is told"))


def _token(preview: Preview) -> str:
    """A mark for each aspect. Instants and texts are left out: they depend on when the button is
    pressed, and on what is still being written."""
    aspects = (
        (preview.before, preview.status, preview.closes),
        [sorted(event.element for event in part) for part in (preview.stops, preview.starts)],
        sorted((each.name, each.state) for each in preview.milestones),
        sorted((each.person.id, each.way, each.topic) for each in preview.told),
    )
    return "-".join(hashlib.sha256(repr(each).encode()).hexdigest()[:12] for each in aspects)


def differing(expected: str, token: str) -> list[str]:
    """What of the outcome is not as it was expected; all of it for a token that is none."""
    marks = expected.split("-")
    if len(marks) != len(_ASPECTS):
        return list(map(str, _ASPECTS))
    pairs = zip(_ASPECTS, marks, token.split("-"), strict=True)
    return [str(aspect) for aspect, one, other in pairs if one != other]
