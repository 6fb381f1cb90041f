"""What whoever keeps the jobs promises: the lease table on both databases, and Procrastinate."""

import os
import signal
import subprocess
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from runner.cases.records import WAKE
from runner.delivery.jobs import ATTEMPTS, NOTIFY, back_off
from runner.delivery.jobs.table import TableJobs
from runner.delivery.procrastinate_worker import FleetWorker
from runner.delivery.worker import Duties, TableWorker
from runner.errors import (
    ChannelError,
    ConfigError,
    EngineError,
    StoreBusy,
    StoreError,
    StoreFull,
)
from runner.model import DeadLetter, Job
from runner.people.accounts import OPERATOR
from runner.store import jobs
from runner.store import procrastinate as tables
from tests.conftest import CASELANE
from tests.desk import MONDAY, Desk
from tests.patience import PATIENCE, until


class Shop:
    """Jobs of one kind, and as many workers as a test wants."""

    def __init__(self, desk, jobs):
        self.desk, self.kind = desk, jobs
        self.db, self.jobs, self.clock = desk.app.db, desk.app.jobs, desk.clock

    def put(self, key, after=timedelta(0), case_id=None, **payload):
        with self.db.write() as tx:
            self.jobs.put(tx, "test", key, self.clock.now() + after, case_id, payload)

    def worker(self, handler):
        report = self.desk.app.cases.report
        if self.kind == "procrastinate":
            duties = Duties(self.db, self.jobs, self.clock, {"test": handler}, lambda: None, report)
            return FleetWorker(self.db.conninfo, self.jobs, self.clock, duties)
        jobs = TableJobs(self.db, uuid.uuid4().hex)
        duties = Duties(self.db, jobs, self.clock, {"test": handler}, lambda: None, report)
        return TableWorker(jobs, self.clock, duties)

    def wait(self, **by):
        """Time passes for everybody: the clock of the database cannot be moved, but what is put off
        until an instant of it can."""
        self.clock.advance(timedelta(**by))
        if self.kind == "procrastinate":
            with self.db.write() as tx:
                tx.run("UPDATE procrastinate_jobs SET scheduled_at = scheduled_at - :by"
                       " WHERE status = 'todo'", by=timedelta(**by))  # fmt: skip

    def begin(self):
        """Somebody takes a job, and dies before it is done."""
        if self.kind == "procrastinate":
            with self.db.write() as tx:
                tx.run(
                    "SELECT procrastinate_fetch_job_v2(NULL, procrastinate_register_worker_v1())"
                )
        else:
            TableJobs(self.db, uuid.uuid4().hex).claim(self.clock.now())

    def silence(self):
        """Those who hold jobs are not heard of any more."""
        if self.kind == "procrastinate":
            with self.db.write() as tx:
                tx.run("UPDATE procrastinate_workers"
                       " SET last_heartbeat = last_heartbeat - interval '1 minute'")  # fmt: skip
            self.jobs.sweep()
        else:
            self.clock.advance(timedelta(minutes=2))


@pytest.fixture(params=["table-sqlite", "table-postgresql", "procrastinate"])
def shop(request, tmp_path):
    jobs, _, database = request.param.partition("-")
    url = None
    if database != "sqlite":
        url = request.getfixturevalue("postgresql").new()
    desk = Desk(tmp_path, database_url=url, jobs=jobs)
    yield Shop(desk, jobs)
    desk.app.close()


@pytest.fixture
def put_off_for_minutes(monkeypatch):
    """What fails: the clock of the database goes on while a slow machine looks at what was put off."""
    monkeypatch.setattr("runner.delivery.jobs.FIRST_RETRY", timedelta(minutes=10))


class Noted(list):
    """A handler that notes the keys of what it does."""

    def __call__(self, job):
        self.append(job.key)


