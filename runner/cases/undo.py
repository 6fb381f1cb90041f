"""Undo send: what support sends from the page of a case is held for some seconds. Decision 0267."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from runner.cases.change import Change
from runner.cases.dependencies import Dependencies
from runner.cases.records import WAKE, Actions
from runner.delivery.notifications import Notifications
from runner.errors import Forbidden, NotPossible
from runner.language import _, later
from runner.model import ActRequest, Hold, NewJob, Notice, UnsentText
from runner.people.permissions import side_of
from runner.store import Transaction, holds, people, unsent_texts

JUST_BEFORE = timedelta(microseconds=1)
"""The smallest step of the clock of both databases."""


MOST_HELD = 50
"""Of a person, in all cases: more is a program."""


class Holds:
    """A hold is due like a timer: until its instant nothing has happened. A job wakes the case
    then, and whoever changes the case later wakes it first (`Transactions`)."""

    def __init__(self, dependencies: Dependencies, actions: Actions):
        self._time = dependencies.hold
        self._jobs = dependencies.jobs
        self._notifications: Notifications = dependencies.notifications
        self._actions = actions

    @property
    def wanted(self) -> bool:
        return bool(self._time)

    def add(self, change: Change, act: ActRequest, text: UnsentText) -> None:
        """Holds what would be possible now. It is due before the next timer: what was sent in time
        is in time. Raises as `Actions.work_out` does."""
        if holds.count(change.tx, change.person.id) >= MOST_HELD:
            raise NotPossible(
                _(
                    "%(most_held)s of your messages are about to go out: wait a moment.",
                    most_held=MOST_HELD,
                )
            )
        self._actions.work_out(replace(change, process=change.process.rehearsing), act)
        case, due_at = change.case, change.now + self._time
        if case.next_due is not None:
            due_at = min(due_at, case.next_due - JUST_BEFORE)
        # The press has seen all that there is: others' news from here on is what it has not seen.
        act = replace(act, revision=None, seen=case.events)
        hold = Hold(0, case.id, change.person.id, due_at, act, text)
        self.schedule(change.tx, replace(hold, id=holds.add(change.tx, hold)))

    def schedule(self, tx: Transaction, hold: Hold) -> None:
        """Sees to it that its case is woken when it is due."""
        self._jobs.enqueue(tx, NewJob(WAKE, _key(hold.id), hold.due_at, hold.case_id))

    def take_back(self, change: Change, hold_id: int) -> None:
        """Gives its writer the text back. Raises NotPossible for what has happened already."""
        hold = self._mine(change, hold_id)
        self._remove(change, hold)
        self._give_back(change, hold)

    def bring_forward(self, change: Change, hold_id: int) -> None:
        """Makes it due now. Raises NotPossible for what has happened already."""
        holds.bring_forward(change.tx, self._mine(change, hold_id).id, change.now)

    def by_its_writer(self, change: Change, hold: Hold) -> Change:
        """The change as that of its writer. Raises Forbidden for one who left."""
        person = people.by_id(change.tx, hold.person_id)
        assert person is not None
        side = side_of(person, change.case)
        if side is None or not person.active:
            raise Forbidden(
                _(
                    "%(name)s has no access to case %(number)s any more.",
                    name=person.name,
                    number=change.case.number,
                )
            )
        return replace(change, person=person, side=side)

    def release(self, change: Change, hold: Hold) -> None:
        """Does it. Raises as `Actions.take` does."""
        self._actions.take(change, hold.act)

    def end(self, change: Change, hold: Hold, refused: str) -> None:
        """It is over: done, or `refused` for this reason. Then the text returns, and its writer is
        told."""
        self._remove(change, hold)
        if refused:
            self._give_back(change, hold, refused)
            writer = people.by_id(change.tx, hold.person_id)
            what = later("your message was not sent")
            notice = Notice("unsent", what, refused, change.now, change.case)
            self._notifications.tell(change.tx, [writer] if writer else [], notice)

    def _mine(self, change: Change, hold_id: int) -> Hold:
        mine = holds.of_person(change.tx, change.case.id, change.person.id)
        found = next((hold for hold in mine if hold.id == hold_id), None)
        if found is None:
            raise NotPossible(_("It is not held any more: see the case for what became of it."))
        return found

    def _remove(self, change: Change, hold: Hold) -> None:
        holds.remove(change.tx, hold.id)
        self._jobs.cancel(change.tx, _key(hold.id))

    def _give_back(self, change: Change, hold: Hold, why: str = "") -> None:
        """In front of what was written in the same form meanwhile. Of an action without a text
        there is nothing to give but `why`."""
        tx, case_id, text = change.tx, change.case.id, hold.text
        known = unsent_texts.of_case(tx, case_id, hold.person_id).get(text.form)
        fields = _together(text.fields, known.fields) if known else text.fields
        if fields or why:
            given = UnsentText(text.form, fields, why)
            unsent_texts.save(tx, case_id, hold.person_id, given, change.now)


def _together(held: Mapping[str, str], newer: Mapping[str, str]) -> dict[str, str]:
    """Both texts, and else what was filled in last. A note stays one: it may say what the customer
    is not to read."""
    fields = {**held, **{name: value for name, value in newer.items() if value}}
    texts = [each["text"] for each in (held, newer) if each.get("text")]
    if len(texts) > 1:
        fields["text"] = "\n\n".join(texts)
    files = " ".join(each["files"] for each in (held, newer) if each.get("files"))
    if files:
        fields["files"] = files
    if "note" in (held.get("mode"), newer.get("mode")):
        fields["mode"] = "note"
    return fields


def _key(hold_id: int) -> str:
    return f"hold:{hold_id}"
