"""Channels: the ways to people outside. A channel transports; who is told what is decided above.

A new channel is a module here with a function `connect`, and a line in `CHANNELS`.

Decision 0170.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from runner.clock import Clock
from runner.config import Settings
from runner.delivery.channels import chat, smtp
from runner.delivery.channels.channel import Channel, Links
from runner.model import MAIL

CHANNELS: Mapping[str, Callable[[Settings, Clock], Channel | None]] = {
    MAIL: smtp.connect,
    chat.NAME: chat.connect,
}


def connect(settings: Settings, clock: Clock) -> dict[str, Channel]:
    """The channels that the settings set up, by name. Raises ConfigError."""
    made = {name: make(settings, clock) for name, make in CHANNELS.items()}
    return {name: channel for name, channel in made.items() if channel is not None}


__all__ = ["CHANNELS", "Channel", "Links", "connect"]
