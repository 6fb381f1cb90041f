"""The page on which process owners deploy a package."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from runner.errors import DiagramError, InvalidInput, Overtaken
from runner.model import Finding
from runner.people.permissions import require
from web.shared.auth import caselane, signed_in
from web.shared.intakes import chosen_intake
from web.shared.packages import sent_package

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
        sent_package()[0],
        accept_warnings=form.get("accept_warnings") == "yes",
        accept_undecided=form.get("accept_undecided") == "yes",
        without_policies=form.get("without_policies") == "yes",
        intake=chosen_intake(form.get("intake", "")),
    )
    return redirect(url_for("process.show", version=version.id), 303)


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
