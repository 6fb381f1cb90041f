"""Real nodes under load, killed by SIGKILL at their commits and anywhere else: what was acknowledged is there
afterwards, once."""

import random
import signal
import time

import pytest

from tests.crash.kills import check, run


@pytest.mark.parametrize("kind", [pytest.param("sqlite", marks=pytest.mark.soak), "postgresql"])
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
    check(result, jobs)
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
    check(
        run(site, lambda points: list(many_deaths(chance, 3, points)), 2, 2, meanwhile=restart),
        jobs,
    )
