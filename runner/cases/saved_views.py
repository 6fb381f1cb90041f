"""Views of the inbox under names of one's own. Decision 0272."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from runner.cases.change import LONGEST_SUBJECT, checked_text
from runner.cases.dependencies import Dependencies
from runner.cases.queries import MOST_VALUES
from runner.errors import Forbidden, InvalidInput, NotFound
from runner.language import _
from runner.model import LIST_ARGUMENTS, Person, SavedView
from runner.people.permissions import may, require
from runner.people.person_fields import checked_name
from runner.store import Transaction, saved_views

MOST_VIEWS = 50
"""Of a person."""

Query = Mapping[str, Sequence[str]]


class SavedViews:
    """A person's own, and those that leads share. What a view shows is asked for when it is opened:
    a status that no diagram has any more is named then."""

    def __init__(self, dependencies: Dependencies):
        self._db = dependencies.db
        self._clock = dependencies.clock

    def list(self, person: Person) -> tuple[SavedView, ...]:
        """The person's own, then the shared ones of others."""
        require(person, "list_cases")
        with self._db.read() as tx:
            return tuple(saved_views.for_person(tx, person.id))

    def add(self, person: Person, name: str, query: Query, shared: bool = False) -> SavedView:
        """Saves a view. Raises InvalidInput for a person who has MOST_VIEWS of their own."""
        require(person, "list_cases")
        view = SavedView(0, person.id, checked_name(name), shared, checked_query(query))
        _check_shared(person, view)
        with self._db.write() as tx:
            own = [v for v in saved_views.for_person(tx, person.id) if v.owner_id == person.id]
            if len(own) >= MOST_VIEWS:
                raise InvalidInput(
                    {
                        "name": [
                            _(
                                "would be one view too many: delete one of your %(most)s first",
                                most=MOST_VIEWS,
                            )
                        ]
                    }
                )
            return replace(view, id=saved_views.add(tx, view, self._clock.now()))

    def change(
        self,
        person: Person,
        view_id: int,
        name: str | None = None,
        query: Query | None = None,
        shared: bool | None = None,
    ) -> SavedView:
        """What is None stays as it is."""
        with self._db.write() as tx:
            view = _find(tx, person, view_id)
            changed = replace(
                view,
                name=view.name if name is None else checked_name(name),
                query=view.query if query is None else checked_query(query),
                shared=view.shared if shared is None else shared,
            )
            _check_shared(person, changed)
            saved_views.save(tx, changed)
            return changed

    def delete(self, person: Person, view_id: int) -> SavedView:
        """Returns what it was."""
        with self._db.write() as tx:
            view = _find(tx, person, view_id)
            saved_views.remove(tx, view.id)
            return view


def may_change(person: Person, view: SavedView) -> bool:
    """A view that is shared is for leads to change, all others are for their owners."""
    return may(person, "share_view") if view.shared else view.owner_id == person.id


def checked_query(query: Query) -> Query:
    """Without arguments that say nothing. Raises InvalidInput for one that no list has."""
    if unknown := [name[:60] for name in query if name not in LIST_ARGUMENTS]:
        known = ", ".join(LIST_ARGUMENTS)
        raise InvalidInput(
            {
                name: [_("is nothing that a list asks; there is %(known)s", known=known)]
                for name in unknown
            }
        )
    if long := [name for name, values in query.items() if len(values) > MOST_VALUES]:
        raise InvalidInput(
            {
                name: [_("has more than %(most_values)s values", most_values=MOST_VALUES)]
                for name in long
            }
        )
    return {
        name: tuple(checked_text(name, text, LONGEST_SUBJECT) for text in values)
        for name, values in query.items()
        if values
    }


def _find(tx: Transaction, person: Person, view_id: int) -> SavedView:
    require(person, "list_cases")
    view = saved_views.by_id(tx, view_id)
    if view is None or not (view.shared or view.owner_id == person.id):
        raise NotFound(_("There is no such view: it was deleted, or it is somebody else's."))
    if not may_change(person, view):
        raise Forbidden(_("Only leads may change a view that is shared with all who work here."))
    return view


def _check_shared(person: Person, view: SavedView) -> None:
    if view.shared:
        require(person, "share_view")
