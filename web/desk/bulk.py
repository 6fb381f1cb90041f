"""Several cases at once: ticked in a list, changed one after the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, render_template, request

from runner.cases import CaseView
from runner.errors import CaselaneError, InvalidInput
from runner.model import PRIORITIES
from web.shared import fields
from web.shared.auth import caselane, signed_in
from web.shared.idempotency import idempotency_key
from web.shared.numbers import number as number_in

pages = Blueprint("bulk", __name__, url_prefix="/inbox/bulk")

MOST = 100
"""Cases at once: more than a list shows."""

Ticked = Mapping[str, int]
"""The revision of each case, by its number, that the person saw in the list."""


@pages.post("")
def choose() -> str:
    """What can be done with the ticked cases. Nothing is changed yet."""
    seen = _ticked()
    views, actions = caselane().cases.together(signed_in(), tuple(seen))
    return render_template(
        "desk/bulk.html", views=views, actions=actions, seen=seen, priorities=PRIORITIES,
        team=caselane().accounts.team(), back=request.form.get("back", ""),
    )  # fmt: skip


@pages.post("/change")
def change() -> str:
    """Changes each case in a transaction of its own, and says which were not changed and why. A
    case that changed since the list was shown is left alone. The form is good for one change of
    each case: sent again, after whatever interruption, it goes on where it was, and what was done
    is reported as done. See decision 0271."""
    seen, take, key = _ticked(), _change(), idempotency_key()
    failed: dict[str, str] = {}
    for number, revision in seen.items():
        try:
            _once(key, number, lambda n=number, r=revision: take(n, r))
        except CaselaneError as error:
            failed[number] = str(error)
    done = [number for number in seen if number not in failed]
    return render_template(
        "desk/bulk_report.html", done=done, failed=failed, back=request.form.get("back", "")
    )


def _ticked() -> Ticked:
    given = (text.partition(":") for text in request.form.getlist("case"))
    seen = {number: number_in(revision) for number, _, revision in given}
    known = {number: revision for number, revision in seen.items() if revision is not None}
    if not known or len(known) < len(seen) or len(known) > MOST:
        raise InvalidInput({"case": [f"has to be 1 to {MOST} cases, as a list shows them: tick"]})
    return known


def _change() -> Callable[[str, int], CaseView]:
    """What the pressed button does with a case. Raises InvalidInput for none that is known."""
    person, form, cases = signed_in(), request.form, caselane().cases
    what, _, action = form.get("do", "").partition(":")
    if what == "act" and action:
        values = fields.read(form)
        return lambda number, revision: cases.act(person, number, action, values, revision)
    if what in ("owner", "priority"):
        wanted: dict[str, Any] = {what: form.get(what) or None}
        return lambda number, revision: cases.update(person, number, wanted, revision)
    raise InvalidInput({"do": ["has to be what one of the buttons does"]})


def _once(key: tuple[str, str] | None, number: str, take: Callable[[], CaseView]) -> None:
    """Makes the change of one case, unless the form with this key did that before."""
    if key is None:
        raise InvalidInput({"once": ["is missing: begin again from the list"]})
    name, digest = key
    caselane().cases.once(signed_in(), f"{name}:{number}", digest, lambda: take().case.number)
