"""Notices about versions and drafts of diagrams, and the page that each leads to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from runner.delivery.channels import Links
from runner.language import _
from runner.model import Notice, Notification, Reviewed

TOPIC = "publication"

_VERSION, _DRAFT = "version", "draft"


def notice_about(of: Reviewed, what: str, body: str, at: datetime) -> Notice:
    """Keeps what it is about where a notice of a case keeps its element."""
    about = f"{_VERSION} {of.version}" if of.version else f"{_DRAFT} {of.draft}"
    return Notice(TOPIC, what, body, at, element=about)


def page_about(note: Notification) -> str:
    """The path of the page of the draft, or of the version as long as it waits (else that leads
    on); of the studio for a notice of a release that did not keep it. '' for any other topic."""
    if note.topic != TOPIC:
        return ""
    kind, _space, number = note.element.partition(" ")
    if kind == _VERSION:
        return f"/studio/versions/{number}/review"
    return f"/studio/drafts/{number}" if kind == _DRAFT else "/studio"


def links_about(note: Notification, page: Callable[[str], str]) -> Links:
    path = page_about(note)
    return [(_("Open it in the studio"), page(path))] if path else []
