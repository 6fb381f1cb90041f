"""Real nodes under load, killed by SIGKILL at their commits and anywhere else: what was acknowledged is there
afterwards, once."""

import random
import signal
import time

import pytest

from tests.crash.site import Site
from tests.ports import free_port
from tests.postgresql import Cluster

WEB = ("before", "after", "any")
WORKER = ("before", "after", "sent", "any")
"""Where nodes are killed; those that only serve send nothing."""


@pytest.fixture(scope="module")
def durable():
    """A PostgreSQL that keeps what it says it has kept, whatever kills it."""
    cluster = Cluster("restart_after_crash=on")
    yield cluster
    cluster.remove()


@pytest.fixture
def site_on(tmp_path, request):
    sites = []

    def make(kind, jobs="table"):
        url = request.getfixturevalue("durable").new() if kind == "postgresql" else ""
        sites.append(Site(tmp_path, url, jobs))
        return sites[-1]

    yield make
    for site in sites:
        site.close()


def run(site, deaths, servers=1, workers=0, meanwhile=lambda: None):
    """People work until every node has died as it should; then they finish, and the books are made up."""
    ports = [free_port() for _ in range(servers)]
    more = ["--no-worker"] if workers else []
    for port in ports:
        site.node("serve", "--port", str(port), *more, deaths=deaths(WEB if workers else WORKER))
    for _ in range(workers):
        site.node("work", deaths=deaths(WORKER))
    site.people([f"http://127.0.0.1:{port}" for port in ports], pause=0.02)
    meanwhile()
    for node in site.nodes:
        assert node.at_last.wait(600)
    time.sleep(2)
    site.go_home()
    site.settle(within=700)
    result = site.account()
    print(result)
    assert result.events > result.acknowledged  # a receiver is told of each, and of timers
    return result


def check(result):
    assert result.faults == []
    assert (result.lost, result.duplicated) == (0, 0)
    assert result.acknowledged > 10
    assert result.breaches > 0
    # A kill between the server's "taken" and our note of it: one mail and one event at most for each.
    assert max(result.mails_twice, result.events_twice) <= result.kills


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_few_kills(site_on, kind):
    deaths = [("before", 40), ("after", 25), ("sent", 3)]
    result = run(site_on(kind), lambda _: deaths)
    check(result)
    assert result.kills >= 3


# ------------------------------------------------------------------ at length


def many_deaths(chance, times, points):
    """At each kind of point in turn."""
    for i in range(times):
        when = points[i % len(points)]
        yield when, chance.uniform(0.5, 4) if when == "any" else _soon(chance, when)


def _soon(chance, when):
    return chance.randint(1, 6) if when == "sent" else chance.randint(1, 80)


@pytest.mark.soak
@pytest.mark.parametrize(
    ("kind", "jobs", "servers", "workers"),
    [
        ("sqlite", "table", 1, 0),
        ("sqlite", "table", 1, 1),
        ("postgresql", "table", 2, 2),
        ("postgresql", "procrastinate", 2, 2),
    ],
)
def test_many_kills(site_on, kind, jobs, servers, workers):
    chance = random.Random(f"{kind} {jobs} {workers}")
    site = site_on(kind, jobs)
    result = run(site, lambda points: list(many_deaths(chance, 12, points)), servers, workers)
    check(result)
    assert result.kills >= 10 * (servers + workers)


@pytest.mark.soak
@pytest.mark.parametrize("jobs", ["table", "procrastinate"])
def test_the_database_is_killed_too(site_on, durable, jobs):
    """PostgreSQL crashes and restarts under load, while nodes die."""

    def restart():
        site.wait_until_up()
        for how in (signal.SIGINT, signal.SIGKILL, signal.SIGQUIT) * 2:
            time.sleep(6)
            durable.restart(how)

    chance = random.Random(jobs)
    site = site_on("postgresql", jobs)
    check(run(site, lambda points: list(many_deaths(chance, 3, points)), 2, 2, meanwhile=restart))