class TestKeepers:
    def test_a_job_is_done_once(self, shop):
        done = Noted()
        shop.put("a", colour="red")
        assert shop.worker(done).run_due() == 1
        assert shop.worker(done).run_due() == 0
        assert done == ["a"]

    def test_a_transaction_that_rolls_back_leaves_no_job(self, shop):
        done = Noted()
        with pytest.raises(RuntimeError), shop.db.write() as tx:
            shop.jobs.put(tx, "test", "a", MONDAY)
            raise RuntimeError
        shop.worker(done).run_due()
        assert done == []

    def test_a_transaction_that_rolls_back_drops_no_job(self, shop):
        done = Noted()
        shop.put("a")
        with pytest.raises(RuntimeError), shop.db.write() as tx:
            shop.jobs.drop(tx, "a")
            raise RuntimeError
        shop.worker(done).run_due()
        assert done == ["a"]

    def test_a_job_is_never_early(self, shop):
        done = Noted()
        shop.put("a", after=timedelta(minutes=5))
        shop.wait(minutes=4)
        shop.worker(done).run_due()
        assert done == []
        shop.wait(minutes=1)
        shop.worker(done).run_due()
        assert done == ["a"]

    def test_a_key_is_unique_and_putting_it_again_moves_the_job(self, shop):
        seen = []
        worker = shop.worker(lambda job: seen.append((job.key, job.case_id, job.payload)))
        shop.put("a", try_=1)
        shop.put("a", after=timedelta(hours=1), try_=2)
        worker.run_due()
        assert seen == []
        shop.wait(hours=1)
        worker.run_due()
        assert seen == [("a", None, {"try_": 2})]

    def test_a_dropped_job_is_not_done(self, shop):
        done = Noted()
        shop.put("a")
        with shop.db.write() as tx:
            shop.jobs.drop(tx, "a")
        shop.worker(done).run_due()
        assert done == []

    def test_a_job_may_put_itself_again(self, shop):
        done = Noted()

        def chain(job):
            done(job)
            if len(done) < 3:
                shop.put("a")

        shop.put("a")
        shop.worker(chain).run_due()
        assert done == ["a", "a", "a"]

    def test_two_workers_never_have_the_same_key(self, shop):
        begun, let_go, done = threading.Event(), threading.Event(), []

        def slow(job):
            begun.set()
            let_go.wait()
            done.append("slow")

        shop.put("a")
        with ThreadPoolExecutor() as pool:
            first = pool.submit(shop.worker(slow).run_due)
            try:
                until(begun.is_set)
                shop.put("a")  # it is to be done once more
                shop.worker(lambda job: done.append("too early")).run_due()
                assert done == []
            finally:
                let_go.set()
            first.result()
        assert done == ["slow", "slow"]

    def test_many_workers_do_each_job_once(self, shop):
        done = Noted()
        for i in range(60):
            shop.put(f"k{i}")
        with ThreadPoolExecutor() as pool:
            list(pool.map(lambda _: shop.worker(done).run_due(), range(4)))
        assert sorted(done) == sorted(f"k{i}" for i in range(60))

    @pytest.mark.usefixtures("put_off_for_minutes")
    def test_a_failing_job_is_tried_later_and_later_and_then_given_up_with_a_word(self, shop):
        done = Noted()

        def handler(job):
            if job.key == "bad":
                raise ChannelError("nobody answers")
            done(job)

        shop.put("bad")
        tries, worker = 0, shop.worker(handler)
        for i in range(ATTEMPTS + 2):
            shop.put(f"good {i}")
            tries += worker.run_due() - 1
            assert done[-1] == f"good {i}"
            shop.wait(minutes=4)
            assert worker.run_due() == 0  # it is put off for longer
            shop.wait(hours=1)
        assert tries == ATTEMPTS
        assert shop.desk.app.reports.health().dead_jobs == 1
        told = shop.desk.app.notifications.of(shop.desk.carol).items[0]
        assert told.subject == "Incident with the system: A job was given up"
        assert "nobody answers" in told.body

    def test_a_dead_letter_may_be_given_another_chance(self, shop):
        with shop.db.write() as tx:
            jobs.put_dead(tx, Job(0, "test", "a", None, {}, MONDAY, 10), MONDAY, "it was broken")
        incidents = shop.desk.app.incidents
        letters = incidents.listed(OPERATOR).dead_letters
        assert letters == (DeadLetter("test", "a", None, 10, "it was broken"),)
        assert incidents.retry(OPERATOR) == 1
        if shop.kind == "procrastinate":
            shop.jobs.sweep()
        done = Noted()
        shop.worker(done).run_due()
        assert done == ["a"]
        assert shop.desk.app.reports.health().dead_jobs == 0

    def test_the_job_of_a_worker_that_died_is_taken_over(self, shop):
        done = Noted()
        shop.put("a")
        shop.begin()
        assert shop.worker(done).run_due() == 0
        shop.silence()
        shop.worker(done).run_due()
        assert done == ["a"]

    def test_a_job_that_ends_every_worker_is_given_up_with_a_word(self, shop):
        done = Noted()
        shop.put("poison")
        for _ in range(ATTEMPTS):
            shop.begin()
            shop.silence()
        shop.put("good")
        shop.worker(done).run_due()
        assert done == ["good"]
        assert shop.desk.app.reports.health().dead_jobs == 1
        told = shop.desk.app.notifications.of(shop.desk.carol).items[0]
        assert "never came to an end" in told.body

    def test_a_dead_letter_and_the_word_about_it_come_together(self, shop):
        def fail(*_):
            raise ChannelError("no")

        worker = shop.worker(fail)
        job = Job(0, "test", "a", None, {}, MONDAY, ATTEMPTS)
        worker._duties._report = lambda *_: fail()
        with pytest.raises(ChannelError):
            worker._duties.failed(job, ChannelError("gone"))
        assert shop.desk.app.reports.health().dead_jobs == 0

    def test_what_was_put_again_while_its_worker_died_is_done_once(self, shop):
        done = Noted()
        shop.put("a")
        shop.begin()
        shop.put("a")
        shop.silence()
        shop.worker(done).run_due()
        assert done == ["a"]

    def test_a_case_without_a_job_is_found(self, shop):
        number = shop.desk.open(priority="P1").number
        with shop.db.write() as tx:
            hour = shop.clock.now() + timedelta(hours=1)
            assert shop.jobs.unserved(tx, hour) == []
            shop.jobs.drop(tx, "wake:1")
            assert shop.jobs.unserved(tx, hour) == [1]
        assert shop.desk.app.cases.repair() == 1
        shop.wait(minutes=31)
        shop.desk.work()
        view = shop.desk.app.cases.get(shop.desk.carol, number)
        assert view.milestones[0].state == "missed"

    def give_up(self, shop):
        """The job that wakes a case, given up: the database was gone for long."""
        job = Job(0, WAKE, f"{WAKE}:1", 1, {}, MONDAY, ATTEMPTS)
        with shop.db.write() as tx:
            shop.jobs.drop(tx, job.key)
            jobs.put_dead(tx, job, shop.clock.now(), "the database was gone")
        shop.desk.app.cases.report(1, "A job was given up", "the database was gone")

    def sweep(self, shop):
        shop.desk.app.cases.repair()
        if shop.kind == "procrastinate":
            shop.jobs.sweep()

    def test_a_case_whose_timer_was_given_up_does_not_stand_still(self, shop):
        number = shop.desk.open(priority="P1").number
        shop.wait(minutes=31)
        self.give_up(shop)
        for minutes, state in ((5, "running"), (56, "missed")):
            shop.wait(minutes=minutes)
            self.sweep(shop)
            shop.desk.work()
            view = shop.desk.app.cases.get(shop.desk.carol, number)
            assert view.milestones[0].state == state
        health = shop.desk.app.reports.health()
        assert (health.dead_jobs, health.incidents) == (0, 1)  # a person looks at why

    def test_a_case_that_fails_by_itself_is_tried_once_an_hour(self, shop):
        shop.desk.open(priority="P1")
        shop.wait(minutes=31)
        self.give_up(shop)
        tried = []

        def fail(job):
            tried.append(shop.clock.now())
            raise EngineError("It cannot go on.")

        worker = shop.worker(fail)
        worker._duties._handlers = {WAKE: fail, NOTIFY: lambda job: None}
        for _ in range(16):
            shop.wait(minutes=10)
            self.sweep(shop)
            worker.run_due()
        assert [(at - MONDAY).total_seconds() / 60 for at in tried] == [101, 171]
        health = shop.desk.app.reports.health()
        assert (health.dead_jobs, health.incidents) == (1, 2)


