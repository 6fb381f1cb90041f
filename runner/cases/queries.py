"""Reading cases: each query returns what the person may see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeVar

from runner.bpmn import Diagram, Status
from runner.bpmn.drawn_texts import spoken_drawing
from runner.bpmn.moves import Moves, joined
from runner.bpmn.status_map import StatusMap
from runner.cases.aside import aside_of
from runner.cases.case_page import (
    CasePage,
    deeds_of,
    labels_of,
    proposals_of,
    texts_of,
    titles_of,
    upcoming_of,
    waits_of,
    with_files,
)
from runner.cases.chains import Chain, chains_of
from runner.cases.change import LONGEST_SUBJECT, Change, checked_priority, checked_text
from runner.cases.conversation import facts_for_texts
from runner.cases.dependencies import Dependencies
from runner.cases.presence import others_at
from runner.cases.views import (
    ActionView,
    CaseView,
    EventView,
    StateView,
    actions_for,
    as_seen,
    explain,
    find_case,
    request_of,
    see,
    see_event,
    see_message,
    see_state,
)
from runner.delivery.notifications import fill
from runner.engine import Process
from runner.errors import InvalidInput, NotFound
from runner.language import N_, _
from runner.model import (
    CannedResponse,
    Case,
    CaseAside,
    CaseLine,
    CaseOrder,
    Counts,
    Hold,
    Lifecycle,
    Message,
    Notification,
    Page,
    Person,
    normalised,
    page,
    to_id,
)
from runner.people.links import FOLLOW, RATE, REPEAT
from runner.people.permissions import may, require, side_of
from runner.people.person_fields import checked_email
from runner.store import (
    Transaction,
    attachments,
    canned_responses,
    cases,
    events,
    follow_ups,
    holds,
    lists,
    messages,
    milestones,
    people,
    satisfaction,
    teams,
    unsent_texts,
)
from runner.store.lists import CaseFilter, ListPosition

BACKWARDS = "<"
"""A cursor that begins so gets the page before."""


@dataclass(frozen=True, slots=True)
class CaseQuery:
    """Which cases a list shows, and in which order; of several values any will do. An owner is an
    address, `me` or `none`, a team is its name; `fields` are whole texts by the names of fields;
    `text` is part of a subject, or a number; `mine` narrows to those whose customer the person
    is. What is marked as `spam` is listed only where that is asked for, and then alone; customers
    find their cases whether they are marked or not."""

    statuses: tuple[str, ...] = ()
    priorities: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    text: str = ""
    open: bool = False
    mine: bool = False
    spam: bool = False
    order: CaseOrder = "newest"


HOW_WAS_IT = N_("Say how it went")

NO_OWNER = "none"
"""As the owner that a filter names."""

MOST_VALUES = 50
"""Of one filter. Most values are a query of their own, and SQLite unites 500 at most."""

T = TypeVar("T")


class Queries:
    """What a person may see of cases. Nothing here changes anything."""

    def __init__(self, dependencies: Dependencies):
        self._db = dependencies.db
        self._links = dependencies.links
        self._versions = dependencies.versions
        self._clock = dependencies.clock
        self._note_reads = dependencies.note_reads

    def get(self, person: Person, number: str) -> CaseView:
        with self._db.read() as tx:
            case, _ = find_case(tx, person, number)
            return see(tx, self._versions.process(case.version_id), case, person)

    def together(
        self, person: Person, numbers: Sequence[str]
    ) -> tuple[tuple[CaseView, ...], tuple[ActionView, ...]]:
        """Cases that support would change at once, and the actions that each of them offers, with
        the same form. Raises Forbidden, and NotFound for a case that is not there."""
        require(person, "change_case")
        with self._db.read():
            views = tuple(self.get(person, number) for number in numbers)
        first, *others = ({action.id: action for action in view.actions} for view in views)
        common = (
            action
            for name, action in first.items()
            if all(name in other and other[name].form == action.form for other in others)
        )
        return views, tuple(common)

    def list(
        self, person: Person, query: CaseQuery | None = None, cursor: str = "", limit: int = 50
    ) -> Page[CaseLine]:
        """The cases that the person may see, page by page. Raises InvalidInput for a filter that
        no case can ever meet (decision 0009), and for a cursor that no page gave."""
        query, back = query or CaseQuery(), cursor.startswith(BACKWARDS)
        start = _read_cursor(cursor.removeprefix(BACKWARDS), query.order)
        with self._db.read() as tx:
            wanted = self._filter(tx, person, query)
            found = lists.listed(tx, wanted, start, limit + 1, back) if wanted else []
        if back and len(found) <= limit:  # the beginning: a whole page of it
            return self.list(person, query, "", limit)
        lines, more = (found[-limit:] if back else found[:limit]), len(found) > limit
        seen = (as_seen(line, person) for line in lines)
        places = [_cursor(lists.position_of(line, query.order)) for line in lines]
        return Page(
            tuple(seen),
            places[-1] if more else None,
            f"{BACKWARDS}{places[0]}" if start is not None and places else None,
        )

    def count(self, person: Person, query: CaseQuery, most: int = 1000) -> int:
        """How many cases a list has; for `most` or more, that there are as many at least."""
        with self._db.read() as tx:
            wanted = self._filter(tx, person, query)
            return min(most, lists.count(tx, wanted, most)) if wanted else 0

    def _filter(self, tx: Transaction, person: Person, query: CaseQuery) -> CaseFilter | None:
        """None where the owners or teams are not known: no case has one of these. Neither teams
        nor tags are for customers to ask after."""
        if (query.teams or query.tags) and not may(person, "list_cases"):
            return None
        _check_lengths(query)
        text = checked_text("q", query.text, LONGEST_SUBJECT) if query.text.strip() else ""
        statuses, number = _each_once(query.statuses), to_id(text)
        self._check_statuses(tx, statuses)
        own_only = query.mine or not may(person, "list_cases")
        wanted = CaseFilter(
            statuses=statuses,
            priorities=_each_once(map(checked_priority, query.priorities)),
            owners=_owners(tx, person, query.owners),
            unowned=NO_OWNER in query.owners,
            teams=_teams(tx, query.teams),
            tags=_each_once(" ".join(normalised(t).casefold().split()) for t in query.tags),
            customer=person.id if own_only else None,
            open=query.open,
            fields={
                name: _each_once(map(normalised, texts)) for name, texts in query.fields.items()
            },
            text="" if number else text.strip(),
            id=number,
            order=query.order,
            reader=person.id,
            # A number asks for that case; and no customer is told of the mark.
            spam=None if own_only or (number and not query.spam) else query.spam,
        )
        known = (wanted.owners or wanted.unowned or not query.owners) and (
            wanted.teams or not query.teams
        )
        return wanted if known else None

    def counts(self, person: Person) -> Counts:
        """The number of cases in each view of the person's inbox. For support and observers."""
        require(person, "list_cases")
        with self._db.read() as tx:
            return lists.counts(tx, person.id, self._clock.now())

    def lifecycles(self) -> tuple[Lifecycle, ...]:
        """Those that a new case may start on, the default one first."""
        return self._versions.taking_cases()

    def statuses(self) -> tuple[Status, ...]:
        """The statuses of the current diagram, from left to right as they are drawn; behind them
        those of the other lifecycles that take cases, and those that only the diagrams have on
        which open cases still run."""
        return _statuses_of(self._in_use())

    def statuses_by_move(self) -> tuple[tuple[Status, ...], Moves]:
        """These statuses, and which of them wait for support, which for the customer."""
        processes = self._in_use()
        moves = joined(process.compiled.moves for process in processes)
        return _statuses_of(processes), moves

    def _in_use(self) -> tuple[Process, ...]:
        with self._db.read() as tx:
            running = lists.running_versions(tx)
        taking = [one.version for one in self.lifecycles()]
        return (self._versions.current()[1], *self._versions.usable([*taking, *running]))

    def page(self, person: Person, number: str, shown: int = 100) -> CasePage:
        """A case with all that its page shows. Of what was said and what happened, the newest
        `shown` of each."""
        seen = self._page(person, number, shown)
        self._note(person, seen.view.case, seen.messages)
        return seen

    def _note(self, person: Person, case: Case, shown: Iterable[Message]) -> None:
        if self._note_reads.asked and any(one.visibility == "internal" for one in shown):
            self._note_reads.note(person, case.number)

    def _page(self, person: Person, number: str, shown: int) -> CasePage:
        with self._db.read() as tx:
            case, _ = find_case(tx, person, number)
            internal = may(person, "see_internal", case)
            process = self._versions.process(case.version_id)
            said = messages.latest(tx, case.id, internal, shown + 1)
            files = attachments.of_case(tx, case.id, said[0].id if said else 0)
            lately = events.latest(tx, case.id, shown)
            seen = (see_event(event, person, internal) for event in lately)
            history = tuple(filter(None, seen))
            earlier = {event.version_id for event in lately} - {case.version_id}
            drawn = [*self._versions.usable(sorted(earlier)), process]
            visited = frozenset(event.to_status for event in lately if event.to_status)
            return CasePage(
                view=see(tx, process, case, person),
                waits=waits_of(tx, process, case, process.calendars.named(case.calendar).zone),
                upcoming=upcoming_of(process, case),
                messages=tuple(
                    see_message(m, person, internal) for m in with_files(said[-shown:], files)
                ),
                request_files=tuple(file for file in files if file.message_id is None),
                earlier_messages=len(said) > shown,
                history=history,
                earlier_history=lately[0].sequence > 1 if lately else False,
                labels=labels_of(drawn, history),
                deeds=deeds_of(drawn),
                statuses=_map_of(process).of_case(case.status, visited),
                visited=visited,
                lifecycle=self._lifecycle_of(process.diagram),
                chains=chains_of(self._change(tx, case, person)),
                titles=titles_of(drawn),
                proposals=proposals_of(drawn),
                aside=aside_of(tx, case) if internal else CaseAside(),
                satisfaction=satisfaction.of_case(tx, case.id) if case.closed else None,
                held=_held(tx, case, person),
                unsent=(unsent := unsent_texts.of_case(tx, case.id, person.id)),
                texts=texts_of(drawn) if unsent else {},
                follow_up=follow_ups.of_case(tx, person.id, case.id) if internal else None,
                responses=_responses(tx, case, person),
                others=others_at(tx, case, person, self._clock.now()) if internal else (),
            )

    def _lifecycle_of(self, diagram: Diagram) -> str:
        several = len(self._versions.lifecycles()) > 1
        return diagram.name or diagram.process if several else ""

    def chains(self, person: Person, number: str) -> tuple[Chain, ...]:
        """The pairs of actions that the person may take as one step now."""
        with self._db.read() as tx:
            case, _ = find_case(tx, person, number)
            return chains_of(self._change(tx, case, person))

    def _change(self, tx: Transaction, case: Case, person: Person) -> Change:
        """A change that is only thought of."""
        process, side = self._versions.process(case.version_id), side_of(person, case)
        calendar = process.calendars.named(case.calendar)
        return Change(tx, case, process, person, side, self._clock.now(), calendar)

    def explain(self, person: Person, number: str) -> str:
        """What changed a case last, in a sentence."""
        with self._db.read() as tx:
            case, _ = find_case(tx, person, number)
            process, last = self._versions.process(case.version_id), events.last_move(tx, case.id)
            view = see(tx, process, case, person)
            return explain(process, view, last, self._clock.now())

    def letter(self, person: Person, text: str, number: str = "") -> tuple[str, str]:
        """A text of a drawing as it would be told of a case, by default of the newest one; with its
        number. Raises NotFound."""
        newest = (line.number for line in self.list(person, limit=1).items)
        number = number or next(newest, "")
        if not number:
            raise NotFound(_("There is no case yet."))
        with self._db.read() as tx:
            case, _side = find_case(tx, person, number)
            targets = milestones.of_case(tx, case.id)
            return case.number, fill(text, facts_for_texts(case, targets))

    def conversation(
        self, person: Person, number: str, after: int = 0, limit: int = 100
    ) -> Page[Message]:
        with self._db.read() as tx:
            case, _ = find_case(tx, person, number)
            internal = may(person, "see_internal", case)
            found = messages.conversation(tx, case.id, internal, after, limit + 1)
            files = attachments.of_messages(tx, case.id, [message.id for message in found])
            found = with_files(found, files)
        self._note(person, case, found)
        said = [see_message(message, person, internal) for message in found]
        return page(said, limit, lambda message: message.id)

    def history(
        self, person: Person, number: str, after: int = 0, limit: int = 200
    ) -> Page[EventView]:
        with self._db.read() as tx:
            case, _ = find_case(tx, person, number)
            internal = may(person, "see_internal", case)
            found = events.of_case(tx, case.id, after, limit + 1)
        part = page(found, limit, lambda event: event.sequence)
        seen = (see_event(event, person, internal) for event in part.items)
        return Page(tuple(view for view in seen if view), part.next_cursor)

    def state(self, person: Person, number: str) -> StateView:
        with self._db.read() as tx:
            case, _ = find_case(tx, person, number)
            return see_state(tx, self._versions.process(case.version_id), case)

    def drawing(self, person: Person, number: str) -> tuple[Diagram, StateView]:
        """The diagram that a case runs on, and where it is on it."""
        with self._db.read() as tx:
            case, _ = find_case(tx, person, number)
            process = self._versions.process(case.version_id)
            return process.diagram, see_state(tx, process, case)

    def ways_in(self, note: Notification) -> list[tuple[str, str]]:
        """The links of a notification, each with what it does. A customer gets one for each action
        that they may take now, without signing in."""
        if note.case_id is None:
            return []
        with self._db.read() as tx:
            case = cases.by_id(tx, note.case_id)
            if case is None:
                return []
            if all(note.person.id != customer.id for customer in case.customers):
                return [(_("Open the case"), self._links.page(f"/cases/{case.number}"))]
            process = self._versions.process(case.version_id)
            actions = actions_for(process, case, note.person)
        wanted = [(action.label, action.id, request_of(case, action)) for action in actions]
        if case.closed and note.person.id == case.customer.id:
            wanted += [(str(HOW_WAS_IT), RATE, None), (_("Repeat Case"), REPEAT, None)]
        wanted += [(_("See the case and write to us"), FOLLOW, None)]
        return [
            (label, self._links.url(case.id, note.person.id, purpose, asks))
            for label, purpose, asks in wanted
        ]

    # -------------------------------------------------------------- inside a transaction

    def _check_statuses(self, tx: Transaction, wanted: tuple[str, ...]) -> None:
        """Raises InvalidInput for a status that no case is in and none can come to: one that is
        drawn neither in the current diagram nor in one that cases still run on. See decision
        0009."""
        if not wanted:
            return
        drawn = {status.name for status in self._versions.current()[1].diagram.statuses}
        if drawn.issuperset(wanted):  # as nearly always: no other diagram has to be looked for
            return
        drawn.update(status.name for status in self.statuses())
        drawn.update(lists.by_status(tx))
        if unknown := [status[:60] for status in wanted if status not in drawn]:
            raise InvalidInput(
                {
                    "status": [
                        _(
                            "is none that a case can have: %(unknown)s. There are: %(drawn)s",
                            unknown=", ".join(unknown),
                            drawn=", ".join(sorted(drawn)),
                        )
                    ]
                }
            )


