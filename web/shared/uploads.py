"""Files of a form: those that it brings, and those that were brought before and are ticked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from os import SEEK_END

from flask import g, request
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.utils import send_file
from werkzeug.wrappers import Response

from runner.model import Attachment, Person
from web.shared.auth import caselane
from web.shared.numbers import number

BROUGHT, CHOSEN = "upload", "files"
"""The fields of a form for new files, and for the ids of files that wait to be sent."""

MOST = 100
"""Ids that are looked for: a form can name any number."""


def brought(person: Person | None) -> tuple[Attachment, ...]:
    """The files that come with the form of a person, or of a visitor, written into the folder.
    Raises InvalidInput."""
    files = [one for one in request.files.getlist(BROUGHT) if one.filename]
    if files:
        sizes = [one.stream.seek(0, SEEK_END) for one in files]
        caselane().cases.attachments.let_in(sizes, person, request.remote_addr or "")
    return tuple(map(_kept, files))


def _kept(one: FileStorage) -> Attachment:
    one.stream.seek(0)
    return caselane().cases.attachments.keep(one.filename or "", one.stream)


def chosen(person: Person) -> tuple[int, ...]:
    """The ids of all files that go with the form. Those that come with it wait from now on: a form
    that is given back still has them. Called before a change begins: nobody waits while files are
    written, and what undoes the change leaves them."""
    if CHOSEN not in g:
        new = brought(person)
        added = caselane().cases.attachments.add(person, new) if new else ()
        g.brought = tuple(file.id for file in added)
        g.files = (*ids_in(request.form), *g.brought)
    return g.files


def ids_in(form: MultiDict[str, str]) -> tuple[int, ...]:
    """Given each in a field of its own, or with spaces, as unsent texts keep them."""
    words = " ".join(form.getlist(CHOSEN)).split()
    return tuple(found for word in words if (found := number(word)) is not None)


def waiting(person: Person, *forms: MultiDict[str, str]) -> Sequence[Attachment]:
    """The files that wait to be sent with the first of these forms that names some."""
    named: Iterator[tuple[int, ...]] = (ids_in(form) for form in forms)
    ids = g.get(CHOSEN) or next(filter(None, named), ())
    return caselane().cases.attachments.waiting(person, ids[:MOST]) if ids else ()


SANDBOX = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-store",
}
"""What others wrote runs nothing and reaches nothing, also where a browser shows it."""


def file_response(person: Person, attachment: int, case_id: int | None = None) -> Response:
    """A file to save. A picture may be `shown`: by its own kind, which no other file keeps. With
    `case_id` only one of that case. Raises NotFound."""
    file, content = caselane().cases.attachments.get(person, attachment, case_id)
    shown = file.is_picture and "shown" in request.args
    response = send_file(
        content, request.environ, mimetype=file.kind if shown else "application/octet-stream",
        as_attachment=not shown, download_name=file.name, conditional=False,
    )  # fmt: skip
    response.content_length = file.size
    response.headers.update(SANDBOX)
    return response
