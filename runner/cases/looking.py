"""Looking at cases: what somebody may see, and nothing else."""

from __future__ import annotations

from runner.accounts import side_of
from runner.cases import views
from runner.cases.views import CaseView, EventView, StateView, see_event, see_state
from runner.clock import Clock
from runner.engine import Process
from runner.errors import Conflict, NotFound
from runner.model import Case, Message, Page, Person, Side, page, to_id
from runner.store import Database, Transaction, cases, messages, people
from runner.versions import Versions


class CaseReader:
    def __init__(self, db: Database, versions: Versions, clock: Clock):
        self._db = db
        self._versions = versions
        self._clock = clock

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
        text: str | None = None,
        id: int | None = None,
        before: int | None = None,
        limit: int = 50,
    ) -> Page[Case]:
        """The cases that somebody may see, newest first. `owner` is an address, `me` or `none`."""
        observer = side_of(person, customer_id=-1) is not None
        with self._db.read() as tx:
            owner_id = None
            if owner == "me":
                owner_id = person.id
            elif owner and owner != "none":
                known = people.by_email(tx, owner.lower())
                owner_id = known.id if known else -1
            found = cases.listed(
                tx,
                statuses=statuses,
                owner=owner_id,
                unowned=owner == "none",
                customer=None if observer else person.id,
                priorities=priorities,
                text=text,
                id=id,
                before=before,
                limit=limit + 1,
            )
        return page(found, limit, lambda case: case.id)

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
            found = cases.history_of(tx, case.id, after, limit + 1)
        part = page(found, limit, lambda event: event.sequence)
        seen = (see_event(event, side) for event in part.items)
        return Page(tuple(view for view in seen if view), part.next_cursor)

    def state(self, person: Person, number: str) -> StateView:
        with self._db.read() as tx:
            case, _ = self.find(tx, person, number)
            return see_state(tx, self._versions.process(case.version_id), case)

    # -------------------------------------------------------------- inside a transaction

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

    def add_picture(self, tx: Transaction, conflict: Conflict, case: Case, person: Person) -> None:
        """Tells the loser of a race how the case stands now, and how it came to that."""
        process = self._versions.process(case.version_id)
        conflict.current = self.see(tx, process, case, person)
        conflict.explanation = views.explain(
            process, case, cases.last_event(tx, case.id), self._clock.now()
        )
