"""What statuses, and words of a drawing, are called where they are shown. Everything else goes by
their names."""

from __future__ import annotations

from collections.abc import Iterable

from flask import has_app_context

from web.shared.auth import caselane


def called(status: str) -> str:
    return caselane().versions.status_called(status) if has_app_context() else status


def word_called(name: str) -> str:
    """Whose move it is, a milestone, a resolution or a flag."""
    return caselane().versions.word_called(name) if has_app_context() else name


def all_called(statuses: Iterable[str]) -> dict[str, str]:
    """Those whose name is another one in the language that is spoken."""
    words = {status: called(status) for status in statuses}
    return {status: word for status, word in words.items() if word != status}
