"""Writers in front of a database in which only one can write at a time: their queue, and the flush behind it."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from runner.config import WAITING_WRITERS
from runner.errors import OutcomeUnknown, StoreBusy, StoreError
from runner.store import Database, writers
from runner.store.database import CHANGES_AT_ONCE
from runner.store.writers import FairQueue, LogFlush, WriteQueue
from tests.patience import PATIENCE, until


@pytest.fixture
def queue():
    return WriteQueue(PATIENCE, longest=8)


def line_up(queue, pool, name, done):
    """Sends a writer to the queue, and returns once it waits there."""
    before = queue.turns.waiting

    def write():
        with queue:
            done.append(name)

    future = pool.submit(write)
    until(lambda: queue.turns.waiting > before)
    return future


def test_who_came_first_writes_first(queue):
    done = []
    with ThreadPoolExecutor(8) as pool:
        with queue:
            for name in range(8):
                line_up(queue, pool, name, done)
        pool.shutdown()
    assert done == list(range(8))


def test_a_newcomer_does_not_overtake_a_writer_whose_turn_has_come(queue):
    """The turn is handed on before anybody can take it, however late the waiting thread wakes."""
    done = []
    with ThreadPoolExecutor(2) as pool:
        with queue:
            line_up(queue, pool, "waiting", done)
        with queue:
            assert done == ["waiting"]


def test_a_writer_that_fails_hands_its_turn_on(queue):
    with pytest.raises(ZeroDivisionError), queue:
        1 / 0  # noqa: B018
    with queue:
        pass


def test_a_wait_that_is_too_long_ends_in_words_and_leaves_the_queue():
    queue = WriteQueue(seconds=0.05, longest=8)
    with ThreadPoolExecutor(1) as pool, queue:
        with pytest.raises(StoreBusy, match=r"busy with other changes for 0\.05 s.*try again"):
            pool.submit(queue.__enter__).result()
        assert not queue.turns.waiting
    with queue:
        pass


def test_a_queue_that_is_full_refuses_at_once(queue):
    done = []
    with ThreadPoolExecutor(9) as pool:
        with queue:
            for name in range(8):
                line_up(queue, pool, name, done)
            with pytest.raises(StoreBusy, match=r"8 changes are waiting.*Nothing was changed"):
                pool.submit(queue.__enter__).result()
        pool.shutdown()
    assert len(done) == 8


@pytest.mark.parametrize("kind", ["sqlite"])
def test_a_read_never_waits_for_writers(desk):
    """Of any number of writers that wait, none holds what a reader needs."""
    number = desk.open().number
    with ThreadPoolExecutor(5) as pool, desk.app.db.write():
        waiting = [pool.submit(desk.open) for _ in range(4)]
        until(lambda: desk.app.db._queue.turns.waiting == 4)
        assert pool.submit(desk.app.cases.get, desk.alice, number).result(PATIENCE).case.number
    assert len({case.result().number for case in waiting}) == 4


def test_a_writer_of_another_process_finds_the_gap_between_two_transactions(tmp_path):
    """One that slept for up to 100 ms between its tries would hardly ever meet it."""
    url = f"sqlite:///{tmp_path}/x.sqlite3"
    busy, other = Database(url, "NORMAL", PATIENCE), Database(url, "NORMAL", PATIENCE)
    busy.upgrade()
    stop, written = threading.Event(), []

    def keep_writing():
        while not stop.is_set():
            with busy.write() as tx:
                tx.run("UPDATE people SET name = 'x'")
            written.append(1)

    with ThreadPoolExecutor(1) as pool:
        future = pool.submit(keep_writing)
        until(lambda: written)
        for _ in range(20):
            with other.write() as tx:
                tx.run("UPDATE people SET name = 'y'")
        stop.set()
        future.result(PATIENCE)
    for db in (busy, other):
        db.close()


def test_places_are_taken_in_the_order_of_asking():
    queue, came = FairQueue(2), []
    assert queue.take(0)
    assert queue.take(0)

    def come(name):
        assert queue.take(PATIENCE)
        came.append(name)

    with ThreadPoolExecutor(3) as pool:
        for waiting in (1, 2, 3):
            pool.submit(come, waiting)
            until(lambda waiting=waiting: queue.waiting == waiting)
        for done in (1, 2, 3):
            queue.give_back()
            until(lambda done=done: len(came) == done)
    assert came == [1, 2, 3]


def test_who_waits_too_long_leaves_the_row_and_takes_no_place():
    queue = FairQueue(1)
    assert queue.take(0)
    assert not queue.take(0.001)
    assert queue.waiting == 0
    queue.give_back()
    assert queue.take(0)


def test_a_place_is_free_again_behind_its_block_and_who_got_none_gives_none_back():
    queue = FairQueue(1)
    with queue.place(0), queue.place(0.001):
        assert not queue.take(0)
    assert queue.take(0)
    assert not queue.take(0)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_changes_wait_for_a_place_only_where_one_can_write_at_a_time(desk, kind):
    with ExitStack() as stack:
        for _ in range(CHANGES_AT_ONCE):
            stack.enter_context(desk.app.db.place_for_change())
        changes = desk.app.db._changes
        assert (changes is None) if kind == "postgresql" else not changes.take(0)


@pytest.mark.parametrize("kind", ["sqlite"])
def test_a_long_row_in_front_of_the_places_is_not_joined(desk):
    """Else those that wait take the threads of those that read; the writers' queue says *busy*."""
    with ExitStack() as stack, ThreadPoolExecutor(WAITING_WRITERS) as pool:
        changes = desk.app.db._changes
        for _ in range(CHANGES_AT_ONCE):
            stack.enter_context(desk.app.db.place_for_change())
        waiting = [pool.submit(changes.take, PATIENCE) for _ in range(WAITING_WRITERS)]
        until(lambda: changes.waiting == WAITING_WRITERS)
        with desk.app.db.place_for_change():
            assert changes.waiting == WAITING_WRITERS
        for one in waiting:
            changes.give_back()
            assert one.result(PATIENCE)


