"""Files that somebody brings before they write, and files to save."""

from __future__ import annotations

from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from web.shared.auth import signed_in
from web.shared.numbers import LAST_ID
from web.shared.uploads import chosen, file_response, waiting

pages = Blueprint("files", __name__, url_prefix="/files")


@pages.post("")
def bring() -> str:
    """What the page's script adds to the form: the files, ticked."""
    person = signed_in()
    chosen(person)
    return render_template("shared/_files.html", files=waiting(person))


@pages.get(f"/<int(max={LAST_ID}):file>")
def show(file: int) -> Response:
    return file_response(signed_in(), file)
