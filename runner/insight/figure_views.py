"""Pages of figures with their filters, kept under names: for oneself, one's teams, or all.

Decision 0254."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from runner.clock import Clock
from runner.errors import Forbidden, InvalidInput, NotFound
from runner.language import _
from runner.model import VIEW_AUDIENCES, FigureView, Person
from runner.people.permissions import may, require
from runner.people.person_fields import checked_name
from runner.store import Database, Transaction, figure_subscription_rows, figure_view_rows

MOST_VIEWS = 50
"""Of a person."""

LONGEST_QUERY = 2_000
"""Characters of all arguments of a view."""


class FigureViews:
    """For those who may see the process. What a view shows is asked for when it is opened."""

    def __init__(self, db: Database, clock: Clock):
        self._db = db
        self._clock = clock

    def listed(self, person: Person) -> Sequence[FigureView]:
        """The person's own, then those that others share with them."""
        require(person, "see_process")
        with self._db.read() as tx:
            return figure_view_rows.for_person(tx, person.id)

    def add(self, person: Person, view: FigureView) -> FigureView:
        """Keeps a view as the person's own. Raises Forbidden for one that is for all, unless they
        may share figures; InvalidInput."""
        require(person, "see_process")
        if view.audience == "all":
            require(person, "share_figures")
        kept = replace(view, owner_id=person.id, owner=person.name, name=checked_name(view.name))
        _check(kept)
        with self._db.write() as tx:
            known = figure_view_rows.for_person(tx, person.id)
            if sum(one.owner_id == person.id for one in known) >= MOST_VIEWS:
                raise InvalidInput({"name": [_too_many()]})
            return replace(kept, id=figure_view_rows.add(tx, kept, self._clock.now()))

    def delete(self, person: Person, view_id: int) -> FigureView:
        """Returns what it was. Raises NotFound for one that they do not see, Forbidden for one of
        somebody else's, unless it is for all and they may share figures."""
        require(person, "see_process")
        with self._db.write() as tx:
            view = seen_view(tx, view_id, person)
            if not may_delete(person, view):
                raise Forbidden("Only its owner may delete this view.")
            _end_subscriptions(tx, view)
            figure_view_rows.remove(tx, view.id)
            return view

    def open(self, person: Person, view_id: int) -> FigureView:
        """Raises Forbidden; NotFound for one that they do not see."""
        require(person, "see_process")
        with self._db.read() as tx:
            return seen_view(tx, view_id, person)


def seen_view(tx: Transaction, view_id: int, person: Person) -> FigureView:
    """Raises NotFound for one that they do not see."""
    view = figure_view_rows.seen(tx, view_id, person.id)
    if view is None:
        raise NotFound(_("There is no such view: it was deleted, or it is somebody else's."))
    return view


def _end_subscriptions(tx: Transaction, view: FigureView) -> None:
    """Their jobs find nothing then, and end."""
    for one in figure_subscription_rows.of_view(tx, view.id):
        figure_subscription_rows.remove(tx, one.id)


def may_delete(person: Person, view: FigureView) -> bool:
    return view.owner_id == person.id or (view.audience == "all" and may(person, "share_figures"))


def _check(view: FigureView) -> None:
    if view.audience not in VIEW_AUDIENCES:
        known = ", ".join(VIEW_AUDIENCES)
        raise InvalidInput({"audience": [_("has to be one of %(known)s", known=known)]})
    if _length(view.query) > LONGEST_QUERY:
        raise InvalidInput({"query": [f"is longer than {LONGEST_QUERY} characters"]})


def _length(query: Mapping[str, str]) -> int:
    return sum(len(name) + len(value) for name, value in query.items())


def _too_many() -> str:
    return _("would be one view too many: delete one of your %(most)s first", most=MOST_VIEWS)
