"""What a password may be."""

from __future__ import annotations

from runner.errors import InvalidInput

SHORTEST_PASSWORD, LONGEST_PASSWORD = 10, 1000
"""Characters."""


def check_password(password: str) -> None:
    """Raises InvalidInput."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise InvalidInput({"password": [f"has to have {SHORTEST_PASSWORD} characters or more"]})
