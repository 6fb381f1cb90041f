"""Cases that are migrated again and again while people work on them, by a command that is killed at its
commits: each case is on one version at any time, and nothing that people did is lost or done twice."""

import time

import pytest

from runner.bpmn.package import read_package
from runner.model import Version
from runner.people.accounts import OPERATOR
from runner.store import cases, events, tallies
from tests.crash.kills import check, run


def wait_for_open_cases(site, count):
    """So that every run of the command has something to move, however slow the machine is."""
    found = 0
    while found < count:
        time.sleep(0.05)
        with site.app.db.read() as tx:
            (found,) = tx.run("SELECT count(*) FROM cases WHERE NOT closed").fetchone()


def deploy_again(site, number):
    """A version that differs in a comment."""
    package = read_package(site.settings.workflow_dir / "case_lifecycle.bpmn")
    data, files = package.data, package.files
    again = Version(0, "", f"{number}", data + b"<!-- %d -->" % number, files, site.app.clock.now())
    with site.app.db.write() as tx:
        site.app.versions.add(tx, again)


def migrate_under_load(site, deaths, times, every):
    def meanwhile():
        site.wait_until_up()
        wait_for_open_cases(site, 10)
        deploy_again(site, 0)
        site.node("migrate", deaths=deaths)
        for number in range(1, times):
            time.sleep(every)
            deploy_again(site, number)

    result = run(site, lambda _: [("after", 60)], meanwhile=meanwhile)
    check(result)
    return site.app, site.nodes[-1]


def check_versions(app):
    """Each line of a history is of the version that the case was on. Returns how often cases moved."""
    moved = 0
    app.migration.run(OPERATOR)
    with app.db.read() as tx:
        assert not tallies.missing(tx)
        for (id,) in tx.run("SELECT id FROM cases").fetchall():
            case, version = cases.by_id(tx, id), 0
            for event in events.of_case(tx, id):
                if event.event == "migrated":
                    moved += 1
                    assert event.details["values"]["from_version"] == version < event.version_id
                elif version:
                    assert event.version_id == version
                version = event.version_id
            assert case.version_id == version
            assert case.closed or version == app.versions.current_id()
    return moved


@pytest.mark.soak
def test_migrations_are_killed_while_people_work(site_on):
    deaths = [("before", 2), ("after", 1), ("before", 3)]
    app, migrating = migrate_under_load(site_on("sqlite"), deaths, 4, 1.5)
    assert migrating.kills >= 1
    assert check_versions(app) > 5


@pytest.mark.soak
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_many_migrations_are_killed_while_people_work(site_on, kind):
    deaths = [(when, nth) for nth in range(1, 9) for when in ("before", "after")]
    app, migrating = migrate_under_load(site_on(kind), deaths, 20, 2)
    print(kind, "kills", migrating.kills, "moved", (moved := check_versions(app)))
    assert migrating.kills >= 8
    assert moved > 20
