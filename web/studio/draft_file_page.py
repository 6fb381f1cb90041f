"""One file of a draft in place: a table, policies, calendars, a scenario or a form. It is a text;
where the browser can, a decision table is one to click in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from runner.bpmn.files import decisions_called
from runner.bpmn.package import Package
from runner.deployment.diagram_drafts import package_of
from runner.deployment.draft_files import with_file, without_file
from runner.errors import DiagramError, InvalidInput, NotFound, StaleDraft
from runner.language import _
from runner.model import DiagramDraft, Finding
from web.shared.auth import caselane, signed_in
from web.shared.numbers import id_of
from web.studio.draft_page import DRAFT

pages = Blueprint("draft_file", __name__)

FILE = f"{DRAFT}/files/<path:name>"

Errors = Mapping[str, Sequence[str]]


@pages.get(f"{DRAFT}/files")
def new(draft_id: int) -> str:
    """A file that is not there yet."""
    return _page(_draft(draft_id), "", "")


@pages.get(FILE)
def show(draft_id: int, name: str) -> str:
    draft = _draft(draft_id)
    text = package_of(draft).files.get(name)
    if text is None:
        raise NotFound(_("This draft has no file '%(name)s'.", name=name[:200]))
    return _page(draft, name, text)


@pages.post(f"{DRAFT}/files")
def add(draft_id: int) -> Response | tuple[str, int]:
    return _written(draft_id, request.form.get("name", "").strip())


@pages.post(FILE)
def write(draft_id: int, name: str) -> Response | tuple[str, int]:
    return _written(draft_id, name)


@pages.post(f"{FILE}/remove")
def remove(draft_id: int, name: str) -> Response:
    draft = _draft(draft_id)
    caselane().drafts.save(
        signed_in(), draft_id, _revision(), without_file(package_of(draft), name)
    )
    return redirect(url_for("draft.show", draft_id=draft_id, _anchor="files-title"), 303)


def _written(draft_id: int, name: str) -> Response | tuple[str, int]:
    draft, text = _draft(draft_id), request.form.get("text", "").replace("\r\n", "\n")
    try:
        _save(draft, with_file(package_of(draft), name, text))
    except InvalidInput as error:
        return _page(draft, name, text, error.errors), 422
    except DiagramError as error:
        return _page(draft, name, text, {"file": [str(error)]}), 422
    except StaleDraft as error:
        return _page(draft, name, text, {"draft": [str(error)]}), 409
    return redirect(url_for("draft_file.show", draft_id=draft_id, name=name, saved="yes"), 303)


def _save(draft: DiagramDraft, package: Package) -> None:
    caselane().drafts.save(signed_in(), draft.id, _revision(), package)


def _draft(draft_id: int) -> DiagramDraft:
    return caselane().drafts.get(signed_in(), draft_id)


def _revision() -> int:
    return request.form.get("revision", type=id_of) or 0


def _page(draft: DiagramDraft, name: str, text: str, errors: Errors | None = None) -> str:
    known = name in package_of(draft).files
    return render_template(
        "studio/draft_file.html",
        draft=draft, name=name, text=text, known=known, errors=errors or {},
        findings=_findings(draft, name, text) if known and not errors else (),
        revision=request.form.get("revision", draft.revision),
    )  # fmt: skip


def _findings(draft: DiagramDraft, name: str, text: str) -> list[Finding]:
    """What the check says of a file; of a table, also at the tasks that read it."""
    checked = caselane().drafts.check(signed_in(), draft)
    tables = decisions_called(text, draft.bpmn) if name.endswith(".dmn") else frozenset()
    elements = checked.diagram.elements if checked.diagram else {}
    reading = {key for key, element in elements.items() if element.decision in tables}
    return [one for one in checked.findings if one.file == name or one.element in reading]
