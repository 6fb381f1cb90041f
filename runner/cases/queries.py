"""Looking at cases: what somebody may see, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime

from runner.bpmn import Diagram, Status
from runner.calendar import Calendar
from runner.cases import views
from runner.cases.case_page import (
    CasePage,
    deeds_of,
    labels_of,
    upcoming_of,
    waits_of,
)
from runner.cases.checks import LONGEST_SUBJECT, checked_priority, checked_text
from runner.cases.dependencies import Dependencies
from runner.cases.views import (
    CaseView,
    EventView,
    StateView,
    actions_for,
    see_event,
    see_state,
)
from runner.engine import Process
from runner.errors import Conflict, EngineError, Forbidden, InvalidInput, NotFound, StaleCase
from runner.model import (
    Case,
    CaseLine,
    CaseOrder,
    Counts,
    Event,
    Message,
    Notification,
    Page,
    Person,
    Side,
    page,
    to_id,
)
from runner.people.accounts import checked_email
from runner.people.links import FOLLOW, REPEAT
from runner.people.permissions import side_of
from runner.store import Transaction, cases, events, lists, messages, people
from runner.store.lists import CaseFilter, ListPosition


class CaseReader:
    def __init__(self, parts: Dependencies):
        self._db = parts.db
        self._links = parts.links
        self._versions = parts.versions
        self._calendars = parts.calendars
        self._clock = parts.clock

    def get(self, person: Person, number: str) -> CaseView:
        with self._db.read() as tx:
            case, _ = self.find(tx, person, number)
            return self.see(tx, self._versions.process(case.version_id), case, person)

    def list(
        self,
        person: Person,
        *,
        statuses: tuple[str, ...] = (),
        owner: str | None = None,
        priorities: tuple[str, ...] = (),
        text: str = "",
        open: bool = False,
        mine: bool = False,
        order: CaseOrder = "newest",
        cursor: str = "",
        limit: int = 50,
    ) -> Page[CaseLine]:
        """The cases that somebody may see. `owner` is an address, `me` or `none`; `text` is part
        of a subject, or a number; `mine` narrows to those whose customer the person is. Raises
        InvalidInput for a filter that no case can ever meet, and a cursor that no page gave."""
        observer = side_of(person, customer_id=-1) is not None
        text = checked_text("q", text, LONGEST_SUBJECT) if text.strip() else ""
        statuses, priorities = _each_once(statuses), _each_once(priorities)
        number = to_id(text)
        after = _read_cursor(cursor, order)
        for priority in priorities:
            checked_priority(priority)
        with self._db.read() as tx:
            self._check_statuses(tx, statuses)
            wanted = CaseFilter(
                statuses=statuses,
                priorities=priorities,
                owner=_owner(tx, person, owner),
                unowned=owner == "none",
                customer=None if observer and not mine else person.id,
                open=open,
                text="" if number else text.strip(),
                id=number,
                order=order,
            )
            found = lists.listed(tx, wanted, after, limit + 1)
        return page(found, limit, lambda line: _cursor(lists.position_of(line, order)))

    def counts(self, person: Person) -> Counts:
        """What stands in the views of somebody's inbox. For support and observers."""
        if side_of(person, customer_id=-1) is None:
            raise Forbidden("The inbox is support's.")
        with self._db.read() as tx:
            return lists.counts(tx, person.id)

    def statuses(self) -> tuple[Status, ...]:
        """The statuses of the current diagram, from left to right as they are drawn."""
        return self._versions.current()[1].diagram.statuses

    def page(self, person: Person, number: str, shown: int = 100) -> CasePage:
        """A case with all that its page shows. Of what was said and what happened, the newest
        `shown` of each."""
        with self._db.read() as tx:
            case, side = self.find(tx, person, number)
            process = self._versions.process(case.version_id)
            said = messages.latest(tx, case.id, side != "customer", shown + 1)
            lately = events.latest(tx, case.id, shown)
            history = tuple(filter(None, (see_event(event, side) for event in lately)))
            earlier = {event.version_id for event in lately} - {case.version_id}
            drawn = [*self._usable(sorted(earlier)), process]
            return CasePage(
                view=self.see(tx, process, case, person),
                waits=waits_of(tx, process, case, self._calendar(case).zone),
                upcoming=upcoming_of(process, case),
                messages=tuple(said[-shown:]),
                earlier_messages=len(said) > shown,
                history=history,
                earlier_history=lately[0].sequence > 1 if lately else False,
                labels=labels_of(drawn, history),
                deeds=deeds_of(drawn),
            )

    def explain(self, person: Person, number: str) -> str:
        """What changed a case last, in a sentence."""
        with self._db.read() as tx:
            case, side = self.find(tx, person, number)
            process, last = self._versions.process(case.version_id), events.last_move(tx, case.id)
            return views.explain(process, case, side, last, self._clock.now())

    def conversation(
        self, person: Person, number: str, after: int = 0, limit: int = 100
    ) -> Page[Message]:
        with self._db.read() as tx:
            case, side = self.find(tx, person, number)
            internal = side != "customer"
            found = messages.conversation(tx, case.id, internal, after, limit + 1)
        return page(found, limit, lambda message: message.id)

    def history(
        self, person: Person, number: str, after: int = 0, limit: int = 200
    ) -> Page[EventView]:
        with self._db.read() as tx:
            case, side = self.find(tx, person, number)
            found = events.of_case(tx, case.id, after, limit + 1)
        part = page(found, limit, lambda event: event.sequence)
        seen = (see_event(event, side) for event in part.items)
        return Page(tuple(view for view in seen if view), part.next_cursor)

    def state(self, person: Person, number: str) -> StateView:
        with self._db.read() as tx:
            case, _ = self.find(tx, person, number)
            return see_state(tx, self._versions.process(case.version_id), case)

    def drawing(self, person: Person, number: str) -> tuple[Diagram, StateView]:
        """The diagram that a case runs on, and where it is on it."""
        with self._db.read() as tx:
            case, _ = self.find(tx, person, number)
            process = self._versions.process(case.version_id)
            return process.diagram, see_state(tx, process, case)

    def ways_in(self, note: Notification) -> list[tuple[str, str]]:
        """The links that a message to somebody carries, each with what it does: for a customer
        one for each action that they may take as the case stands now, without signing in."""
        if note.case_id is None:
            return []
        with self._db.read() as tx:
            case = cases.by_id(tx, note.case_id)
            if case is None:
                return []
            if note.person.id != case.customer.id:
                return [("Open the case", self._links.page(f"/cases/{case.number}"))]
            process = self._versions.process(case.version_id)
            actions = actions_for(process, case, case.customer)
        wanted = [(action.label, action.id) for action in actions]
        wanted += [("Repeat Case", REPEAT)] if case.closed else []
        wanted += [("See the case and write to us", FOLLOW)]
        return [
            (label, self._links.url(case.id, note.person.id, purpose, case.proposal))
            for label, purpose in wanted
        ]

    # -------------------------------------------------------------- inside a transaction

    def _check_statuses(self, tx: Transaction, wanted: tuple[str, ...]) -> None:
        """Raises InvalidInput for a status that no case is in and none can come to: one that is
        drawn neither in the current diagram nor in one that cases still run on. See decision
        0009."""
        drawn = {status.name for status in self.statuses()} if wanted else set()
        if drawn.issuperset(wanted):
            return
        drawn.update(lists.by_status(tx))
        for process in self._usable(lists.running_versions(tx)):
            drawn.update(status.name for status in process.diagram.statuses)
        if unknown := [status[:60] for status in wanted if status not in drawn]:
            raise InvalidInput(
                {"status": [f"is none that a case can have: {', '.join(unknown)}. "
                            f"There are: {', '.join(sorted(drawn))}"]}
            )  # fmt: skip

    def _usable(self, versions: Iterable[int]) -> Iterator[Process]:
        """Without those that are gone or do not run any more: what would be told of them is left
        out, and no other case suffers."""
        for id in versions:
            with suppress(EngineError):
                yield self._versions.process(id)

    def _calendar(self, case: Case) -> Calendar:
        if case.calendar in self._calendars:
            return self._calendars[case.calendar]
        return self._calendars.default

    def find(
        self, tx: Transaction, person: Person, number: str, for_change: bool = False
    ) -> tuple[Case, Side]:
        id = to_id(number)
        case = cases.by_id(tx, id, for_change) if id is not None else None
        side = side_of(person, case.customer.id) if case else None
        if case is None or side is None:
            raise NotFound(f"There is no case {number[:40]}, or it is not yours to see.")
        return case, side

    def see(self, tx: Transaction, process: Process, case: Case, person: Person) -> CaseView:
        side = side_of(person, case.customer.id)
        assert side is not None
        return views.see(tx, process, case, person, side)

    def add_picture(
        self,
        tx: Transaction,
        conflict: Conflict,
        case: Case,
        person: Person,
        moved: Event | None = None,
    ) -> None:
        """Tells the loser of a race how the case stands now, and how it came to that. `moved` is
        the migration that they missed."""
        process = self._versions.process(case.version_id)
        if isinstance(conflict, StaleCase) and conflict.seen is not None:
            moved = events.migration_since(tx, case, conflict.seen)
        conflict.current = view = self.see(tx, process, case, person)
        last, now = events.last_move(tx, case.id), self._clock.now()
        conflict.explanation = views.explain(process, case, view.side, last, now, moved)


def _owner(tx: Transaction, person: Person, owner: str | None) -> int | None:
    if not owner or owner == "none":
        return None
    if owner == "me":
        return person.id
    known = people.by_email(tx, checked_email(owner, "owner"))
    return known.id if known else -1


def _each_once(values: tuple[str, ...]) -> tuple[str, ...]:
    """Each combination of filters is a query of its own: repeating one costs nothing."""
    return tuple(dict.fromkeys(values))


def _cursor(place: ListPosition) -> str:
    return f"{place.id}" if place.at is None else f"{place.at.isoformat()}~{place.id}"


def _read_cursor(text: str, order: CaseOrder) -> ListPosition | None:
    if not text:
        return None
    at, _, id = text.rpartition("~")
    try:
        if not (id.isascii() and id.isdigit() and len(id) <= 18) or bool(at) != (order != "newest"):
            raise ValueError
        return ListPosition(datetime.fromisoformat(at).astimezone(UTC) if at else None, int(id))
    except (ValueError, OverflowError):
        raise InvalidInput({"cursor": ["is not one that a page gave"]}) from None
