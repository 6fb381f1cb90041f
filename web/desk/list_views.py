"""The views of the inbox: what there is to do, one for each open status, and the saved ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from flask import request
from werkzeug.datastructures import MultiDict

from runner.bpmn import Status
from runner.language import N_, _
from runner.model import CaseOrder, Person, SavedView
from runner.people.permissions import may
from web.desk.list_query import NARROWING, Arguments, given_in
from web.shared.auth import caselane
from web.shared.status_words import called

OPEN: Mapping[str, Sequence[str]] = {"open": ("yes",)}


@dataclass(frozen=True, slots=True)
class View:
    """A view of the inbox: what it always asks, and its order unless another is asked for. `count`
    is None where it is not known without counting. One that is shown `in_parts` has the order of
    its parts, and no further pages. Views of one `group` stand together. Of a `saved` one `asks` is
    how it begins."""

    id: str
    label: str
    asks: Mapping[str, Sequence[str]] = field(default_factory=dict)
    order: CaseOrder = "updated"
    count: int | None = None
    empty: str = N_("No case fits this view now.")
    group: str = "work"
    in_parts: bool = False
    saved: SavedView | None = None

    @property
    def status(self) -> str:
        return self.asks["status"][0] if self.group == "status" else ""

    def arguments(self, args: Arguments) -> Arguments:
        """What it asks together with the address. The form of the filters says all, also what is
        left away of a saved view."""
        given, own = given_in(args), {name: list(values) for name, values in self.asks.items()}
        if self.saved is None:
            return MultiDict({**given, **own})
        return MultiDict(given if "filtered" in args else {**own, **given})

    def narrowed(self, arguments: Arguments) -> int:
        """How many filters there are beside what the view always asks."""
        fixed = {} if self.saved else self.asks
        return sum(name in arguments and name not in fixed for name in NARROWING)


def views_of(person: Person, statuses: Iterable[Status]) -> list[View]:
    return [*_work(person, statuses), *_saved(person)]


def _work(person: Person, statuses: Iterable[Status]) -> Iterator[View]:
    counts = caselane().cases.counts(person)
    if may(person, "claim_case"):
        yield View(
            "todo", _("To do"), order="due", in_parts=True,
            empty=_(
                "Nothing waits for you: no answer is due, and every case here has an owner."
            ),
        )  # fmt: skip
    yield View(
        "mine", _("Mine"), {"owner": ("me",), **OPEN}, count=counts.mine,
        empty=_("Cases that you own appear here. Claim one under Unassigned."),
    )  # fmt: skip
    yield View(
        "unassigned", _("Unassigned"), {"owner": ("none",), **OPEN}, "newest", counts.unassigned,
        _("Every open case has an owner. New ones stand here until an agent claims them."),
    )  # fmt: skip
    for name in sorted(person.teams, key=str.lower):
        empty = _("No open case belongs to %(name)s.", name=name)
        yield View(f"team:{name}", name, {"team": (name,), **OPEN}, empty=empty)
    yield View(
        "due", _("Breaching next"), OPEN, "due", counts.due, _("No case waits for a milestone.")
    )
    yield View(
        "follow-up", _("Follow up"), order="follow_up", count=counts.follow_up,
        empty=_(
            "Cases for which you keep a follow-up date appear here. Choose one on a case's page."
        ),
    )  # fmt: skip
    for status in statuses:
        if not status.final:
            count = counts.by_status.get(status.name, 0)
            name = called(status.name)
            yield View(
                f"status:{status.name}", name, {"status": (status.name,)}, count=count,
                empty=_("No case is %(name)s now.", name=name), group="status",
            )  # fmt: skip
    yield View(
        "all", _("All"), {}, "newest", sum(counts.by_status.values()),
        _("There are no cases yet. The first one that a customer submits appears here."), "all",
    )  # fmt: skip


def _saved(person: Person) -> Iterator[View]:
    for saved in caselane().cases.saved_views.list(person):
        yield View(f"saved:{saved.id}", saved.name, saved.query, group="saved", saved=saved)


def shown(views: Sequence[View]) -> View:
    """The one that the address names, or else the first."""
    return next((view for view in views if view.id == request.args.get("view")), views[0])
