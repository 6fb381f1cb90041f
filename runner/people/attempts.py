"""How often one may try to sign in, and how much visitors may submit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from runner.errors import TooManyAttempts
from runner.language import _
from runner.store import Transaction, people

RATE_WINDOW = timedelta(minutes=15)

ATTEMPTS_PER_ADDRESS_AND_ACCOUNT, ATTEMPTS_PER_ADDRESS, ATTEMPTS_PER_ACCOUNT = 10, 50, 100
"""How many attempts to sign in may fail within the window: at one account from one network address,
from one address (which a whole office may share), and at one account from everywhere. Who guesses
from one place does not shut out the person elsewhere. Decision 0218."""

CODES_PER_PERSON = 10
"""How many codes of a second step may be wrong within the window."""

LINKS_PER_EMAIL, LINKS_PER_ADDRESS = 3, 20
"""How many links to set a password may be asked for within the window."""

VISITORS = 200
"""How many cases visitors may submit within the window, whatever addresses they come from."""

CASES_PER_EMAIL = 5
"""How many cases may be submitted for one mail address within the window, by visitors who say that
it is theirs."""


def count_attempts(tx: Transaction, buckets: Mapping[str, int], now: datetime) -> list[int]:
    """Notes an attempt in each bucket, and returns their ids. `buckets` are names and limits.
    Raises TooManyAttempts when one is full: it holds as many within RATE_WINDOW as it may. Each is
    locked, so that attempts at the same instant see one another."""
    for bucket in buckets:
        tx.lock(bucket)
    since = now - RATE_WINDOW
    if any(people.attempts(tx, who, since) >= most for who, most in buckets.items()):
        raise TooManyAttempts(_("Too many attempts. Wait a quarter of an hour, then try again."))
    return people.note_attempts(tx, buckets, now, forget=since)
