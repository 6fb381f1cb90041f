"""The figures of a simulation in words."""

from __future__ import annotations

from collections.abc import Mapping

_KINDS: Mapping[str, str] = {
    "share": "{}, share met",
    "missed": "{}, missed",
    "arrived": "Cases that came",
    "closed": "Cases that were closed",
    "backlog": "{}, cases at midnight",
    "left": "Open at the end",
    "median": "{}, half of the stays no longer",
    "most": "{}, nine of ten stays no longer",
}


def name_of(key: str) -> str:
    """Such as *First response P1, share met* for `share|first_response|P1`."""
    kind, *of = key.split("|")
    if kind in ("share", "missed"):
        of = [of[0].replace("_", " ").capitalize(), *of[1:]]
    return _KINDS[kind].format(" ".join(of) or "All open")


def value_of(key: str, value: float) -> str:
    """A share in percent, a time in hours or minutes, a number of cases."""
    kind = key.partition("|")[0]
    if kind == "share":
        return f"{100 * value:.0f} %"
    if kind in ("median", "most"):
        return f"{value:.0f} h" if value >= 10 else f"{60 * value:.0f} min"
    return f"{value:.0f}" if value >= 10 else f"{value:.1f}"
