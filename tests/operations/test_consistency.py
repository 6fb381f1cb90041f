"""What is stored agrees with itself; what does not is named with its case."""

from runner.operations.consistency import faults


def found(desk):
    with desk.app.db.read() as tx:
        return list(faults(tx))


def test_cases_in_every_place_agree_with_their_histories(desk):
    for place in ("New", "Work in Progress", "Pending Customer", "Solution Proposed", "Blocked"):
        desk.open(priority="P1").to(place)
    desk.open().act(desk.bob, "customer_closes")
    desk.wait(days=8)
    assert found(desk) == []


def test_each_fault_is_named(desk):
    for _ in range(4):
        desk.open()
    with desk.app.db.write() as tx:
        tx.run("UPDATE cases SET status = 'Lost' WHERE id = 1")
        tx.run("DELETE FROM history WHERE case_id = 2 AND sequence = 1")
        tx.run("UPDATE cases SET state = :state WHERE id = 3", state=b"1 00000000 {}")
    status, lines, said, state = found(desk)
    assert status == "C-1001: its status is 'Lost', the last that its history says is 'New'."
    assert lines.startswith(
        "C-1002: its history has 0 lines, the last one is number 0, and the case"
    )
    assert said == "C-1002: its status is 'New', the last that its history says is 'None'."
    assert state == "C-1003: The stored state of the case is damaged: its checksum differs."
