"""The disk of PostgreSQL fills up under load, that of its log or all of it: what was acknowledged is there
afterwards, once, and work goes on when there is room."""

import time

import pytest

from tests.crash.site import Site
from tests.patience import PATIENCE
from tests.ports import free_port
from tests.postgresql import Cluster
from tests.store.conftest import fill, small_disk

__all__ = ["small_disk"]

FULL = "No space left on device"


@pytest.fixture
def cluster():
    """With a log that is small and uses no file again, so that it needs new ones all the time."""
    cluster = Cluster("min_wal_size=2MB", "max_wal_size=4MB", "wal_recycle=off", segment=1)
    yield cluster
    cluster.remove()


@pytest.fixture
def run(cluster, small_disk, tmp_path):
    """People work while the disk under a `part` of the cluster fills up, `times`, and stays full for
    `seconds` after the server has said so. Returns the books."""

    def run(part, jobs="table", times=1, seconds=2):
        disk = small_disk(cluster.folder / "disk", "100m")
        cluster.move(part, disk)
        site = Site(tmp_path, cluster.new(), jobs)
        try:
            _run(cluster, disk, site, times, seconds)
            result = site.account()
            print(cluster.said("PANIC"), "times the server stopped for it.", result)
            return result
        finally:
            site.close()
            cluster.stop()  # before its disk goes

    return run


def _run(cluster, disk, site, times, seconds):
    port = free_port()
    site.node("serve", "--no-worker", "--port", str(port))
    site.node("work")
    site.wait_until_up()
    site.people([f"http://127.0.0.1:{port}"], pause=0.02)
    for _ in range(times):
        time.sleep(2)
        _fill(cluster, disk, seconds)
    time.sleep(2)
    site.go_home()
    site.settle(within=300)


def _fill(cluster, disk, seconds):
    """A checkpoint gives old files of the log back: they are taken, too, until the server says that
    there is no room."""
    said, until = cluster.said(FULL), time.monotonic() + PATIENCE
    while cluster.said(FULL) == said and time.monotonic() < until:
        filler = fill(disk)
        time.sleep(0.1)
    time.sleep(seconds)
    filler.unlink()
    cluster.recover()


def check(result):
    assert result.faults == []
    assert (result.lost, result.duplicated) == (0, 0)
    assert result.acknowledged > 10
    assert result.breaches > 0
    assert result.mails_twice == 0  # the worker lives, and knows which ones were taken


@pytest.mark.soak
def test_a_full_disk_under_the_log_stops_the_server_and_loses_nothing(run, cluster):
    result = run("data/pg_wal")
    check(result)
    assert cluster.said("PANIC")
    assert "503, come again" in result.met


@pytest.mark.soak
def test_a_disk_that_is_full_for_a_moment(run):
    result = run("data")
    check(result)
    assert result.met


# ------------------------------------------------------------------ at length


@pytest.mark.soak
@pytest.mark.parametrize("jobs", ["table", "procrastinate"])
@pytest.mark.parametrize("part", ["data/pg_wal", "data", "data/base"])
def test_a_disk_that_is_full_again_and_again(run, part, jobs):
    check(run(part, jobs, times=3, seconds=15))


@pytest.mark.soak
def test_a_disk_that_is_full_for_minutes_costs_no_job_its_attempts(run):
    """Each attempt would be over after seconds: there is no use in waiting for the disk."""
    check(run("data/base", seconds=90))
