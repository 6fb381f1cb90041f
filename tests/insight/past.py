"""A past that is made up, by a seed: cases of three weeks, worked by people at random, on two versions of
the diagram. And reading it without the product: rows of the database, plain Python."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from datetime import datetime
from itertools import pairwise

from runner.bpmn.package import Package
from runner.deployment.migration import CaseSelection

PRODUCTS = ("Till", "Webshop", None)


def live(desk, cases=24, seed=1):
    """Works cases at random, moves some to a second version, and closes about half."""
    chance = random.Random(seed)
    opened = []
    for number in range(cases - 1):
        by = desk.bob if number % 3 else desk.eve
        case = desk.open(by, chance.choice(["P1", "P2", "P3"]), product=chance.choice(PRODUCTS))
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
        "case_id, sequence, at, event, element, from_status, to_status, version_id, details, path"
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
