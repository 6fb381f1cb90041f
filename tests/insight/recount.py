"""Every figure of the views beside the same of `logged_figures`.

`python -m tests.insight.recount helpdesk.xes.gz` replays a log into a database that is thrown away,
and prints for each view how many figures were compared, and which differ. The mapping is that of
the help desk log, or the second argument.
"""

import sys
from collections import Counter
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from runner.bootstrap import build
from runner.clock import ManualClock
from runner.config import read_settings
from runner.deployment.logs.log_mapping import read_mapping
from runner.insight.change_figures import ChangeQuery, SideQuery
from runner.insight.event_log.log_export import LogOrder
from runner.insight.scope import FlowQuery
from runner.insight.way_figures import Split, drawn_moves
from runner.model import EVERYTHING, LogFilter, to_number
from runner.playback.rehearsal import checked, rehearse_into
from tests.conftest import WORKFLOWS
from tests.insight import logged_details as details
from tests.insight import logged_figures as log


def shown_times(at, of):
    yield (at, "median"), of.median
    yield (at, "nine of ten"), of.most


def shown_places(places):
    for name, place in places.items():
        yield (name, "now"), place.here
        yield (name, "left"), place.times.number
        yield (name, "again"), place.again
        yield (name, "late"), place.late
        yield from shown_times(name, place.times)


def shown_flow(view):
    yield from shown_places(view.places)
    yield from view.moves.items()
    for pair, number in view.back_moves.items():
        yield ("back", *pair), number
    for way in view.ways:
        yield ("way", way.statuses), way.cases


def shown_statuses(view):
    totals = view.totals
    yield "cases", totals.cases
    yield "closed", totals.closed
    yield "at once", totals.at_once
    yield "rejected", totals.rejected
    yield "rejections", totals.rejections
    yield from shown_times("to the end", view.whole)
    for times, number in view.touches.counts:
        yield ("touches", times), number
    yield "loads", sorted(load.now for load in view.loads if load.now)
    for week in view.weeks:
        yield ("week", week.monday, "left"), week.left


def shown_milestones(view):
    for one in view.milestones:
        for share, more in (
            (one.share, ()),
            *(
                (share, (value,))
                for by in ("priority", "month")
                for value, share in one.by[by].items()
            ),
        ):
            for state in ("met", "missed", "not_reached", "running"):
                yield (one.name, state, *more), getattr(share, state)


def shown_ways(view):
    for way in view.ways:
        yield (way.count.statuses, "cases"), way.count.cases
        yield (way.count.statuses, "late"), way.late
        yield from shown_times(way.count.statuses, way.times)


def shown_moment(view):
    for name, place in view.places.items():
        yield name, (place.there, place.late)
    yield "missed", view.milestones.missed
    yield "running", view.milestones.running


def shown_side(side):
    group = side.group
    yield "cases", group.cases
    yield "late", group.late
    yield "rejected", group.totals.rejected
    yield "at once", group.totals.at_once
    yield from shown_times("to the end", group.whole)
    for name, place in side.places.items():
        yield name, place.times.median


def shown_bars(places):
    for name, place in places.items():
        for bar, number in enumerate(place.times.bars):
            yield ("bar", name, bar), number


def shown_place(detail):
    for monday, of in detail.weeks:
        if of.number:
            yield monday, of.median
    yield "longest", [to_number(case.case_id) for case in detail.longest]


def shown_balance(view):
    for week in view.weeks:
        yield ("week", week.monday, "came"), week.came
        yield ("week", week.monday, "went"), week.went
    for place, age in enumerate(view.ages):
        yield ("age", place), age.cases
    silence = view.silence
    yield "answered", silence.answered
    yield "unanswered", silence.unanswered
    yield "waiting", silence.waiting
    yield from shown_times("silence", silence.times)


def shown_early(view):
    for one in view.milestones:
        for place, number in enumerate(one.margins[4:]):
            yield (one.name, "early", place), number
        yield (one.name, "near"), one.share.near
        for value, share in one.by["product"].items():
            for state in ("met", "missed", "not_reached", "running"):
                yield (one.name, state, "product", value), getattr(share, state)


def shown_coverage(view):
    yield from view.covered
    yield "as drawn", view.fitting


def shown_group(group):
    yield "cases", group.cases
    yield "late", group.late
    yield from shown_times("to the end", group.whole)


# ------------------------------------------------------------------ both beside one another


