"""What programs bring in that have no account here: mails, by the token of their mailbox, and what
bug trackers and monitors deliver to hooks."""

from __future__ import annotations

from flask import Blueprint, Response, request

from runner.errors import InvalidInput
from web.shared.auth import caselane, token_of_request
from web.shared.representations import answer

incoming = Blueprint("api_incoming", __name__, url_prefix="/api")


@incoming.post("/mails")
def take_mail() -> Response:
    """A mail as it came, with all its headers. What becomes of it is decided as of any other mail;
    one that came before is passed over."""
    token = token_of_request()
    raw = request.get_data()
    if not raw.strip():
        raise InvalidInput({"body": ["has to be a mail as it came, with its headers"]})
    taken = caselane().cases.receive_mail(token, raw)
    return answer({"state": taken.state, "case": taken.number or None, "why": taken.why})


@incoming.post("/hooks/<name>")
def take_delivery(name: str) -> Response:
    """Proven as the hook says, by a signature or a token. One that came before is passed over."""
    headers = {key.lower(): value for key, value in request.headers}
    done = caselane().cases.hooks.take(name, headers, request.get_data())
    return answer({"state": done.state, "cases": list(done.cases), "why": done.why})
