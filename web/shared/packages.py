"""Packages, to download and as they are sent."""

from __future__ import annotations

from flask import request
from werkzeug.utils import secure_filename

from runner.bpmn.package import Package, read_zip, write_zip
from runner.errors import InvalidInput
from runner.language import _
from runner.model import Version

ZIP = "application/zip"


def zip_of(version: Version) -> bytes:
    """What is deployed again as it is, from the command line, over the API or on the page."""
    name = secure_filename(version.process) or "diagram"
    return write_zip(Package(version.bpmn, version.files), f"{name}.bpmn")


def sent_package() -> tuple[Package, str]:
    """The zip or the diagram that a form brings as its file `package`, and the name of that file.
    Raises InvalidInput or DiagramError."""
    sent = request.files.get("package")
    data = sent.read() if sent else b""
    if sent is None or not data:
        raise InvalidInput({"package": [_("has to be a zip or a BPMN file")]})
    name = sent.filename or _("The package")
    return (read_zip(data, name) if name.lower().endswith(".zip") else Package(data)), name
