"""The conversation of a case as support reads it: what was said, what it was, and what it moved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Literal

from runner.cases import CasePage, EventView
from runner.language import _
from runner.model import Event, Message
from web.shared import humanize

LONGEST, SHOWN = 20, 12
"""A text of more lines than this is folded, to so many lines."""

FENCE = "```"
"""Stands above and below code."""

LONGEST_HEADING = 200
"""Characters of the line above a quoted mail that says whose it was."""


@dataclass(frozen=True, slots=True)
class MessageMark:
    """What a message was in the drawing: the title of the form that it filled. `state` is what
    became of it, where it was a proposal."""

    title: str
    state: str = ""


@dataclass(frozen=True, slots=True)
class ThreadLine:
    """A line of the conversation. `text` is a day, or what moved the case; of a message what is in
    sight, with the `rest` and the `quoted` mail behind a fold."""

    kind: Literal["said", "moved", "day", "unread"]
    at: datetime
    text: str = ""
    status: str = ""
    message: Message | None = None
    marks: tuple[MessageMark, ...] = ()
    rest: str = ""
    quoted: str = ""


def thread(
    page: CasePage, now: datetime, zone: tzinfo, unread: datetime | None
) -> list[ThreadLine]:
    """The lines in their order. `unread` is when something happened first that the reader was told
    of and has not seen."""
    moves = [line for line in page.history if _moves(line.event)]
    first = page.messages[0].at if page.earlier_messages and page.messages else None
    lines = [_said(message, page, moves) for message in page.messages]
    lines += [_moved(line, page) for line in moves if first is None or line.event.at >= first]
    lines.sort(key=lambda line: line.at)  # a message stands before what it moved
    days = _with_days(lines, page.view.case.created_at, now, zone)
    return list(_with_mark(days, unread))


def _moves(event: Event) -> bool:
    """Whether it changed the status. That the case began is said by its first message."""
    return event.from_status is not None and event.to_status not in (None, event.from_status)


def _moved(line: EventView, page: CasePage) -> ThreadLine:
    event = line.event
    done = humanize.deed(line, page.labels, page.deeds)
    return ThreadLine("moved", event.at, done, event.to_status or "")


def _with_days(
    lines: list[ThreadLine], began: datetime, now: datetime, zone: tzinfo
) -> Iterator[ThreadLine]:
    """With a rule above each day but the first: the request of that day stands above them all."""
    day = began.astimezone(zone).date()
    for line in lines:
        date = line.at.astimezone(zone).date()
        if date != day:
            yield ThreadLine("day", line.at, _day(line.at, now, zone))
        day = date
        yield line


def _with_mark(lines: Iterator[ThreadLine], unread: datetime | None) -> Iterator[ThreadLine]:
    """With a rule above what the reader has not seen."""
    for line in lines:
        if unread is not None and line.kind == "said" and line.at >= unread:
            yield ThreadLine("unread", line.at)
            unread = None
        yield line


def _day(at: datetime, now: datetime, zone: tzinfo) -> str:
    day = humanize.when(at, now, zone).rpartition(" ")[0]
    return day[:1].upper() + day[1:]


def _said(message: Message, page: CasePage, moves: list[EventView]) -> ThreadLine:
    body, quoted = _without_quote(message.body)
    text, rest = _folded(body)
    marks = tuple(_marks(message, page, moves)) if message.visibility == "public" else ()
    return ThreadLine("said", message.at, text, "", message, marks, rest, quoted)


def _marks(message: Message, page: CasePage, moves: list[EventView]) -> Iterator[MessageMark]:
    """By the actions that their writer took at that instant: two in one step, or one for each of
    as many messages."""
    taken = [
        index
        for index, line in enumerate(moves)
        if page.titles.get(line.event.action or "") and _together(line.event, message)
    ]
    if not taken:  # as nearly always, and then nothing has to be compared with all others
        return
    said = [
        other.id
        for other in page.messages
        if other.at == message.at and other.author.id == message.author.id
    ]
    if len(said) == len(taken):
        taken = [taken[said.index(message.id)]]
    for index in taken:
        event = moves[index].event
        after = moves[index + 1].event if index + 1 < len(moves) else None
        proposed = event.to_status in page.proposals
        yield MessageMark(page.titles[event.action or ""], _became(after, page) if proposed else "")


def _together(event: Event, message: Message) -> bool:
    actor = event.actor
    return event.at == message.at and actor is not None and actor.id == message.author.id


def _became(after: Event | None, page: CasePage) -> str:
    """What became of a proposal, by what moved the case next."""
    if after is None:
        return _("current")
    if after.event == "timer":
        return _("not answered")
    if after.event == "message":
        return _("answered by a message")
    closed = page.view.case.closed and after.to_status == page.view.case.status
    if after.event != "action" or (closed and after.audience != "customer"):
        return ""
    if after.audience != "customer":
        return _("withdrawn")
    label = page.labels.get(after.action or "", "")
    return _("accepted") if closed else _("answered: %(label)s", label=label)


def _without_quote(body: str) -> tuple[str, str]:
    """The text, and the mail that it answers where that stands below it, with the line that says
    whose it was. A text that is nothing but a quote is left whole."""
    lines = body.split("\n")
    end = len(lines)
    while end and (not lines[end - 1].strip() or lines[end - 1].startswith(">")):
        end -= 1
    if not end or not any(line.startswith(">") for line in lines[end:]):
        return body, ""
    heading = lines[end - 1].rstrip()
    if end > 1 and heading.endswith(":") and len(heading) <= LONGEST_HEADING:
        end -= 1
    return "\n".join(lines[:end]).rstrip("\n"), "\n".join(lines[end:]).strip("\n")


def _folded(body: str) -> tuple[str, str]:
    if body.count("\n") < LONGEST:
        return body, ""
    lines = body.split("\n")
    fences = [line for line in lines[:SHOWN] if line.startswith(FENCE)]
    inside = [FENCE] if len(fences) % 2 else []  # code that is cut in two is code in both
    return "\n".join(lines[:SHOWN]), "\n".join([*inside, *lines[SHOWN:]])
