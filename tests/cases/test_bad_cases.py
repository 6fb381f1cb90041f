"""One case or one job is broken: an incident there, and everything else goes on."""

from datetime import timedelta

import pytest

from runner.cases import CaseQuery
from runner.cases.records import WAKE
from runner.delivery.jobs.retries import ATTEMPTS
from runner.deployment.migration import CaseSelection
from runner.errors import EngineError, InvalidInput
from runner.model import NewJob
from runner.store import jobs
from tests.desk import MONDAY
from tests.drawings import border, bpmn, chain, end, flow, start, timer, user
from tests.engine.parts import many, times


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request):
    return request.param


RUNAWAY = bpmn(
    start(), user("wait", status="Waiting"), user("again", status="Waiting"), end(status="Over"),
    chain("start", "wait", "end"), flow("again", "end"),
    border("later", "wait", timer("PT1H")), flow("later", "again"),
    border("second", "again", timer("PT1S")), flow("second", "again"),
)  # fmt: skip


def incidents(desk):
    return [s for s in desk.inbox(desk.carol) if s.startswith("Incident")]


def newer_codec(state):
    """The state as a version of Caselane would write it that is not there yet."""
    return bytes([state[0] + 1]) + state[1:]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda state: b"",
        lambda state: b"\x00" * 64,
        lambda state: b"junk",
        lambda state: state[: len(state) // 2],
        lambda state: state[:-1],
        lambda state: b'{"process": "another"}',
        lambda state: b"\x80\x04K\x01.",  # a pickle, which nobody may load
        newer_codec,
    ],
    ids=["empty", "zeros", "junk", "half", "cut", "foreign", "pickle", "newer"],
)
def test_a_state_that_cannot_be_read_is_an_incident_of_that_case_alone(desk, spoil):
    bad, good = desk.open(priority="P1"), desk.open(priority="P1")
    with desk.app.db.write() as tx:
        spoiled = spoil(bad.case.state)
        tx.run("UPDATE cases SET state = :state WHERE id = 1", state=spoiled)
    with pytest.raises(EngineError):
        bad.act(desk.alice, "send_first_response", body="Hi")
    desk.wait(minutes=31)
    assert good.milestone.state == "missed"
    assert good.to("Closed").status == "Closed"
    assert set(incidents(desk)) == {f"Incident with case {bad.number}: The diagram cannot go on"}
    assert bad.status == "New"  # as it was
    assert bad.case.state == spoiled


COUNTING = bpmn(
    start(), user("ask", status="Waiting"), user("each", many(False, times("priority")), status="Waiting"),
    end(status="Over"), chain("start", "ask", "each", "end"),
)  # fmt: skip


def test_a_step_at_which_the_engine_breaks_is_an_incident_of_that_case_alone(desk):
    """Something is to be done "P1" times, which only the case says."""
    version = desk.app.versions.version(1)
    desk.use(COUNTING, {})
    bad = desk.open(priority="P1")
    desk.use(version.bpmn + b"\n", dict(version.files))
    good = desk.open(priority="P1")
    before = bad.case
    with pytest.raises(EngineError, match="'each' is to be done P1 times"):
        bad.act(desk.alice, "ask_each")
    assert bad.case == before
    assert good.to("Closed").status == "Closed"
    assert set(incidents(desk)) == {f"Incident with case {bad.number}: The diagram cannot go on"}


def test_a_version_that_is_gone_is_an_incident_of_its_cases_alone(desk):
    bad = desk.open(priority="P1")
    version = desk.app.versions.version(1)
    desk.use(
        version.bpmn.replace(b"</bpmn:definitions>", b" </bpmn:definitions>"), dict(version.files)
    )
    good = desk.open(priority="P1")
    with desk.app.db.write() as tx:
        tx.run("UPDATE versions SET bpmn = '<nothing/>' WHERE id = 1")
    desk.app.versions._ready.clear()
    with pytest.raises(EngineError, match="Version 1 of the diagram cannot be used"):
        bad.act(desk.alice, "send_first_response", body="Hi")
    desk.wait(minutes=31)
    assert good.milestone.state == "missed"
    assert set(incidents(desk)) == {f"Incident with case {bad.number}: The diagram cannot go on"}


