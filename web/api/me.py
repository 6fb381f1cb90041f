"""The API of the person who asks: who they are, and what they are told."""

from __future__ import annotations

from flask import Blueprint, Response

from runner.model import Absence, MailTimes, Person
from web.api.requests import body_of, instant_of, paging
from web.shared import representations
from web.shared.auth import bearer, caselane
from web.shared.representations import Json, answer, answer_page

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


@me.get("/me/mail-times")
def get_mail_times() -> Response:
    return answer(representations.mail_times(caselane().notifications.mail_hours.of(bearer())))


@me.put("/me/mail-times")
def set_mail_times() -> Response:
    """What is not named is taken back."""
    person, body = bearer(), body_of("setMailTimes")
    urgent = frozenset(body.get("urgent", ()))
    begin, end, digest = (body.get(f, "") for f in ("quiet_from", "quiet_until", "digest_at"))
    times = MailTimes(begin, end, digest, urgent)
    changed = caselane().notifications.mail_hours.change(person, times)
    return answer(representations.mail_times(changed))


@me.get("/me")
def get_me() -> Response:
    person = bearer()
    return answer(_shown(person))


@me.patch("/me")
def change_me() -> Response:
    person, wanted = bearer(), body_of("changeMe")
    changed = caselane().reading_habits.change(person, wanted.get("language"), wanted.get("zone"))
    return answer(_shown(changed))


@me.put("/me/absence")
def set_absence() -> Response:
    person, absence = bearer(), absence_in(body_of("setAbsence"))
    caselane().accounts.set_away(person.email, True, person, absence)
    return answer(_shown(caselane().accounts.by_email(person.email)))


@me.delete("/me/absence")
def end_absence() -> Response:
    person = bearer()
    caselane().accounts.set_away(person.email, False, person)
    return answer(_shown(caselane().accounts.by_email(person.email)))


def absence_in(body: Json) -> Absence:
    """Raises InvalidInput."""
    since, until = (instant_of(name, body.get(name)) for name in ("from", "until"))
    return Absence(since, until, body.get("stand_in"))


def _shown(person: Person) -> Json:
    return representations.me(person, caselane().clock.now())
