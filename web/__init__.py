"""The doors of the browser and of programs. Thin: read the request, make one call, answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Flask, request
from flask_wtf import CSRFProtect
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

from runner.bootstrap import App
from runner.clock import ManualClock
from runner.config import secret_keys
from runner.errors import CaselaneError
from web import api
from web.desk.views import desk
from web.portal.views import portal
from web.process.views import insight
from web.shared import error_pages, problem_details, responses, templating
from web.sign_in.views import doors

LARGEST_REQUEST = 1_000_000
"""Bytes. Texts have limits of their own below that."""

SESSION = timedelta(days=14)


def create_app(app: App, demo: bool = False) -> Flask:
    """`demo` shows on the page to sign in on how to come in as anybody."""
    flask = Flask(__name__)
    flask.config.update(
        DEMO=demo,
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=LARGEST_REQUEST,
        PERMANENT_SESSION_LIFETIME=SESSION,
        SESSION_COOKIE_NAME="caselane",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=app.settings.base_url.startswith("https:"),
        WTF_CSRF_TIME_LIMIT=None,  # a form is good as long as its session is
        WTF_CSRF_SSL_STRICT=False,  # pages opened by a signed link send no Referer
    )
    flask.secret_key, *older = secret_keys(app.settings)
    flask.config["SECRET_KEY_FALLBACKS"] = older
    flask.extensions["caselane"] = app
    _believe(flask, app.settings.trusted_proxies)
    csrf = CSRFProtect(flask)
    for blueprint in (doors, desk, portal, insight, *api.BLUEPRINTS):
        flask.register_blueprint(blueprint)
    if isinstance(app.clock, ManualClock):
        flask.register_blueprint(api.TEST_CLOCK)
    for of_programs in (*api.BLUEPRINTS, api.TEST_CLOCK):
        csrf.exempt(of_programs)  # they send a token of their own with every request
    templating.register(flask)
    flask.after_request(responses.secure)
    flask.after_request(responses.compress)
    _answer_errors(flask)
    return flask


def _believe(flask: Flask, proxies: int) -> None:
    """Whom a request is from, by the word of our own proxies alone: what stands in the header
    before theirs anybody may have written. Nothing else is taken from proxies."""
    if proxies:
        flask.wsgi_app = ProxyFix(flask.wsgi_app, x_for=proxies, x_proto=0, x_host=0)


def _answer_errors(flask: Flask) -> None:
    """Errors become HTTP here and nowhere else: problem details for programs, pages for people."""

    def answer(for_programs: Callable[[Any], Any], for_people: Callable[[Any], Any]) -> Any:
        def handle(error: Any) -> Any:
            return (for_programs if request.path.startswith("/api/") else for_people)(error)

        return handle

    on = flask.register_error_handler
    on(CaselaneError, answer(problem_details.caselane_problem, error_pages.caselane_error))
    on(HTTPException, answer(problem_details.http_problem, error_pages.http_error))
    on(Exception, answer(problem_details.unexpected_problem, error_pages.unexpected_error))
