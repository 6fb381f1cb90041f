"""What is read of a history, line by line."""

from datetime import timedelta

from tests.desk import MONDAY

HOUR = timedelta(hours=1)


def intervals(desk, kind):
    desk.app.facts.catch_up()
    with desk.app.db.read() as tx:
        return tx.run(
            "SELECT name, again, clock, business FROM intervals WHERE kind = :kind ORDER BY number",
            kind=kind,
        ).fetchall()


def test_time_goes_by_the_clock_and_by_the_calendar_of_the_case(desk):
    desk.open().wait(hours=30).to("Work in Progress")
    assert intervals(desk, "status") == [("New", 0, 1800, 840), ("Work in Progress", 0, None, None)]


def test_a_status_where_the_case_was_before_is_entered_again(desk):
    desk.open().to("Solution Proposed").act(desk.bob, "reject_solution")
    found = [(name, again) for name, again, *_ in intervals(desk, "status")]
    assert found == [
        ("New", 0), ("Work in Progress", 0), ("Solution Proposed", 0), ("Work in Progress", 1),
    ]  # fmt: skip


def test_a_wait_ends_by_its_flow_by_an_event_on_its_border_and_by_one_around_it(desk):
    case = desk.open().to("Work in Progress").wait(hours=1)
    case.write(desk.bob, "More").wait(hours=2)
    case.act(desk.alice, "acknowledge").wait(hours=3).act(desk.bob, "customer_closes")
    found = [(name, clock) for name, _, clock, _ in intervals(desk, "element")]
    assert found == [
        ("first_response", 0), ("investigate", 60), ("acknowledge_reply", 120), ("investigate", 180),
    ]  # fmt: skip


def test_an_owner_has_a_case_until_another_has_it_or_it_is_closed(desk):
    case = desk.open().claim(desk.alice).wait(hours=1).change(owner="amir@example.com")
    case.wait(hours=2).act(desk.bob, "customer_closes").wait(hours=4)
    found = [(name, clock) for name, _, clock, _ in intervals(desk, "owner")]
    assert found == [("alice@example.com", 60), ("amir@example.com", 120)]


def test_the_first_owner_of_a_case_that_a_team_shares_out_has_it_from_the_start(desk):
    desk.app.teams.add("Printers")
    desk.app.teams.change("Printers", round_robin=True, products=["Printer 3"])
    desk.app.teams.put_member("Printers", "alice@example.com")
    desk.open(product="Printer 3").wait(hours=1).change(owner="amir@example.com")
    found = [(name, clock) for name, _, clock, _ in intervals(desk, "owner")]
    assert found == [("alice@example.com", 60), ("amir@example.com", None)]


def test_an_interval_that_would_end_before_it_began_lasts_no_time(desk):
    desk.open()
    with desk.app.db.write() as tx:
        tx.run("UPDATE history SET at = :at", at=MONDAY + HOUR)
    desk.app.cases.act(desk.alice, "C-1001", "send_first_response", {"body": "Hello"})
    assert intervals(desk, "status")[0] == ("New", 0, 0, 0)


def test_times_that_go_back_and_lines_that_are_missing_are_counted(desk):
    def odd():
        desk.app.facts.rebuild()
        with desk.app.db.read() as tx:
            return tx.run("SELECT set_back, missing FROM case_facts").fetchall()

    desk.open().to("Work in Progress").write(desk.bob, "More").wait(hours=2).act(
        desk.alice, "acknowledge"
    )
    assert odd() == [(0, 0)]
    with desk.app.db.write() as tx:
        tx.run("UPDATE history SET at = :at WHERE sequence = 1", at=MONDAY + HOUR)
        tx.run("DELETE FROM history WHERE sequence = 2")
    assert odd() == [(1, 1)]
