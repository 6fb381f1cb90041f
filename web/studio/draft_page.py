"""A draft without JavaScript: its drawing, what the gate says of it, its files, and publishing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO

from flask import Blueprint, redirect, render_template, request, send_file, url_for
from markupsafe import Markup
from werkzeug.utils import secure_filename
from werkzeug.wrappers import Response

from runner.bpmn import render
from runner.bpmn.package import Package, write_zip
from runner.bpmn.render import Overlays
from runner.deployment.deployment import Checked
from runner.deployment.diagram_drafts import Publication, key_of, package_of
from runner.errors import (
    Conflict,
    DiagramError,
    InvalidInput,
    NotPossible,
    Overtaken,
    StaleDraft,
)
from runner.language import _
from runner.model import Finding, Reviewed
from runner.people.permissions import require
from web.shared.auth import caselane, signed_in
from web.shared.instants import chosen_date
from web.shared.intakes import chosen_intake
from web.shared.numbers import LAST_ID, id_of
from web.shared.packages import ZIP, sent_package

pages = Blueprint("draft", __name__)

DRAFT = f"/studio/drafts/<int(max={LAST_ID}):draft_id>"


@pages.get(DRAFT)
def show(draft_id: int) -> str:
    return _page(draft_id)


@pages.get(f"{DRAFT}.<any(bpmn, zip):suffix>")
def download(draft_id: int, suffix: str) -> Response:
    draft = caselane().diagram_drafts.get(signed_in(), draft_id)
    name = f"{secure_filename(draft.name) or 'draft'}-draft-{draft.id}"
    if suffix == "bpmn":
        data, kind = draft.bpmn, "application/xml"
    else:
        data, kind = write_zip(package_of(draft), f"{name}.bpmn"), ZIP
    return send_file(BytesIO(data), kind, True, f"{name}.{suffix}")


@pages.post(DRAFT)
def upload(draft_id: int) -> Response:
    """A zip takes the place of all that the draft holds, a diagram that of the diagram alone."""
    person = signed_in()
    require(person, "edit_drafts")  # before a package is unpacked
    package, name = sent_package()
    if not name.lower().endswith(".zip"):
        draft = caselane().diagram_drafts.get(person, draft_id)
        package = Package(package.data, package_of(draft).files)
    caselane().diagram_drafts.save(person, draft_id, _revision(), package)
    return redirect(url_for("draft.show", draft_id=draft_id), 303)


@pages.post(f"{DRAFT}/publish")
def publish(draft_id: int) -> Response:
    """Of the revision that the owner saw: what somebody saved since is not published unread. With
    `when` later it goes live at the instant `at`."""
    person, form = signed_in(), request.form
    draft = caselane().diagram_drafts.get(person, draft_id)
    if draft.revision != _revision():
        raise StaleDraft(
            _(
                "%(name)s saved this draft after you loaded it, so it was not published. "
                "Look at what they drew, then publish again.",
                name=draft.changed_by.name,
            )
        )
    terms = Publication(
        form.getlist("accept"), form.get("note", ""), chosen_intake(form.get("intake", ""))
    )
    at = chosen_date(form)
    if at is not None:
        caselane().publication_dates.plan(person, draft, terms, at)
        return redirect(url_for("draft.show", draft_id=draft_id, _anchor="publish-title"), 303)
    version = caselane().diagram_drafts.publish(person, draft, terms)
    if version.waiting:
        return redirect(url_for("review.show", version_id=version.id), 303)
    return redirect(url_for("process.show", version=version.id), 303)


@pages.post(f"{DRAFT}/remove")
def remove(draft_id: int) -> Response:
    caselane().diagram_drafts.put_away(signed_in(), draft_id, _revision())
    return redirect(url_for("studio.show"), 303)


def _revision() -> int:
    return request.form.get("revision", type=id_of) or 0


@pages.get(f"{DRAFT}/running")
def running(draft_id: int) -> str:
    """What would become of the running cases if they moved to the draft, once it is published."""
    person = signed_in()
    draft = caselane().diagram_drafts.get(person, draft_id)
    plan = caselane().migration.plan_draft(person, package_of(draft))
    return render_template("studio/running.html", draft=draft, plan=plan)


# ------------------------------------------------------------------ what could not be done


@pages.errorhandler(InvalidInput)
def wrong_input(error: InvalidInput) -> tuple[str, int]:
    return _again(error.errors), 422


@pages.errorhandler(StaleDraft)
@pages.errorhandler(Overtaken)
@pages.errorhandler(NotPossible)
def too_late(error: Conflict) -> tuple[str, int]:
    return _again({"draft": [str(error)]}), 409


@pages.errorhandler(DiagramError)
def refused(error: DiagramError) -> tuple[str, int]:
    """A file that cannot be read; or a draft with an error, or a warning that nobody accepted."""
    said = [item.message for item in error.findings if isinstance(item, Finding)]
    if request.endpoint == "draft.publish":
        said = [_("has errors to mend, or warnings to accept: they stand below")]
    return _again({"draft": said or [str(error)]}), 422


def _again(errors: Mapping[str, Sequence[str]]) -> str:
    return _page((request.view_args or {})["draft_id"], errors)


def _page(draft_id: int, errors: Mapping[str, Sequence[str]] | None = None) -> str:
    person = signed_in()
    draft = caselane().diagram_drafts.get(person, draft_id)
    checked = caselane().diagram_drafts.check(person, draft)
    lifecycles = caselane().deployment.lifecycles(person)
    return render_template(
        "studio/draft.html",
        draft=draft,
        picture=_picture(checked),
        findings=[(key_of(finding), finding) for finding in checked.findings],
        others=caselane().diagram_drafts.others(person, draft_id),
        plan=caselane().publication_dates.newest(person, Reviewed(draft_id)),
        approval=caselane().deployment.needs_approval,
        further=checked.diagram is not None
        and checked.diagram.process not in {one.process for one in lifecycles},
        again=checked.again,
        runs=checked.before is not None and checked.before.id == checked.again,
        errors=errors or {},
        given=request.form,
    )


def _picture(checked: Checked) -> Markup | None:
    """The drawing with the rules that are broken on it; the list below says how. None where the
    file cannot be read."""
    if checked.diagram is None:
        return None
    found: dict[str, list[str]] = {}
    for one in checked.findings:
        if one.element and one.rule not in found.setdefault(one.element, []):
            found[one.element].append(one.rule)
    rules = {at: ", ".join(names) for at, names in found.items()}
    return Markup(render.draw(checked.diagram, Overlays(findings=rules)))
