"""Undoing a migration: the exact bytes of each case that nothing has happened to since."""

import pytest

from runner.errors import Forbidden, NotFound
from tests.desk import OPEN
from tests.lifecycle import FILES, newer


def stored(desk):
    """All that the tables have of the cases, but for their numbers and times of change."""
    wanted = (
        "SELECT id, version_id, state, status, closed, resolution, proposal, flags, facts, waits, "
        "next_due, milestone_due FROM cases ORDER BY id",
        "SELECT * FROM tasks ORDER BY case_id, id",
        "SELECT * FROM milestones ORDER BY case_id, name",
        "SELECT case_id, key, due_at FROM jobs ORDER BY case_id",
    )
    with desk.app.db.read() as tx:
        return [tx.run(statement).fetchall() for statement in wanted]


def test_what_a_migration_moved_is_what_it_was_byte_for_byte(desk):
    for status in OPEN:
        desk.open(priority="P1").claim(desk.alice).to(status)
    desk.open().to("Closed")
    before, told = stored(desk), desk.inbox(desk.alice)
    desk.use(newer(), FILES)
    moved = desk.app.migration.run(desk.owen)
    assert moved.moved == len(OPEN) and stored(desk) != before
    done = desk.app.migration_undo.run(desk.owen, moved.migration_id)
    assert (done.back, done.stayed) == (len(OPEN), {})
    assert stored(desk) == before
    assert desk.inbox(desk.alice) == told
    assert desk.tallies_are_right()
    again = desk.app.migration_undo.run(desk.owen, moved.migration_id)
    assert (again.back, again.stayed) == (0, {})


def test_a_case_that_went_on_since_stays_and_one_that_was_only_written_to_comes_back(desk):
    worked, noted, raised = (desk.open().to("Work in Progress") for _ in range(3))
    desk.use(newer(), FILES)
    migration = desk.app.migration.run(desk.owen).migration_id
    worked.act(desk.alice, "propose_solution", body="Do this.")
    raised.change(priority="P1")  # by which its milestones have other due dates
    noted.write(desk.alice, "Who knows about fire?", visibility="internal")
    done = desk.app.migration_undo.run(desk.owen, migration)
    assert (done.back, done.stayed) == (1, {"Something has happened to it since.": 2})
    assert done.examples == {"Something has happened to it since.": worked.number}
    assert (worked.case.version_id, noted.case.version_id) == (2, 1)
    line = noted.history()[-1]
    assert line.values == {"from_version": 2, "to_version": 1, "undone": migration}
    noted.act(desk.alice, "propose_solution", body="Do that.").act(desk.bob, "accept_solution")
    assert noted.case.closed and desk.tallies_are_right()


def test_only_process_owners_undo_and_only_what_there_was(desk):
    with pytest.raises(Forbidden):
        desk.app.migration_undo.run(desk.carol, 1)
    with pytest.raises(NotFound, match="no migration 7"):
        desk.app.migration_undo.run(desk.owen, 7)