@pytest.mark.parametrize("shop", ["table-sqlite", "procrastinate"], indirect=True)
def test_a_killed_worker_loses_no_timer(shop):
    """A real process, killed for real, while timers are due."""
    desk = shop.desk
    desk.clock.set(MONDAY - timedelta(days=900))  # long overdue by the real clock
    numbers = [desk.open(priority="P1").number for _ in range(60)]
    shop.wait(days=1)
    environment = {
        **os.environ,
        "CASELANE_DATA_DIR": str(desk.settings.data_dir),
        "CASELANE_DATABASE_URL": desk.settings.url,
        "CASELANE_SYNCHRONOUS": "NORMAL",
    }
    for enough in (10, 30, 60):
        worker = subprocess.Popen(
            [CASELANE, "work", "--engine", shop.kind], env=environment, stdout=subprocess.DEVNULL
        )
        while _missed(desk) < enough and worker.poll() is None:
            threading.Event().wait(0.01)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        shop.silence()
        with desk.app.db.write() as tx:  # what the dead worker held is free after its lease
            tx.run("UPDATE jobs SET lease_until = NULL, lease = NULL")
    for number in numbers:
        lines = desk.app.cases.history(desk.carol, number).items
        breaches = [line.event for line in lines if line.event.element == "first_response_missed"]
        assert [breach.at - lines[0].event.at for breach in breaches] == [timedelta(minutes=30)]


