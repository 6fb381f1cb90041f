"""Jobs and timers: nothing is lost, nothing happens twice, and one failure stops nobody else."""

import threading
from datetime import timedelta

import pytest

from runner.delivery.jobs import NOTIFY, Outage, queue_of
from runner.delivery.jobs.retries import ATTEMPTS, back_off
from runner.delivery.jobs.table import LEASE, TableJobs
from runner.delivery.worker import errors_logged
from runner.errors import EngineError, StoreBusy
from runner.model import NewJob
from runner.store import jobs
from tests.desk import MONDAY


@pytest.fixture
def two(desk):
    """Two workers' views of the same jobs."""
    return TableJobs(desk.app.db, "one"), TableJobs(desk.app.db, "two")


def put(desk, key, due=MONDAY, kind="test", **payload):
    with desk.app.db.write() as tx:
        jobs.enqueue(tx, NewJob(kind, key, due, payload=payload, queue=queue_of(kind)))


# ------------------------------------------------------------------ the job table


def test_a_job_is_leased_by_one_worker(desk, two):
    one, other = two
    put(desk, "a")
    assert [job.key for job in one.claim(MONDAY)] == ["a"]
    assert other.claim(MONDAY) == []


def test_jobs_come_in_the_order_in_which_they_fell_due(desk, two):
    for key, minutes in (("b", 2), ("a", 1), ("c", 3)):
        put(desk, key, due=MONDAY + timedelta(minutes=minutes))
    assert [job.key for job in two[0].claim(MONDAY + timedelta(hours=1))] == ["a", "b", "c"]


def test_the_job_of_a_worker_that_died_is_taken_over(desk, two):
    one, other = two
    put(desk, "a")
    (job,) = one.claim(MONDAY)
    one.extend([job.id], MONDAY + LEASE / 2)
    assert other.claim(MONDAY + LEASE + timedelta(seconds=1)) == []
    (again,) = other.claim(MONDAY + 2 * LEASE)
    assert again.attempts == 2
    one.finish(job)  # too late: the job is the other's now
    assert other.claim(MONDAY + 4 * LEASE)


def test_after_an_outage_a_mail_is_left_to_who_has_it_for_a_while(desk, two, monkeypatch):
    """Who lived all the time could not record meanwhile that the mail was sent."""

    def away(*_):
        raise StoreBusy("away")

    one, other = two
    put(desk, "of the dead", due=MONDAY - timedelta(hours=1), kind=NOTIFY)
    TableJobs(desk.app.db, "dead").claim(MONDAY - 2 * LEASE, NOTIFY)
    put(desk, "a", kind=NOTIFY)
    assert keys(one.claim(MONDAY, NOTIFY)) == ["of the dead"]
    assert keys(other.claim(MONDAY, NOTIFY)) == ["a"]
    with monkeypatch.context() as patch, pytest.raises(StoreBusy):
        patch.setattr(jobs, "claim", away)
        one.claim(MONDAY + timedelta(seconds=5), NOTIFY)
    back = MONDAY + 3 * LEASE
    assert keys(one.claim(back, NOTIFY)) == ["of the dead"]  # its own
    one.finish(one.claim(back, NOTIFY)[0])
    assert one.claim(back + LEASE / 2, NOTIFY) == []
    assert one.claim(back + LEASE, NOTIFY) == []
    assert keys(one.claim(back + LEASE, NOTIFY)) == ["a"]


def test_a_network_that_held_everything_up_is_an_outage_too():
    """What was asked in it is answered when it is over, as if nothing had been."""
    took = [0.0]
    outage, asked = Outage(LEASE, lambda: lambda: took[0]), MONDAY
    with outage.watched(asked) as silent_by:
        assert silent_by == asked
        took[0] = LEASE.total_seconds()
    took[0], asked = 0.0, MONDAY + LEASE + timedelta(seconds=1)
    with outage.watched(asked) as silent_by:
        assert silent_by == MONDAY
    for later in (LEASE, 2 * LEASE):
        with outage.watched(asked + later) as silent_by:
            pass
    assert silent_by == asked + 2 * LEASE


def test_another_thread_may_meet_an_outage_at_any_moment():
    class Raced(Outage):
        def __setattr__(self, name, value):
            super().__setattr__(name, None if name == "_over" else value)

    with Raced(LEASE).watched(MONDAY) as silent_by:
        assert silent_by == MONDAY


def keys(claimed):
    return [job.key for job in claimed]


