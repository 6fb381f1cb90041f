"""Reading a request of the API: parameters, body, revision, paging, filters, idempotency key."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import wraps
from typing import Any

import orjson
from flask import Response, g, request
from flask.sansio.blueprints import BlueprintSetupState

from runner.bpmn import forms
from runner.bpmn.encodings import encoded
from runner.bpmn.package import Package, read_zip, sort_out
from runner.errors import InvalidInput
from runner.model.strict_json import read_json
from web.api import openapi, schemas
from web.api.request_schemas import PACKAGE_OPTIONS, REQUESTS
from web.api.schemas import Json
from web.shared.auth import bearer, caselane
from web.shared.packages import ZIP

LONGEST_PAGE = 200
"""Items."""

_CONVERTER = re.compile(r"<(?:[^<>]*:)?(\w+)>")
"""A variable part of a rule of Flask: `<number>`, `<int(max=9):version>`."""


def check_parameters() -> None:
    """Raises InvalidInput for a parameter that the operation does not have, or takes once and was
    given twice: what is passed over would not narrow anything, and a list would look complete."""
    if request.url_rule is None or not request.args:
        return
    known = _parameters(request.method, request.url_rule.rule)
    said = (
        f"is no parameter here; there are {', '.join(known)}" if known else "is no parameter here"
    )
    if unknown := [name[:60] for name in request.args if name not in known]:
        raise InvalidInput({name: [said] for name in unknown})
    single = [name for name, one in known.items() if not one.get("x-repeatable")]
    if twice := [name for name in single if len(request.args.getlist(name)) > 1]:
        raise InvalidInput({name: ["is there more than once; give it once"] for name in twice})
    schemas_of = {name: _schema(one) for name, one in known.items()}
    texts = {name: schema for name, schema in schemas_of.items() if schema["type"] == "string"}
    given = [(name, request.args.getlist(name)) for name in request.args if name in texts]
    for nth in range(max((len(several) for _, several in given), default=0)):  # mostly one
        values = {name: several[nth] for name, several in given if nth < len(several)}
        forms.check({"type": "object", "properties": texts}, values)


def _operation(method: str, rule: str) -> Json:
    operations = openapi.PATHS.get(_CONVERTER.sub(r"{\1}", rule), {})
    return operations.get("get" if method == "HEAD" else method.lower(), {})


def _parameters(method: str, rule: str) -> Mapping[str, Json]:
    """Those in the query, by name, as the description has them."""
    parameters = _operation(method, rule).get("parameters", ())
    return {one["name"]: one for one in parameters if one["in"] == "query"}


def _schema(parameter: Json) -> Json:
    """Also of a parameter that is JSON."""
    return parameter.get("schema") or parameter["content"]["application/json"]["schema"]


def body_of(operation: str) -> dict[str, Any]:
    """The body of the request, checked. A POST without a body counts as an empty object."""
    raw = request.get_data()
    body = _json("body", raw) if raw.strip() else {}
    if not isinstance(body, dict):
        raise InvalidInput({"body": ["has to be a JSON object"]})
    schema = REQUESTS[operation]
    # What is in `fields` is for the form of the action to check, which is in the drawing.
    for_form = "fields" in schema["properties"] and isinstance(body.get("fields"), dict)
    ours = {name: value for name, value in body.items() if not (for_form and name == "fields")}
    forms.check(schema, ours)
    return body


def package_of(operation: str) -> tuple[Package, dict[str, Any]]:
    """The package in a request, and what is said with it: a zip with options in the query, or JSON.
    Raises InvalidInput or DiagramError."""
    if request.mimetype == ZIP:
        return read_zip(request.get_data()), _options(PACKAGE_OPTIONS[operation])
    if request.args:
        raise InvalidInput({name: ["has to be in the body, beside bpmn"] for name in request.args})
    body = body_of(operation)
    files = {name: text.encode() for name, text in body.get("files", {}).items()}
    return sort_out(encoded(body["bpmn"]), files), body


def _options(known: Mapping[str, Any]) -> dict[str, Any]:
    """The options in the query: true, false, a text, or an object as JSON."""
    given = {
        name: _json(name, text) if known[name].get("type") == "object" else _word(text)
        for name, text in request.args.items()
    }
    forms.check(schemas.closed(dict(known)), given)
    return given


def _word(text: str) -> bool | str:
    return {"true": True, "false": False}.get(text, text)


def _json(name: str, text: str | bytes) -> Any:
    try:
        return read_json(text)
    except ValueError as error:
        raise InvalidInput({name: [f"cannot be read as JSON: {error}"]}) from error


def seen_revision(given: int | None) -> int | None:
    """The revision that the caller has seen: from If-Match (then 412 answers a mismatch) or from
    the body (then 409 does)."""
    match = request.headers.get("If-Match", "").strip()
    if not match or match == "*":
        return given
    g.precondition = True
    tag = match.removeprefix("W/").strip('"')
    return int(tag) if _is_number(tag) else 0


def instant_of(name: str, text: str | None) -> datetime | None:
    """An instant of a body. Raises InvalidInput for a time without a zone."""
    try:
        found = datetime.fromisoformat(text) if text else None
        if found is not None and found.tzinfo is None:
            raise ValueError
        return found.astimezone(UTC) if found else None
    except (ValueError, OverflowError):
        said = "is not a time with its zone such as 2026-12-24T17:00:00Z"
        raise InvalidInput({name: [said]}) from None


def _is_number(text: str) -> bool:
    """One that is not too long for the database."""
    return text.isascii() and text.isdigit() and len(text) <= 18


def paging() -> tuple[int | None, int]:
    cursor, errors = request.args.get("cursor", ""), {}
    if cursor and not _is_number(cursor):
        errors["cursor"] = ["is not one that a page gave"]
    return int(cursor) if cursor and not errors else None, page_size(errors)


def page_size(errors: Mapping[str, list[str]] | None = None) -> int:
    """How many items a page may have. Raises InvalidInput, also for the `errors` found so far."""
    found, limit = dict(errors or {}), request.args.get("limit", "50")
    if not (_is_number(limit) and 1 <= int(limit) <= LONGEST_PAGE):
        found["limit"] = [f"has to be a number from 1 to {LONGEST_PAGE}"]
    if found:
        raise InvalidInput(found)
    return int(limit)


def several(name: str) -> tuple[str, ...]:
    """The values of a filter, given several times or with commas."""
    given = ",".join(request.args.getlist(name))
    return tuple(value.strip() for value in given.split(",") if value.strip())


def carry_out_once(state: BlueprintSetupState) -> None:
    """Has all operations of a blueprint that know an Idempotency-Key carry out once what comes with
    the same key, whatever their method."""
    views = state.app.view_functions
    for rule in state.app.url_map.iter_rules():
        if rule.endpoint.startswith(f"{state.blueprint.name}.") and any(
            openapi.KEY in _operation(method, rule.rule).get("parameters", ())
            for method in rule.methods or ()
        ):
            views[rule.endpoint] = _by_key(views[rule.endpoint])


def _by_key(view: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(view)
    def answered(**values: Any) -> Any:
        key = request.headers.get("Idempotency-Key", "").strip()
        return _once(key, lambda: view(**values)) if key else view(**values)

    return answered


def _once(key: str, change: Callable[[], Response]) -> Response:
    person = bearer()
    if len(key) > 200 or not key.isprintable():
        raise InvalidInput({"Idempotency-Key": ["has to be 1 to 200 characters"]})
    query = f"?{request.query_string.decode(errors='replace')}" if request.query_string else ""
    asked = f"{request.method} {request.path}{query}\n".encode() + request.get_data()
    with caselane().cases.once(person, key, hashlib.sha256(asked).hexdigest()) as kept:
        if kept.answer is None:
            kept.answer = _written(change())
    status, headers, body = orjson.loads(kept.answer)
    return Response(body, status=status, headers=headers, content_type="application/json")


def _written(response: Response) -> str:
    """An answer as it is kept for who asks again."""
    headers = {n: response.headers[n] for n in ("ETag", "Location") if n in response.headers}
    return orjson.dumps([response.status_code, headers, response.get_data(as_text=True)]).decode()
