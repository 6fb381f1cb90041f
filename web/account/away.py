"""A person of support says that they are away, until when, and who stands in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from runner.errors import InvalidInput
from runner.model import Absence
from runner.people.permissions import require
from web.shared.auth import caselane, signed_in
from web.shared.instants import as_filled_in, instant_in

pages = Blueprint("away", __name__, url_prefix="/settings/away")


@pages.get("")
def show(errors: Mapping[str, Any] | None = None) -> str:
    person = signed_in()
    require(person, "say_away")
    team = [other for other in caselane().accounts.team() if other.id != person.id]
    known = {
        "since": as_filled_in(person.away_from),
        "until": as_filled_in(person.away_until),
        "stand_in": next((one.email for one in team if one.id == person.stand_in_id), ""),
    }
    return render_template(
        "account/away.html", person=person, team=team, errors=errors or {},
        given=request.form if errors else known, saved="saved" in request.args,
    )  # fmt: skip


@pages.post("")
def change() -> Response:
    """`back`: the person is not away any more, whatever the other fields still hold."""
    person, form = signed_in(), request.form
    if "back" in form:
        caselane().accounts.set_away(person.email, False, person)
    else:
        caselane().accounts.set_away(person.email, True, person, _absence(form))
    return redirect(url_for("away.show", saved=""), 303)


def _absence(form: Mapping[str, str]) -> Absence:
    return Absence(
        instant_in("since", form.get("since", "")),
        instant_in("until", form.get("until", "")),
        form.get("stand_in") or None,
    )


@pages.errorhandler(InvalidInput)
def wrong_input(error: InvalidInput) -> tuple[str, int]:
    return show(error.errors), 422
