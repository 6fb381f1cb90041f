"""Idempotency of forms: one that is sent twice is carried out once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from flask import g, request

from runner.model import Person
from web.shared.auth import caselane


def once(person: Person, change: Callable[[], str]) -> str:
    """Carries out what a form asks for. A form that is sent twice, by a double click or a reload,
    is carried out once and answered twice; files that came the second time are not kept. Returns
    the address to go on to."""
    key = idempotency_key()
    if key is None:
        return change()
    with caselane().cases.once(person, *key) as kept:
        if kept.answer is None:
            kept.answer = change()
        else:
            caselane().cases.attachments.discard(person, g.get("brought", ()))
        return kept.answer


def idempotency_key() -> tuple[str, str] | None:
    """The key of the form that was sent, and the digest of its fields; None without a key. Files
    that came with it do not count: sent again, they have other ids."""
    key = request.form.get("once", "")[:100]
    asked = f"{request.path}\n{_sent_fields()}"
    digest = hashlib.sha256(asked.encode("utf-8", "replace")).hexdigest()
    return (f"page:{key}:{digest[:20]}", digest) if key else None


def kept_fields() -> list[tuple[str, str]]:
    """What the form carries, to give back when it could not be carried out: also the files that
    came with it and wait now."""
    fields = _sent_fields()
    ticked = {value for name, value in fields if name == "files"}
    new = [str(file) for file in g.get("files", ()) if str(file) not in ticked]
    return [*fields, *(("files", file) for file in new)]


def _sent_fields() -> list[tuple[str, str]]:
    return [(k, v) for k, v in request.form.items(multi=True) if k not in _OURS]


_OURS = frozenset({"csrf_token", "once"})
