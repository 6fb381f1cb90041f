"""The package of a version, to download."""

from __future__ import annotations

from werkzeug.utils import secure_filename

from runner.bpmn.package import Package, write_zip
from runner.model import Version

ZIP = "application/zip"


def zip_of(version: Version) -> bytes:
    """What is deployed again as it is, from the command line, over the API or on the page."""
    name = secure_filename(version.process) or "diagram"
    return write_zip(Package(version.bpmn, version.files), f"{name}.bpmn")
