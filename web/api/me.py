"""The API of the person who asks: who they are, and what they are told."""

from __future__ import annotations

from flask import Blueprint, Response

from web.api.requests import body_of, paging
from web.shared import representations
from web.shared.auth import bearer, caselane
from web.shared.representations import answer, answer_page

me = Blueprint("api_me", __name__, url_prefix="/api")


@me.get("/notifications")
def list_notifications() -> Response:
    cursor, limit = paging()
    page = caselane().notifications.of(bearer(), cursor, limit)
    return answer_page(page, map(representations.notification, page.items))


@me.get("/me/notifications")
def get_preferences() -> Response:
    found = caselane().notifications.preferences.of(bearer())
    return answer({"topics": [representations.preference(item) for item in found]})


@me.patch("/me/notifications")
def change_preferences() -> Response:
    person, wanted = bearer(), body_of("changePreferences")
    found = caselane().notifications.preferences.change(person, wanted)
    return answer({"topics": [representations.preference(item) for item in found]})


@me.get("/me")
def get_me() -> Response:
    person = bearer()
    return answer(
        {**representations.person(person), "roles": sorted(person.roles), "away": person.away}
    )
