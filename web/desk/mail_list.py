"""Mails that wait for a person, who lets each in or discards it; and what became of the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from runner.errors import InvalidInput, NotFound
from runner.language import N_, _
from runner.model import MailState
from web.shared.auth import caselane, signed_in
from web.shared.numbers import LAST_ID
from web.shared.numbers import number as number_in

pages = Blueprint("mail_list", __name__, url_prefix="/mails")

_MAIL = f"/<int(max={LAST_ID}):mail>"

LONGEST = 5_000
"""Characters of a mail that the page shows: it shows many."""

STATES: Mapping[MailState, str] = {
    "waiting": N_("Waiting"),
    "machine": N_("Of machines"),
    "taken": N_("Taken in"),
    "accepted": N_("Let in"),
    "discarded": N_("Discarded"),
}


@pages.get("")
def show(errors: Mapping[str, Sequence[str]] | None = None, at: int = 0) -> str:
    state, before = _state(request.args.get("state")), number_in(request.args.get("before"))
    found = caselane().cases.mails.listed(signed_in(), state, before)
    return render_template(
        "desk/mails.html", found=found, states=STATES, state=state, errors=errors or {}, at=at,
        given=request.form, longest=LONGEST,
    )  # fmt: skip


def _state(given: str | None) -> MailState:
    for state in STATES:
        if state == given:
            return state
    return "waiting"


@pages.post(f"{_MAIL}/accept")
def accept(mail: int) -> Response:
    """Into the case that is named, or as a new one. Then the page of the case."""
    form = request.form
    number = form.get("number", "").strip() if "into" in form else ""
    if "into" in form and not number:
        raise InvalidInput({"number": [_("is needed: name the case")]})
    number = caselane().cases.mails.accept(signed_in(), mail, number, "internal" in form)
    return redirect(url_for("case.show", number=number), 303)


@pages.post(f"{_MAIL}/discard")
def discard(mail: int) -> Response:
    caselane().cases.mails.discard(signed_in(), mail)
    return redirect(url_for("mail_list.show"), 303)


@pages.post("/spam/<number>")
def mark_spam(number: str) -> Response:
    """Marks the case that a mail opened or is in, or takes the mark away."""
    caselane().cases.mark_spam(signed_in(), number, request.form.get("spam") == "yes")
    state = _state(request.args.get("state"))
    return redirect(url_for("mail_list.show", state=state), 303)


@pages.errorhandler(InvalidInput)
@pages.errorhandler(NotFound)
def wrong_input(error: InvalidInput | NotFound) -> tuple[str, int]:
    """The list once more, with what is wrong at its mail."""
    if request.method == "GET":
        raise error
    wrong = error.errors if isinstance(error, InvalidInput) else {"": [str(error)]}
    return show(wrong, (request.view_args or {}).get("mail", 0)), 422
