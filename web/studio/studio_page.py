"""The list of drafts, and how one begins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from runner.deployment.template_packages import TEMPLATES, template
from runner.errors import DiagramError, InvalidInput
from runner.model import DiagramDraft, Finding, Person
from runner.people.permissions import require
from web.shared.auth import caselane, signed_in
from web.shared.idempotency import once
from web.shared.numbers import id_of
from web.shared.packages import sent_package

pages = Blueprint("studio", __name__)


@pages.get("/studio")
def show() -> str:
    return _page()


@pages.post("/studio/drafts")
def begin() -> Response:
    """A draft of a version, file or template, or blank. A form that is sent twice begins one."""
    person = signed_in()

    def change() -> str:
        return url_for("draft.show", draft_id=_begun(person).id)

    return redirect(once(person, change), 303)


def _begun(person: Person) -> DiagramDraft:
    drafts, beginning = caselane().diagram_drafts, request.form.get("from")
    if beginning == "version":
        return drafts.from_version(person, request.form.get("version", type=id_of))
    if beginning == "blank":
        return drafts.blank(person)
    if beginning == "template":
        name = request.form.get("template", "")
        require(person, "edit_drafts")
        package = template(name)
        return drafts.new_lifecycle(person, package, TEMPLATES[name].partition(":")[0])
    require(person, "edit_drafts")  # before a package is unpacked
    package, name = sent_package()
    return drafts.from_package(person, package, name)


@pages.errorhandler(InvalidInput)
def wrong_input(error: InvalidInput) -> tuple[str, int]:
    return _page(error.errors), 422


@pages.errorhandler(DiagramError)
def unreadable(error: DiagramError) -> tuple[str, int]:
    """The list once more, with why the file is no draft."""
    said = [one.message for one in error.findings if isinstance(one, Finding)]
    return _page({"": said or [str(error)]}), 422


def _page(errors: Mapping[str, Sequence[str]] | None = None) -> str:
    person = signed_in()
    drafts = caselane().diagram_drafts.listed(person)
    lifecycles = caselane().deployment.lifecycles(person)
    versions = caselane().deployment.listed(person).items
    return render_template(
        "studio/studio.html", drafts=drafts, lifecycles=lifecycles, errors=errors or {},
        templates={name: what for name, what in TEMPLATES.items() if name != "blank"},
        waiting=[one for one in versions if one.waiting],
        planned=caselane().publication_dates.waiting(person),
    )  # fmt: skip
