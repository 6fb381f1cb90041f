"""The figures of a simulation in words."""

from __future__ import annotations

from collections.abc import Mapping

from runner.language import N_, _

_KINDS: Mapping[str, str] = {
    "share": N_("%(of)s, share met"),
    "missed": N_("%(of)s, missed"),
    "arrived": N_("Cases that came"),
    "closed": N_("Cases that were closed"),
    "backlog": N_("%(of)s, cases at midnight"),
    "left": N_("Open at the end"),
    "median": N_("%(of)s, half of the stays no longer"),
    "most": N_("%(of)s, nine of ten stays no longer"),
}


def kind_of(key: str) -> str:
    """Such as `share` of `share|first_response|P1`."""
    return key.partition("|")[0]


def order_of(key: str) -> tuple[int, str]:
    """What keys are sorted by: in the order in which reports have them."""
    return list(_KINDS).index(kind_of(key)), key


def name_of(key: str) -> str:
    """Such as *First response P1, share met* for `share|first_response|P1`."""
    kind, *of = key.split("|")
    if kind in ("share", "missed"):
        of = [of[0].replace("_", " ").capitalize(), *of[1:]]
    return _(_KINDS[kind], of=" ".join(of) or _("All open"))


def value_of(key: str, value: float, signed: bool = False) -> str:
    """A share in percent, a time in hours or minutes, a number of cases; `signed` with the sign of
    a difference."""
    sign = ("+" if value > 0 else "−" if value < 0 else "") if signed else ""
    size = abs(value) if signed else value
    kind = kind_of(key)
    if kind == "share":
        return f"{sign}{100 * size:.0f} %"
    if kind in ("median", "most"):
        return f"{sign}{size:.0f} h" if size >= 10 else f"{sign}{60 * size:.0f} min"
    return f"{sign}{size:.0f}" if size >= 10 else f"{sign}{size:.1f}"
