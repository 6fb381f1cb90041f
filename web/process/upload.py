"""The page on which process owners deploy a package."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from runner.bpmn.package import Package, read_zip
from runner.errors import DiagramError, InvalidInput, Overtaken
from runner.model import Finding, IntakeState
from runner.people.permissions import require
from web.shared.auth import caselane, signed_in

pages = Blueprint("upload", __name__)


@pages.get("/process/deploy")
def show() -> str:
    return _form()


@pages.post("/process/deploy")
def deploy() -> Response:
    """Deploys a zip, or a diagram whose other files are those of the version before."""
    person, form = signed_in(), request.form
    require(person, "deploy_diagram")  # before a package is unpacked
    version = caselane().deployment.deploy(
        person,
        _package(),
        accept_warnings=form.get("accept_warnings") == "yes",
        accept_undecided=form.get("accept_undecided") == "yes",
        without_policies=form.get("without_policies") == "yes",
        intake=_intake(form.get("intake", "")),
    )
    return redirect(url_for("process.show", version=version.id), 303)


def _intake(chosen: str) -> IntakeState | None:
    if chosen not in ("", "default", "beside"):
        raise InvalidInput({"intake": ["is none of the three that can be chosen"]})
    return cast("IntakeState | None", chosen or None)


def _package() -> Package:
    sent = request.files.get("package")
    data = sent.read() if sent else b""
    if sent is None or not data:
        raise InvalidInput({"package": ["has to be a zip or a BPMN file"]})
    name = sent.filename or "The package"
    return read_zip(data, name) if name.lower().endswith(".zip") else Package(data)


@pages.errorhandler(InvalidInput)
def wrong_input(error: InvalidInput) -> tuple[str, int]:
    """The form once more, with what is wrong beside each field."""
    return _form(error.errors), 422


@pages.errorhandler(Overtaken)
def overtaken(error: Overtaken) -> tuple[str, int]:
    """The form once more, with who was first."""
    return _form({"package": [str(error)]}), 409


@pages.errorhandler(DiagramError)
def refused(error: DiagramError) -> tuple[str, int]:
    """The form once more, with what the gate says."""
    found = [item for item in error.findings if isinstance(item, Finding)]
    return _form(findings=found), 422


def _form(
    errors: Mapping[str, Sequence[str]] | None = None, findings: Sequence[Finding] = ()
) -> str:
    lifecycles = caselane().deployment.lifecycles(signed_in())
    return render_template(
        "process/upload.html", lifecycles=lifecycles, errors=errors or {}, findings=findings,
        given=request.form,
    )  # fmt: skip
