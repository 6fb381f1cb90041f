"""The API of the server itself: its health, its description, and the clock of tests."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, Response

from runner import __version__
from runner.bpmn.calendar import parse_duration
from runner.clock import OUT_OF_REACH, ManualClock, is_sane
from runner.errors import CalendarError, InvalidInput, StoreBusy
from web.api import openapi
from web.api.requests import body_of
from web.shared import representations
from web.shared.auth import caselane
from web.shared.representations import answer

server = Blueprint("api_server", __name__, url_prefix="/api")
test_clock = Blueprint("api_test_clock", __name__, url_prefix="/api/test")


@server.get("/health")
def get_health() -> Response:
    return answer(representations.health(caselane().reports.health()))


@server.get("/ready")
def get_ready() -> Response:
    """Whether this node is to be sent requests: the database answers, its tables are right, and
    the node is not about to end. Raises StoreError."""
    if caselane().stopping.is_set():
        raise StoreBusy("This node is about to end. Ask another one.")
    caselane().db.check()
    return answer({"status": "ready"})


@server.get("/openapi.json")
def get_openapi() -> Response:
    with_clock = isinstance(caselane().clock, ManualClock)
    return answer(openapi.document(__version__, with_clock))


@test_clock.post("/clock")
def set_clock() -> Response:
    """Moves the clock and does all work that has fallen due, before it answers."""
    body, hands = body_of("setClock"), caselane().clock
    assert isinstance(hands, ManualClock)
    if ("advance" in body) == ("set" in body):
        raise InvalidInput({"advance": ["or set has to be given, one of both"]})
    try:
        target = (
            parse_duration(body["advance"]).elapsed_from(hands.now())
            if "advance" in body
            else _instant(body["set"])
        )
    except CalendarError as error:
        raise InvalidInput({"advance": [str(error)]}) from error
    if not is_sane(target):
        raise InvalidInput({next(iter(body)): [OUT_OF_REACH]})
    hands.set(target)
    caselane().worker.run_due()
    return answer({"now": hands.now()})


def _instant(text: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise InvalidInput({"set": ["is not an instant such as 2026-03-02T09:00:00Z"]}) from None
    if instant.tzinfo is None:
        raise InvalidInput({"set": ["needs a time zone, such as Z at its end"]})
    return instant
