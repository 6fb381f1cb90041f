"""Comments on drafts and versions, and who drew what they hold: the rows. Decision 0301."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa

from runner.model import Person, ReviewComment, Reviewed, ReviewThread
from runner.store.database import Row, Transaction
from runner.store.tables import (
    diagram_draft_authors,
    instant,
    people,
    review_comments,
    review_threads,
    to_instant,
    version_authors,
    versions,
)

_resolver = people.alias("resolver")
_THREADS = sa.select(review_threads, _resolver.c.name.label("resolver")).outerjoin(
    _resolver, _resolver.c.id == review_threads.c.resolved_by
)
_COMMENTS = (
    sa.select(review_comments, people.c.email, people.c.name)
    .join(people, people.c.id == review_comments.c.person_id)
    .order_by(review_comments.c.id)
)


def begin(tx: Transaction, of: Reviewed, element: str) -> int:
    """A thread without a comment. Returns its id."""
    return tx.insert(review_threads, draft_id=of.draft, version_id=of.version, element=element)


def add(tx: Transaction, thread: int, person: int, at: datetime, text: str) -> None:
    tx.insert(review_comments, thread_id=thread, person_id=person, at=at, text=text)


def settle(tx: Transaction, thread: int, at: datetime | None, person: int | None) -> None:
    """Resolves a thread; opens it again where both are None."""
    values = {"resolved_at": at, "resolved_by": person}
    tx.change(review_threads.update().where(review_threads.c.id == thread).values(values))


def of(tx: Transaction, what: Reviewed) -> tuple[ReviewThread, ...]:
    """The threads on a draft or a version, those on all of it first, then as they were begun."""
    order = review_threads.c.element != "", review_threads.c.id
    return _with_comments(tx, tx.all(_THREADS.where(about(review_threads, what)).order_by(*order)))


def by_id(tx: Transaction, thread: int) -> ReviewThread | None:
    found = _with_comments(tx, tx.all(_THREADS.where(review_threads.c.id == thread)))
    return found[0] if found else None


def about(table: sa.Table, what: Reviewed) -> sa.ColumnElement[bool]:
    """Rows of a table with `draft_id` and `version_id` that are about a draft or a version."""
    if what.draft is not None:
        return table.c.draft_id == what.draft
    return table.c.version_id == what.version


def _with_comments(tx: Transaction, rows: Iterable[Row]) -> tuple[ReviewThread, ...]:
    threads = {row.id: _read(row) for row in rows}
    among = review_comments.c.thread_id.in_(threads)
    for row in tx.all(_COMMENTS.where(among)) if threads else ():
        author = Person(row.person_id, row.email, row.name)
        said = ReviewComment(author, instant(row.at), row.text)
        one = threads[row.thread_id]
        threads[row.thread_id] = replace(one, comments=(*one.comments, said))
    return tuple(threads.values())


def _read(row: Row) -> ReviewThread:
    what = Reviewed(row.draft_id, row.version_id)
    return ReviewThread(
        row.id, what, row.element, (), to_instant(row.resolved_at), row.resolver or ""
    )


# ------------------------------------------------------------------ from draft to version and back


def forget_draft(tx: Transaction, draft: int) -> None:
    """What was said of a draft that is gone goes, but for what was first said of a version."""
    theirs = review_threads.c.draft_id == draft
    tx.change(review_threads.update().where(theirs, review_threads.c.version_id.is_not(None))
              .values(draft_id=None))  # fmt: skip
    gone = sa.select(review_threads.c.id).where(theirs)
    tx.change(review_comments.delete().where(review_comments.c.thread_id.in_(gone)))
    tx.change(review_threads.delete().where(theirs))
    tx.change(diagram_draft_authors.delete().where(diagram_draft_authors.c.draft_id == draft))


def hand_over(tx: Transaction, draft: int, version: int) -> None:
    """What a draft became has its authors and its comments. The draft keeps them, too, until it
    goes: somebody may have saved it meanwhile."""
    authors = sa.select(sa.literal(version), diagram_draft_authors.c.person_id).where(
        diagram_draft_authors.c.draft_id == draft,
        diagram_draft_authors.c.person_id.not_in(
            sa.select(version_authors.c.person_id).where(version_authors.c.version_id == version)
        ),
    )
    tx.change(version_authors.insert().from_select(["version_id", "person_id"], authors))
    theirs = review_threads.c.draft_id == draft
    tx.change(review_threads.update().where(theirs).values(version_id=version))


def take_along(tx: Transaction, version: int, draft: int) -> None:
    """A draft of a version that waits: whoever drew that drew a part of it, and what is open there
    is open here."""
    drawn = sa.select(versions.c.deployed_by).where(
        versions.c.id == version, versions.c.deployed_by.is_not(None)
    )
    for row in tx.all(drawn.union(_authors(version))):
        note_author(tx, draft, row[0])
    still = (
        review_threads.c.version_id == version,
        review_threads.c.draft_id.is_(None),
        review_threads.c.resolved_at.is_(None),
    )
    tx.change(review_threads.update().where(*still).values(draft_id=draft))


# ------------------------------------------------------------------ who drew it


def note_author(tx: Transaction, draft: int, person: int) -> None:
    tx.run(_AUTHOR, draft=draft, person=person)


_AUTHOR = """
    INSERT INTO diagram_draft_authors (draft_id, person_id) VALUES (:draft, :person)
    ON CONFLICT (draft_id, person_id) DO NOTHING
"""


def _authors(version: int) -> sa.Select:
    return sa.select(version_authors.c.person_id).where(version_authors.c.version_id == version)


def authors(tx: Transaction, version: int) -> frozenset[int]:
    """Ids of those who drew a version, as far as that is known."""
    return frozenset(row[0] for row in tx.all(_authors(version)))


def draft_authors(tx: Transaction, draft: int) -> frozenset[int]:
    found = sa.select(diagram_draft_authors.c.person_id).where(
        diagram_draft_authors.c.draft_id == draft
    )
    return frozenset(row[0] for row in tx.all(found))
