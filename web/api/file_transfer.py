"""The API of files: bring them, list those of a case, save one."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint, Response
from werkzeug.wrappers import Response as BaseResponse

from runner.errors import InvalidInput
from runner.model import Attachment
from web.shared import representations
from web.shared.auth import bearer, caselane
from web.shared.numbers import LAST_ID
from web.shared.representations import answer
from web.shared.uploads import brought, file_response

files = Blueprint("api_files", __name__, url_prefix="/api")


@files.post("/files")
def bring_files() -> Response:
    person = bearer()
    kept = brought(person)
    if not kept:
        raise InvalidInput({"upload": ["brings no file: send multipart/form-data"]})
    return _answer(caselane().cases.attachments.add(person, kept), 201)


@files.get("/cases/<number>/files")
def list_files(number: str) -> Response:
    return _answer(caselane().cases.attachments.of_case(bearer(), number))


@files.get(f"/files/<int(max={LAST_ID}):file>")
def get_file(file: int) -> BaseResponse:
    return file_response(bearer(), file)


def _answer(found: Iterable[Attachment], status: int = 200) -> Response:
    return answer({"files": [representations.file(one) for one in found]}, status)
