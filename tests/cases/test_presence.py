"""Who else is at a case: looking, or writing."""

from datetime import timedelta


def here(desk, case, person):
    found = desk.app.cases.news(person, case.number).others
    return {(one.name, one.writes) for one in found}


def test_two_agents_see_one_another_for_a_minute(desk):
    case = desk.open()
    assert here(desk, case, desk.alice) == set()
    assert here(desk, case, desk.amir) == {("Alice", False)}
    assert here(desk, case, desk.nora) == {("Alice", False), ("Amir", False)}
    assert here(desk, case, desk.alice) == {("Amir", False)}  # who only reads along is not shown
    assert here(desk, case, desk.bob) == set()
    shown = desk.app.cases.page(desk.carol, case.number).others
    assert [one.name for one in shown] == ["Alice", "Amir"]
    assert desk.app.cases.page(desk.bob, case.number).others == ()
    desk.clock.advance(seconds(61))
    assert here(desk, case, desk.amir) == set()
    assert here(desk, case, desk.alice) == {("Amir", False)}


def test_who_writes_is_seen_while_the_text_grows(desk):
    case = desk.open()
    desk.app.cases.keep_unsent(desk.alice, case.number, "", {"text": "Dear Bo"})
    assert here(desk, case, desk.amir) == {("Alice", True)}
    assert here(desk, case, desk.alice) == {("Amir", False)}
    desk.clock.advance(seconds(61))
    assert here(desk, case, desk.amir) == set()


def test_what_is_old_is_forgotten_and_an_action_writes_nothing_of_it(desk):
    case = desk.open()
    here(desk, case, desk.alice)
    case.to("Work in Progress")
    with desk.app.db.read() as tx:
        assert tx.run("SELECT count(*) FROM presence").fetchone()[0] == 1
    desk.wait(minutes=11)
    desk.app.worker._maintenance.sweep()
    with desk.app.db.read() as tx:
        assert tx.run("SELECT count(*) FROM presence").fetchone()[0] == 0


def seconds(number):
    return timedelta(seconds=number)
