"""The editor of a draft, and what it asks the server for while an owner draws. Answers are JSON."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import reduce
from typing import Any

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from runner.bpmn.dmn import CASE_TEAM
from runner.bpmn.files import decisions_in
from runner.bpmn.forms import merged, read_schema
from runner.bpmn.package import Package
from runner.deployment.diagram_drafts import key_of, package_of
from runner.errors import CaselaneError, DiagramError, NotFound
from runner.language import _, retold
from runner.model import CASE_FIELDS, DiagramDraft, Finding
from runner.people.permissions import require
from web.shared import problem_details
from web.shared.auth import caselane, signed_in
from web.shared.fields import fields
from web.shared.numbers import id_of
from web.shared.representations import finding
from web.studio.draft_page import DRAFT

pages = Blueprint("editor", __name__)


@pages.get(f"{DRAFT}/edit")
def show(draft_id: int) -> str:
    draft = caselane().diagram_drafts.get(signed_in(), draft_id)
    return render_template("studio/editor.html", draft=draft, known=_known(draft))


@pages.post(f"{DRAFT}/save")
def save(draft_id: int) -> dict[str, Any]:
    """What is drawn, as the file `bpmn`, on top of a revision; the other files stay."""
    person, drafts = signed_in(), caselane().diagram_drafts
    package = Package(_drawn(), package_of(drafts.get(person, draft_id)).files)
    return {"revision": drafts.save(person, draft_id, _revision(), package).revision}


@pages.post(f"{DRAFT}/keep")
def keep(draft_id: int) -> dict[str, Any]:
    """What is drawn, as the file `bpmn`, as a draft of its own, with all else that this one has; of
    a draft that is gone, `name` and `base` say what it was."""
    person, drafts = signed_in(), caselane().diagram_drafts
    try:
        draft = drafts.get(person, draft_id)
        name, base, files = draft.name, draft.base, package_of(draft).files
    except NotFound:
        name, base = request.form.get("name", ""), request.form.get("base", type=id_of)
        files = caselane().deployment.version(person, base).files if base else {}
    kept = drafts.from_package(person, Package(_drawn(), files), name, base)
    return {"page": url_for("draft.show", draft_id=kept.id)}


@pages.post(f"{DRAFT}/rename")
def rename(draft_id: int) -> dict[str, Any]:
    names = request.form.get("old", ""), request.form.get("new", "").strip()
    draft = caselane().diagram_drafts.rename_status(signed_in(), draft_id, _revision(), names)
    return {"revision": draft.revision}


@pages.post(f"{DRAFT}/seen")
def seen(draft_id: int) -> dict[str, Any]:
    """Says that this owner is here, and answers who else is, and who saved last."""
    person, drafts = signed_in(), caselane().diagram_drafts
    drafts.note_editor(person, draft_id)
    draft = drafts.get(person, draft_id)
    others = [one.name for one in drafts.others(person, draft_id)]
    return {"others": others, "revision": draft.revision, "by": draft.changed_by.name}


@pages.get(f"{DRAFT}/findings")
def findings(draft_id: int) -> dict[str, Any]:
    person = signed_in()
    draft = caselane().diagram_drafts.get(person, draft_id)
    found = caselane().diagram_drafts.check(person, draft).findings
    return {"revision": draft.revision, "findings": [_said(one) for one in found]}


def _said(one: Finding) -> dict[str, Any]:
    """As the API says it, in English, and as `told`, in the language of who draws."""
    told = f"{retold(one.message)} {retold(one.suggestion)}".strip()
    return {**finding(one), "file": one.file, "key": key_of(one), "told": told}


@pages.post("/studio/form")
def form() -> str | tuple[str, int]:
    """The forms `support` and `customer`, those that are sent, as these will see them, drawn by
    what draws them for them; or why one is none. Of several for one side, such as that of a task
    and that of its button, one is made."""
    require(signed_in(), "edit_drafts")
    sides = [(side, _form(request.form.getlist(side))) for side in SIDES if side in request.form]
    wrong = any(one["wrong"] for _side, one in sides)
    return render_template("studio/_form.html", sides=sides), 422 if wrong else 200


SIDES = "support", "customer"


def _form(texts: Sequence[str]) -> dict[str, Any]:
    try:
        read = [read_schema(text, _("this element")) for text in texts if text]
        return {"fields": fields(reduce(merged, read, None)), "wrong": ""}
    except DiagramError as error:
        return {"fields": (), "wrong": str(error)}


@pages.post("/studio/letter")
def letter() -> str | tuple[str, int]:
    """A text of the drawing as people would read it about a real case, `case` or the newest one."""
    require(signed_in(), "edit_drafts")
    asked = request.form.get("case", "").strip()
    try:
        number, told = caselane().cases.letter(signed_in(), request.form.get("text", ""), asked)
    except NotFound as error:
        return render_template("studio/_letter.html", wrong=str(error)), 404
    return render_template("studio/_letter.html", number=number, told=told)


def _known(draft: DiagramDraft) -> dict[str, Any]:
    """What lists of the panel offer: teams, decisions with the page of their table, and the due
    dates that tables set; and the page of each file, which findings lead to."""
    files = package_of(draft).files
    page = {name: url_for("draft_file.show", draft_id=draft.id, name=name) for name in files}
    tables = {name: text for name, text in files.items() if name.endswith(".dmn")}
    pages_of = {
        decision: page[name]
        for name, text in tables.items()
        for decision in decisions_in(text)
        if decision != CASE_TEAM
    }
    dues = sorted({f"{name}_due" for text in tables.values() for name in _TARGET.findall(text)})
    return {
        "teams": caselane().teams.names(),
        "tables": pages_of,
        "dues": dues,
        "files": page,
        "facts": _FACTS,
    }


_FACTS = (
    "number", "subject", "customer", "owner", "priority", "channel",
    *(field.name for field in CASE_FIELDS),
)  # fmt: skip
"""What a case has anyway: no field of a form is called so by itself."""

_TARGET = re.compile(r"""<(?:[\w.-]+:)?output\s[^<>]*?\bname\s*=\s*["'](\w+)_target["']""")
"""An output that a due date is named after."""


def _drawn() -> bytes:
    """The diagram that was sent."""
    sent = request.files.get("bpmn")
    return sent.read() if sent else b""


def _revision() -> int:
    return request.form.get("revision", type=id_of) or 0


@pages.errorhandler(CaselaneError)
def problem(error: CaselaneError) -> Response | tuple[str, int]:
    return problem_details.caselane_problem(error)
