"""A desk fitted from a past, and what is too little to fit one from."""

from datetime import timedelta

import pytest

from runner.errors import InvalidInput
from runner.insight.simulation.desk_model import FEWEST_CASES
from tests.insight.simulation import queues
from tests.insight.simulation.queues import HOURS, START, known, past_case

DAY = timedelta(days=1)


def test_a_desk_is_what_its_past_was():
    model = known()
    assert model.arrivals.a_week == pytest.approx(0.5 * 168, rel=0.15)
    assert [(one.name, one.presence) for one in model.workers] == [("Alice", 1.0)]
    acts = model.habits.samples["support", ()].acts
    assert sum(act.work for act in acts) / len(acts) == pytest.approx(1800, rel=0.15)
    assert {act.delay for act in acts} == {0}
    assert model.habits.known() == {"work_end"}


def test_what_is_behind_the_end_is_not_known():
    past = queues.one_agent(0.5, 0.5, HOURS)
    assert known(past, START + 20 * DAY).cases == sum(
        case.submitted_at < START + 20 * DAY for case in past
    )
    cut = known([one for one in past if one.submitted_at < START + 20 * DAY], START + 20 * DAY)
    whole = known(past, START + 20 * DAY)
    acts = [one.habits.samples["support", ()].acts for one in (cut, whole)]
    assert acts[0] == acts[1]


@pytest.mark.parametrize(
    ("past", "why"),
    [
        ([], "has 0 cases"),
        ([past_case(1, START, START + DAY)] * (FEWEST_CASES - 1), "at least 20 are needed"),
        ([past_case(n, START + n * DAY / 9, None) for n in range(60)], "shows nobody of support"),
    ],
)
def test_too_little_is_refused(past, why):
    with pytest.raises(InvalidInput, match=why):
        known(past)


def test_a_short_history_shows_no_week():
    with pytest.raises(InvalidInput, match="shorter than two weeks"):
        known(end=START + 5 * DAY)


def test_months_without_a_case_are_said():
    past = queues.one_agent(0.5, 0.5, 24 * 20)
    assert any("2026-04" in note for note in known(past, START + 40 * DAY).notes)
