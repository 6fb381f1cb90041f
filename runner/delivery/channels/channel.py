"""What every channel to people can do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from runner.model import Notification, Way

Links = Sequence[tuple[str, str]]
"""The links that a notification carries: what each does, and its URL."""


class Channel(Protocol):
    def ways(self) -> Sequence[Way]:
        """The ways of this channel: its name, or `name:address` for each address."""
        ...

    def send(self, note: Notification, links: Links, address: str) -> None:
        """Hands a notification over. `address` is what follows the name in the way, such as a room.
        Raises ChannelError."""
        ...
