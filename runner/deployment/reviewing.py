"""A second pair of eyes: comments on the elements of a draft, or of a version that waits.

Decision 0301.
"""

from __future__ import annotations

from collections.abc import Iterable

from runner.bpmn import Diagram
from runner.cases.change import checked_text
from runner.clock import Clock
from runner.errors import NotFound
from runner.language import _
from runner.model import Finding, Person, Reviewed, ReviewThread
from runner.people.permissions import require
from runner.store import Database, Transaction, diagram_drafts, review_threads, versions

LONGEST_COMMENT = 2_000
"""Characters."""

LONGEST_ID = 200
"""Characters of the id of an element that is commented on."""

OPEN_COMMENT = "open-comment"
"""The rule of the warning that an open comment is at publication."""


class Reviews:
    """For process owners: every operation raises Forbidden for others, and NotFound for a draft,
    version or thread that is gone."""

    def __init__(self, db: Database, clock: Clock):
        self._db = db
        self._clock = clock

    def of(self, person: Person, what: Reviewed) -> tuple[ReviewThread, ...]:
        require(person, "edit_drafts")
        with self._db.read() as tx:
            return review_threads.of(tx, what)

    def thread(self, person: Person, thread_id: int) -> ReviewThread:
        require(person, "edit_drafts")
        with self._db.read() as tx:
            return _found(tx, thread_id)

    def comment(self, person: Person, what: Reviewed, element: str, text: str) -> int:
        """Begins a thread on an element, or on all of it where that is empty. Returns its id.
        Raises InvalidInput. An element that is not drawn is no error: somebody may just have
        removed it."""
        require(person, "edit_drafts")
        text = checked_text("comment", text, LONGEST_COMMENT)
        element = checked_text("element", element, LONGEST_ID) if element else ""
        with self._db.write() as tx:
            _check_is_there(tx, what)
            thread = review_threads.begin(tx, what, element)
            review_threads.add(tx, thread, person.id, self._clock.now(), text)
        return thread

    def reply(self, person: Person, thread_id: int, text: str) -> ReviewThread:
        """Raises InvalidInput. What was resolved is open again: something is said of it."""
        require(person, "edit_drafts")
        text = checked_text("comment", text, LONGEST_COMMENT)
        with self._db.write() as tx:
            _found(tx, thread_id)
            review_threads.add(tx, thread_id, person.id, self._clock.now(), text)
            review_threads.settle(tx, thread_id, None, None)
            return _found(tx, thread_id)

    def resolve(self, person: Person, thread_id: int, resolved: bool = True) -> ReviewThread:
        """Resolves a thread, or opens it again."""
        require(person, "edit_drafts")
        with self._db.write() as tx:
            if _found(tx, thread_id).is_open == resolved:
                at = self._clock.now() if resolved else None
                review_threads.settle(tx, thread_id, at, person.id if resolved else None)
            return _found(tx, thread_id)


def open_comments(threads: Iterable[ReviewThread], diagram: Diagram | None) -> list[Finding]:
    """A warning for each thread that is not resolved: it is named before anything goes live."""
    return [_warning(one, diagram) for one in threads if one.is_open]


def _warning(thread: ReviewThread, diagram: Diagram | None) -> Finding:
    first = thread.comments[0]
    text = " ".join(first.text.split())
    said = f"{text[:120]}…" if len(text) > 120 else text
    drawn = diagram and (diagram.elements.get(thread.element) or diagram.flows.get(thread.element))
    return Finding(
        OPEN_COMMENT,
        f"A comment of {first.author.name} is not resolved: “{said}”",
        "Resolve it, or accept that it stays open.",
        severity="warning",
        element=thread.element,
        name=drawn.name if drawn else "",
    )


def _check_is_there(tx: Transaction, what: Reviewed) -> None:
    if what.draft is not None and diagram_drafts.by_id(tx, what.draft) is None:
        raise NotFound(_("There is no such draft. It was published, or put away."))
    if what.version is not None and versions.by_id(tx, what.version) is None:
        raise NotFound(
            _("Version %(version)s of the diagram is not in the database.", version=what.version)
        )


def _found(tx: Transaction, thread_id: int) -> ReviewThread:
    thread = review_threads.by_id(tx, thread_id)
    if thread is None:
        raise NotFound(_("There is no such comment. Its draft was put away."))
    return thread
