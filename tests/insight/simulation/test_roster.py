"""How long work took, and who is there when: from histories that are made by hand."""

from datetime import timedelta

import pytest

from runner.insight.simulation.desk_model import habits_of
from runner.insight.simulation.roster import DeskFacts, roster_of
from runner.insight.simulation.turns import turns_of
from tests.insight.simulation import queues
from tests.insight.simulation.queues import START, past_case

HOUR = timedelta(hours=1)


def roster(*cases, text=queues.ALWAYS, longest=None, after=1000 * HOUR):
    """Cases as (came, done, by) in hours after Monday 0:00."""
    made = [
        past_case(n, START + came * HOUR, None if done is None else START + done * HOUR, *by)
        for n, (came, done, *by) in enumerate(cases, 1)
    ]
    end = max(one.life.events[-1].at for one in made) + HOUR
    turns = [turn for one in made for turn in turns_of(one, end)]
    facts = DeskFacts(queues.calendars(text), {1: "Alice", 2: "Amir"}, longest)
    return roster_of(turns, facts, end), turns, facts


def hours(found):
    """Of each act, in the order of their cases: how many hours of work, and of nothing."""
    works = sorted(found[0].works, key=lambda work: work.turn.case)
    return [(round(work.seconds / 3600, 3), round(work.idle / 3600, 3)) for work in works]


def test_work_begins_when_the_case_came_or_the_agent_was_free():
    """The second came while Alice was at the first; the third when she was free."""
    assert hours(roster((0, 2), (1, 5), (7, 8))) == [(2, 0), (3, 0), (1, 0)]


def test_a_case_that_was_passed_over_was_not_ready():
    """The first waits for something else: Alice does two that came later, then it."""
    found = roster((0, 9), (1, 2), (3, 5))
    assert hours(found) == [(4, 0), (1, 0), (2, 0)]
    assert [work.ready for work in found[0].works][-1] == START + 3 * HOUR


def test_a_more_urgent_case_passes_nothing_over():
    made = [
        past_case(1, START, START + 9 * HOUR),
        past_case(2, START + HOUR, START + 5 * HOUR, priority="P1"),
    ]
    end = START + 10 * HOUR
    turns = [turn for one in made for turn in turns_of(one, end)]
    found = roster_of(turns, DeskFacts(queues.calendars(), {}), end)
    work = next(one for one in found.works if one.turn.case == 1)
    assert (work.ready, work.seconds) == (START, 4 * 3600)


def test_no_work_takes_longer_than_is_said_and_the_rest_is_nobodys():
    """Two hours at most: of the nine of the first case, seven are nobody's work."""
    assert hours(roster((0, 9), (8, 11), longest=2 * 3600)) == [(2, 7), (2, 0)]
    found, turns, facts = roster((0, 9), (8, 11), longest=2 * 3600)
    acts = habits_of(turns, found, facts.calendars).samples["support", ()].acts
    assert [(act.delay / 3600, act.work / 3600) for act in acts] == [(0, 2), (7, 2)]


def test_time_in_which_the_agent_did_others_is_not_idle():
    """The second waits from 1 to 6: two hours of it Alice is at the first, three are nobody's."""
    assert hours(roster((0, 6), (1, 8), longest=2 * 3600)) == [(2, 4), (2, 3)]


def test_only_hours_of_the_shift_are_work():
    """From Friday at 16:00 to Monday at 10:00, in an office from nine to five."""
    cases = [(9 + 24 * day, 10 + 24 * day) for day in (0, 1, 2, 3, 4) for _ in range(5)]
    friday, monday = 4 * 24 + 16, 7 * 24 + 10
    found = roster(*cases, (friday, monday), text=queues.OFFICE)
    assert found[0].workers[0].calendar.name == "office"
    assert hours(found)[-1] == (2, 0)


def test_who_works_at_night_has_hours_of_their_own():
    cases = [(22 + 24 * day, 23 + 24 * day) for day in range(7) for _ in range(4)]
    worker = roster(*cases, text=queues.OFFICE)[0].workers[0]
    assert worker.calendar.name == "own hours"
    assert [(s.start // 60, s.end // 60) for day in worker.calendar.week for s in day] == [
        (23, 24)
    ] * 7


def test_who_was_away_while_something_waited_is_away_as_often():
    """Amir acts every day; Alice on the first and the last of eleven, while her cases wait."""
    amir = [(24 * day + 9, 24 * day + 10, 2) for day in range(11)]
    alice = [(9.1, 9.2), (9.3, 10 * 24 + 12)]
    found, *_ = roster(*amir, *alice)
    there = {one.name: one.presence for one in found.workers}
    assert there["Amir"] == 1
    assert there["Alice"] == pytest.approx(2 / 10, abs=0.05)


def test_who_did_nothing_lately_works_here_no_more():
    found, *_ = roster((0, 1), (40 * 24, 40 * 24 + 1, 2))
    assert [one.name for one in found.workers] == ["Amir"]


def test_how_often_the_same_person_goes_on():
    found, *_ = roster((0, 1), (2, 3), (4, 5))
    assert found.same == 0  # no case has two acts