@pytest.fixture
def flushes(monkeypatch):
    """The paths that are flushed."""
    done = []
    monkeypatch.setattr(writers, "_to_disk", done.append)
    return done


def test_one_flush_is_for_all_that_committed_meanwhile(monkeypatch):
    flushed, begun, go = [], threading.Event(), threading.Event()

    def flush(path):
        flushed.append(path)
        begun.set()
        assert go.wait(PATIENCE)

    monkeypatch.setattr(writers, "_to_disk", flush)
    log = LogFlush()
    log.path = "x"
    with ThreadPoolExecutor(4) as pool:
        first = pool.submit(log.flush)
        assert begun.wait(PATIENCE)
        others = [pool.submit(log.flush) for _ in range(3)]
        until(lambda: log._committed == 4)
        assert not any(other.done() for other in others)
        go.set()
        for one in (first, *others):
            one.result(PATIENCE)
    assert flushed == ["x", "x"]


def test_after_a_flush_that_failed_nothing_is_changed_any_more(tmp_path):
    db = Database(f"sqlite:///{tmp_path}/x.sqlite3")
    db.upgrade()
    with db.write():
        pass  # connects
    db._log.path = f"{tmp_path}/elsewhere"
    add = "INSERT INTO attempts (who, at) VALUES (:who, '2026-03-02')"
    with pytest.raises(OutcomeUnknown, match="The disk did not take the change"), db.write() as tx:
        tx.run(add, who="first")
    (tmp_path / "elsewhere").touch()
    with pytest.raises(StoreError, match="Nothing was changed now") as refused, db.write() as tx:
        tx.run(add, who="second")
    assert not isinstance(refused.value, OutcomeUnknown)
    with db.read() as tx:
        assert [row[0] for row in tx.run("SELECT who FROM attempts")] == ["first"]
    db.close()


@pytest.mark.parametrize(("synchronous", "expected"), [("FULL", 1), ("NORMAL", 0), ("OFF", 0)])
def test_what_has_to_last_is_flushed_before_it_is_acknowledged(
    tmp_path, flushes, synchronous, expected
):
    db = Database(f"sqlite:///{tmp_path}/x.sqlite3", synchronous)
    db.upgrade()
    flushes.clear()
    with db.write() as tx, db.write():
        tx.run("UPDATE people SET name = 'x'")
    assert flushes == [f"{tmp_path}/x.sqlite3-wal"] * expected
    with pytest.raises(ZeroDivisionError), db.write():
        1 / 0  # noqa: B018
    assert len(flushes) == expected
    db.close()


@pytest.mark.parametrize(
    ("file", "level", "log"), [("/x.sqlite3", 1, "x.sqlite3-wal"), ("", 2, "")], ids=["log", "none"]
)
def test_where_there_is_no_log_the_database_flushes_by_itself(tmp_path, file, level, log):
    db = Database(f"sqlite:///{tmp_path}{file}" if file else "sqlite://")
    with db.write() as tx:
        assert tx.run("PRAGMA synchronous").fetchone()[0] == level
    assert db._log.path.removeprefix(f"{tmp_path}/") == log
    db.close()


def test_the_log_lies_beside_what_a_link_leads_to(tmp_path, flushes):
    (tmp_path / "there").mkdir()
    (tmp_path / "here.sqlite3").symlink_to(tmp_path / "there" / "x.sqlite3")
    db = Database(f"sqlite:///{tmp_path}/here.sqlite3")
    db.upgrade()
    assert flushes == [f"{tmp_path}/there/x.sqlite3-wal"]
    assert (tmp_path / "there" / "x.sqlite3-wal").exists()
    db.close()
