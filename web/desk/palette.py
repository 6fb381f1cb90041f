"""The palette: with a few letters to a view, a case, an action of the open case, a person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from flask import Blueprint, render_template, request, url_for

from runner.errors import InvalidInput, NotFound
from runner.language import N_, _
from runner.model import Person, has_alike
from runner.people.permissions import Operation, may
from web.admin.front import places_of
from web.desk.list_views import views_of
from web.shared import locale_numbers
from web.shared.auth import caselane, signed_in
from web.shared.templating import partial

pages = Blueprint("palette", __name__)

MOST = 6
"""Entries of a group."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Where it leads, and `more` that is said of it."""

    label: str
    address: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class EntryGroup:
    title: str
    entries: tuple[Entry, ...]


@pages.get("/palette")
def show() -> str:
    """`case` is the number of the case that is open."""
    person, text = signed_in(), request.args.get("q", "").strip()
    words = text.split()
    groups = (
        EntryGroup(title, tuple(islice(entries, MOST)))
        for title, entries in (
            (_("This case"), _fitting(words, _actions(person, request.args.get("case", "")))),
            (_("Views"), _fitting(words, _views(person))),
            (_("Cases"), _cases(person, text)),
            (_("People"), _fitting(words, _people(person)) if words else ()),
            (_("Pages"), _fitting(words, _pages(person))),
        )
    )
    return render_template(
        "desk/_palette.html" if partial() else "desk/palette.html",
        groups=[group for group in groups if group.entries], text=text,
    )  # fmt: skip


def _fitting(words: Iterable[str], entries: Iterable[Entry]) -> Iterator[Entry]:
    """Those whose label has all words, wherever in it."""
    return (entry for entry in entries if all(has_alike(entry.label, word) for word in words))


def _actions(person: Person, number: str) -> Iterator[Entry]:
    """Each opens the page of the case with the action chosen; none is taken by that."""
    try:
        view = caselane().cases.get(person, number)
    except NotFound:
        return
    if view.side == "support":
        for action in view.actions:
            address = url_for("case.show", number=view.case.number, do=action.id)
            yield Entry(action.label, address, view.case.number)


def _views(person: Person) -> Iterator[Entry]:
    if may(person, "list_cases"):
        for view in views_of(person, caselane().cases.statuses()):
            count = "" if view.count is None else locale_numbers.number(view.count)
            yield Entry(view.label, url_for("inbox.show", view=view.id), count)


def _cases(person: Person, text: str) -> Iterator[Entry]:
    try:
        found = caselane().cases.search(person, text, limit=MOST).items if text else ()
    except InvalidInput:
        return
    for hit in found:
        own = hit.line.customer.id == person.id
        page = "my_case.show" if own else "case.show"
        label = f"{hit.line.number} {hit.line.subject}"
        yield Entry(label, url_for(page, number=hit.line.number), hit.line.status)


def _people(person: Person) -> Iterator[Entry]:
    if may(person, "list_cases"):
        for one in caselane().accounts.team():
            address = url_for("inbox.show", view="all", owner=one.email)
            yield Entry(one.name, address, _("cases of theirs"))


_PAGES: tuple[tuple[str, str, Operation | None], ...] = (
    (N_("Inbox"), "inbox.show", "list_cases"),
    (N_("New case"), "new_case.show", "submit_for_customer"),
    (N_("Canned responses"), "response_list.show", "keep_response"),
    (N_("Mails"), "mail_list.show", "sort_mails"),
    (N_("Process"), "process.show", "see_process"),
    (N_("Studio"), "studio.show", "edit_drafts"),
    (N_("Notifications"), "notifications.show", None),
    (N_("How you are told"), "preferences.show", None),
    (N_("Language and time zone"), "reading.show", None),
    (N_("Sign-in and security"), "security.show", None),
    (N_("Away"), "away.show", "say_away"),
)
"""Labels, endpoints, and what one has to be allowed to do."""


def _pages(person: Person) -> Iterator[Entry]:
    for label, endpoint, operation in _PAGES:
        if operation is None or may(person, operation):
            yield Entry(label, url_for(endpoint))
    for endpoint, label in places_of(person):
        yield Entry(label, url_for(endpoint), _("Administration"))
    if "customer" in person.roles:
        yield Entry(_("My cases"), url_for("my_cases.show"))
        yield Entry(_("New request"), url_for("submission.show"))
