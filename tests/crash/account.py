"""What was acknowledged against what is there: the books of a crash test."""

import json
from collections import Counter, defaultdict
from dataclasses import asdict, dataclass, field
from datetime import timedelta

from runner.cases.records import WAKE
from runner.model import to_number
from runner.store import cases, events
from tests.crash.load import WALK

DUE = {
    "first_response_due_soon": timedelta(seconds=1),
    "first_response_missed": timedelta(seconds=2),
}
"""When the timers of a case fall due after its submission, by the decision table of the tests."""

SAYING = {what for _, what, fields in WALK if "body" in fields}

REFUSALS = {"not reached", "cut off", "no answer", "503, come again", "507"}
"""What a client may meet while something is broken, with the header that says when to come again."""


@dataclass
class Account:
    """`faults` says in a sentence each what is not as it should be."""

    cases: int = 0
    kills: int = 0
    acknowledged: int = 0
    sent_again: int = 0
    met: dict[str, int] = field(default_factory=dict)
    """How requests were refused, or left without an answer, before they were acknowledged."""
    lost: int = 0
    duplicated: int = 0
    breaches: int = 0
    notifications: int = 0
    mails: int = 0
    mails_twice: int = 0
    events: int = 0
    events_twice: int = 0
    faults: list[str] = field(default_factory=list)

    def __str__(self):
        return json.dumps(asdict(self))


def read_ledger(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


def account_for(app, ledger) -> Account:
    result = Account(acknowledged=len(ledger), sent_again=sum(line["tries"] > 1 for line in ledger))
    by_case = defaultdict(list)
    for line in ledger:
        if line["status"] not in (200, 201):
            result.faults.append(f"refused: {line}")
        by_case[line["case"]].append(line)
    result.met = dict(Counter(answer for line in ledger for answer in line["met"]))
    if wrong := result.met.keys() - REFUSALS:
        result.faults.append(f"requests were answered with {wrong}")
    with app.db.read() as tx:
        ids = [row[0] for row in tx.run("SELECT id FROM cases ORDER BY id")]
        for id in ids:
            _check_case(result, tx, id, by_case.pop(to_number(id), []))
        result.cases = len(ids)
        _check_jobs(result, app, tx)
        result.notifications = tx.run("SELECT count(*) FROM notifications").fetchone()[0]
    for lost in by_case.values():
        result.lost += len(lost)
        result.faults.append(f"lost: {lost}")
    return result


def there(app, ledger) -> set[str]:
    """Of what was acknowledged, the marks of all that is in the database."""
    found = set()
    with app.db.read() as tx:
        lines = tx.run("SELECT case_id, action FROM history").fetchall()
        moves = Counter((to_number(id), action) for id, action in lines)
        said = " ".join(body for (body,) in tx.run("SELECT body FROM messages").fetchall())
        opened = {to_number(id) for (id,) in tx.run("SELECT id FROM cases").fetchall()}
    for line in ledger:
        case, step, mark = line["case"], line["step"], line["mark"]
        if step == "open":
            is_there = case in opened
        elif step in SAYING:
            is_there = mark in said
        else:
            moves[case, step] -= 1
            is_there = moves[case, step] >= 0
        if is_there:
            found.add(mark)
    return found


def check_events(result, app, receiver):
    """Each line of a history came out, always as the same event."""
    with app.db.read() as tx:
        lines = tx.run("SELECT case_id, sequence FROM history").fetchall()
    wanted, came = {f"{to_number(id)}-{n}" for id, n in lines}, receiver.ids
    result.events, result.events_twice = len(came), sum(came.values()) - len(came)
    if came.keys() != wanted:
        result.faults.append(f"events: {wanted ^ came.keys()} came, or happened, alone")
    if len({(headers["webhook-id"], body) for headers, body in receiver.got}) != len(came):
        result.faults.append("an event came again as another one")


def _check_case(result, tx, id, lines):
    case, history = cases.by_id(tx, id), events.of_case(tx, id)
    if not lines:
        result.duplicated += 1
        result.faults.append(f"{case.number} was never acknowledged")
    moves = Counter(event.action for event in history if event.action)
    wanted = Counter(line["step"] for line in lines)
    del wanted["open"], wanted["messages"]
    result.lost += sum((wanted - moves).values())
    result.duplicated += sum((moves - wanted).values())
    if moves != wanted:
        result.faults.append(f"{case.number} did {moves}, acknowledged were {wanted}")
    _check_messages(result, tx, case, lines)
    _check_timers(result, tx, case, history)
    if case.closed != (len(lines) > len(WALK)):
        result.faults.append(f"{case.number} is {case.status} after {len(lines)} requests")
    if [event.sequence for event in history] != list(range(1, len(history) + 1)):
        result.faults.append(f"the history of {case.number} has gaps")


def _check_messages(result, tx, case, lines):
    rows = tx.run("SELECT body FROM messages WHERE case_id = :id", id=case.id).fetchall()
    for line in lines:
        found = sum(line["mark"] in body for (body,) in rows)
        if line["step"] in SAYING and found != 1:
            result.lost += found == 0
            result.duplicated += max(found - 1, 0)
            result.faults.append(f"{case.number}: {line['mark']} was said {found} times")


def _check_timers(result, tx, case, history):
    """Each timer once and at its true instant, however late anybody was; and told once."""
    fired = Counter(event.element for event in history if event.event == "timer")
    answered = [e.at for e in history if e.action == "send_first_response"]
    for element, after in DUE.items():
        due = case.created_at + after
        wanted = not answered or answered[0] > due
        if fired[element] != wanted:
            result.faults.append(f"{case.number}: {element} fired {fired[element]} times")
        if any(event.at != due for event in history if event.element == element):
            result.faults.append(f"{case.number}: {element} has a wrong time")
    result.breaches += fired["first_response_missed"]
    told = tx.run(
        "SELECT element, person_id, count(*) FROM notifications WHERE case_id = :id AND element <> ''"
        " GROUP BY element, person_id", id=case.id,
    ).fetchall()  # fmt: skip
    happened = Counter(name for event in history for name in event.details.get("notified", ()))
    for element, person, times in told:
        if times != happened[element]:
            result.duplicated += abs(times - happened[element])
            result.faults.append(f"{case.number}: {element} was told {times} times to {person}")
    if missing := happened.keys() - {element for element, _, _ in told}:
        result.faults.append(f"{case.number}: nobody was told of {missing}")


def _check_jobs(result, app, tx):
    if unserved := app.jobs.cases_without_wake(tx, app.clock.now() + timedelta(days=1000)):
        result.faults.append(f"nobody would wake the cases {unserved}")
    if unserved := app.jobs.holds_without_wake(tx, app.clock.now() + timedelta(days=1000)):
        result.faults.append(f"nobody would release the holds {unserved}")
    health = app.reports.health()
    if health.dead_jobs or health.incidents or health.due_jobs:
        result.faults.append(f"troubles: {health}")
    closed = tx.run(
        "SELECT count(*) FROM jobs j JOIN cases c ON c.id = j.case_id WHERE j.kind = :kind"
        " AND c.next_due IS NULL", kind=WAKE,
    ).fetchone()[0]  # fmt: skip
    if closed:
        result.faults.append(f"{closed} jobs of cases that wait for nothing")