def test_a_failed_job_is_tried_again_later_and_later(desk, two):
    put(desk, "a")
    waits, now = [], MONDAY
    for _ in range(ATTEMPTS):
        (job,) = two[0].claim(now)
        alive = two[0].retry(job, "broken", now, back_off(job.attempts, 0))
        with desk.app.db.read() as tx:
            due = jobs.next_due(tx)
        if alive:
            waits.append((due - now).total_seconds())
            now = due
    assert waits == sorted(waits)
    assert waits[:3] == [5, 10, 20]
    assert not alive
    assert two[0].claim(now + timedelta(days=9)) == []
    assert desk.app.reports.health().dead_jobs == 1
    with desk.app.db.write() as tx:
        assert jobs.revive(tx, now) == 1
    assert two[0].claim(now)


# ------------------------------------------------------------------ the worker


def test_a_poisoned_job_stops_nobody_else_and_a_person_sees_it(desk, caplog):
    put(desk, "bad", kind="notify")  # no notification is named
    case = desk.open(priority="P1").wait(minutes=31)
    assert case.milestone.state == "missed"
    for _ in range(ATTEMPTS):
        desk.wait(hours=2)
    assert desk.app.reports.health().dead_jobs == 1
    assert "Incident with the system: A job was given up" in desk.inbox(desk.carol)


def test_a_job_of_a_newer_program_is_left_to_it_and_never_given_up(desk):
    """While nodes are replaced one after another, a node of the release before meets it, too."""
    put(desk, "new", kind="of tomorrow")
    for _ in range(ATTEMPTS + 2):
        desk.wait(minutes=1)
    assert desk.app.reports.health().dead_jobs == 0
    with desk.app.db.read() as tx:
        row = tx.run("SELECT attempts, error FROM jobs WHERE key = 'new'").fetchone()
    assert (row[0], row[1]) == (0, "of tomorrow is for a newer Caselane")


def test_a_case_that_cannot_go_on_is_an_incident_of_that_case_alone(desk):
    bad, good = desk.open(priority="P1"), desk.open(priority="P1")
    with desk.app.db.write() as tx:
        tx.run("UPDATE cases SET state = :state WHERE id = :id", state=b"junk", id=bad.case.id)
    desk.wait(minutes=31)
    assert good.milestone.state == "missed"
    told = desk.inbox(desk.carol)
    assert told.count(f"Incident with case {bad.number}: The diagram cannot go on") == 1
    with pytest.raises(EngineError):
        bad.act(desk.alice, "send_first_response", body="Hi")
    assert desk.app.reports.health().incidents == 1


def test_each_timer_fires_once_however_many_workers_there_are(desk):
    case = desk.open(priority="P1")
    desk.clock.advance(timedelta(hours=1))
    threads = [threading.Thread(target=desk.app.cases.wake, args=(case.case.id,)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    timers = [line.event.element for line in case.history() if line.event.event == "timer"]
    assert timers == ["first_response_due_soon", "first_response_missed"]
    assert desk.inbox(desk.carol) == ["warn_of_first_response", "tell_of_missed_first_response"]


def test_a_sweep_repairs_a_waiting_case_without_a_job(desk):
    case = desk.open(priority="P1")
    with desk.app.db.write() as tx:
        tx.run("DELETE FROM jobs")
    assert desk.app.cases.repair() == 1
    assert desk.app.cases.repair() == 0
    assert case.wait(minutes=31).milestone.state == "missed"


def test_a_clock_that_is_set_back_fires_nothing_twice_and_forgets_nothing(desk):
    case = desk.open(priority="P1").wait(minutes=31)
    desk.clock.set(MONDAY - timedelta(hours=2))
    desk.work()
    case.to("Pending Customer")
    desk.clock.set(MONDAY - timedelta(days=3))
    case.write(desk.bob, "The left one").act(desk.alice, "acknowledge")
    case.act(desk.alice, "propose_solution", body="Do this.")
    desk.clock.set(MONDAY - timedelta(days=4))
    case.act(desk.bob, "reject_solution").act(desk.alice, "ask_customer", body="Why?")
    asked = desk.clock.now()
    desk.clock.set(MONDAY + timedelta(days=30))
    desk.work()
    lines = [line.event for line in case.history()]
    assert [line.sequence for line in lines] == list(range(1, len(lines) + 1))
    fired = [line.element for line in lines if line.event == "timer"]
    assert len(fired) == len(set(fired)) == 5  # two of the milestone, two reminders, the silence
    assert all(line.at > asked for line in lines[-3:])
    assert case.milestone.state == "missed"


def test_a_worker_waits_for_a_database_that_does_not_answer(desk, monkeypatch):
    calls = []

    def refuse(*_):
        calls.append(1)
        desk.app.worker.stop()
        raise StoreBusy("locked")

    monkeypatch.setattr(TableJobs, "claim", refuse)
    desk.app.worker.run()
    assert calls


def test_what_nobody_expected_is_logged_and_ends_no_lane(caplog):
    with errors_logged():
        raise KeyError("odd")
    assert "goes on" in caplog.text
    assert "odd" in caplog.text