def _missed(desk):
    with desk.app.db.read() as tx:
        return tx.run("SELECT count(*) FROM milestones WHERE state = 'missed'").fetchone()[0]


# ------------------------------------------------------------------ the lease table alone


@pytest.fixture
def table(desk):
    return Shop(desk, "table")


def kept_from(trouble, times, done):
    """What does jobs, and meets trouble first."""
    troubles = [trouble] * times

    def handler(job):
        if troubles:
            raise troubles.pop()
        done(job)

    return handler


def test_a_disk_that_is_full_for_long_costs_no_attempts(table):
    done = Noted()
    table.put("a")
    table.put("b")
    worker = table.worker(kept_from(StoreFull("full"), 3 * ATTEMPTS, done))
    for _ in range(3 * ATTEMPTS):
        with pytest.raises(StoreFull):
            worker.run_due()
    worker.run_due()
    assert done == ["a", "b"]


def test_a_database_that_is_away_for_long_costs_no_attempts(table, monkeypatch):
    """It goes away while a job is done, so that nothing can be noted of that."""

    def refuse(*_):
        raise StoreBusy("away")

    done = Noted()
    table.put("a")
    table.put("b")
    worker = table.worker(kept_from(StoreBusy("locked"), 3 * ATTEMPTS, done))
    with monkeypatch.context() as patch:
        patch.setattr(TableJobs, "retry", refuse)
        for _ in range(3 * ATTEMPTS):
            with pytest.raises(StoreBusy):
                worker.run_due()
    worker.run_due()
    assert done == ["a", "b"]


def test_a_case_that_somebody_holds_holds_up_no_other(table):
    done = Noted()
    table.put("a")
    table.put("b")
    worker = table.worker(kept_from(StoreBusy("locked"), 1, done))
    worker.run_due()
    assert done == ["b"]
    table.clock.advance(timedelta(seconds=10))
    worker.run_due()
    assert done == ["b", "a"]


def test_what_a_worker_is_at_when_it_is_stopped_stays_its_own(table, monkeypatch):
    """A mail may take longer than a lease: nobody else sends it meanwhile."""
    monkeypatch.setattr("runner.delivery.worker.LEASE", timedelta(milliseconds=30))
    kept, seen = threading.Event(), []

    def handler(job):
        worker.stop()
        kept.clear()
        seen.append(kept.wait(PATIENCE))

    worker = table.worker(handler)
    extend = worker._jobs.extend

    def extend_and_tell(ids, now):
        extend(ids, now)
        kept.set()

    worker._jobs.extend = extend_and_tell
    table.put("a")
    worker.run()
    assert seen == [True]


def test_a_lease_from_before_the_clock_was_set_back_does_not_bind(table):
    done = Noted()
    table.put("a")
    table.clock.advance(timedelta(days=4000))
    table.begin()
    table.clock.advance(timedelta(days=-4000))
    table.worker(done).run_due()
    assert done == ["a"]


