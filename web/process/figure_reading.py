"""The pages of figures, read by a worker for somebody: as a report, and as what their arguments
ask for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, g

from runner.bootstrap import App
from runner.insight.scope import FlowQuery
from runner.language import speaking
from runner.model import FigureView, Person
from web.process.flow_query import asked
from web.process.report_file import report_of


class PagesForWorker:
    """A request that nobody sent stands for what a person would ask."""

    def __init__(self, flask: Flask, app: App):
        self._flask = flask
        self._app = app

    def report(self, person: Person, view: FigureView) -> bytes:
        with self._as(person, view):
            return report_of(person, asked()).encode()

    def query(self, person: Person, view: FigureView) -> FlowQuery:
        with self._as(person, view):
            return asked().query

    @contextmanager
    def _as(self, person: Person, view: FigureView) -> Iterator[None]:
        language = self._app.languages.get(person.language)
        address = self._flask.test_request_context(
            "/process/report.html", query_string=dict(view.query)
        )
        with address, speaking(language):
            g.person = person
            yield
