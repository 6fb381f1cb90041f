"""One file of a draft in place: a table, policies, calendars, a scenario or a form. It is a text;
where the browser can, a decision table is one to click in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from runner.bpmn import Diagram
from runner.bpmn.calendar import WEEKDAYS
from runner.bpmn.drawn_texts import read_texts
from runner.bpmn.files import decisions_called, texts_language
from runner.bpmn.package import Package
from runner.bpmn.text_writing import texts_left_out, with_texts
from runner.deployment.deployment import Checked
from runner.deployment.diagram_drafts import package_of
from runner.deployment.draft_files import with_file, without_file
from runner.errors import (
    CalendarError,
    ConfigError,
    DiagramError,
    InvalidInput,
    NotFound,
    StaleDraft,
)
from runner.language import _, spoken
from runner.model import DiagramDraft, Finding
from web.shared.auth import caselane, signed_in
from web.shared.numbers import id_of
from web.shared.reader import zones
from web.studio import calendar_form
from web.studio.draft_page import DRAFT

pages = Blueprint("draft_file", __name__)

FILE = f"{DRAFT}/files/<path:name>"

SAID = "said."
"""Begins the names of the fields for texts that a file leaves out; its table and id follow."""

Errors = Mapping[str, Sequence[str]]

Said = Mapping[tuple[str, str], str]
"""Texts by table and id."""


@pages.get(f"{DRAFT}/files")
def new(draft_id: int) -> str:
    """A file that is not there yet."""
    return _page(_draft(draft_id), "", "")


@pages.get(FILE)
def show(draft_id: int, name: str) -> str:
    draft = _draft(draft_id)
    return _page(draft, name, _text(draft, name))


def _text(draft: DiagramDraft, name: str) -> str:
    text = package_of(draft).files.get(name)
    if text is None:
        raise NotFound(_("This draft has no file '%(name)s'.", name=name[:200]))
    return text


@pages.post(f"{DRAFT}/files")
def add(draft_id: int) -> Response | tuple[str, int]:
    return _written(_draft(draft_id), request.form.get("name", "").strip())


@pages.post(FILE)
def write(draft_id: int, name: str) -> Response | tuple[str, int]:
    return _written(_draft(draft_id), name)


@pages.post(f"{FILE}/texts")
def say(draft_id: int, name: str) -> Response | tuple[str, int]:
    """Adds texts to a file of texts in another language; what is left empty stays left out."""
    draft, given = _draft(draft_id), _given()
    text = _text(draft, name)
    page = partial(_page, draft, name, text, given=given)
    return _saved(draft, name, lambda: with_texts(name, text, given), page)


def _given() -> Said:
    given: dict[tuple[str, str], str] = {}
    for field, value in request.form.items():
        if field.startswith(SAID) and value.strip():
            table, _dot, key = field.removeprefix(SAID).partition(".")
            given[table, key] = value.replace("\r\n", "\n").strip()
    return given


@pages.post(f"{FILE}/calendars")
def set_hours(draft_id: int, name: str) -> Response | tuple[str, int]:
    """Writes the calendars anew as their fields say."""
    draft = _draft(draft_id)
    text = _text(draft, name)
    page = partial(_page, draft, name, text)
    return _saved(draft, name, lambda: calendar_form.written(text, request.form), page)


@pages.post(f"{FILE}/remove")
def remove(draft_id: int, name: str) -> Response:
    draft = _draft(draft_id)
    caselane().diagram_drafts.save(
        signed_in(), draft_id, _revision(), without_file(package_of(draft), name)
    )
    return redirect(url_for("draft.show", draft_id=draft_id, _anchor="files-title"), 303)


def _written(draft: DiagramDraft, name: str) -> Response | tuple[str, int]:
    text = request.form.get("text", "").replace("\r\n", "\n")
    return _saved(draft, name, lambda: text, partial(_page, draft, name, text))


def _saved(
    draft: DiagramDraft, name: str, made: Callable[[], str], page: Callable[[Errors], str]
) -> Response | tuple[str, int]:
    """Keeps the text that is `made`, or gives the `page` back that it came from, as it was sent."""
    try:
        caselane().diagram_drafts.check_newest(draft, _revision())
        _save(draft, with_file(package_of(draft), name, made()))
    except InvalidInput as error:
        return page(error.errors), 422
    except (DiagramError, ConfigError, CalendarError) as error:
        return page({"": [str(error)]}), 422
    except StaleDraft as error:
        return page({"": [str(error)]}), 409
    return redirect(url_for("draft_file.show", draft_id=draft.id, name=name, saved="yes"), 303)


def _save(draft: DiagramDraft, package: Package) -> None:
    caselane().diagram_drafts.save(signed_in(), draft.id, _revision(), package)


def _draft(draft_id: int) -> DiagramDraft:
    return caselane().diagram_drafts.get(signed_in(), draft_id)


def _revision() -> int:
    return request.form.get("revision", type=id_of) or 0


def _page(
    draft: DiagramDraft,
    name: str,
    text: str,
    errors: Errors | None = None,
    given: Said | None = None,
) -> str:
    """`given` are the texts that were sent for the file, None where nobody filled in any."""
    known = name in package_of(draft).files
    is_read = known and (given is not None or not errors)
    checked = caselane().diagram_drafts.check(signed_in(), draft) if is_read else None
    left_out = _left_out(checked.diagram if checked else None, name, text)
    shown = {(table, key) for table, key, _source in left_out}
    default, calendars = calendar_form.shown(name, text, request.form) if known else (0, [])
    gone = [(table, key, key) for table, key in given or () if (table, key) not in shown]
    return render_template(
        "studio/draft_file.html",
        draft=draft, name=name, text=text, known=known, errors=errors or {},
        findings=_findings(checked, draft, name, text) if checked else (),
        left_out=[*left_out, *gone], given=given or {}, said=SAID,
        revision=request.form.get("revision", draft.revision),
        calendars=calendars, default=default, zones=zones() if calendars else (),
        weekdays=tuple(zip(WEEKDAYS, spoken().words.weekdays, strict=True)),
    )  # fmt: skip


def _left_out(diagram: Diagram | None, name: str, text: str) -> Sequence[tuple[str, str, str]]:
    """Table, id and source of the texts that a file of another language leaves out."""
    if diagram is None or not texts_language(name):
        return ()
    try:
        return texts_left_out(diagram, read_texts(name, text))
    except ConfigError:
        return ()  # the check says why


def _findings(checked: Checked, draft: DiagramDraft, name: str, text: str) -> list[Finding]:
    """What the check says of a file; of a table, also at the tasks that read it."""
    tables = decisions_called(text, draft.bpmn) if name.endswith(".dmn") else frozenset()
    elements = checked.diagram.elements if checked.diagram else {}
    reading = {key for key, element in elements.items() if element.decision in tables}
    return [one for one in checked.findings if one.file == name or one.element in reading]
