"""The figures of the views counted from the log that leaves (CSV, and OCEL for milestones): plain
Python, which knows nothing of facts, tables or statements."""

import csv
import io
import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from math import ceil

ENDED = "Closed"
DAY = timedelta(days=1)
WEEK = timedelta(days=7)
FEWEST = {0.5: 5, 0.9: 10}


@dataclass
class Line:
    at: datetime
    event: str
    side: str
    action: str
    before: str
    after: str
    path: list

    @property
    def moves(self):
        return bool(self.after) and self.after != self.before


@dataclass
class Logged:
    """A case of the log."""

    number: str
    priority: str
    status: str
    owner: str
    product: str
    lines: list = field(default_factory=list)
    milestones: list = field(default_factory=list)

    @property
    def created(self):
        return self.lines[0].at

    @property
    def moved(self):
        return [line for line in self.lines if line.moves]

    @property
    def ended(self):
        return self.moved[-1].at if self.status == ENDED else None

    @property
    def minutes(self):
        return None if self.ended is None else minutes(self.created, self.ended)

    @property
    def stays(self):
        """(status, begin, end or None, whether it was there before)."""
        moved, seen = self.moved, set()
        for line, after in zip(moved, [*moved[1:], None], strict=True):
            yield line.after, line.at, after and after.at, line.after in seen
            seen.add(line.after)

    @property
    def way(self):
        return tuple(line.after for line in self.moved)

    @property
    def sent_back(self):
        """The moves of the customer to where the case was before."""
        seen = set()
        for line in self.moved:
            if line.side == "customer" and line.action and line.after in seen:
                yield line
            seen.add(line.after)

    @property
    def touches(self):
        return sum(
            one.event in ("action", "message") and one.side == "support" for one in self.lines
        )

    @property
    def at_once(self):
        if self.ended is None:
            return False
        before = self.lines[: self.lines.index(self.moved[-1])]
        asked = (line.event in ("action", "message") and line.side == "customer" for line in before)
        return self.touches > 0 and not any(asked)

    @property
    def late(self):
        return any(state == "missed" for _, state, *_ in self.milestones)


def minutes(begin, end):
    return max(0, int((end - begin).total_seconds() // 60))


def read_cases(table, document):
    """The cases of a log: of its CSV, and of its OCEL the milestones."""
    found = {}
    for row in csv.DictReader(io.StringIO(table.decode())):
        names = ("case", "priority", "status", "owner", "product")
        case = found.setdefault(row["case"], Logged(*(row[name] for name in names)))
        case.lines.append(Line(
            datetime.fromisoformat(row["time"]), row["event"], row["side"], row["action"],
            row["from_status"], row["to_status"], row["path"].split(),
        ))  # fmt: skip
    for one in json.loads(document)["objects"]:
        if one["type"] == "milestone":
            known = {each["name"]: each["value"] for each in one["attributes"]}
            became = next(each["time"] for each in one["attributes"] if each["name"] == "state")
            instants = map(datetime.fromisoformat, (known["started"], known["due"], became))
            number = one["id"].partition(":")[0]
            found[number].milestones.append((known["name"], known["state"], *instants))
    return list(found.values())


# ------------------------------------------------------------------ counted from the log


def percentile(values, share):
    if len(values) < FEWEST[share]:
        return None
    return sorted(values)[ceil(share * len(values)) - 1]


def of_times(at, values):
    yield (at, "median"), percentile(values, 0.5)
    yield (at, "nine of ten"), percentile(values, 0.9)


def of_places(cases):
    here, left, again = Counter(), defaultdict(list), Counter()
    for name, begin, end, before in (stay for case in cases for stay in case.stays):
        again[name] += before
        if end is None:
            here[name] += 1
        else:
            left[name].append(minutes(begin, end))
    late = missed_at(cases, datetime.max.replace(tzinfo=UTC))
    for name in {*here, *left}:
        yield (name, "now"), here[name]
        yield (name, "left"), len(left[name])
        yield (name, "again"), again[name]
        yield (name, "late"), late[name]
        yield from of_times(name, left[name])


def missed_at(cases, until):
    found = Counter()
    for case in cases:
        for _, state, _, due, _ in case.milestones:
            if state == "missed" and due <= until:
                found.update(
                    name for name, begin, end, _ in case.stays
                    if begin <= due and (end is None or end > due)
                )  # fmt: skip
    return found


def of_flow(cases):
    yield from of_places(cases)
    yield from Counter(pair for case in cases for pair in pairwise(case.way)).items()
    for line, n in Counter((x.before, x.after) for c in cases for x in c.sent_back).items():
        yield ("back", *line), n
    yield from Counter(("way", case.way) for case in cases).items()


def of_drawing(cases):
    yield from Counter(step for c in cases for line in c.lines for step in line.path).items()


def of_statuses(cases, now):
    closed = [case for case in cases if case.ended]
    yield "cases", len(cases)
    yield "closed", len(closed)
    yield "at once", sum(case.at_once for case in cases)
    yield "rejected", sum(any(case.sent_back) for case in cases)
    yield "rejections", sum(len(list(case.sent_back)) for case in cases)
    yield from of_times("to the end", [case.minutes for case in closed])
    yield from Counter(("touches", case.touches) for case in closed).items()
    owned = Counter(case.owner for case in cases if case.owner and not case.ended)
    yield "loads", sorted(owned.values())  # who was erased has another pseudonym in the log
    yield from of_weeks(cases, now)


def of_weeks(cases, now):
    """Of each week (UTC) from the first case on."""
    monday = min(map(_monday, (case.created for case in cases)), default=now.date())
    while monday <= now.date():
        came, went = (
            sum(day is not None and day < monday + WEEK for day in days)
            for days in ([_day(c.created) for c in cases], [_day(c.ended) for c in cases])
        )
        yield ("week", monday, "left"), came - went
        monday += WEEK


def _day(at):
    return None if at is None else at.astimezone(UTC).date()


def _monday(at):
    return _day(at) - timedelta(days=_day(at).weekday())


def of_milestones(cases, now):
    for case in cases:
        for name, state, _, due, _ in case.milestones:
            became = "missed" if state == "running" and due <= now else state
            yield name, became
            yield name, became, case.priority
            yield name, became, f"{due.astimezone(UTC):%Y-%m}"


def of_ways(cases):
    ways = defaultdict(list)
    for case in cases:
        ways[case.way].append(case)
    for way, mine in ways.items():
        yield (way, "cases"), len(mine)
        yield (way, "late"), sum(case.late for case in mine)
        yield from of_times(way, [case.minutes for case in mine if case.ended])


def of_moment(cases, at):
    there = Counter(
        name for case in cases for name, begin, end, _ in case.stays
        if begin <= at and (end is None or end > at)
    )  # fmt: skip
    late = missed_at(cases, at)
    for name in {*there, *late}:
        yield name, (there[name], late[name])
    milestones = [one for case in cases for one in case.milestones]
    yield "missed", sum(state == "missed" and due <= at for _, state, _, due, _ in milestones)
    yield (
        "running",
        sum(
            began <= at < due and (state in ("running", "missed") or became > at)
            for _, state, began, due, became in milestones
        ),
    )


def of_side(cases):
    yield "cases", len(cases)
    yield "late", sum(case.late for case in cases)
    yield "rejected", sum(any(case.sent_back) for case in cases)
    yield "at once", sum(case.at_once for case in cases)
    yield from of_times("to the end", [case.minutes for case in cases if case.ended])
    for (name, what), value in of_places(cases):
        if what == "median":
            yield name, value
