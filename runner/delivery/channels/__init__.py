"""Ways to the outside. A channel only transports; what is sent to whom is decided above."""

from typing import Protocol

from runner.delivery.channels.receivers import Receiver, read_receivers
from runner.delivery.channels.smtp import SmtpChannel
from runner.delivery.channels.webhook import WebhookChannel
from runner.model import Notification


class Channel(Protocol):
    def send(self, note: Notification) -> None:
        """Hands a notification over. Raises ChannelError when that did not work."""
        ...


def channel_for(smtp_url: str, sender: str) -> Channel | None:
    """The channel that the settings name; None keeps notifications in the product."""
    return SmtpChannel(smtp_url, sender) if smtp_url else None


__all__ = [
    "Channel",
    "Receiver",
    "SmtpChannel",
    "WebhookChannel",
    "channel_for",
    "read_receivers",
]