def test_a_version_that_is_gone_is_not_missed_by_cases_that_left_it(desk):
    """Their page tells the past without its labels, and a filter names what others may have."""
    left, bad = desk.open().to("Work in Progress"), desk.open()
    version = desk.app.versions.version(1)
    desk.use(version.bpmn, dict(version.files))
    desk.app.migration.run(desk.owen, selection=CaseSelection([left.number]))
    with desk.app.db.write() as tx:
        tx.run("UPDATE versions SET bpmn = '<nothing/>' WHERE id = 1")
    desk.app.versions._ready.clear()
    page = desk.app.cases.page(desk.carol, left.number)
    events = [view.event.event for view in page.history]
    assert events == ["submitted", "action", "migrated"]
    with pytest.raises(EngineError):
        desk.app.cases.page(desk.carol, bad.number)
    with pytest.raises(InvalidInput, match="none that a case can have: Nowhere"):
        desk.app.cases.list(desk.carol, CaseQuery(("Nowhere",)))


def test_a_job_for_a_closed_case_does_nothing(desk):
    case = desk.open().to("Closed")
    before = case.case
    with desk.app.db.write() as tx:
        jobs.enqueue(tx, NewJob(WAKE, "wake:1", MONDAY, 1))
    desk.work()
    assert case.case == before
    assert desk.app.reports.health().due_jobs == 0
    assert incidents(desk) == []


def test_a_job_for_a_case_that_is_missing_goes_away(desk):
    with desk.app.db.write() as tx:
        jobs.enqueue(tx, NewJob("strange", "a", MONDAY))
    desk.app.cases.wake(77)
    case = desk.open(priority="P1").wait(minutes=31)
    assert case.milestone.state == "missed"


@pytest.mark.parametrize("what", [WAKE, "notify"])
def test_a_poisoned_job_is_given_up_with_a_word_and_stops_nobody(desk, what):
    with desk.app.db.write() as tx:
        jobs.enqueue(tx, NewJob(what, "poison", MONDAY, None, {}))
    case = desk.open(priority="P1").wait(minutes=31)
    assert case.milestone.state == "missed"
    for _ in range(ATTEMPTS):
        desk.wait(hours=2)
    assert desk.app.reports.health().dead_jobs == 1
    assert incidents(desk) == ["Incident with the system: A job was given up"]


@pytest.mark.soak
def test_a_case_whose_timers_never_end_is_an_incident_of_that_case_alone(desk):
    """More than ten thousand events are due at once."""
    version = desk.app.versions.version(1)
    desk.use(RUNAWAY, {})
    bad = desk.open(priority="P1")
    desk.use(version.bpmn + b"\n", dict(version.files))
    good = desk.open(priority="P1")
    desk.wait(hours=6)
    assert good.milestone.state == "missed"
    assert bad.case.revision == 1
    assert set(incidents(desk)) == {f"Incident with case {bad.number}: The diagram cannot go on"}


@pytest.mark.soak
def test_ten_thousand_timers_fall_due_at_once(desk):
    for _ in range(10_000):
        desk.open(priority="P1")
    desk.clock.advance(timedelta(hours=1))
    desk.work()
    with desk.app.db.read() as tx:
        fired = tx.run(
            "SELECT element, count(*) FROM history WHERE event = 'timer' GROUP BY element"
        )
        counts = dict(fired.fetchall())
    print(f"10000 cases, fired: {counts}")
    assert counts == {"first_response_due_soon": 10_000, "first_response_missed": 10_000}
    assert desk.app.reports.health().due_jobs == 0
