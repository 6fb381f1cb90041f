"""A form that is sent twice is carried out once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from flask import request

from runner.model import Person
from web.shared.auth import caselane


def once(person: Person, change: Callable[[], str]) -> str:
    """Carries out what a form asks for; twice sent, by a double click or a reload, it is carried
    out once and answered twice. Returns where to go on."""
    mark = once_mark()
    return caselane().cases.once(person, *mark, change) if mark else change()


def once_mark() -> tuple[str, str] | None:
    """The key of the form that was sent, and the digest of what is in it; None without a key."""
    mark = request.form.get("once", "")[:100]
    asked = f"{request.path}\n{kept_fields()}"
    digest = hashlib.sha256(asked.encode("utf-8", "replace")).hexdigest()
    return (f"page:{mark}:{digest[:20]}", digest) if mark else None


def kept_fields() -> list[tuple[str, str]]:
    """What somebody filled in, to give back when it could not be carried out."""
    return [(k, v) for k, v in request.form.items(multi=True) if k not in _OURS]


_OURS = frozenset({"csrf_token", "once"})