def _responses(tx: Transaction, case: Case, person: Person) -> tuple[CannedResponse, ...]:
    if not (may(person, "keep_response") and may(person, "write_note", case)):
        return ()
    found = canned_responses.named_for(tx, person.id)
    return tuple(sorted(found, key=lambda one: case.status not in one.statuses))


def _held(tx: Transaction, case: Case, person: Person) -> tuple[Hold, ...]:
    return tuple(holds.of_person(tx, case.id, person.id)) if case.held_until else ()


def _statuses_of(processes: Iterable[Process]) -> tuple[Status, ...]:
    """The statuses of several diagrams; of those with one name, the first."""
    found: dict[str, Status] = {}
    for process in processes:
        for status in process.diagram.statuses:
            found.setdefault(status.name, status)
    return tuple(found.values())


def _check_lengths(query: CaseQuery) -> None:
    filters = {
        "status": query.statuses, "priority": query.priorities, "owner": query.owners,
        "team": query.teams, "tag": query.tags, **query.fields,
    }  # fmt: skip
    counted = {name: len(_each_once(values)) for name, values in filters.items()}
    if errors := {
        name: [
            _(
                "has %(count)s values; a list takes at most %(most_values)s",
                count=count,
                most_values=MOST_VALUES,
            )
        ]
        for name, count in counted.items()
        if count > MOST_VALUES
    }:
        raise InvalidInput(errors)