@pytest.mark.parametrize("shop", ["table-sqlite", "procrastinate"], indirect=True)
def test_who_waits_for_somebody_outside_holds_up_no_timer(shop):
    desk, let_go, done = shop.desk, threading.Event(), Noted()
    worker = shop.worker(done)
    worker._duties._handlers = {"test": done, NOTIFY: lambda job: let_go.wait()}
    with shop.db.write() as tx:
        for i in range(6):
            shop.jobs.put(tx, NOTIFY, f"mail {i}", desk.clock.now())
    running = threading.Thread(target=worker.run)
    running.start()
    try:
        for i in range(6):
            shop.put(f"timer {i}")
        until(lambda: len(done) >= 6)
        assert sorted(done) == [f"timer {i}" for i in range(6)]
    finally:
        let_go.set()
        worker.stop()
        running.join()


def test_back_off_has_jitter_and_an_end():
    assert [back_off(n, 0).total_seconds() for n in (1, 2, 3)] == [5, 10, 20]
    assert back_off(1, 1) == timedelta(seconds=2.5)
    assert back_off(40, 0) == timedelta(hours=1)


# ------------------------------------------------------------------ Procrastinate alone


@pytest.fixture
def fleet(postgresql, tmp_path):
    desk = Desk(tmp_path, database_url=postgresql.new(), jobs="procrastinate")
    yield Shop(desk, "procrastinate")
    desk.app.close()


def test_procrastinate_needs_postgresql(tmp_path):
    with pytest.raises(ConfigError, match="needs PostgreSQL"):
        Desk(tmp_path, jobs="procrastinate")


def test_its_tables_are_made_by_upgrading_and_only_then(fleet, postgresql):
    tables.upgrade(fleet.db)
    tables.check(fleet.db)
    with fleet.db.write() as tx:
        tx.run("DELETE FROM procrastinate_migrations WHERE name LIKE '03.04%'")
    with pytest.raises(StoreError, match="upgrade-db --engine procrastinate"):
        tables.check(fleet.db)


def test_its_migrations_are_applied_once_and_in_their_order(fleet, monkeypatch):
    scripts = tables._migrations() | {
        "99.00.00_01_a.sql": "CREATE TABLE later (a int)",
        "99.00.00_02_b.sql": "ALTER TABLE later ADD b int; INSERT INTO later VALUES (1, 2)",
    }
    monkeypatch.setattr(tables, "_migrations", lambda: scripts)
    tables.upgrade(fleet.db)
    tables.upgrade(fleet.db)
    tables.check(fleet.db)
    with fleet.db.read() as tx:
        assert tx.run("SELECT a, b FROM later").fetchall() == [(1, 2)]


def test_jobs_that_were_put_into_the_table_are_taken_over(fleet):
    done = Noted()
    with fleet.db.write() as tx:
        jobs.put(tx, "test", "a", MONDAY)
        jobs.put(tx, "test", "later", MONDAY + timedelta(hours=1))
    fleet.jobs.sweep()
    fleet.worker(done).run_due()
    assert done == ["a"]
    fleet.wait(hours=1)
    fleet.worker(done).run_due()
    assert done == ["a", "later"]


def test_clocks_that_differ_make_no_busy_loop(fleet):
    """By the clock of the database the instant has passed: it waits as long as ours says."""
    fleet.put("a", after=timedelta(minutes=5))
    with fleet.db.read() as tx:
        left = tx.run("SELECT scheduled_at - clock_timestamp() FROM procrastinate_jobs").fetchone()
    assert timedelta(minutes=4) < left[0] <= timedelta(minutes=5)


def test_a_fetch_reads_the_jobs_that_are_due_and_not_all(fleet):
    with fleet.db.write() as tx:
        tx.run("INSERT INTO procrastinate_jobs (queue_name, task_name, scheduled_at)"
               " SELECT 'caselane', 'x', now() + interval '1 day' FROM generate_series(1, 5000)")  # fmt: skip
        tx.run("ANALYZE procrastinate_jobs")
        plan = tx.run("EXPLAIN SELECT * FROM procrastinate_jobs WHERE status = 'todo'"
                      " AND queue_name = 'caselane' AND scheduled_at <= now()"
                      " ORDER BY priority DESC, id LIMIT 1").fetchall()  # fmt: skip
    assert "caselane_due_jobs" in str(plan)
