"""The pages of administration, one beside the other, and `/admin`, which is the first of them."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from runner.language import N_
from runner.model import Person
from runner.people.permissions import Operation, may, require
from web.shared.auth import signed_in

pages = Blueprint("front", __name__, url_prefix="/admin")

PLACES: Sequence[tuple[str, str, Operation]] = (
    ("people.show", N_("People"), "manage_people"),
    ("team_list.show", N_("Teams"), "manage_teams"),
    ("token_list.show", N_("Tokens"), "manage_people"),
    ("incident_list.show", N_("Incidents"), "manage_incidents"),
    ("mailbox_list.show", N_("Mailboxes"), "see_health"),
    ("hook_list.show", N_("Hooks"), "see_health"),
    ("audit_page.show", N_("Audit"), "see_audit"),
    ("health_page.show", N_("Health"), "see_health"),
)
"""Each with what it is called, and what who sees it may do."""


@pages.app_template_global("admin_places")
def places_of(person: Person) -> list[tuple[str, str]]:
    return [(endpoint, label) for endpoint, label, operation in PLACES if may(person, operation)]


@pages.get("")
def show() -> Response:
    """Goes on to the first page that the person may see."""
    person = signed_in()
    seen = places_of(person)
    if not seen:
        require(person, PLACES[0][2])
    return redirect(url_for(seen[0][0]))
