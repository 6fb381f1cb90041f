"""The API of accounts, for admins: people, their roles, absences and tokens."""

from __future__ import annotations

from flask import Blueprint, Response, request

from runner.model import Person, TokenLimits
from web.api.me import absence_in
from web.api.requests import body_of, instant_of
from web.shared import representations
from web.shared.auth import bearer, caselane
from web.shared.representations import answer

people = Blueprint("api_people", __name__, url_prefix="/api")


@people.get("/people")
def list_people() -> Response:
    """Those who work here, or did."""
    found = caselane().accounts.staff(bearer())
    now = caselane().clock.now()
    return answer({"people": [representations.account(one, now) for one in found]})


@people.post("/people")
def add_person() -> Response:
    by, body = bearer(), body_of("addPerson")
    return _shown(caselane().accounts.add(body["email"], body["name"], body["roles"], by), 201)


@people.get("/people/<email>")
def get_person(email: str) -> Response:
    """Also a customer, with all that was done to the account."""
    changes = caselane().accounts.changes_of(email, bearer())
    found = caselane().accounts.by_email(email)
    shown = representations.account(found, caselane().clock.now())
    return answer({**shown, "changes": [representations.person_change(one) for one in changes]})


@people.patch("/people/<email>")
def change_person(email: str) -> Response:
    by, body = bearer(), body_of("changePerson")
    changed = caselane().accounts.change(
        email, name=body.get("name"), new_email=body.get("email"), by=by
    )
    return _shown(changed)


@people.put("/people/<email>/roles")
def set_roles(email: str) -> Response:
    by, body = bearer(), body_of("setRoles")
    return _shown(caselane().cases.set_roles(by, email, body["roles"], body.get("to")))


@people.delete("/people/<email>")
def remove_person(email: str) -> Response:
    """Ends the access. The open cases go to whom `to` names, or to nobody."""
    given = caselane().cases.end_access(bearer(), email, request.args.get("to") or None)
    return answer({"handed_over": given})


@people.post("/people/<email>/restore")
def restore_person(email: str) -> Response:
    by = bearer()
    body_of("restorePerson")
    caselane().accounts.restore(email, by)
    return _shown(caselane().accounts.by_email(email))


@people.post("/people/<email>/merge")
def merge_person(email: str) -> Response:
    """Makes all of this entry that of another, which is answered."""
    by, body = bearer(), body_of("mergePerson")
    return _shown(caselane().merging.merge(email, body["into"], by))


@people.delete("/people/<email>/sessions")
def end_sessions(email: str) -> Response:
    return answer({"ended": caselane().sessions.end_all(email, bearer())})


@people.put("/people/<email>/absence")
def set_absence_of(email: str) -> Response:
    caselane().accounts.set_away(email, True, bearer(), absence_in(body_of("setAbsence")))
    return _shown(caselane().accounts.by_email(email))


@people.delete("/people/<email>/absence")
def end_absence_of(email: str) -> Response:
    caselane().accounts.set_away(email, False, bearer())
    return _shown(caselane().accounts.by_email(email))


def _shown(person: Person, status: int = 200) -> Response:
    return answer(representations.account(person, caselane().clock.now()), status)


# ------------------------------------------------------------------ tokens


@people.get("/tokens")
def list_tokens() -> Response:
    found = caselane().accounts.tokens(bearer())
    return answer({"tokens": [representations.token(one) for one in found]})


@people.post("/people/<email>/tokens")
def add_token(email: str) -> Response:
    """Not with an Idempotency-Key: the answer, which is a secret, would be kept for it."""
    by, body = bearer(), body_of("addToken")
    expires = instant_of("expires_at", body.get("expires_at"))
    limits = TokenLimits(frozenset(body.get("scopes", ())), expires)
    token = caselane().accounts.new_token(email, by, body.get("name", ""), limits)
    return answer({"token": token}, 201)


@people.delete("/people/<email>/tokens")
def revoke_tokens(email: str) -> Response:
    """Those with the name that is given, or all."""
    revoked = caselane().accounts.revoke_tokens(email, bearer(), request.args.get("name"))
    return answer({"revoked": revoked})
