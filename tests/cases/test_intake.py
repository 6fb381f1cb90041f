"""New cases, as they are opened."""

from datetime import timedelta

import pytest

from runner.cases import Submission
from runner.clock import ManualClock
from tests.desk import MONDAY, build


class Ticking(ManualClock):
    """Goes on whenever somebody looks at it, as every real clock does."""

    def now(self):
        return self.advance(timedelta(milliseconds=1))


@pytest.fixture
def ticking(desk):
    """Another node of the desk."""
    app = build(desk.settings, Ticking(MONDAY))
    yield app
    app.close()


def instants(app, person, number):
    """When a case says that it was submitted, its history, and its milestone."""
    view = app.cases.get(person, number)
    (line,) = app.cases.history(person, number).items
    return {view.case.created_at, line.event.at, *(m.started_at for m in view.milestones)}


def test_a_case_is_opened_at_one_instant(desk, ticking):
    """Else its timers would not count from when it was submitted."""
    opened = ticking.cases.open(desk.bob, Submission("Printer on fire", "It burns."))
    assert len(instants(ticking, desk.carol, opened.case.number)) == 1


def test_a_case_is_repeated_at_one_instant(desk, ticking):
    closed = desk.open().to("Closed")
    again = ticking.cases.repeat(desk.bob, closed.number)
    assert len(instants(ticking, desk.carol, again.case.number)) == 1
