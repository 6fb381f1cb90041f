"""A past that is made up, by a seed: cases of three weeks, worked by people at random, on two versions of
the diagram. And reading it without the product: rows of the database, plain Python."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from lxml import etree

from runner.bpmn.package import Package
from runner.deployment.migration import CaseSelection
from tests.desk import CaseOnDesk

PRODUCTS = ("Till", "Webshop", None)
CHANNELS = ("web", "portal", "api", "mail")
TEAMS = ("Tills", "Shops", None)


def live(desk, cases=24, seed=1):
    """Works cases at random, moves some to a second version, closes about half and repeats one."""
    chance = random.Random(seed)
    opened = []
    for name in filter(None, TEAMS):
        desk.app.teams.add(name)
    for number in range(cases - 2):
        by = desk.bob if number % 3 else desk.eve
        case = desk.open(
            by, chance.choice(["P1", "P2", "P3"]), product=chance.choice(PRODUCTS),
            channel=CHANNELS[number % len(CHANNELS)],
        )  # fmt: skip
        if team := TEAMS[number // 2 % len(TEAMS)]:
            case.change(team=team)
        opened.append(case)
        desk.wait(minutes=chance.randrange(1, 900))
        for one in chance.sample(opened, min(3, len(opened))):
            _do_something(desk, one, chance)
        if number == cases // 2:
            _migrate(desk, [one.number for one in opened[::2] if not one.case.closed])
    opened.append(desk.open(desk.eve).to("Solution Proposed").act(desk.eve, "reject_solution"))
    for case in opened[:-1:2]:
        if not case.case.closed:
            case.act(case.case.customer, "customer_closes")
            desk.wait(minutes=7)
    closed = next(case for case in opened if case.case.closed)
    again = desk.app.cases.repeat(closed.case.customer, closed.number).case.number
    opened.append(CaseOnDesk(desk, again))
    desk.app.facts.catch_up()
    return opened


def _migrate(desk, numbers):
    before = desk.app.versions.version(desk.app.versions.current_id())
    bpmn = before.bpmn.replace(b'name="Investigate and propose a solution"', b'name="Investigate"')
    desk.app.deployment.deploy(desk.owen, Package(bpmn, before.files), accept_warnings=True)
    desk.app.migration.run(desk.owen, reason="Trial", selection=CaseSelection(numbers))


def _do_something(desk, case, chance):
    if case.case.closed:
        return
    person = chance.choice([desk.alice, desk.amir, case.case.customer])
    if person in (desk.alice, desk.amir) and chance.random() < 0.2:
        case.change(owner=person.email)
    actions = sorted(case.can(person) - {"customer_closes"})
    if not actions:
        return
    action = chance.choice(actions)
    form = next(a for a in case.seen_by(person).actions if a.id == action).form or {}
    asked = form.get("properties", {})
    case.act(
        person, action, **{name: _answer(name, asked[name]) for name in asked if name != "proposal"}
    )
    desk.wait(minutes=chance.randrange(0, 300))


def _answer(name, schema):
    return schema["enum"][0] if "enum" in schema else "Text."


# ------------------------------------------------------------------ read without the product


def instant(value):
    return datetime.fromisoformat(value) if isinstance(value, str) else value


def raw_history(desk):
    """The lines of the history by case, as dictionaries, from the rows of the database."""
    names = (
        "case_id, sequence, at, event, audience, action, element, from_status, to_status,"
        " version_id, details, path"
    )
    found = defaultdict(list)
    with desk.app.db.read() as tx:
        rows = tx.run(f"SELECT {names} FROM history ORDER BY case_id, sequence").fetchall()
    for row in rows:
        line = dict(zip(names.split(", "), row, strict=True))
        line["at"] = instant(line["at"])
        line["details"], line["path"] = json.loads(line["details"]), json.loads(line["path"])
        found[line["case_id"]].append(line)
    return found


def rejections(lines):
    """How often a customer sent a case back to a status where it was before."""
    seen, number = set(), 0
    for line in lines:
        if line["to_status"] not in (None, line["from_status"]):
            sent_back = line["audience"] == "customer" and line["action"]
            number += bool(sent_back) and line["to_status"] in seen
            seen.add(line["to_status"])
    return number


def status_stays(desk):
    """(case, status, begin, end or None) of every stay, in order."""
    found = []
    for case_id, lines in raw_history(desk).items():
        entered = [
            (line["to_status"], line["at"])
            for line in lines
            if line["to_status"] and line["to_status"] != line["from_status"]
        ]
        ends = [at for _, at in entered[1:]] + [None]
        found += [(case_id, name, at, end) for (name, at), end in zip(entered, ends, strict=True)]
    return found


def timed_stays(desk, kind):
    """(case, place, begin, end, minutes by the clock, in working hours) of every stay at a kind of
    place: status, element or owner. The last three are None where it has not ended."""
    read = {"status": status_stays, "element": element_stays, "owner": owner_stays}
    with desk.app.db.read() as tx:
        calendars = dict(map(tuple, tx.run("SELECT id, calendar FROM cases").fetchall()))
    found = []
    for case, place, begin, end in read[kind](desk):
        clock, office = minutes_between(begin, end) if end else (None, None)
        business = clock if calendars[case] == "always" else office
        found.append((case, place, begin, end, clock, business))
    return found


def owner_stays(desk):
    """As lines of the history gave cases to people. Closed cases have no owner any more."""
    found, closed = [], _closed(desk)
    for case_id, lines in raw_history(desk).items():
        given = []
        for line in lines:
            owner = line["details"].get("values", {}).get("owner", "")
            if line["event"] == "submitted" and owner:
                given.append((owner, line["at"]))
            if line["event"] == "changed" and isinstance(owner, list):
                given.append((owner[1], line["at"]))
        given.append((None, _moved_last(lines) if case_id in closed else None))
        found += [(case_id, owner, at, end) for (owner, at), (_, end) in pairwise(given) if owner]
    return found


def element_stays(desk):
    """As tokens came to tasks of the drawing and left them: by a flow out of the task, or by an
    event on the border of it or of what is around it. Both versions are drawn alike."""
    root = etree.fromstring(desk.app.versions.version(1).bpmn)
    tasks = {e.get("id") for tag in ("userTask", "receiveTask") for e in root.iter("{*}" + tag)}
    source = {flow.get("id"): flow.get("sourceRef") for flow in root.iter("{*}sequenceFlow")}
    ended_by = {
        event.get("id"): _all_in(root, event.get("attachedToRef"))
        for event in root.iter("{*}boundaryEvent")
        if event.get("cancelActivity") != "false"
    }
    found, closed = [], _closed(desk)
    for case_id, lines in raw_history(desk).items():
        there = {}
        for line in lines:
            for step in line["path"]:
                for name in ended_by.get(step, {source.get(step)}) & there.keys():
                    found.append((case_id, name, there.pop(name), line["at"]))
                if step in tasks:
                    there.setdefault(step, line["at"])
        end = _moved_last(lines) if case_id in closed else None
        found += [(case_id, name, at, end) for name, at in there.items()]
    return found


def _all_in(root, activity):
    element = root.find(f".//*[@id='{activity}']")
    return {e.get("id") for e in element.iter()} - {None}


def _closed(desk):
    with desk.app.db.read() as tx:
        return {row[0] for row in tx.run("SELECT id FROM cases WHERE closed").fetchall()}


def _moved_last(lines):
    return [line["at"] for line in lines if line["to_status"]][-1]


def minutes_between(begin, end):
    """By the clock, and in the working hours of the office: weekdays from nine to five in London,
    in weeks without a holiday."""
    seconds, day, zone = 0.0, begin.date(), ZoneInfo("Europe/London")
    while day <= end.date():
        nine = datetime(day.year, day.month, day.day, 9, tzinfo=zone)
        overlap = min(end, nine + timedelta(hours=8)) - max(begin, nine)
        if day.weekday() < 5:
            seconds += max(0.0, overlap.total_seconds())
        day += timedelta(days=1)
    return (end - begin) // timedelta(minutes=1), int(seconds // 60)


def ways(desk):
    """The statuses of each case in their order."""
    found = defaultdict(list)
    for case_id, name, _, _ in status_stays(desk):
        found[case_id].append(name)
    return dict(found)


def status_moves(desk):
    """How often cases went from a status to the next."""
    found = defaultdict(int)
    for names in ways(desk).values():
        for pair in pairwise(names):
            found[pair] += 1
    return dict(found)
