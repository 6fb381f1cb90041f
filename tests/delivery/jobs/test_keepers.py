"""What whoever keeps the jobs promises: the lease table on both databases, and Procrastinate."""

import os
import signal
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest

from runner.cases.records import WAKE
from runner.delivery import worker
from runner.delivery.jobs import NOTIFY
from runner.delivery.jobs.retries import ATTEMPTS
from runner.errors import ChannelError, EngineError, NotRecorded, StoreBusy
from runner.model import ActRequest, DeadLetter, Hold, Job, NewJob, UnsentText
from runner.people.accounts import OPERATOR
from runner.store import holds, jobs
from tests.conftest import CASELANE
from tests.delivery.shop import Noted, Shop
from tests.desk import MONDAY, Desk
from tests.patience import until


@pytest.fixture(params=["table-sqlite", "table-postgresql", "procrastinate"])
def shop(request, tmp_path):
    jobs, _, database = request.param.partition("-")
    url = None
    if database != "sqlite":
        url = request.getfixturevalue("postgresql").begun(jobs)
    desk = Desk(tmp_path, database_url=url, jobs=jobs)
    yield Shop(desk, jobs)
    desk.app.close()


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
            shop.jobs.enqueue(tx, NewJob("test", "a", MONDAY))
            raise RuntimeError
        shop.worker(done).run_due()
        assert done == []

    def test_a_transaction_that_rolls_back_cancels_no_job(self, shop):
        done = Noted()
        shop.put("a")
        with pytest.raises(RuntimeError), shop.db.write() as tx:
            shop.jobs.cancel(tx, "a")
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
            shop.jobs.cancel(tx, "a")
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
            jobs.add_dead(tx, Job(0, "test", "a", None, {}, MONDAY, 10), MONDAY, "it was broken")
        incidents = shop.desk.app.incidents
        letters = incidents.listed(OPERATOR).dead_letters
        assert letters == (DeadLetter("test", "a", None, 10, "it was broken"),)
        assert incidents.retry(OPERATOR) == 1
        if shop.kind == "procrastinate":
            shop.jobs.take_over()
        done = Noted()
        shop.worker(done).run_due()
        assert done == ["a"]
        assert shop.desk.app.reports.health().dead_jobs == 0

    def test_who_cannot_record_what_it_did_outside_keeps_the_job(self, shop):
        tries = []

        def by(name):
            def handler(_job):
                tries.append(name)
                if len(tries) == 1:
                    raise NotRecorded("The database is away.")

            return shop.worker(handler)

        first, other = by("first"), by("other")
        shop.put("a")
        with suppress(NotRecorded):  # the lease table gives it the same worker again
            first.run_due()
        assert other.run_due() == 0
        first.run_due()
        assert tries == ["first", "first"]

    def test_what_is_done_is_not_done_again_when_that_could_not_be_noted(self, shop, monkeypatch):
        done = Noted()

        def away(*_):
            raise StoreBusy("The database is away.")

        monkeypatch.setattr(worker, "MOST_ENDED", 2)
        runner = shop.runner(shop.jobs, incidents=None, notify=done, wake=done)

        def do_unnoted(job):
            with monkeypatch.context() as patch, pytest.raises(NotRecorded):
                patch.setattr(type(shop.jobs), "finish", away)
                runner.do(job)

        job = Job(0, NOTIFY, "a", None, {}, MONDAY, 1)
        do_unnoted(job)
        runner.do(job)
        assert done == ["a"]
        do_unnoted(job)
        runner.do(replace(job, due_at=MONDAY + timedelta(days=1)))  # enqueued again: another one
        assert done == ["a", "a", "a"]
        woken = replace(job, kind=WAKE, key="w")  # this one comes again for the same instant
        do_unnoted(woken)
        runner.do(woken)
        assert done[3:] == ["w", "w"]
        for key in "bcd":  # of so many only the newest are known
            do_unnoted(replace(job, key=key))
        for key in "dcb":
            runner.do(replace(job, key=key))
        assert done[5:] == ["b", "c", "d", "b"]

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

        job = Job(0, "test", "a", None, {}, MONDAY, ATTEMPTS)
        with pytest.raises(ChannelError):
            shop.runner(shop.jobs, SimpleNamespace(report=fail)).failed(job, ChannelError("gone"))
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
            assert shop.jobs.cases_without_wake(tx, hour) == []
            shop.jobs.cancel(tx, "wake:1")
            assert shop.jobs.cases_without_wake(tx, hour) == [1]
        assert shop.desk.app.cases.repair() == 1
        shop.wait(minutes=31)
        shop.desk.work()
        view = shop.desk.app.cases.get(shop.desk.carol, number)
        assert view.milestones[0].state == "missed"

    def test_what_is_held_without_a_job_goes_out(self, shop):
        """An old worker took the job, fired timers, and knew of nothing that is held."""
        case, text = shop.desk.open().to("Work in Progress"), "Turn it off and on again."
        act, now = ActRequest((), {"body": text}), shop.clock.now()
        with shop.db.write() as tx:
            held = holds.add(
                tx, Hold(0, case.case.id, shop.desk.alice.id, now, act, UnsentText("", {}))
            )
        shop.wait(minutes=1)
        assert shop.desk.app.cases.repair() == 1
        with shop.db.read() as tx:
            assert shop.jobs.holds_without_wake(tx, shop.clock.now()) == []
            assert holds.by_id(tx, held) is not None
        shop.desk.work()
        assert case.conversation()[-1].body == text
        assert case.conversation()[-1].at == now

    def give_up(self, shop):
        """The job that wakes a case, given up: the database was gone for long."""
        job = Job(0, WAKE, f"{WAKE}:1", 1, {}, MONDAY, ATTEMPTS)
        with shop.db.write() as tx:
            shop.jobs.cancel(tx, job.key)
            jobs.add_dead(tx, job, shop.clock.now(), "the database was gone")
        told = "A job was given up", "the database was gone"
        shop.desk.app.cases.report(1, *told, job.key)

    def sweep(self, shop):
        shop.desk.app.cases.repair()
        if shop.kind == "procrastinate":
            shop.jobs.take_over()

    def test_a_case_whose_timer_was_given_up_does_not_stand_still(self, shop):
        number = shop.desk.open(priority="P1").number
        shop.wait(minutes=31)
        self.give_up(shop)
        for minutes, state, dead in ((5, "running", 1), (56, "missed", 0)):
            shop.wait(minutes=minutes)
            self.sweep(shop)
            assert shop.desk.app.reports.health().incidents == 1
            shop.desk.work()
            view = shop.desk.app.cases.get(shop.desk.carol, number)
            assert view.milestones[0].state == state
            assert shop.desk.app.reports.health().dead_jobs == dead
        self.sweep(shop)
        assert shop.desk.app.reports.health().incidents == 0

    def test_an_incident_is_over_once_its_job_is_done_or_not_wanted(self, shop):
        for key in ("a", "b"):
            shop.put(key)
        well = []

        def do(job):
            if not well:
                raise ValueError("It is broken.")

        worker = shop.worker(do)
        for _ in range(ATTEMPTS):
            worker.run_due()
            shop.wait(hours=2)
        for how, still in (("nothing", 2), ("done", 1), ("cancelled", 0)):
            if how == "done":
                well.append(1)
                with shop.db.write() as tx:
                    tx.run("UPDATE jobs SET dead = FALSE, attempts = 0, due_at = :now"
                           " WHERE key = 'a'", now=shop.clock.now())  # fmt: skip
                self.sweep(shop)
                assert shop.desk.app.reports.health().incidents == 2
                worker.run_due()
            elif how == "cancelled":
                with shop.db.write() as tx:
                    shop.jobs.cancel(tx, "b")
            self.sweep(shop)
            assert shop.desk.app.reports.health().incidents == still, how

    def test_a_case_that_fails_by_itself_is_tried_once_an_hour(self, shop):
        shop.desk.open(priority="P1")
        shop.wait(minutes=31)
        self.give_up(shop)
        tried = []

        def fail(job):
            tried.append(shop.clock.now())
            raise EngineError("It cannot go on.")

        worker = shop.worker(fail, **{WAKE: fail, NOTIFY: lambda job: None})
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


@pytest.mark.parametrize("shop", ["table-sqlite", "procrastinate"], indirect=True)
def test_who_waits_for_somebody_outside_holds_up_no_timer(shop):
    desk, let_go, done = shop.desk, threading.Event(), Noted()
    worker = shop.worker(done, **{NOTIFY: lambda job: let_go.wait()})
    with shop.db.write() as tx:
        for i in range(6):
            shop.jobs.enqueue(tx, NewJob(NOTIFY, f"mail {i}", desk.clock.now(), queue=NOTIFY))
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