def compared(app, person):
    """(view, figures of the view, figures of the log) of every view: of all cases, of one priority,
    and of a half by when they were submitted."""
    cases = log.read_cases(*(_written(app, person, kind) for kind in ("csv", "ocel")))
    now = app.clock.now()
    middle = sorted(case.created for case in cases)[len(cases) // 2]
    priority = Counter(case.priority for case in cases).most_common(1)[0][0]
    for what, wanted, some in (
        ("all", EVERYTHING, cases),
        (
            priority,
            replace(EVERYTHING, priority=priority),
            [c for c in cases if c.priority == priority],
        ),
        ("newer half", EVERYTHING.within(since=middle), [c for c in cases if c.created >= middle]),
    ):
        query = FlowQuery(wanted=wanted)
        for view, shown, counted in _views(app, person, query, some, now):
            yield f"{view}, {what}", dict(shown), dict(counted)
    sides = ChangeQuery(SideQuery(None, None, middle), SideQuery(None, middle, None))
    view = app.changes.view(person, FlowQuery(), sides)
    for name, side, half in (
        ("older", view.one, [case for case in cases if case.created < middle]),
        ("newer", view.other, [case for case in cases if case.created >= middle]),
    ):
        yield f"What changed, {name} half", dict(shown_side(side)), dict(log.of_side(half))
        met = Counter(details.of_met(half, now))
        shown = {(n, True): m for n, (m, _) in side.milestones.items()}
        shown |= {(n, False): m for n, (_, m) in side.milestones.items()}
        yield f"What changed, {name} half, milestones", _without_none(shown), met
    yield from _compared_priorities(app, person, cases)


def _compared_priorities(app, person, cases):
    (one, _), (other, _) = Counter(case.priority for case in cases).most_common(2)
    compared = app.ways.view(person, FlowQuery(), Split("priority", one, other)).compared
    for priority, group in ((one, compared.one), (other, compared.other)):
        mine = [case for case in cases if case.priority == priority]
        yield f"Two groups, {priority}", dict(shown_group(group)), dict(details.of_group(mine))


def _without_none(figures):
    """What nothing is counted for stands in no count of the log."""
    return {at: number for at, number in dict(figures).items() if number}


def _written(app, person, kind):
    return b"".join(app.log.written(person, LogOrder(kind, app.log.pseudonyms(), LogFilter())))


def _views(app, person, query, cases, now):
    drawing = replace(query, level="drawing")
    yield "Flow", shown_flow(app.flow.view(person, query)), log.of_flow(cases)
    on_drawing = app.flow.view(person, drawing)
    yield "Flow, drawing", on_drawing.passed.items(), log.of_drawing(cases)
    back = ((("back", step), number) for step, number in on_drawing.back.items())
    yield "Flow, drawing, rejections", back, details.of_steps_back(cases)
    yield from _beside_a_place(app, person, query, cases)
    statuses = app.statuses.view(person, query)
    weeks = {week.monday for week in statuses.weeks}
    counted = (
        (at, n) for at, n in log.of_statuses(cases, now) if at[0] != "week" or at[1] in weeks
    )
    yield "Statuses", shown_statuses(statuses), counted
    yield (
        "Statuses, charts",
        _without_none(shown_balance(statuses)).items(),
        _without_none(
            (at, n)
            for counted in (
                details.of_balance(cases),
                details.of_ages(cases, now),
                details.of_silence(cases),
            )
            for at, n in counted
            if at[0] != "week" or at[1] in weeks
        ).items(),
    )
    milestones = shown_milestones(app.milestones.view(person, query))
    yield (
        "Milestones",
        ((at, n) for at, n in milestones if n),
        Counter(log.of_milestones(cases, now)),
    )
    early = _without_none(shown_early(app.milestones.view(person, query)))
    products = Counter(details.of_products(cases, now))
    counted = _without_none(details.of_early(cases)) | products
    yield "Milestones, charts", early.items(), counted.items()
    ways = app.ways.view(person, query)
    yield "Ways", shown_ways(ways), log.of_ways(cases)
    drawn = drawn_moves(ways.scope.diagram)
    yield "Ways, coverage", shown_coverage(ways), details.of_coverage(cases, drawn)
    first, last = cases[0].created, max(line.at for case in cases for line in case.lines)
    for part in (0.25, 0.5, 0.9):
        at = (first + part * (last - first)).replace(second=0, microsecond=0)
        view = app.moments.view(person, query, at)
        yield f"Time machine, {at:%Y-%m-%d %H:%M}", shown_moment(view), log.of_moment(cases, at)
        soon = [("soon", view.milestones.soon)]
        yield f"Time machine, {at:%Y-%m-%d %H:%M}, soon", soon, details.of_instant(cases, at)


def _beside_a_place(app, person, query, cases):
    places = app.flow.view(person, query).places
    bars = _without_none(shown_bars(places))
    yield "Flow, how long stays took", bars.items(), details.of_bars(cases)
    for name in places:
        detail = app.flow.view(person, query, name).detail
        yield f"Flow, {name}", shown_place(detail), details.of_one_place(cases, name)


def differing(shown, counted):
    return [at for at in {*shown, *counted} if shown.get(at) != counted.get(at)]


def main(path, mapping=WORKFLOWS / "replay_helpdesk.toml"):
    with TemporaryDirectory() as folder:
        replayed = checked(Path(path), read_mapping(Path(mapping))).log
        url = f"sqlite:///{folder}/replayed.sqlite3"
        rehearse_into(url, replayed)
        settings = read_settings({}, data_dir=Path(folder), database_url=url)
        with closing(build(settings, ManualClock(replayed.until), "check")) as app:
            nora = app.accounts.add("nora@example.com", "Nora", ["analyst"])
            for view, shown, counted in compared(app, nora):
                wrong = differing(shown, counted)
                print(f"{view:44}{len(shown):6,} figures, {len(wrong)} differ", *wrong[:3])


if __name__ == "__main__":
    main(*sys.argv[1:])
