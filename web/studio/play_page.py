"""A draft or a version played by hand, on the engine and with a clock of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from runner.errors import (
    CaselaneError,
    ConfigError,
    DiagramError,
    InvalidInput,
    StaleDraft,
)
from runner.gate.scenarios import (
    MORNING,
    Play,
    Scenario,
    perform,
    read_step,
    recorded,
)
from runner.language import N_, _
from runner.model import PRIORITIES, DiagramDraft, Finding
from web.shared import fields, humanize
from web.shared.auth import caselane, signed_in
from web.shared.colours import digest, style_sheet
from web.shared.numbers import LAST_ID, id_of
from web.studio import play_view as view
from web.studio.draft_page import DRAFT
from web.studio.play_address import NEW, packed, unpacked

pages = Blueprint("play", __name__)

VERSION = f"/studio/versions/<int(max={LAST_ID}):version_id>"
FOR_GOOD = 365 * 86400

Errors = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Subject:
    """What is played: a draft, or a version where `draft` is None."""

    name: str
    perform: Callable[[Scenario], Play]
    draft: DiagramDraft | None
    version: int | None

    def address(self, played: str | None = None) -> str:
        if self.draft is not None:
            return url_for("play.show", draft_id=self.draft.id, played=played)
        return url_for("play.show", version_id=self.version, played=played)


@pages.get(f"{DRAFT}/play")
@pages.get(f"{VERSION}/play")
def show(draft_id: int = 0, version_id: int = 0) -> str:
    return _page(_subject(draft_id, version_id), unpacked(request.args.get("played", "")))


@pages.post(f"{DRAFT}/play")
@pages.post(f"{VERSION}/play")
def go_on(draft_id: int = 0, version_id: int = 0) -> Response | tuple[str, int]:
    """Plays one more step, or begins anew as it is told to."""
    subject, scenario = _subject(draft_id, version_id), unpacked(request.form.get("played", ""))
    try:
        longer = _longer(scenario, request.form)
        problem = subject.perform(longer).problem
        if problem is not None:
            raise problem
        return redirect(subject.address(packed(longer)), 303)
    except InvalidInput as error:
        return _page(subject, scenario, error.errors, request.form), 422
    except CaselaneError as error:
        return _page(subject, scenario, {"": [str(error)]}, request.form), 422


@pages.get(f"{DRAFT}/play/statuses.css")
def colours(draft_id: int) -> Response:
    """The colours of its statuses, which no version has yet. Kept, lest each step of a play asks
    for them, where the address has their digest."""
    person = signed_in()
    process = caselane().sandbox.of_draft(person, caselane().diagram_drafts.get(person, draft_id))
    statuses = process.diagram.statuses
    answer = Response(style_sheet(statuses), mimetype="text/css")
    if request.args.get("v") == digest(statuses):
        answer.headers["Cache-Control"] = f"private, max-age={FOR_GOOD}, immutable"
    return answer


@pages.post(f"{DRAFT}/play/record")
def record(draft_id: int) -> Response | tuple[str, int]:
    subject, form = _subject(draft_id, 0), request.form
    scenario = unpacked(form.get("played", ""))
    play, name = subject.perform(scenario), form.get("name", "").strip()
    assert subject.draft is not None
    try:
        if play.problem is not None:
            raise InvalidInput(
                {"play": [_("cannot be played to its end: %(problem)s", problem=play.problem)]}
            )
        revision = form.get("revision", type=id_of) or 0
        caselane().sandbox.record(signed_in(), subject.draft, revision, recorded(play, name))
    except InvalidInput as error:
        return _page(subject, scenario, error.errors, form), 422
    except StaleDraft as error:
        return _page(subject, scenario, {"": [str(error)]}, form), 409
    address = url_for("scenario_list.show", draft_id=draft_id, recorded=name, _anchor="recorded")
    return redirect(address, 303)


def _subject(draft_id: int, version_id: int) -> Subject:
    person, sandbox = signed_in(), caselane().sandbox
    if version_id:
        process = sandbox.of_version(person, version_id)
        return Subject(process.diagram.name, partial(perform, process), None, version_id)
    draft = caselane().diagram_drafts.get(person, draft_id)
    process = sandbox.of_draft(person, draft)
    return Subject(draft.name, partial(perform, process), draft, None)


@pages.errorhandler(DiagramError)
def unplayable(error: DiagramError) -> tuple[str, int]:
    """A drawing with errors: what they are, and the way back to mend them."""
    said = [item for item in error.findings if isinstance(item, Finding)]
    back = (request.view_args or {}).get("draft_id", 0)
    title, why = _NOT_YET.get(request.blueprint or "", _NOT_YET["play"])
    return render_template(
        "studio/unplayable.html", findings=said, draft_id=back, title=title, why=why
    ), 422


_NOT_YET = {
    "play": (
        N_("This cannot be played yet"), N_("What happened in a play would only follow from them."),
    ),
    "policies": (
        N_("Its policies cannot be looked at yet"),
        N_("Whether it keeps them would only follow from them."),
    ),
    "difference": (
        N_("This cannot be compared yet"),
        N_("What would happen otherwise would only follow from them."),
    ),
}  # fmt: skip
"""By the page that was asked for: what is said in its place."""


# ------------------------------------------------------------------ one more step


def _longer(scenario: Scenario, form: MultiDict[str, str]) -> Scenario:
    """The play with the step that a form asks for. Raises InvalidInput."""
    if form.get("do") == "begin":
        priority = {"priority": form["priority"]} if form.get("priority") else {}
        values = priority | _filled_in(form)
        at = _instant(form.get("at", "")) or MORNING
        return replace(NEW, steps=(replace(NEW.steps[0], values=values),), at=at)
    try:
        step = read_step(_table(form), _("This step"))
    except ConfigError as error:
        raise InvalidInput({"": [str(error)]}) from error
    return replace(scenario, steps=(*scenario.steps, step))


def _table(form: MultiDict[str, str]) -> dict[str, Any]:
    """A step as a scenario writes it."""
    what, values = form.get("what", ""), _filled_in(form)
    match form.get("do"):
        case "action":
            by = {"by": form["by"]} if form.get("by") else {}
            return {"action": what, **by, "fields": values}
        case "event":
            return {"event": what, "with": values}
        case "until":
            return {"until": _instant(what) or what}
        case "wait":
            time = {"time": "business"} if form.get("time") == "business" else {}
            unit = form.get("unit", "")
            return {"wait": f"PT{what}H" if unit == "H" else f"P{what}{unit}", **time}
        case "change":
            return {"change": {"priority": form.get("priority", "")}}
    return {}


def _filled_in(form: MultiDict[str, str]) -> dict[str, Any]:
    """What was filled in. What was left out is filled with something as the step is played."""
    found = fields.read(form)
    return {name: value for name, value in found.items() if value not in ("", [])}


def _instant(text: str) -> datetime | None:
    """An instant in ISO 8601; without a zone it is of the calendar. None for any other text."""
    try:
        found = datetime.fromisoformat(text)
        zone = caselane().calendars.default.zone
        return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


# ------------------------------------------------------------------ the page


def _page(
    subject: Subject,
    scenario: Scenario,
    errors: Errors | None = None,
    given: MultiDict[str, str] | None = None,
) -> str:
    play = subject.perform(scenario)
    if play.problem is not None and not play.turns:
        raise InvalidInput(
            {"play": [_("cannot be played: %(problem)s Begin anew", problem=play.problem)]}
        ) from play.problem
    kept = replace(scenario, steps=play.steps)  # what cannot be played any more is left away
    return render_template(
        "studio/play.html",
        subject=subject, play=play, date=humanize.date, now_there=play.now,
        zone=play.process.calendars.default.zone,
        then=play.turns[-1].then, lines=list(view.lines(play, subject.address))[::-1],
        picture=view.picture(play), reads=view.reads(play), ahead=view.ahead(play),
        actions=view.by_audience(play), messages=view.messages(play), played=packed(kept),
        back=packed(replace(kept, steps=kept.steps[:-1])) if len(kept.steps) > 1 else "",
        priorities=PRIORITIES, priority=view.priority(play), when=view.when,
        asked_first=fields.fields(play.process.diagram.start_form),
        of_colours=digest(play.process.diagram.statuses),
        errors=errors or {}, given=given or MultiDict(),
    )  # fmt: skip
