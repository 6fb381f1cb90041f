"""The doors of the browser and of programs. Thin: read the request, make one call, answer."""

from __future__ import annotations

from flask import Flask

from runner.bootstrap import App
from runner.clock import ManualClock
from runner.config import secret_key
from web import problems
from web.api import api, clock

LARGEST_REQUEST = 1_000_000
"""Bytes. Texts have limits of their own below that."""


def create_app(app: App) -> Flask:
    flask = Flask(__name__)
    flask.config["MAX_CONTENT_LENGTH"] = LARGEST_REQUEST
    flask.secret_key = secret_key(app.settings)
    flask.extensions["caselane"] = app
    flask.register_blueprint(api)
    if isinstance(app.clock, ManualClock):
        flask.register_blueprint(clock)
    problems.register(flask)
    return flask
