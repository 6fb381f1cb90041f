"""The time machine agrees with plain Python over the rows of the history, at any minute."""

from collections import Counter
from datetime import timedelta

import pytest

from runner.errors import Forbidden, InvalidInput
from runner.insight.moment_figures import SOON
from runner.insight.scope import FlowQuery
from runner.model import FlowFilter
from tests.insight import past


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request):
    return request.param


def milestones(desk):
    with desk.app.db.read() as tx:
        rows = tx.run(
            "SELECT case_id, state, started_at, due_at, reached_at, ended_at FROM milestones"
        ).fetchall()
    return [
        (case, state, *(at and past.instant(at) for at in instants))
        for case, state, *instants in rows
    ]


def standing(stays, at):
    """How many were at each place at an instant."""
    return Counter(
        name for _, name, begin, end in stays if begin <= at and (end is None or end > at)
    )


def test_at_any_minute_it_is_what_the_history_says(lived):
    stays, kept = past.status_stays(lived), milestones(lived)
    owned, waited = past.owner_stays(lived), past.element_stays(lived)
    first, last = min(begin for _, _, begin, _ in stays), lived.clock.now()
    for part in range(11):
        at = (first + (last - first) * part / 10).replace(second=0, microsecond=0)
        view = lived.app.moments.view(lived.nora, FlowQuery(), at)
        assert view.at == at
        there = {name: place.there for name, place in view.places.items() if place.there}
        assert there == standing(stays, at)
        assert view.loads == standing(owned, at)
        on_drawing = lived.app.moments.view(lived.nora, FlowQuery(level="drawing"), at).places
        there = {name: place.there for name, place in on_drawing.items() if place.there}
        assert there == standing(waited, at)
        missed = [
            (case, due) for case, state, _, due, *_ in kept if state == "missed" and due <= at
        ]
        assert {name: place.late for name, place in view.places.items() if place.late} == Counter(
            name
            for case, due in missed
            for other, name, begin, end in stays
            if other == case and begin <= due and (end is None or end > due)
        )
        running = [
            due
            for _, _, started, due, reached, ended in kept
            if started <= at < due and not any(one and one <= at for one in (reached, ended))
        ]
        soon = sum(due <= at + SOON for due in running)
        assert view.milestones == (len(missed), len(running), soon)


def test_now_is_what_the_living_diagram_shows(lived):
    now = lived.app.moments.view(lived.nora, FlowQuery())
    flow = lived.app.flow.view(lived.nora, FlowQuery()).places
    assert {name: place.there for name, place in now.places.items() if place.there} == {
        name: place.here for name, place in flow.items() if place.here
    }
    only = FlowQuery(wanted=FlowFilter(priority="P1"), level="drawing")
    places = lived.app.moments.view(lived.nora, only).places
    assert {name: place.there for name, place in places.items() if place.there} == {
        name: place.here
        for name, place in lived.app.flow.view(lived.nora, only).places.items()
        if place.here
    }


def test_each_number_opens_its_cases_of_then(desk):
    case = desk.open(priority="P1").claim(desk.alice)
    desk.wait(hours=20)
    then = desk.clock.now()
    case.to("Closed")
    desk.app.facts.catch_up()
    desk.wait(hours=1)
    view = desk.app.moments.view(desk.nora, FlowQuery(), then - timedelta(minutes=1))
    assert view.places["New"].there == view.places["New"].late == view.loads[desk.alice.email] == 1
    assert "Closed" not in view.places
    for at, what in (("New", "then"), ("New", "late_then"), (desk.alice.email, "owned_then")):
        found = desk.app.flow.cases(
            desk.nora, FlowQuery(), f"{at}/{view.at.isoformat()}", what
        ).cases
        assert [one.case_id for one in found] == [case.case.id], what


def test_what_comes_is_not_known_and_customers_see_nothing(desk):
    empty = desk.app.moments.view(desk.nora, FlowQuery())
    assert (empty.places, empty.loads, empty.milestones, empty.minutes) == ({}, {}, (0, 0, 0), 0)
    with pytest.raises(InvalidInput, match="has to be past"):
        desk.app.moments.view(desk.nora, FlowQuery(), desk.clock.now() + timedelta(minutes=1))
    with pytest.raises(Forbidden):
        desk.app.moments.view(desk.bob, FlowQuery())
