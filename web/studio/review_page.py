"""A version that waits for approval, beside the one that runs: read and decided on by a second
process owner."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from runner.deployment.acceptance import Acceptance
from runner.errors import DiagramError, InvalidInput, NotPossible
from runner.language import _
from runner.model import Finding, Person, Reviewed, Version
from runner.people.permissions import require
from web.shared.auth import caselane, signed_in
from web.shared.diagrams import of_all
from web.shared.instants import chosen_date
from web.studio.difference_page import differences
from web.studio.play_page import VERSION

pages = Blueprint("review", __name__)


class Waiting(NamedTuple):
    """What the page says of the version. `mine`: whoever looks drew a part of it, or proposed it,
    and may not approve it; `others` may, by name."""

    id: int
    by: str
    at: datetime
    notes: Sequence[str]
    mine: bool
    others: Sequence[str]


@pages.get(f"{VERSION}/review")
def show(version_id: int) -> Response | str:
    version = caselane().deployment.version(_owner(), version_id)
    if not version.waiting:
        return redirect(_process(version_id))
    return _page(version)


@pages.post(f"{VERSION}/approve")
def approve(version_id: int) -> Response | tuple[str, int]:
    person, form = _owner(), request.form
    accepted = form.get("accept") == "yes"
    terms: Acceptance = {"accept_warnings": accepted, "accept_undecided": accepted}
    at = chosen_date(form)
    try:
        if at is not None:
            caselane().publication_dates.plan_approval(person, version_id, at, **terms)
            return redirect(url_for("review.show", version_id=version_id), 303)
        caselane().deployment.approve(person, version_id, **terms)
    except DiagramError as error:
        return _refused(caselane().deployment.version(person, version_id), error), 422
    except NotPossible:
        if caselane().deployment.version(person, version_id).waiting:
            raise
        # another one was first: it is live
    return redirect(_process(version_id), 303)


@pages.errorhandler(InvalidInput)
def wrong_input(error: InvalidInput) -> tuple[str, int]:
    version_id = (request.view_args or {})["version_id"]
    return _page(caselane().deployment.version(_owner(), version_id), error.errors), 422


def _owner() -> Person:
    person = signed_in()
    require(person, "approve_diagram")
    return person


def _process(version_id: int) -> str:
    return url_for("process.show", version=version_id)


def _refused(version: Version, error: DiagramError) -> str:
    """The page once more: with the errors, or with the warnings that have to be accepted."""
    found = [one for one in error.findings if isinstance(one, Finding)]
    wrong = [one.message for one in found if one.severity == "error"]
    new = [one for one in found if one not in version.findings]
    return _page(version, {"version": wrong} if wrong else {}, () if wrong else new)


def _page(
    version: Version,
    errors: Mapping[str, Sequence[str]] | None = None,
    to_accept: Sequence[Finding] = (),
) -> str:
    person, sandbox = signed_in(), caselane().sandbox
    live = caselane().versions.current_of(version)
    old, new = (sandbox.of_version(person, one).diagram for one in (live, version.id))
    by = version.deployed_by
    waiting = Waiting(
        version.id, by.name if by else _("The operator"), version.deployed_at, version.notes,
        caselane().deployment.drew(person, version),
        [one.name for one in caselane().deployment.approvers(person, version)],
    )  # fmt: skip
    return render_template(
        "studio/review.html", waiting=waiting, version=live, errors=errors or {},
        to_accept=to_accept, given=request.form,
        plan=caselane().publication_dates.newest(person, Reviewed(version=version.id)),
        threads=caselane().reviews.of(person, Reviewed(version=version.id)),
        **(differences(old, new) if live != version.id else {"alone": of_all(new, {})}),
    )  # fmt: skip
