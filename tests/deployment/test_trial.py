"""A draft tried on past cases: the real ones of a desk, the real engine, real processes."""

import json
from datetime import timedelta

import pytest

from runner.bpmn.package import Package
from runner.deployment.processes import WorkWatch
from runner.engine import Process
from runner.errors import CaselaneError, DiagramError, EngineError, Forbidden
from runner.gate.trial.retracing import retrace
from runner.gate.trial.trial_figures import TrialFigures
from runner.gate.trial.trial_report import TrialReport
from runner.store import past_lives
from tests.conftest import WORKFLOWS
from tests.desk import Desk

DIAGRAM = (WORKFLOWS / "case_lifecycle.bpmn").read_bytes()


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """Bob accepted a solution; another case of his was raised to P1, replied to, and blocked; a
    third one waits for him for four days, and reminded him."""
    desk = Desk(tmp_path_factory.mktemp("desk"))
    desk.open().to("Closed")
    blocked = desk.open().to("Pending Customer")
    desk.app.cases.update(desk.alice, blocked.number, {"priority": "P1"})
    desk.app.cases.comment(desk.bob, blocked.number, "It still burns.")
    blocked.act(desk.alice, "acknowledge")
    blocked.act(desk.alice, "block", kind="Bug", reference="B-7", note="Upstream.")
    desk.open().to("Pending Customer")
    desk.wait(days=4)
    yield desk
    desk.app.close()


def tried(desk, *changes):
    """What becomes of the cases of the desk in a drawing with other words in it."""
    data = DIAGRAM
    for old, new in changes:
        assert old.encode() in data
        data = data.replace(old.encode(), new.encode())
    live = desk.app.versions.version(1)
    draft = type(live)(0, live.process, "", data, live.files, desk.clock.now())
    process: Process = desk.app.versions.prepare(draft)
    figures = TrialFigures()
    with desk.app.db.read() as tx:
        first, *_, last = past_lives.ids(tx, live.process, 100)
        for life in past_lives.lives(tx, live.process, first, last):
            figures.count(retrace(process, life, desk.clock.now()))
    labels = {key: element.label for key, element in process.diagram.elements.items()}
    labels |= {action.id: action.label for action in process.compiled.actions}
    return TrialReport(live.process, desk.clock.now(), figures, labels).document()


def sentences(report):
    return [one["sentence"] for one in report["differences"]]


def ways(report):
    return {way: one["cases"] for way, one in report["ways"].items() if one["cases"]}


def test_every_case_goes_its_own_way_again_in_the_drawing_that_it_was_in(desk):
    report = tried(desk)
    assert ways(report) == {"same": 3}
    assert not report["differences"] and not report["assumed"]
    assert [one["before"] for one in report["milestones"]] == [{"met": 3}]
    assert all(one["before"] == one["after"] for one in report["notifications"])
    assert all(one["before"] == one["after"] for one in report["milestones"])


def test_another_status_is_another_way(desk):
    report = tried(desk, ('value="Solution Proposed"', 'value="Solution Offered"'))
    assert ways(report) == {"same": 2, "other": 1}
    assert sentences(report) == [
        "After “Propose solution” a case is Solution Offered, not Solution Proposed."
    ]
    assert report["differences"][0]["examples"] == ["C-1001"]


def test_what_is_not_drawn_any_more_is_not_possible(desk):
    report = tried(desk, ("propose_solution", "offer_solution"))
    assert ways(report) == {"same": 2, "impossible": 1}
    assert sentences(report) == [
        "“propose_solution” is not possible in Work in Progress. It is not drawn."
    ]
    assert sum(one["before"].get("met", 0) for one in report["milestones"]) == 2


def test_a_timer_that_fires_sooner_tells_more(desk):
    """The case that waits was reminded once after three days, and would have been on each of two."""
    report = tried(desk, ("P7D", "P1D"))
    assert ways(report) == {"same": 2, "other": 1}
    assert "happens in Pending Customer, and did not." in sentences(report)[0]
    more = [one for one in report["notifications"] if one["after"] > one["before"]]
    assert len(more) == 1


def test_a_field_that_nobody_filled_in_is_made_up_and_named(desk):
    report = tried(
        desk,
        ('"reference": {', '"severity": {"type": "string", "enum": ["High"]}, "reference": {'),
        ('"required": ["kind", ', '"required": ["severity", "kind", '),
    )
    assert ways(report) == {"same": 3}
    assert [(one["field"], one["cases"]) for one in report["assumed"]] == [("severity", 1)]


def test_a_trial_runs_in_processes_and_leaves_the_desk_as_it_is(desk):
    def rows():
        with desk.app.db.read() as tx:
            return tx.run("SELECT id, state, revision, events FROM cases").fetchall()

    before, package = rows(), Package(DIAGRAM.replace(b'value="Blocked"', b'value="Stuck"'), {})
    told = []
    report = desk.app.trial.run(
        desk.owen, package, 2, WorkWatch(told.append, told.append)
    ).document()
    assert (told[0], told[-1]) == (3, 3)
    assert ways(report) == {"same": 2, "other": 1}
    assert rows() == before
    assert json.dumps(report)


def test_who_may_not_or_cannot_try_is_told_so(desk):
    with pytest.raises(Forbidden):
        desk.app.trial.run(desk.alice, Package(DIAGRAM, {}))
    with pytest.raises(DiagramError):
        desk.app.trial.run(desk.owen, Package(DIAGRAM.replace(b"P7D", b"soon"), {}))

    def stop(done):
        raise CaselaneError("Owen stopped it")

    with pytest.raises(CaselaneError, match="Owen stopped it"):
        desk.app.trial.run(desk.owen, Package(DIAGRAM, {}), 1, WorkWatch(progress=stop))


def test_a_history_that_does_not_begin_at_the_beginning_cannot_be_followed(desk):
    with desk.app.db.read() as tx:
        life = past_lives.lives(tx, "case_lifecycle", 1, 2000)[0]
    process = desk.app.versions.process(1)
    later = type(life)(life.case_id, True, life.calendar, {}, life.events[1:], {})
    assert retrace(process, later, desk.clock.now() + timedelta(days=1)).way == "unknown"


def test_a_timer_that_cannot_fire_is_not_told_of_the_submission(desk, monkeypatch):
    with desk.app.db.read() as tx:
        life = past_lives.lives(tx, "case_lifecycle", 1, 2000)[0]
    begun = type(life)(life.case_id, False, life.calendar, life.facts, life.events[:1], {})

    def breaks(*_):
        raise EngineError("It has no way on.")

    monkeypatch.setattr(Process, "wake", breaks)
    stopped = retrace(desk.app.versions.process(1), begun, desk.clock.now()).stopped
    assert (stopped.kind, stopped.status) == ("impossible", "New")
    assert stopped.element not in ("", life.events[0].element)
