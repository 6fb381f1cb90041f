"""Notifications: what people are told, through which channel, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from runner.language import N_
from runner.model.case import Case
from runner.model.person import ROLES, SUPPORT, Person

NOTHING, APP, MAIL = "nothing", "app", "mail"
"""Ways of being told. Others are named by their channel: `chat:support` is the room *support*."""

ALL_ROLES = frozenset(ROLES)


@dataclass(frozen=True, slots=True)
class Topic:
    """A kind of notices, for which each person chooses a way. `roles` are those who get such
    notices. `merged`: while one about a case is unread, the next one takes its place and counts."""

    name: str
    label: str
    roles: frozenset[str]
    merged: bool = False


TOPICS = {
    topic.name: topic
    for topic in (
        Topic("answer", N_("Support writes to you"), frozenset({"customer"})),
        Topic("message", N_("A customer writes in a case"), SUPPORT, merged=True),
        Topic("decision", N_("A customer accepts, rejects or takes another action"), SUPPORT),
        Topic("assignment", N_("A case is assigned or handed over to you"), SUPPORT),
        Topic("mention", N_("Somebody mentions you in a note"), ALL_ROLES - {"customer"}),
        Topic("priority", N_("The priority of a case is raised"), SUPPORT),
        Topic("unsent", N_("What you sent could not be sent"), SUPPORT),
        Topic("reminder", N_("Reminders and warnings"), ALL_ROLES),
        Topic(
            "publication",
            N_("A version waits for your approval; what was to go live at a date did, or did not"),
            frozenset({"process_owner"}),
        ),
        Topic("report", N_("A report on figures is due"), ALL_ROLES - {"customer"}),
        Topic("figure", N_("A figure leaves its band"), ALL_ROLES - {"customer"}),
        Topic("incident", N_("An incident needs you"), frozenset({"lead", "admin"})),
    )
}


@dataclass(frozen=True, slots=True)
class Notice:
    """What is told to one or more people at an instant. `what` is what happened, without the
    number of the case; `element` is what told it in the drawing. `quiet`: a failure to send it
    raises no incident; else word of failing mails would be mails that fail."""

    topic: str
    what: str
    body: str
    at: datetime
    case: Case | None = None
    element: str = ""
    quiet: bool = False
    figure_view_id: int | None = None
    """The view of figures that it is about."""
    message_id: int | None = None
    """The message that it tells of."""


DeliveryState = Literal["queued", "sent", "failed"]


@dataclass(frozen=True, slots=True)
class Delivery:
    """How a notification goes out: the way, and how far it came. `error` is the last one."""

    way: str
    state: DeliveryState
    queued_at: datetime
    sent_at: datetime | None = None
    error: str | None = None
    held_until: datetime | None = None
    """Until when quiet hours or a digest held it back."""


@dataclass(frozen=True, slots=True)
class NoticePart:
    """A line of a mail that gathers several; `links` are what each does, and its URL."""

    subject: str
    body: str
    links: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class NoticeFile:
    """`kind` is such as `text/html`."""

    name: str
    kind: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Notification:
    """A line that tells a person something, shown in the application and sent through the channel
    that the person chose. `count` is how many notices it stands for."""

    id: int
    person: Person
    case_id: int | None
    element: str
    subject: str
    body: str
    created_at: datetime
    read_at: datetime | None = None
    sent_at: datetime | None = None
    topic: str = ""
    count: int = 1
    deliveries: tuple[Delivery, ...] = ()
    figure_view_id: int | None = None
    """The view of figures that it is about, which may be gone."""
    message_id: int | None = None
    files: tuple[NoticeFile, ...] = ()
    """What a mail brings along; made when it is sent, and kept nowhere."""
    parts: tuple[NoticePart, ...] = ()
    """The lines that a mail gathers, below its body; kept nowhere, either."""


@dataclass(frozen=True, slots=True)
class Way:
    """A way of being told, which people with one of the `roles` may choose."""

    name: str
    label: str
    roles: frozenset[str]


@dataclass(frozen=True, slots=True)
class Preference:
    """How a person is told of a topic, and the ways that there are."""

    topic: Topic
    way: str
    ways: tuple[Way, ...]
