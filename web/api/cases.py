"""The API of cases. A view reads the request, makes one call, answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from flask import Blueprint, Response, request

from runner.cases import CaseQuery, Submission
from runner.errors import InvalidInput
from runner.model import (
    ActRequest,
    BulkChange,
    BulkRun,
    CaseAside,
    Modification,
    Participant,
    Person,
)
from runner.people.permissions import may
from web.api.requests import body_of, instant_of, page_size, paging, seen_revision, several
from web.shared import representations
from web.shared.auth import bearer, caselane
from web.shared.case_fields import case_fields_in, texts_in
from web.shared.numbers import LAST_ID
from web.shared.representations import answer, answer_case, answer_created, answer_page

cases = Blueprint("api_cases", __name__, url_prefix="/api")


@cases.post("/cases")
def open_case() -> Response:
    person, body = bearer(), body_of("openCase")
    if not may(person, "submit_for_customer"):
        refused = [name for name in ("channel", "priority") if name in body]
        _refuse(refused, "is for support to say")
    of = _named(person, body.get("customer"))
    submission = Submission(
        body["subject"],
        body["description"],
        priority=body.get("priority"),
        channel=body.get("channel", "api"),
        customer_email=of.get("email"),
        customer_name=of.get("name"),
        lifecycle=body.get("lifecycle"),
        files=tuple(body.get("files", ())),
        fields=body.get("fields", {}),
        **case_fields_in(body),
    )
    return answer_created(caselane().cases.open(person, submission))


def _refuse(fields: Iterable[str], why: str) -> None:
    if errors := {name: [why] for name in fields}:
        raise InvalidInput(errors)


def _named(person: Person, customer: Mapping[str, str] | str | None) -> Mapping[str, str]:
    """The customer of a new case: `me` is the person who submits it."""
    if isinstance(customer, str):
        return {"email": person.email}
    return customer or {}


@cases.get("/cases")
def list_cases() -> Response:
    cursor, limit = paging()
    query = CaseQuery(
        statuses=several("status"),
        owners=several("owner"),
        teams=several("team"),
        tags=several("tag"),
        priorities=several("priority"),
        fields=texts_in(request.args),
        text=request.args.get("q", ""),
        spam=request.args.get("spam") == "true",
    )
    page = caselane().cases.list(bearer(), query, str(cursor or ""), limit)
    return answer_page(page, map(representations.summary, page.items))


@cases.get("/search")
def search_cases() -> Response:
    text, cursor = request.args.get("q", ""), request.args.get("cursor", "")
    page = caselane().cases.search(bearer(), text, cursor, page_size())
    return answer_page(page, map(representations.hit, page.items))


@cases.get("/cases/<number>")
def get_case(number: str) -> Response:
    return answer_case(caselane().cases.get(bearer(), number))


@cases.patch("/cases/<number>")
def change_case(number: str) -> Response:
    person, body = bearer(), body_of("changeCase")
    revision = seen_revision(body.pop("revision", None))
    return answer_case(caselane().cases.update(person, number, body, revision))


@cases.post("/bulk")
def change_cases() -> Response:
    """A job does it: the answer says where to ask how far it has come."""
    person, body = bearer(), body_of("changeCases")
    seen = {one["number"]: one["revision"] for one in body["cases"]}
    run = caselane().cases.bulk.start(person, _bulk_change(body), seen)
    return _answer_bulk(caselane().cases.bulk.get(person, run), 202)


@cases.get(f"/bulk/<int(max={LAST_ID}):run>")
def get_bulk_run(run: int) -> Response:
    return _answer_bulk(caselane().cases.bulk.get(bearer(), run))


def _answer_bulk(run: BulkRun, status: int = 200) -> Response:
    return answer(representations.bulk_run(run), status)


def _bulk_change(body: Mapping[str, Any]) -> BulkChange:
    """Raises InvalidInput unless it is one thing."""
    wanted = [name for name in ("action", "update", "tags", "spam") if name in body]
    if len(wanted) != 1 or ("fields" in body and wanted != ["action"]):
        raise InvalidInput(
            {"cases": ["are changed by `action` (with its `fields`), `update`, `tags` or `spam`"]}
        )
    if wanted == ["action"]:
        return BulkChange("act", body.get("fields", {}), body["action"])
    if wanted == ["update"]:
        return BulkChange("update", body["update"])
    if wanted == ["spam"]:
        return BulkChange("spam", {"spam": body["spam"]})
    return BulkChange("tag", body["tags"])


@cases.post("/cases/<number>/claim")
def claim_case(number: str) -> Response:
    person, body = bearer(), body_of("claimCase")
    revision = seen_revision(body.get("revision"))
    return answer_case(caselane().cases.claim(person, number, revision))


@cases.post("/cases/<number>/actions/<action>")
def take_action(number: str, action: str) -> Response:
    person, body = bearer(), body_of("takeAction")
    request = _asked_for((action,), body)
    return answer_case(caselane().cases.take(person, number, request))


@cases.post("/cases/<number>/actions")
def take_actions(number: str) -> Response:
    person, body = bearer(), body_of("takeActions")
    request = _asked_for(tuple(body["chain"]), body)
    return answer_case(caselane().cases.take(person, number, request))


def _asked_for(actions: tuple[str, ...], body: Mapping[str, Any]) -> ActRequest:
    return ActRequest(
        actions, body.get("fields") or {}, seen_revision(body.get("revision")), body.get("seen"),
        body.get("expected"), tuple(body.get("files", ())),
    )  # fmt: skip


@cases.get("/cases/<number>/chains")
def list_chains(number: str) -> Response:
    chains = caselane().cases.chains(bearer(), number)
    return answer({"chains": list(map(representations.chain, chains))})


@cases.post("/cases/<number>/preview")
def preview_actions(number: str) -> Response:
    person, body = bearer(), body_of("previewActions")
    preview = caselane().cases.preview(person, number, body["chain"], body.get("fields"))
    return answer(representations.preview(preview))


@cases.post("/cases/<number>/modify")
def modify_case(number: str) -> Response:
    person, body = bearer(), body_of("modifyCase")
    wanted, reason = _modification(body), body["reason"]
    seen = {"revision": seen_revision(body.get("revision")), "expected": body.get("expected")}
    modify = caselane().cases.modifications.modify
    return answer_case(modify(person, number, wanted, reason, **seen))


@cases.post("/cases/<number>/modify/preview")
def preview_modification(number: str) -> Response:
    person, wanted = bearer(), _modification(body_of("previewModification"))
    preview = caselane().cases.modifications.preview(person, number, wanted)
    return answer(representations.preview(preview))


def _modification(body: Mapping[str, Any]) -> Modification:
    due = instant_of("due", body.get("due"))
    return Modification(body["kind"], body["at"], body.get("to", ""), due, body.get("fields", {}))


@cases.post("/cases/<number>/events/<name>")
def send_event(number: str, name: str) -> Response:
    person, body = bearer(), body_of("sendEvent")
    fields, revision = body.get("fields", {}), seen_revision(body.get("revision"))
    return answer_case(caselane().cases.deliver(person, number, name, fields, revision))


@cases.post("/cases/<number>/messages")
def add_message(number: str) -> Response:
    person, body = bearer(), body_of("addMessage")
    view = caselane().cases.comment(
        person,
        number,
        body["body"],
        body["visibility"],
        body.get("on_behalf_of_customer", False),
        seen=body.get("seen"),
        files=body.get("files", ()),
    )
    return answer_case(view, status=201, late=view.late)


@cases.post("/cases/<number>/repeat")
def repeat_case(number: str) -> Response:
    person, body = bearer(), body_of("repeatCase")
    text, files = body.get("description"), body.get("files", ())
    return answer_created(caselane().cases.repeat(person, number, text, files))


@cases.get("/cases/<number>/messages")
def list_messages(number: str) -> Response:
    cursor, limit = paging()
    page = caselane().cases.conversation(bearer(), number, cursor or 0, limit)
    return answer_page(page, map(representations.message, page.items))


@cases.get("/cases/<number>/history")
def list_history(number: str) -> Response:
    cursor, limit = paging()
    page = caselane().cases.history(bearer(), number, cursor or 0, limit)
    return answer_page(page, map(representations.event, page.items))


@cases.get("/cases/<number>/state")
def get_state(number: str) -> Response:
    return answer(representations.state(caselane().cases.state(bearer(), number)))


@cases.get("/cases/<number>/aside")
def get_aside(number: str) -> Response:
    return answer(representations.aside(caselane().cases.aside(bearer(), number)))


@cases.post("/cases/<number>/tags")
def tag_case(number: str) -> Response:
    return _beside(number, "tagCase", caselane().cases.tag)


@cases.post("/cases/<number>/links")
def link_case(number: str) -> Response:
    return _beside(number, "linkCase", caselane().cases.link)


@cases.post("/cases/<number>/spam")
def mark_spam(number: str) -> Response:
    return _beside(number, "markSpam", caselane().cases.mark_spam)


def _beside(number: str, operation: str, change: Callable[..., CaseAside]) -> Response:
    person, body = bearer(), body_of(operation)
    return answer(representations.aside(change(person, number, **body)))


@cases.get("/cases/<number>/copies")
def list_copies(number: str) -> Response:
    return _answer_copies(caselane().cases.copies(bearer(), number))


@cases.post("/cases/<number>/copies")
def copy_case(number: str) -> Response:
    person, body = bearer(), body_of("copyCase")
    return _answer_copies(caselane().cases.copy(person, number, **body))


def _answer_copies(found: Sequence[Participant]) -> Response:
    return answer({"copies": [representations.copied(one) for one in found]})


@cases.post("/cases/<number>/company")
def set_company(number: str) -> Response:
    person, body = bearer(), body_of("setCompany")
    found = caselane().cases.set_company(person, number, **body)
    return answer({"company": representations.company(found)})


@cases.get("/cases/<number>/satisfaction")
def get_satisfaction(number: str) -> Response:
    found = caselane().cases.rating(bearer(), number)
    return answer({"satisfaction": representations.satisfaction(found) if found else None})


@cases.post("/cases/<number>/satisfaction")
def rate_case(number: str) -> Response:
    person, body = bearer(), body_of("rateCase")
    return answer(representations.satisfaction(caselane().cases.rate(person, number, **body)))


@cases.get("/satisfaction")
def list_satisfaction() -> Response:
    cursor, limit = paging()
    page = caselane().cases.ratings(bearer(), cursor, limit)
    return answer_page(page, map(representations.satisfaction, page.items))
