"""The API of saved views of the inbox."""

from __future__ import annotations

from flask import Blueprint, Response

from web.api.requests import body_of
from web.shared import representations
from web.shared.auth import bearer, caselane
from web.shared.numbers import LAST_ID
from web.shared.representations import answer

views = Blueprint("api_views", __name__, url_prefix="/api/views")
ONE = f"/<int(max={LAST_ID}):view>"


@views.get("")
def list_views() -> Response:
    person = bearer()
    found = caselane().cases.saved_views.list(person)
    return answer({"views": [representations.saved_view(view, person) for view in found]})


@views.post("")
def save_view() -> Response:
    person, body = bearer(), body_of("saveView")
    saved = caselane().cases.saved_views.add(person, **body)
    return answer(representations.saved_view(saved, person), status=201)


@views.patch(ONE)
def change_view(view: int) -> Response:
    person, body = bearer(), body_of("changeView")
    changed = caselane().cases.saved_views.change(person, view, **body)
    return answer(representations.saved_view(changed, person))


@views.delete(ONE)
def delete_view(view: int) -> Response:
    person = bearer()
    deleted = caselane().cases.saved_views.delete(person, view)
    return answer(representations.saved_view(deleted, person))
