"""Every figure of the flow agrees with a count of the exported log, in plain Python."""

import csv
import io
from collections import Counter, defaultdict
from datetime import datetime, timedelta

import pytest

from runner.errors import Forbidden, NotFound
from runner.insight import living_diagram
from runner.insight.event_log.log_export import LogOrder
from runner.insight.scope import FlowQuery
from runner.model import FlowFilter, to_number
from runner.store import narrowing
from tests.insight import past
from tests.insight.raw_cases import missed_at, raw_cases


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request):
    return request.param


def log(desk):
    order = LogOrder("csv", desk.app.log.pseudonyms())
    data = b"".join(desk.app.log.written(desk.nora, order)).decode()
    found = defaultdict(list)
    for row in csv.DictReader(io.StringIO(data)):
        found[row["case"]].append(row)
    return found


def view(desk, **more):
    return desk.app.flow.view(desk.nora, FlowQuery(**more))


def stays(cases):
    """(status, minutes or None, was there before) of every stay."""
    for lines in cases:
        entered = [
            (line["to_status"], datetime.fromisoformat(line["time"]))
            for line in lines
            if line["to_status"] and line["to_status"] != line["from_status"]
        ]
        seen = set()
        for i, (status, begin) in enumerate(entered):
            end = entered[i + 1][1] if i + 1 < len(entered) else None
            yield (
                status,
                None if end is None else int((end - begin).total_seconds() // 60),
                status in seen,
            )
            seen.add(status)


def check_places(found, cases):
    times, here, again = defaultdict(list), Counter(), Counter()
    for status, minutes, before in stays(cases):
        again[status] += before
        if minutes is None:
            here[status] += 1
        else:
            times[status].append(minutes)
    assert found.keys() == times.keys() | here.keys()
    for status, place in found.items():
        counts = tuple(sorted(Counter(times[status]).items()))
        assert (place.times.counts, place.here, place.again) == (
            counts,
            here[status],
            again[status],
        )


def test_stays_moves_and_passes_are_those_of_the_log(lived):
    cases = log(lived).values()
    found = view(lived)
    assert found.scope.cases == len(cases) == 24
    check_places(found.places, cases)
    assert found.moves == past.status_moves(lived)
    passed = Counter(step for lines in cases for line in lines for step in line["path"].split())
    assert found.passed == passed
    assert {way.statuses: way.cases for way in found.ways} == Counter(
        map(tuple, past.ways(lived).values())
    )


def test_the_drawing_and_working_time_are_those_of_the_history(lived):
    for level, kind in (("statuses", "status"), ("drawing", "element")):
        stays = past.timed_stays(lived, kind)
        for time, column in (("clock", 4), ("business", 5)):
            found = view(lived, level=level, time=time).places
            counts = defaultdict(Counter)
            for stay in stays:
                counts[stay[1]][stay[column]] += 1
            assert found.keys() == counts.keys()
            for name, place in found.items():
                here = counts[name].pop(None, 0)
                visits = Counter((stay[0], name) for stay in stays if stay[1] == name)
                again = sum(number - 1 for number in visits.values())
                assert (place.here, dict(place.times.counts), place.again) == (
                    here, counts[name], again,
                )  # fmt: skip


def test_a_filter_leaves_the_cases_that_it_names(lived):
    everything = log(lived)
    for name, column in (("priority", "priority"), ("product", "product"), ("customer", "customer"),
                         ("owner", "owner"), ("outcome", "resolution"),
                         ("channel", "channel")):  # fmt: skip
        for value in {lines[0][column] for lines in everything.values()} - {""}:
            kept = [lines for lines in everything.values() if lines[0][column] == value]
            found = view(lived, wanted=FlowFilter(**{name: value}))
            assert found.scope.cases == len(kept)
            check_places(found.places, kept)
    of_team = {to_number(case["id"]): case["team"] for case in raw_cases(lived)}
    for team in filter(None, past.TEAMS):
        kept = [lines for number, lines in everything.items() if of_team[number] == team]
        check_places(view(lived, wanted=FlowFilter(team=team)).places, kept)
        assert len(kept) > 5
    half = sorted(datetime.fromisoformat(lines[0]["created"]) for lines in everything.values())[12]
    before, after = (
        view(lived, wanted=FlowFilter(until=half)),
        view(lived, wanted=FlowFilter(since=half)),
    )
    assert (before.scope.cases, after.scope.cases) == (12, 12)


@pytest.mark.parametrize("limit", [{}, {"MOST_APART": 0}, {"FEW": 1}])
def test_a_period_has_its_cases_whatever_the_order_of_their_ids(lived, monkeypatch, limit):
    """As of cases that were taken over from elsewhere: the first one came last."""
    for name, number in limit.items():
        monkeypatch.setattr(narrowing, name, number)
    with lived.app.db.write() as tx:
        tx.run("UPDATE case_facts SET created_at = :at WHERE case_id = 1", at=lived.clock.now())
        rows = tx.run("SELECT case_id, created_at FROM case_facts").fetchall()
    came = {case: past.instant(at) for case, at in rows}
    half = sorted(came.values())[12]
    stays = past.timed_stays(lived, "status")
    for wanted, early in ((FlowFilter(until=half), True), (FlowFilter(since=half), False)):
        counts = Counter((name, clock) for case, name, _, _, clock, _ in stays
                         if (came[case] < half) == early)  # fmt: skip
        places = view(lived, wanted=wanted).places
        found = {(name, None): place.here for name, place in places.items() if place.here}
        found |= {(name, m): n for name, place in places.items() for m, n in place.times.counts}
        assert found == counts
    assert view(lived, wanted=FlowFilter(since=half, until=half)).places == {}


def test_a_way_leaves_the_cases_on_it(lived):
    for way in view(lived).ways[:3]:
        found = view(lived, wanted=FlowFilter(way=way.id))
        assert found.scope.cases == way.cases
        assert set(found.places) == set(way.statuses)


def test_a_rejection_is_a_way_back_that_the_customer_took(lived):
    steps, moves = Counter(), Counter()
    for lines in log(lived).values():
        seen = set()
        for line in lines:
            before, after = line["from_status"], line["to_status"]
            by_customer = line["side"] == "customer" and line["action"]
            if after and after != before:
                if by_customer and after in seen:
                    steps.update(line["path"].split())
                    moves[before, after] += 1
                seen.add(after)
    assert view(lived).back == steps and view(lived).back_moves == moves
    assert steps["reject_solution"] > 0


def test_a_missed_milestone_counts_where_the_case_was_when_it_fell_due(desk):
    late = desk.open(priority="P1")
    due = late.milestone.due_at
    late.wait(hours=20).to("Closed")
    desk.open(priority="P1").wait(minutes=5).to("Closed")
    desk.app.facts.catch_up()
    assert {name: place.late for name, place in view(desk).places.items() if place.late} == {
        "New": 1
    }
    on_drawing = view(desk, level="drawing").places
    assert {name: place.late for name, place in on_drawing.items() if place.late} == {
        "first_response": 1
    }
    for at, what in (("New", "late"), ("", "behind_time")):
        (case,) = desk.app.flow.cases(desk.nora, FlowQuery(), at, what).cases
        assert case.at == due, what


@pytest.mark.parametrize(("level", "kind_of"), [("statuses", "status"), ("drawing", "element")])
def test_every_missed_milestone_of_the_past_counts_where_it_fell_due(lived, level, kind_of):
    stays = [stay[:4] for stay in past.timed_stays(lived, kind_of)]
    expected, query = missed_at(raw_cases(lived), stays), FlowQuery(level=level)
    for seen in (
        lived.app.flow.view(lived.nora, query), lived.app.moments.view(lived.nora, query),
    ):  # fmt: skip
        late = {name: place.late for name, place in seen.places.items() if place.late}
        assert late == expected != {}


def test_business_time_is_that_of_the_calendar_of_the_case(desk):
    desk.open().wait(hours=30).to("Work in Progress")
    desk.app.facts.catch_up()
    assert view(desk).places["New"].times.counts == ((1800, 1),)
    assert view(desk, time="business").places["New"].times.counts == ((840, 1),)


def test_each_figure_leads_to_its_cases(lived):
    found = view(lived)
    for name, place in found.places.items():

        def behind(what, name=name):
            return lived.app.flow.cases(lived.nora, FlowQuery(), name, what).cases

        assert len(behind("now")) == place.here
        assert len(behind("all")) == place.times.number
        assert len(behind("again")) == place.again
    for (before, after), number in found.moves.items():
        cases = lived.app.flow.cases(lived.nora, FlowQuery(), f"{before} → {after}", "passed").cases
        assert len(cases) == number
    rejected = lived.app.flow.cases(lived.nora, FlowQuery(), "reject_solution", "back").cases
    assert len(rejected) == found.back["reject_solution"]


@pytest.mark.parametrize("most", [26, 1])
def test_a_place_has_a_trend_by_week_and_who_is_there_longest(lived, monkeypatch, most):
    monkeypatch.setattr(living_diagram, "WEEKS", most)
    detail = lived.app.flow.view(lived.nora, FlowQuery(), "Work in Progress").detail
    weeks = defaultdict(Counter)
    for _, name, _, end, clock, _ in past.timed_stays(lived, "status"):
        if name == "Work in Progress" and end:
            monday = end.date() - timedelta(days=end.weekday())
            weeks[monday][clock] += 1
    last = sorted(weeks)[-most:]
    assert {monday: dict(week.counts) for monday, week in detail.weeks if week.number} == {
        monday: weeks[monday] for monday in last
    }
    assert (len(last) == 1) == (most == 1)
    assert len(detail.longest) == min(5, detail.place.here)
    assert [case.at for case in detail.longest] == sorted(case.at for case in detail.longest)


def passes_by_monday(cases, at):
    """How often lines of the log lead from a status to another, or pass an id of the drawing."""
    found = Counter()
    for line in (line for lines in cases for line in lines):
        day = datetime.fromisoformat(line["time"]).date()
        pair = f"{line['from_status']} → {line['to_status']}"
        found[day - timedelta(days=day.weekday())] += line["path"].split().count(at) or pair == at
    return found


@pytest.mark.parametrize(("level", "at"), [
    ("statuses", "New → Work in Progress"), ("drawing", "reject_solution"), ("drawing", "gone"),
])  # fmt: skip
def test_a_way_has_its_times_by_week(lived, level, at):
    everything = log(lived)
    for wanted in (FlowFilter(), FlowFilter(priority="P1")):
        query = FlowQuery(level=level, wanted=wanted)
        passes = lived.app.flow.view(lived.nora, query, at).passes
        cases = [lines for lines in everything.values()
                 if lines[0]["priority"] == (wanted.priority or lines[0]["priority"])]  # fmt: skip
        expected = passes_by_monday(cases, at)
        assert {week.monday: week.came for week in passes if week.came} == +expected
        assert bool(+expected) == bool(passes)
    assert bool(+passes_by_monday(everything.values(), at)) == (at != "gone")


def test_it_says_how_many_cases_changed_since_and_how_many_migrated(lived):
    assert view(lived).scope.behind == 0 < view(lived).scope.migrated
    lived.open()
    assert view(lived).scope.behind == 1
    assert view(lived, version=1).scope.version.id == 1
    assert view(lived, only=True).scope.cases + view(lived, version=1).scope.cases == 24


def test_what_is_not_there_is_said_and_customers_see_nothing(lived):
    flow = lived.app.flow
    assert flow.view(lived.nora, FlowQuery(), "Nowhere").detail is None
    with pytest.raises(NotFound, match="that are 'odd'"):
        flow.cases(lived.nora, FlowQuery(), "New", "odd")
    for call in (
        flow.view,
        lambda p, q: flow.cases(p, q, "New", "now"),
    ):
        with pytest.raises(Forbidden):
            call(lived.bob, FlowQuery())
