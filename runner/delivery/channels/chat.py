"""Posts to the rooms of Slack, Mattermost and Teams, through their incoming webhooks.

What people wrote is hostile: it is escaped for each product, so that no text of a customer makes a
link or calls everybody in a room. The URL of a webhook is its only secret: it is never shown.

Decision 0172.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from runner.clock import Clock
from runner.config import Settings
from runner.delivery.channels.channel import Links
from runner.delivery.channels.outbound import Client, Endpoint, read_url
from runner.errors import ChannelError, ConfigError
from runner.language import _, later
from runner.model import SUPPORT, Notification, Way

NAME = "chat"

LONGEST = 600
"""Characters of a text that a post repeats; the case has all of it."""

_ROOM = re.compile(r"[A-Za-z0-9_-]{1,60}")


@dataclass(frozen=True, slots=True)
class Post:
    title: str
    text: str
    link: tuple[str, str] | None
    """What it does, and its URL."""


Payload = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Room:
    endpoint: Endpoint
    payload: Callable[[Post], Payload]
    """What the product that runs the room takes."""


def connect(settings: Settings, clock: Clock) -> ChatChannel | None:
    rooms = read_rooms(settings.chat)
    return ChatChannel(rooms, clock) if rooms else None


class ChatChannel:
    def __init__(self, rooms: Mapping[str, Room], clock: Clock):
        self._rooms = rooms
        self._clock = clock
        self._client = Client()

    def ways(self) -> Sequence[Way]:
        """The rooms, for those who work on cases."""
        return [
            Way(f"{NAME}:{room}", later("In the chat room %(room)s", room=room), SUPPORT)
            for room in self._rooms
        ]

    def send(self, note: Notification, links: Links, address: str) -> None:
        """Raises ChannelError."""
        room = self._rooms.get(address)
        if room is None:  # it may be new, and this node not restarted yet
            raise ChannelError(f"CASELANE_CHAT of this node names no room '{address[:60]}'.")
        body = orjson.dumps(room.payload(_post(note, links)))
        self._client.post(room.endpoint, {}, body, self._clock.now())


def _post(note: Notification, links: Links) -> Post:
    text = note.body if len(note.body) <= LONGEST else f"{note.body[:LONGEST].rstrip()} …"
    title = _("To %(who)s: %(subject)s", who=note.person.name, subject=note.subject)
    title = " ".join(title.split())
    return Post(title, text, next(iter(links), None))


# ------------------------------------------------------------------ payloads


def slack(post: Post) -> Payload:
    """https://api.slack.com/messaging/webhooks: `<` opens links and mentions, so it is escaped."""
    lines = [f"*{_for_slack(post.title)}*", _for_slack(post.text)]
    if post.link:
        lines.append(f"<{post.link[1]}|{_for_slack(post.link[0])}>")
    return {"text": "\n".join(lines), "unfurl_links": False, "unfurl_media": False}


def _for_slack(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def mattermost(post: Post) -> Payload:
    """https://developers.mattermost.com/integrate/webhooks/incoming: Markdown, in which `@channel`
    calls everybody."""
    lines = [f"**{_for_mattermost(post.title)}**", _for_mattermost(post.text)]
    if post.link:
        lines.append(f"[{_for_mattermost(post.link[0])}]({post.link[1]})")
    return {"text": "\n".join(lines)}


def _for_mattermost(text: str) -> str:
    """Markdown's signs are escaped; a space without width behind each @ keeps it from naming."""
    return re.sub(r"([\\`*_\[\]<>~|#])", r"\\\1", text).replace("@", "@\u200b")


def teams(post: Post) -> Payload:
    """A card as the Workflows app of Teams takes it (https://adaptivecards.io): its text runs are
    plain text, in which nothing is a link or a mention."""
    card: Payload = {
        "type": "AdaptiveCard",
        "version": "1.2",
        "body": [
            {"type": "RichTextBlock", "inlines": [_run(post.title, weight="Bolder")]},
            {"type": "RichTextBlock", "inlines": [_run(post.text)]},
        ],
    }
    if post.link:
        does, url = post.link
        card["actions"] = [{"type": "Action.OpenUrl", "title": does, "url": url}]
    attached = {"contentType": "application/vnd.microsoft.card.adaptive", "content": card}
    return {"type": "message", "attachments": [attached]}


def _run(text: str, **more: str) -> Payload:
    return {"type": "TextRun", "text": text, **more}


PRODUCTS = {"slack": slack, "mattermost": mattermost, "teams": teams}


# ------------------------------------------------------------------ the file that names the rooms


def read_rooms(path: Path) -> dict[str, Room]:
    """Rooms by name; none where no file is named. Raises ConfigError."""
    if not path.parts:
        return {}
    try:
        tables = tomllib.loads(path.read_text())
    except (OSError, ValueError) as error:
        raise ConfigError(f"CASELANE_CHAT: {path} cannot be read: {error}") from error
    return {name: _room(name, table) for name, table in tables.items()}


def _room(name: str, table: Any) -> Room:
    """The URL is not repeated in any error."""
    if not isinstance(table, Mapping) or not _ROOM.fullmatch(name):
        raise ConfigError(
            "CASELANE_CHAT: each room is a table such as [support], named in letters, digits, "
            f"- and _. '{name[:60]}' is not."
        )
    if unknown := table.keys() - {"product", "url", "private"}:
        raise _wrong(name, f"has product, url and private, but no {', '.join(sorted(unknown))}")
    product, private = table.get("product"), table.get("private", False)
    if not isinstance(product, str) or product not in PRODUCTS:
        raise _wrong(name, f"has a product, which is one of: {', '.join(PRODUCTS)}")
    if not isinstance(private, bool):
        raise _wrong(name, "has private = true or false")
    url = read_url(table.get("url"))
    if url is None:
        raise _wrong(name, "has a url like https://chat.example.com/hooks/x, without a user in it")
    return Room(Endpoint(f"Chat room '{name}'", url, private), PRODUCTS[product])


def _wrong(name: str, what: str) -> ConfigError:
    return ConfigError(f"CASELANE_CHAT: the room {name} {what}.")
