"""Who may approve a version that waits, and how they learn of it. Decision 0350."""

from __future__ import annotations

from runner.delivery.notifications import Notifications
from runner.deployment.publication_notices import notice_about
from runner.language import later
from runner.model import Person, Reviewed, Version
from runner.people.permissions import RIGHTS
from runner.store import Transaction, people, review_threads


def hands(tx: Transaction, version: Version) -> frozenset[int]:
    """Ids of those who may not approve a version, as it is theirs in part: 0 is the operator."""
    by = version.deployed_by.id if version.deployed_by else 0
    return review_threads.authors(tx, version.id) | {by}


def approvers(tx: Transaction, version: Version) -> list[Person]:
    """Those who may approve it: none, where nobody else owns the process."""
    drew = hands(tx, version)
    return [
        one
        for one in people.with_roles(tx, RIGHTS["approve_diagram"].roles)
        if one.active and one.id not in drew
    ]


def ask_approvers(
    notifications: Notifications, tx: Transaction, version: Version, draft: int | None
) -> None:
    """Tells them that it waits, by the first thing that is said of it; not those who drew it in the
    `draft` that it comes from, if any."""
    drew = review_threads.draft_authors(tx, draft) if draft else frozenset[int]()
    them = [one for one in approvers(tx, version) if one.id not in drew]
    what = later("Version %(id)s waits for your approval", id=version.id)
    body = next(iter(version.notes), "")
    about = Reviewed(version=version.id)
    notifications.tell(tx, them, notice_about(about, what, body, version.deployed_at))
