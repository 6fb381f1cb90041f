"""Events out, by HTTP, signed as Standard Webhooks says (https://www.standardwebhooks.com)."""

from __future__ import annotations

import base64
import hmac
from datetime import datetime

from runner.delivery.channels.outbound import Client
from runner.delivery.channels.receivers import Receiver


class WebhookClient:
    def __init__(self) -> None:
        self._client = Client()

    def send(self, receiver: Receiver, event_id: str, body: bytes, now: datetime) -> None:
        """Hands an event over. Raises ChannelError, see `Client.post`."""
        self._client.post(receiver.endpoint, _signed(receiver, event_id, body, now), body, now)


def _signed(receiver: Receiver, event_id: str, body: bytes, now: datetime) -> dict[str, str]:
    seconds = str(int(now.timestamp()))
    content = b".".join([event_id.encode(), seconds.encode(), body])
    signatures = [hmac.digest(key, content, "sha256") for key in receiver.keys]
    return {
        "webhook-id": event_id,
        "webhook-timestamp": seconds,
        "webhook-signature": " ".join(f"v1,{base64.b64encode(s).decode()}" for s in signatures),
    }
