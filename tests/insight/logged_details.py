"""More figures counted from the log, as `logged_figures` counts those of places and whole cases: what
stands behind charts, beside a place, and in comparisons."""

from collections import Counter, defaultdict
from datetime import UTC, timedelta
from itertools import accumulate, pairwise

from tests.insight.logged_figures import DAY, WEEK, minutes, of_times, percentile

CUSTOMERS_MOVE = ("Pending Customer", "Solution Proposed")
BARS = (15, 60, 240, 1440, 4320, 10080, 43200)
AGES = (1, 3, 7, 30, 90)
EARLY = (60, 240, 1440)
WEEKS = 26


def _place(value, ends):
    """Which of the bars a value falls into."""
    return sum(value >= end for end in ends)


def _day(at):
    return at.astimezone(UTC).date()


def _monday(at):
    return _day(at) - timedelta(days=_day(at).weekday())


def _ended(cases, *places):
    return [
        (name, begin, end)
        for case in cases
        for name, begin, end, _ in case.stays
        if end is not None and (not places or name in places)
    ]


def of_bars(cases):
    for (name, bar), number in Counter(
        (name, _place(minutes(begin, end), BARS)) for name, begin, end in _ended(cases)
    ).items():
        yield ("bar", name, bar), number


def of_one_place(cases, name):
    """The median by week of the last weeks, and who is there longest."""
    weeks = defaultdict(list)
    for _name, begin, end in _ended(cases, name):
        weeks[_monday(end)].append(minutes(begin, end))
    for monday, values in weeks.items():
        if monday > max(weeks) - WEEKS * WEEK:
            yield monday, percentile(values, 0.5)
    there = sorted(
        (begin, case.number)
        for case in cases
        for other, begin, end, _ in case.stays
        if other == name and end is None
    )
    yield "longest", [number for _, number in there[:5]]


def of_steps_back(cases):
    for step, number in Counter(
        step for case in cases for line in case.sent_back for step in line.path
    ).items():
        yield ("back", step), number


def of_balance(cases):
    for what, instants in (
        ("came", [case.created for case in cases]),
        ("went", [case.ended for case in cases if case.ended]),
    ):
        for monday, number in Counter(map(_monday, instants)).items():
            yield ("week", monday, what), number


def of_ages(cases, now):
    for place, number in Counter(
        _place((_day(now) - _day(case.created)) // DAY, AGES) for case in cases if not case.ended
    ).items():
        yield ("age", place), number


def of_silence(cases):
    left = [line for case in cases for line in case.moved if line.before in CUSTOMERS_MOVE]
    waits = [minutes(begin, end) for _, begin, end in _ended(cases, *CUSTOMERS_MOVE)]
    yield "answered", sum(line.side == "customer" for line in left)
    yield "unanswered", sum(line.side != "customer" for line in left)
    yield (
        "waiting",
        sum(
            end is None and name in CUSTOMERS_MOVE
            for case in cases
            for name, _, end, _ in case.stays
        ),
    )
    yield from of_times("silence", waits)


def of_early(cases):
    """How early milestones were met, and how many just so."""
    found = Counter()
    for case in cases:
        for name, state, began, due, became in case.milestones:
            if state == "met":
                found[name, "early", _place((due - became).total_seconds() / 60, EARLY)] += 1
                found[name, "near"] += (due - became) * 10 < due - began
    yield from found.items()


def of_products(cases, now):
    for case in cases:
        for name, state, _, due, _ in case.milestones:
            became = "missed" if state == "running" and due <= now else state
            yield name, became, "product", case.product or None


def of_coverage(cases, drawn):
    """How many ways it takes to have shares of the cases, and how many cases went only as drawn."""
    ways = Counter(case.way for case in cases)
    sums = list(accumulate(sorted(ways.values(), reverse=True)))
    for share in (0.5, 0.8, 0.9, 0.95, 1.0):
        yield share, next(i for i, sum_ in enumerate(sums, 1) if sum_ >= share * len(cases))
    yield "as drawn", sum(n for way, n in ways.items() if set(pairwise(way)) <= drawn)


def of_group(cases):
    yield "cases", len(cases)
    yield "late", sum(case.late for case in cases)
    yield from of_times("to the end", [case.minutes for case in cases if case.ended])


def of_instant(cases, at):
    """Milestones that fell due within a day then."""
    yield (
        "soon",
        sum(
            began <= at < due <= at + DAY and (state in ("running", "missed") or became > at)
            for case in cases
            for _, state, began, due, became in case.milestones
        ),
    )


def of_met(cases, now):
    for case in cases:
        for name, state, _, due, _ in case.milestones:
            if state in ("met", "missed") or (state == "running" and due <= now):
                yield name, state == "met"
