"""The REST API. A view reads the request, makes one call, answers."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

import orjson
from flask import Blueprint, Response, g, request

from runner import __version__
from runner.bpmn import forms
from runner.calendar import parse_duration
from runner.cases import CaseView
from runner.clock import ManualClock
from runner.errors import CalendarError, InvalidInput
from runner.model import Page, Person, Version
from web.api import openapi, schemas
from web.shared import representations
from web.shared.auth import bearer, caselane

api = Blueprint("api", __name__, url_prefix="/api")
clock = Blueprint("clock", __name__, url_prefix="/api/test")

LONGEST_PAGE = 200

# ------------------------------------------------------------------ cases


@api.post("/cases")
def open_case() -> Response:
    person, body = bearer(), _body("openCase")

    def change() -> Response:
        of = body.get("customer") or {}
        view = caselane().cases.open(
            person,
            body["subject"],
            body["description"],
            customer_email=of.get("email"),
            customer_name=of.get("name"),
            priority=body.get("priority"),
            product=body.get("product"),
            channel=body.get("channel", "api"),
        )
        return _created(view)

    return _once(person, change)


@api.get("/cases")
def list_cases() -> Response:
    cursor, limit = _paging()
    page = caselane().cases.list(
        bearer(),
        statuses=_several("status"),
        owner=request.args.get("owner") or None,
        priorities=_several("priority"),
        text=request.args.get("q", ""),
        cursor=str(cursor or ""),
        limit=limit,
    )
    return _page(page, map(representations.summary, page.items))


@api.get("/cases/<number>")
def get_case(number: str) -> Response:
    return _case(caselane().cases.get(bearer(), number))


@api.patch("/cases/<number>")
def change_case(number: str) -> Response:
    person, body = bearer(), _body("changeCase")
    revision = _revision(body.pop("revision", None))
    return _case(caselane().cases.update(person, number, body, revision))


@api.post("/cases/<number>/claim")
def claim_case(number: str) -> Response:
    person, body = bearer(), _body("claimCase")
    revision = _revision(body.get("revision"))
    return _once(person, lambda: _case(caselane().cases.claim(person, number, revision)))


@api.post("/cases/<number>/actions/<action>")
def take_action(number: str, action: str) -> Response:
    person, body = bearer(), _body("takeAction")
    fields, revision = body.get("fields", {}), _revision(body.get("revision"))
    return _once(
        person, lambda: _case(caselane().cases.act(person, number, action, fields, revision))
    )


@api.post("/cases/<number>/events/<name>")
def send_event(number: str, name: str) -> Response:
    person, body = bearer(), _body("sendEvent")
    fields, revision = body.get("fields", {}), _revision(body.get("revision"))
    return _once(
        person, lambda: _case(caselane().cases.deliver(person, number, name, fields, revision))
    )


@api.post("/cases/<number>/messages")
def add_message(number: str) -> Response:
    person, body = bearer(), _body("addMessage")

    def change() -> Response:
        view = caselane().cases.comment(
            person,
            number,
            body["body"],
            body["visibility"],
            body.get("on_behalf_of_customer", False),
        )
        return _case(view, status=201, late=view.late)

    return _once(person, change)


@api.post("/cases/<number>/repeat")
def repeat_case(number: str) -> Response:
    person, body = bearer(), _body("repeatCase")
    text = body.get("description")
    return _once(person, lambda: _created(caselane().cases.repeat(person, number, text)))


@api.get("/cases/<number>/messages")
def list_messages(number: str) -> Response:
    cursor, limit = _paging()
    page = caselane().cases.conversation(bearer(), number, cursor or 0, limit)
    return _page(page, map(representations.message, page.items))


@api.get("/cases/<number>/history")
def list_history(number: str) -> Response:
    cursor, limit = _paging()
    page = caselane().cases.history(bearer(), number, cursor or 0, limit)
    return _page(page, map(representations.event, page.items))


@api.get("/cases/<number>/state")
def get_state(number: str) -> Response:
    return _json(representations.state(caselane().cases.state(bearer(), number)))


# ------------------------------------------------------------------ the rest


@api.get("/diagram")
def get_diagram() -> Response:
    current = caselane().versions.current_id()
    return _bpmn(caselane().deployment.version(bearer(), current))


@api.post("/diagrams")
def deploy_diagram() -> Response:
    person, body = bearer(), _diagram("deployDiagram")

    def change() -> Response:
        version = caselane().deployment.deploy(
            person, body["bpmn"].encode(), body.get("files"), body.get("accept_warnings", False)
        )
        response = _json(_version(version), 201)
        response.headers["Location"] = f"/api/diagrams/{version.id}"
        return response

    return _once(person, change)


@api.post("/diagrams/check")
def check_diagram() -> Response:
    person, body = bearer(), _diagram("checkDiagram")
    found = caselane().deployment.check(person, body["bpmn"].encode(), body.get("files"))
    return _json({"findings": [representations.finding(finding) for finding in found]})


@api.get("/diagrams")
def list_diagrams() -> Response:
    cursor, limit = _paging()
    page = caselane().deployment.listed(bearer(), cursor, limit)
    return _page(page, map(_version, page.items))


@api.get("/diagrams/<int(max=999999999):version>")
def get_version(version: int) -> Response:
    """As JSON with its files, or for `Accept: application/xml` its very bytes."""
    found = caselane().deployment.version(bearer(), version)
    if request.accept_mimetypes.best_match(["application/json", "application/xml"]) == (
        "application/xml"
    ):
        return _bpmn(found)
    return _json(representations.whole_version(found, caselane().versions.current_id()))


@api.post("/diagrams/<int(max=999999999):version>/approve")
def approve_diagram(version: int) -> Response:
    person, body = bearer(), _body("approveDiagram")

    def change() -> Response:
        accepted = body.get("accept_warnings", False)
        return _json(_version(caselane().deployment.approve(person, version, accepted)))

    return _once(person, change)


@api.post("/diagrams/plan")
def plan_migration() -> Response:
    person, body = bearer(), _diagram("planMigration")
    done = caselane().migration.plan_draft(
        person, body["bpmn"].encode(), body.get("files"), body.get("renamed")
    )
    return _json(representations.migrated(done))


@api.post("/diagrams/<int(max=999999999):version>/migrate")
def migrate_cases(version: int) -> Response:
    """Each case moves in a transaction of its own, so there is no key: the same request once more
    moves those that are left."""
    person, body = bearer(), _body("migrateCases")
    cursor, limit = _paging()
    to, renamed, numbers = version, body.get("renamed"), body.get("cases", ())
    migration = caselane().migration
    if body.get("plan"):
        return _json(representations.migrated(migration.plan(person, to, renamed, numbers)))
    reason = body.get("reason", "")
    done = migration.run(person, to, renamed, numbers, reason, cursor or 0, limit)
    return _json(representations.migrated(done))


@api.get("/notifications")
def list_notifications() -> Response:
    cursor, limit = _paging()
    page = caselane().notifications.of(bearer(), cursor, limit)
    return _page(page, map(representations.notification, page.items))


@api.get("/me")
def get_me() -> Response:
    person = bearer()
    return _json(
        {**representations.person(person), "roles": sorted(person.roles), "away": person.away}
    )


@api.get("/health")
def get_health() -> Response:
    return _json(representations.health(caselane().reports.health()))


@api.get("/openapi.json")
def get_openapi() -> Response:
    with_clock = isinstance(caselane().clock, ManualClock)
    return _json(openapi.document(__version__, with_clock))


@clock.post("/clock")
def set_clock() -> Response:
    """Moves the clock and does all work that has fallen due, before it answers."""
    body, hands = _body("setClock"), caselane().clock
    assert isinstance(hands, ManualClock)
    if ("advance" in body) == ("set" in body):
        raise InvalidInput({"advance": ["or set has to be given, one of both"]})
    try:
        hands.set(
            parse_duration(body["advance"]).elapsed_from(hands.now())
            if "advance" in body
            else _instant(body["set"])
        )
    except CalendarError as error:
        raise InvalidInput({"advance": [str(error)]}) from error
    caselane().worker.run_due()
    return _json({"now": hands.now()})


# ------------------------------------------------------------------ reading requests


def _body(operation: str) -> dict[str, Any]:
    """The body of the request, checked. A POST without a body counts as an empty object."""
    raw = request.get_data()
    try:
        body = orjson.loads(raw) if raw.strip() else {}
    except orjson.JSONDecodeError as error:
        raise InvalidInput({"body": [f"is not JSON: {error}"]}) from error
    if not isinstance(body, dict):
        raise InvalidInput({"body": ["has to be a JSON object"]})
    # What is in `fields` is for the form of the action to check, which is in the drawing.
    whole = {**body, "fields": {}} if isinstance(body.get("fields"), dict) else body
    forms.check(schemas.REQUESTS[operation], whole)
    return body


def _diagram(operation: str) -> dict[str, Any]:
    """The body of a request with a diagram in it, which may be larger than others."""
    request.max_content_length = 4 * schemas.LARGEST_DIAGRAM
    return _body(operation)


def _revision(given: int | None) -> int | None:
    """The revision that the caller has seen: from If-Match (then 412 answers a mismatch) or from
    the body (then 409 does)."""
    match = request.headers.get("If-Match", "").strip()
    if not match or match == "*":
        return given
    g.precondition = True
    tag = match.removeprefix("W/").strip('"')
    return int(tag) if _is_number(tag) else 0


def _is_number(text: str) -> bool:
    """One that is not too long for the database."""
    return text.isascii() and text.isdigit() and len(text) <= 18


def _paging() -> tuple[int | None, int]:
    cursor, limit = request.args.get("cursor", ""), request.args.get("limit", "50")
    errors = {}
    if cursor and not _is_number(cursor):
        errors["cursor"] = ["is not one that a page gave"]
    if not (_is_number(limit) and 1 <= int(limit) <= LONGEST_PAGE):
        errors["limit"] = [f"has to be a number from 1 to {LONGEST_PAGE}"]
    if errors:
        raise InvalidInput(errors)
    return int(cursor) if cursor else None, int(limit)


def _several(name: str) -> tuple[str, ...]:
    """The values of a filter, given several times or with commas."""
    given = ",".join(request.args.getlist(name))
    return tuple(value.strip() for value in given.split(",") if value.strip())[:20]


def _instant(text: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise InvalidInput({"set": ["is not an instant such as 2026-03-02T09:00:00Z"]}) from None
    if instant.tzinfo is None:
        raise InvalidInput({"set": ["needs a time zone, such as Z at its end"]})
    return instant


def _once(person: Person, change: Callable[[], Response]) -> Response:
    """Carries a request out; with an Idempotency-Key, once for all that come with the key."""
    key = request.headers.get("Idempotency-Key", "").strip()
    if not key:
        return change()
    if len(key) > 200 or not key.isprintable():
        raise InvalidInput({"Idempotency-Key": ["has to be 1 to 200 characters"]})
    asked = f"{request.method} {request.path}\n".encode() + request.get_data()

    def answer() -> str:
        response = change()
        headers = {n: response.headers[n] for n in ("ETag", "Location") if n in response.headers}
        return orjson.dumps(
            [response.status_code, headers, response.get_data(as_text=True)]
        ).decode()

    digest = hashlib.sha256(asked).hexdigest()
    status, headers, body = orjson.loads(caselane().cases.once(person, key, digest, answer))
    return Response(body, status=status, headers=headers, content_type="application/json")


# ------------------------------------------------------------------ answering


def _json(document: Any, status: int = 200) -> Response:
    return Response(orjson.dumps(document), status=status, content_type="application/json")


def _case(view: CaseView, status: int = 200, **more: Any) -> Response:
    response = _json({**representations.whole_case(view), **more}, status)
    response.headers["ETag"] = f'"{view.case.revision}"'
    return response


def _created(view: CaseView) -> Response:
    response = _case(view, status=201)
    response.headers["Location"] = f"/api/cases/{view.case.number}"
    return response


def _bpmn(version: Version) -> Response:
    response = Response(version.bpmn, content_type="application/xml")
    response.set_etag(version.digest)
    return response


def _version(version: Version) -> dict[str, Any]:
    return representations.version(version, caselane().versions.current_id())


def _page(page: Page[Any], items: Iterable[Any]) -> Response:
    cursor = None if page.next_cursor is None else str(page.next_cursor)
    return _json({"items": list(items), "next_cursor": cursor})
