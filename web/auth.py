"""Who stands behind a request."""

from __future__ import annotations

from flask import current_app, g, request

from runner.bootstrap import App
from runner.errors import NotSignedIn
from runner.model import Person


def caselane() -> App:
    """The application that this web server is a door to."""
    return current_app.extensions["caselane"]


def bearer() -> Person:
    """The person whose token comes with the request. Raises NotSignedIn."""
    if "person" not in g:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            raise NotSignedIn("Send a token: Authorization: Bearer ...")
        g.person = caselane().accounts.by_token(token.strip())
    return g.person
