"""What a token with scopes may ask for, before anything else is looked at: a token that only reads
changes nothing, also nothing that no right stands for, such as what its person is told.

The rights themselves are kept below, by `people/permissions.py`.
"""

from __future__ import annotations

from collections.abc import Mapping

from flask import request

from runner.people.permissions import SCOPES, refuse_scope

_CASES, _ALL = frozenset({"cases"}), frozenset(SCOPES)

READING: Mapping[str, frozenset[str]] = {
    "api_people": frozenset({"admin"}),
    "api_incidents": frozenset({"admin"}),
    "api_audit": frozenset({"admin"}),
    "api_teams": frozenset({"read", "cases", "admin"}),
    "api_versions": frozenset({"read", "cases", "diagrams"}),
}
"""Of each blueprint of the API, the scopes that are good to read: any of them. Of others *read*
and *cases* are."""

WRITING: Mapping[str, frozenset[str]] = {
    "api_people": frozenset({"admin"}),
    "api_incidents": frozenset({"admin"}),
    "api_audit": frozenset({"admin"}),
    "api_teams": frozenset({"admin"}),
    "api_versions": frozenset({"diagrams"}),
}
"""The same for all that may change something. Of others *cases* is."""


def check(scopes: frozenset[str]) -> None:
    """Raises OutOfScope."""
    if scopes.isdisjoint(wanted := _wanted()):
        refuse_scope(scopes, wanted)


def _wanted() -> frozenset[str]:
    if request.endpoint == "api_me.get_me":
        return _ALL
    if request.method in ("GET", "HEAD"):
        return READING.get(request.blueprint or "", _CASES | {"read"})
    return WRITING.get(request.blueprint or "", _CASES)