def _owners(tx: Transaction, person: Person, named: Sequence[str]) -> tuple[int, ...]:
    """The owners whom a filter names: `me`, and addresses that are known; a customer is not told
    by the answer whose address it is."""
    own = [person.id] if "me" in named else []
    if not may(person, "list_cases"):
        return tuple(own)
    emails = [checked_email(one, "owner") for one in named if one not in ("me", NO_OWNER)]
    return _each_once([*own, *(owner.id for owner in people.by_emails(tx, emails))])


def _teams(tx: Transaction, named: Iterable[str]) -> tuple[int, ...]:
    found = (teams.by_name(tx, name) for name in _each_once(named))
    return _each_once(team.id for team in found if team)


def _each_once(values: Iterable[T]) -> tuple[T, ...]:
    """Each combination of filters is a query of its own: repeating one costs nothing."""
    return tuple(dict.fromkeys(values))


def _cursor(place: ListPosition) -> str:
    return f"{place.id}" if place.at is None else f"{place.at.isoformat()}~{place.id}"


def _read_cursor(text: str, order: CaseOrder) -> ListPosition | None:
    if not text:
        return None
    at, _rest, last = text.rpartition("~")
    is_id = last.isascii() and last.isdigit() and len(last) <= 18
    try:
        if not is_id or bool(at) != (order != "newest"):
            raise ValueError
        return ListPosition(datetime.fromisoformat(at).astimezone(UTC) if at else None, int(last))
    except (ValueError, OverflowError):
        raise InvalidInput({"cursor": [_("is not one that a page gave")]}) from None


def _map_of(process: Process) -> StatusMap:
    """With the names of the ways in the language that is spoken."""
    words = spoken_drawing(process.diagram)
    return words.status_map if words else process.compiled.status_map
