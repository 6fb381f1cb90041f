"""A migration in parts: some cases first, a hold when something goes wrong, the rest, and back."""

import pytest

from runner.errors import Forbidden, InvalidInput, NotFound, Overtaken
from runner.model import Incident, MigrationTerms, MovedCase
from runner.store import incidents
from tests.drawings import cleaning
from tests.lifecycle import FILES, newer

HALF = MigrationTerms("Engineering helps", share=50)


@pytest.fixture
def runs(desk):
    return desk.app.migration_runs


def versions_of(cases):
    return [case.case.version_id for case in cases]


def begun(desk, runs, terms=HALF):
    """Six cases in two statuses, a new version, and the first cases moved to it."""
    cases = [desk.open() for _ in range(4)] + [desk.open().to("Work in Progress") for _ in range(2)]
    desk.use(newer(), FILES)
    run = runs.start(desk.owen, 2, terms)
    desk.work()
    return cases, run


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_share_of_each_status_moves_first_then_the_rest_and_all_come_back(desk, runs):
    cases, run = begun(desk, runs)
    first = runs.get(desk.owen, run)
    assert (first.state, first.moved, first.total) == ("waiting", 3, 6)
    assert runs.moved(desk.owen, first) == [
        MovedCase(case.number, case.status) for case in cases[::2]
    ]
    assert versions_of(cases) == [2, 1, 2, 1, 2, 1]
    assert cases[0].history()[-1].values["reason"] == "Engineering helps"
    runs.go_on_with_rest(desk.owen, run)
    desk.work()
    assert versions_of(cases) == [2] * 6
    assert (runs.get(desk.owen, run).state, runs.get(desk.owen, run).moved) == ("done", 6)
    cases[5].act(desk.alice, "propose_solution", body="Do this.")
    runs.undo(desk.owen, run)
    desk.work()
    undone = runs.get(desk.owen, run)
    assert (undone.state, undone.back, undone.moved) == ("undone", 5, 1)
    assert [case.number for case in runs.moved(desk.owen, undone)] == [cases[5].number]
    assert undone.stayed == {"Something has happened to it since.": (1, cases[5].number)}
    assert versions_of(cases) == [1] * 5 + [2]
    assert [one.id for one in runs.listed(desk.owen, 1)] == [run]


def test_an_incident_of_a_moved_case_halts_it_until_the_owner_has_seen_it(desk, runs):
    cases, run = begun(desk, runs, MigrationTerms(status="New", share=10))
    assert versions_of(cases) == [2, 1, 1, 1, 1, 1]
    runs.go_on_with_rest(desk.owen, run)
    with desk.app.db.write() as tx:
        case_id = cases[0].case.id
        stuck = Incident(case_id, desk.clock.now(), "Stuck", "It cannot go on.")
        incidents.raise_incident(tx, stuck)
    desk.work()
    halted = runs.get(desk.owen, run)
    assert (halted.state, halted.moved) == ("halted", 1)
    assert halted.why == f"{cases[0].number} has an incident: It cannot go on."
    runs.go_on_with_rest(desk.owen, run)
    desk.work()
    assert runs.get(desk.owen, run).state == "done"


def test_a_policy_that_a_moved_case_breaks_halts_it(desk, runs):
    text = '[[policy]]\nname = "silence"\npromise = "No first response."\n'
    text += 'never = "action send_first_response"\n'
    cases = [desk.open() for _ in range(3)]
    desk.use(newer(), {**FILES, "policies.toml": text})
    run = runs.start(desk.owen, 2, MigrationTerms(share=20))
    desk.work()
    cases[1].act(desk.alice, "send_first_response", body="Hello.")  # on the version before
    assert runs.troubles(desk.owen, runs.get(desk.owen, run)) == ()
    runs.go_on_with_rest(desk.owen, run)
    cases[0].act(desk.alice, "send_first_response", body="Hello.")
    desk.work()
    halted = runs.get(desk.owen, run)
    assert (halted.state, halted.moved) == ("halted", 1)
    assert halted.why.startswith(f"{cases[0].number} broke the policy “No first response.”")
    assert runs.troubles(desk.owen, halted) == (halted.why,)


def test_parts_go_on_where_they_were_and_it_can_be_stopped(desk, runs, monkeypatch):
    monkeypatch.setattr("runner.deployment.migration_runs.AT_ONCE", 2)
    cases = [desk.open() for _ in range(5)]
    desk.use(newer(), FILES)
    run = runs.start(desk.owen, 2, MigrationTerms())
    runs.go_on(run)
    assert runs.get(desk.owen, run).moved == 2
    with pytest.raises(Overtaken, match="moving cases to version 2 now"):
        runs.start(desk.owen, 1, MigrationTerms())
    runs.stop(desk.owen, run)
    desk.work()
    assert versions_of(cases) == [2, 2, 1, 1, 1]
    assert runs.get(desk.owen, run).why == "Owen stopped it."
    with pytest.raises(Overtaken, match="first"):
        runs.stop(desk.owen, run)
    runs.go_on_with_rest(desk.owen, run)
    desk.work()
    assert versions_of(cases) == [2] * 5
    runs.undo(desk.owen, run)
    desk.work()
    assert (versions_of(cases), runs.get(desk.owen, run).back) == ([1] * 5, 5)


def test_terms_that_no_case_meets_and_other_people_are_refused(desk, runs):
    _, run = begun(desk, runs)
    for terms in (
        MigrationTerms(status="Closed"),
        MigrationTerms(share=0),
        MigrationTerms("x" * 1001),
    ):
        with pytest.raises(InvalidInput):
            runs.start(desk.owen, 2, terms)
    for person in (desk.carol, desk.alice, desk.bob):
        with pytest.raises(Forbidden):
            runs.start(person, 2, HALF)
        with pytest.raises(Forbidden):
            runs.undo(person, run)
    with pytest.raises(NotFound):
        runs.get(desk.owen, 99)


def test_a_mapping_goes_with_all_parts_of_a_migration(desk, runs):
    desk.use(cleaning("washing"), {})
    cases = [desk.open().act(desk.alice, "wash_it") for _ in range(4)]
    desk.use(cleaning("rinsing"), {})
    run = runs.start(desk.owen, 3, MigrationTerms(share=50, renamed={"washing": "rinsing"}))
    desk.work()
    assert versions_of(cases) == [3, 2, 3, 2]
    runs.go_on_with_rest(desk.owen, run)
    desk.work()
    assert versions_of(cases) == [3] * 4
    assert runs.get(desk.owen, run).terms.renamed == {"washing": "rinsing"}
    with pytest.raises(InvalidInput, match="no element"):
        runs.start(desk.owen, 3, MigrationTerms(renamed={"washing": "nowhere"}))
