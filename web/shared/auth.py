"""The person behind a request."""

from __future__ import annotations

import hashlib

from flask import current_app, g, request, session

from runner.bootstrap import App
from runner.errors import NotSignedIn
from runner.language import _, speak
from runner.model import Person, Visit
from web.shared import token_scopes


def caselane() -> App:
    """The application that this web server serves."""
    return current_app.extensions["caselane"]


def bearer() -> Person:
    """The person whose token comes with the request. Raises NotSignedIn, and OutOfScope where the
    token is not for such requests."""
    person = _of_token()
    if person.scopes is not None:
        token_scopes.check(person.scopes)
    return person


def _of_token() -> Person:
    """Whom a token names that may be for other requests than this one."""
    if "person" not in g:
        token = token_of_request()
        _count_token(token)
        g.person = caselane().accounts.by_token(token)
        caselane().rate_limits.count("person", str(g.person.id))
    return g.person


def token_of_request() -> str:
    """Raises NotSignedIn where there is none."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise NotSignedIn("Send a token: Authorization: Bearer ...")
    return token.strip()


def _count_token(token: str) -> None:
    """Counts a request for its token. Raises TooManyRequests."""
    digest = hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
    caselane().rate_limits.count("token", digest[:32])


def signed_in() -> Person:
    """The person who has signed in to the pages. Raises NotSignedIn, also once their session was
    ended, their access taken away or their password changed."""
    if "person" not in g:
        if "key" not in session:
            raise NotSignedIn(_("Please sign in."))
        g.person = caselane().sessions.by_key(session["key"], request.remote_addr or "")
        speak_to(g.person)
        caselane().rate_limits.count("person", str(g.person.id))
    return g.person


def is_known() -> bool:
    """Whether a good session, or a good token for programs, comes with the request, which then
    counts for its person. What a token is for is asked by who answers: anybody may read what is
    public. Raises TooManyRequests."""
    try:
        _of_token() if request.path.startswith("/api/") else signed_in()
    except NotSignedIn:
        return False
    return True


def forget_session() -> None:
    """From here on the request is that of a visitor, and so is its cookie."""
    session.clear()
    g.pop("person", None)


def speak_to(person: Person) -> None:
    """From here on the request is answered in the language that the person chose, if any."""
    if person.language:
        speak(caselane().languages.get(person.language))


def session_key() -> str:
    """Of the session that the request belongs to; '' for a visitor."""
    return session.get("key", "")


def visit() -> Visit:
    return Visit(request.remote_addr or "", request.headers.get("User-Agent", ""))


def note_database_away() -> None:
    """From here on the request asks the database for nothing that its page can do without: the page
    that says why is not to fail of the same."""
    g.database_away = True


def is_database_away() -> bool:
    return g.get("database_away", False)


def visitor() -> Person | None:
    """The person who has signed in; None for a visitor, and where that is not known any more."""
    if is_database_away():
        return g.get("person")
    try:
        return signed_in()
    except NotSignedIn:
        return None
