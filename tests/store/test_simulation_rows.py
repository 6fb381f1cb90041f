"""What a desk is fitted from, on both databases."""

from datetime import timedelta

from runner.store import simulation_rows


def test_milestones_say_when_they_were_met_or_fell_due(desk):
    met, missed = desk.open(priority="P2"), desk.open(priority="P2")
    running = desk.open(priority="P4")
    desk.wait(minutes=30)
    met.act(desk.alice, "send_first_response", body="Thank you.")
    at, due = desk.clock.now(), missed.case.milestone_due
    desk.wait(hours=3)
    with desk.app.db.read() as tx:
        found = simulation_rows.milestones(tx, met.case.id, running.case.id)
    assert found[met.case.id] == [("first_response", True, at)]
    assert found[missed.case.id] == [("first_response", False, due)]
    assert running.case.id not in found and due - at == timedelta(minutes=90)


def test_teams_and_names(desk):
    desk.app.teams.add("Tills")
    team = desk.app.teams.named("Tills").id
    case = desk.open()
    with desk.app.db.write() as tx:
        tx.run("UPDATE cases SET team_id = :team WHERE id = :id", team=team, id=case.case.id)
    with desk.app.db.read() as tx:
        assert simulation_rows.teams(tx, 1, 9999) == {case.case.id: team}
        assert simulation_rows.names(tx)[desk.alice.id] == "Alice"
        assert desk.bob.id not in simulation_rows.names(tx)
