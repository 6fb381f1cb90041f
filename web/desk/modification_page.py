"""Modifying one case past its drawing: what can be, what it would do, and doing it."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from runner.cases import Preview
from runner.errors import InvalidInput, NotPossible
from runner.model import Modification
from web.desk.case import how
from web.shared.auth import caselane, signed_in
from web.shared.idempotency import once
from web.shared.instants import instant_in
from web.shared.numbers import number as number_in

pages = Blueprint("modification", __name__, url_prefix="/cases/<number>/modify")

Refusal = InvalidInput | NotPossible


@pages.get("")
def show(number: str) -> str:
    return _page(number)


@pages.post("")
def modify(number: str) -> Response | tuple[str, int]:
    """Shows what would happen; with `sure` does it, if it is what was shown."""
    person, form, modifications = signed_in(), request.form, caselane().cases.modifications
    try:
        wanted = _wanted()
        if "sure" not in form:
            return _page(number, modifications.preview(person, number, wanted)), 200
        seen = {"revision": number_in(form.get("revision")), "expected": form.get("expected")}
        reason = form.get("reason", "")

        def change() -> str:
            modifications.modify(person, number, wanted, reason, **seen)
            return url_for("case.show", number=number)

        return redirect(once(person, change), 303)
    except NotPossible as refusal:
        return _page(number, refusal=str(refusal)), 409
    except InvalidInput as refusal:
        return _page(number, errors=refusal.errors), 422


def _wanted() -> Modification:
    """What the form asks for: the button that was pressed names kind and place."""
    kind, _, at = request.form.get("do", "").partition(":")
    to = request.form.get("to", "") if kind == "move" else ""
    if kind == "skip":
        at, _, to = at.partition(":")
    due = instant_in("due", request.form.get("due", "")) if kind == "retime" else None
    return Modification(kind, at, to, due)


def _page(number: str, then: Preview | None = None, refusal: str = "", errors=None) -> str:
    view, choices = caselane().cases.modifications.choices(signed_in(), number)
    told = dict.fromkeys(f"{one.person.name} ({how(one.way)})" for one in then.told) if then else ()
    return render_template(
        "desk/modify.html", view=view, case=view.case, choices=choices, then=then, told=list(told),
        refusal=refusal, errors=errors or {}, given=request.form,
    )  # fmt: skip
