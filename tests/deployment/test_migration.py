"""Migrating running cases: what it would do, doing it, and what it leaves alone."""

from datetime import timedelta

import pytest

from runner.bpmn.package import Package
from runner.cases import CaseQuery
from runner.deployment.migration import CaseSelection
from runner.errors import DiagramError, Forbidden, InvalidInput, NotFound, NotPossible
from runner.gate.soundness import wait_states
from runner.people.accounts import OPERATOR
from tests.desk import OPEN, Desk
from tests.drawings import (
    border,
    both,
    bpmn,
    cleaning,
    end,
    flow,
    start,
    timer,
    user,
    with_escalation,
)
from tests.lifecycle import DATA, FILES, RENAMED, TABLES, newer
from tests.web.conftest import pages

__all__ = ["pages"]


def known(case):
    """What people see of a case, apart from its version and its revision."""
    view = case.seen_by(case.desk.carol)
    it = view.case
    return (it.status, it.flags, it.facts, it.owner, it.proposal, it.waits, it.next_due,
            it.milestone_due, view.milestones, view.actions)  # fmt: skip


@pytest.mark.parametrize("status", OPEN)
def test_moving_to_an_equal_diagram_changes_nothing_but_the_version(desk, status):
    case = desk.open(priority="P1").claim(desk.alice).wait(minutes=26).to(status)
    before, since = known(case), desk.app.cases.page(desk.carol, case.number).waits
    told = desk.inbox(desk.alice)
    desk.use(newer(), FILES)
    done = desk.app.migration.run(desk.owen)
    assert (done.version_id, done.moved, done.stayed) == (2, 1, 0)
    assert case.case.version_id == 2
    assert known(case) == before
    assert desk.app.cases.page(desk.carol, case.number).waits == since
    assert desk.inbox(desk.alice) == told
    assert desk.tallies_are_right()


def test_the_history_says_who_moved_it_from_where_and_why(desk):
    case = desk.open().to("Work in Progress")
    desk.use(with_escalation(DATA), FILES)
    desk.app.migration.run(desk.owen, reason="Engineering helps")
    line = case.history()[-1]
    event = line.event
    assert (event.event, event.actor.name, event.version_id) == ("migrated", "Owen", 2)
    assert (event.from_status, event.to_status) == ("Work in Progress", "Work in Progress")
    assert line.values == {"from_version": 1, "to_version": 2, "reason": "Engineering helps"}
    assert case.history(desk.bob)[-1].values == {}
    assert desk.app.cases.explain(desk.carol, case.number) == (
        "Owen moved the case to version 2 of the diagram (just now), "
        "and this case is now Work in Progress."
    )


def test_a_new_flow_is_a_new_button_of_a_running_case(desk):
    case = desk.open().to("Work in Progress")
    desk.use(with_escalation(DATA), FILES)
    assert "escalate" not in case.can(desk.alice)
    desk.app.migration.run(desk.owen)
    assert "escalate" in case.can(desk.alice)
    assert case.act(desk.alice, "escalate").status == "With engineering"
    assert case.act(desk.alice, "engineering_answered").status == "Work in Progress"


def test_a_renamed_status_is_the_status_of_running_cases_by_projection(desk):
    case, other = desk.open(), desk.open().to("Work in Progress")
    desk.use(RENAMED, TABLES)
    plan = desk.app.migration.plan(desk.owen)
    assert [(g.waits_at, g.status, g.becomes, g.cases) for g in plan.groups] == [
        (("first_response",), "New", "Fresh", 1),
        (("investigate",), "Work in Progress", "Work in Progress", 1),
    ]
    assert case.status == "New"
    desk.app.migration.run(desk.owen)
    assert (case.status, other.status) == ("Fresh", "Work in Progress")
    event = case.history()[-1].event
    assert (event.from_status, event.to_status) == ("New", "Fresh")
    assert desk.tallies_are_right()


def test_a_case_that_waits_where_nothing_is_drawn_any_more_stays(desk):
    old = cleaning("washing")
    desk.use(old, {})
    stays, moves = desk.open().act(desk.alice, "wash_it"), desk.open()
    before = stays.case
    desk.use(cleaning("rinsing"), {})
    for done in (desk.app.migration.plan(desk.owen), desk.app.migration.run(desk.owen)):
        assert (done.moved, done.stayed) == (1, 1)
        [group] = [group for group in done.groups if group.reason]
        assert (group.waits_at, group.example) == (("washing",), stays.number)
        assert group.reason.startswith("'washing' is not drawn any more. Say which")
    assert stays.case == before
    assert moves.case.version_id == 3
    desk.app.migration.run(desk.owen, renamed={"washing": "rinsing"})
    assert stays.history()[-1].values["renamed"] == "washing = rinsing"
    assert stays.act(desk.alice, "rinsing_end").status == "Clean"
    assert desk.tallies_are_right()


def test_a_closed_case_is_never_touched(desk):
    case = desk.open().to("Closed")
    before = case.case
    desk.use(newer(), FILES)
    assert desk.app.migration.plan(desk.owen).groups == ()
    assert desk.app.migration.run(desk.owen).groups == ()
    with pytest.raises(NotPossible, match="stays where it ended"):
        desk.app.migration.run(desk.owen, selection=CaseSelection([case.number]))
    assert case.case == before


def test_only_process_owners_migrate(desk):
    for person in (desk.alice, desk.carol, desk.bob, desk.nora):
        for call in (desk.app.migration.run, desk.app.migration.plan):
            with pytest.raises(Forbidden, match="process owner"):
                call(person)
        with pytest.raises(Forbidden, match="process owner"):
            desk.app.migration.plan_draft(person, Package(DATA))


def test_what_makes_no_sense_is_refused_and_nothing_moves(desk, tmp_path):
    case = desk.open()
    desk.use(newer(), FILES)
    run = desk.app.migration.run
    with pytest.raises(NotFound, match="Version 9"):
        run(desk.owen, to=9)
    with pytest.raises(InvalidInput, match="nothing is no element there"):
        run(desk.owen, renamed={"investigate": "nothing"})
    with pytest.raises(InvalidInput, match="investigat is no element of any version"):
        run(desk.owen, renamed={"investigat": "investigate"})
    for number in ("C-9999", "x"):
        with pytest.raises(NotFound, match="no case"):
            run(desk.owen, selection=CaseSelection([case.number, number]))
    with pytest.raises(InvalidInput, match="reason"):
        run(desk.owen, reason="x" * 2000)
    assert case.case.version_id == 1


def test_nothing_moves_to_a_version_that_waits_for_approval(tmp_path):
    desk = Desk(tmp_path, approval=True)
    desk.open()
    waiting = desk.app.deployment.deploy(
        desk.owen, Package(newer(), FILES), accept_warnings=True
    ).id
    with pytest.raises(NotPossible, match="waits for approval"):
        desk.app.migration.run(desk.owen, to=waiting)
    desk.app.close()


# ------------------------------------------------------------------ time


def test_timers_keep_their_instants_and_the_milestone_its_target(desk):
    case = desk.open(priority="P1")  # due after 30 minutes, a warning after 25
    due = case.milestone.due_at
    desk.wait(minutes=10)
    desk.use(newer(), FILES)
    desk.app.migration.run(desk.owen)
    desk.wait(minutes=16)
    assert [line.event.element for line in case.history()][-1] == "first_response_due_soon"
    desk.use(newer(newer()), FILES)
    desk.app.migration.run(desk.owen)
    desk.wait(hours=1)
    timers = [line.event.element for line in case.history() if line.event.event == "timer"]
    assert timers == ["first_response_due_soon", "first_response_missed"]
    assert (case.milestone.state, case.milestone.due_at) == ("missed", due)
    assert desk.inbox(desk.carol).count("warn_of_first_response") == 1


def test_timers_that_fell_due_come_first_on_the_version_that_the_case_is_on(desk):
    case = desk.open().to("Pending Customer")
    desk.use(newer(), FILES)
    desk.clock.advance(timedelta(days=14))
    desk.app.migration.run(desk.owen)
    lines = [(line.event.element, line.event.version_id) for line in case.history()][-4:]
    assert lines == [
        ("remind_after_3_days", 1), ("remind_after_7_days", 1), ("silent_for_10_days", 1), (None, 2),
    ]  # fmt: skip
    assert case.status == "Work in Progress"


def test_a_new_timer_is_worked_like_every_other(desk):
    desk.use(cleaning("washing"), {})
    case = desk.open().act(desk.alice, "wash_it")
    late = (border("dry", "washing", timer("PT2H")), flow("dry", "out"))
    desk.use(cleaning("washing", *late), {})
    desk.wait(days=1)
    desk.app.migration.run(desk.owen)
    assert case.status == "Being cleaned"
    assert case.wait(hours=2).status == "Clean"


def test_a_milestone_that_is_not_drawn_any_more_was_not_reached(desk):
    late = border("late", "look", timer("PT4H"), False, milestone="answer")
    drawn = cleaning("washing", late, end("told", status="Clean"), flow("late", "told"))
    desk.use(drawn, {})
    case = desk.open()
    assert case.milestone.state == "running"
    desk.use(cleaning("washing"), {})
    desk.app.migration.run(desk.owen)
    assert case.milestone.state == "not_reached"
    assert case.case.milestone_due is None
    assert desk.tallies_are_right()


def breaching_next(desk):
    listed = desk.app.cases.list(desk.carol, CaseQuery(open=True, order="due")).items
    assert len(listed) == desk.app.cases.counts(desk.carol).due
    return [line.number for line in listed]


def answered(after="PT4H"):
    late = border("late", "look", timer(after), False, milestone="answer")
    return cleaning("washing", late, end("told", status="Clean"), flow("late", "told"))


def test_a_missed_milestone_that_is_not_drawn_any_more_stays_missed_and_is_not_waited_for(desk):
    desk.use(answered(), {})
    case, other = desk.open(), desk.open().act(desk.alice, "wash_it")
    desk.wait(hours=5)
    assert breaching_next(desk) == [case.number]
    desk.use(cleaning("washing"), {})
    desk.app.migration.run(desk.owen)
    assert (case.milestone.state, case.milestone.ended_at) == ("missed", desk.clock.now())
    assert other.milestone.state == "met"
    assert breaching_next(desk) == []
    assert desk.tallies_are_right()
    desk.wait(hours=1)
    case.act(desk.alice, "wash_it")
    assert (case.milestone.state, case.milestone.reached_at) == ("missed", None)
    assert [line.missed for line in desk.app.reports.process(desk.owen).attainment] == [1]


def test_a_missed_milestone_that_is_still_drawn_is_waited_for(desk):
    desk.use(answered(), {})
    case = desk.open().wait(hours=5)
    desk.use(answered("PT9H"), {})
    desk.app.migration.run(desk.owen)
    assert breaching_next(desk) == [case.number]
    case.act(desk.alice, "wash_it")
    assert (case.milestone.state, case.milestone.reached_at) == ("missed", desk.clock.now())
    assert breaching_next(desk) == []


# ------------------------------------------------------------------ many cases, drafts, parts


def test_cases_that_wait_alike_are_counted_together(desk):
    for status in OPEN:
        desk.open(priority="P1").to(status)
        desk.open(priority="P4").to(status)
    desk.use(newer(), FILES)
    plan = desk.app.migration.plan(desk.owen)
    assert sorted(group.cases for group in plan.groups) == [2] * len(OPEN)
    assert desk.app.migration.run(desk.owen).groups == plan.groups
    assert desk.app.reports.process(desk.owen).running == {2: 2 * len(OPEN)}


def test_a_migration_in_parts_goes_on_where_it_stopped(desk):
    made = [desk.open() for _ in range(5)]
    desk.use(newer(), FILES)
    done = desk.app.migration.run(desk.owen, selection=CaseSelection(limit=2))
    assert (done.moved, done.next_cursor) == (2, made[1].case.id)
    assert [case.case.version_id for case in made] == [2, 2, 1, 1, 1]
    done = desk.app.migration.run(
        desk.owen, selection=CaseSelection(after=done.next_cursor, limit=2)
    )
    assert (
        desk.app.migration.run(
            desk.owen, selection=CaseSelection(after=done.next_cursor)
        ).next_cursor
        is None
    )
    assert {case.case.version_id for case in made} == {2}


def test_named_cases_come_in_parts_too_and_none_of_those_that_stay_comes_twice(desk):
    desk.use(cleaning("washing"), {})
    stay = [desk.open().act(desk.alice, "wash_it") for _ in range(2)]
    moves = desk.open()
    desk.use(cleaning("rinsing"), {})
    numbers = [moves.number, *(case.number for case in stay)] * 2
    seen, after = [], 0
    while after is not None:
        done = desk.app.migration.run(desk.owen, selection=CaseSelection(numbers, after, 1))
        seen += [(group.example, group.cases) for group in done.groups]
        assert len(seen) <= 3
        after = done.next_cursor
    assert seen == [(case.number, 1) for case in (*stay, moves)]


def test_what_a_draft_would_do_is_known_before_it_is_deployed(desk):
    desk.open()
    desk.open().to("Blocked")
    plan = desk.app.migration.plan_draft(desk.owen, Package(RENAMED, TABLES))
    assert plan.version_id is None
    assert {(g.status, g.becomes) for g in plan.groups} == {
        ("New", "Fresh"),
        ("Blocked", "Blocked"),
    }
    with pytest.raises(DiagramError, match="because of its errors"):
        desk.app.migration.plan_draft(desk.owen, Package(b"<a"))


def test_a_case_whose_state_is_damaged_is_told_and_the_others_move(desk):
    good, bad = desk.open(), desk.open()
    with desk.app.db.write() as tx:
        tx.run("UPDATE cases SET state = :state WHERE id = :id", state=b"?", id=bad.case.id)
    desk.use(newer(), FILES)
    for done in (desk.app.migration.plan(desk.owen), desk.app.migration.run(OPERATOR)):
        [group] = [group for group in done.groups if group.reason]
        assert (group.example, group.cases, done.moved) == (bad.number, 1, 1)
        assert "damaged" in group.reason
    assert good.case.version_id == 2
    assert desk.app.cases.explain(desk.carol, good.number).startswith("The operator moved")


def test_in_one_transaction_each_case_stays_or_moves_for_itself(desk, monkeypatch):
    made = [desk.open(priority="P1") for _ in range(3)]
    with desk.app.db.write() as tx:
        tx.run("UPDATE cases SET state = :state WHERE id = :id", state=b"?", id=made[1].case.id)
    desk.use(newer(), FILES)
    desk.app.migration.longest_transaction = 3600
    commits, commit = [], desk.app.db._commit
    monkeypatch.setattr(desk.app.db, "_commit", lambda tx: commits.append(tx) or commit(tx))
    done = desk.app.migration.run(desk.owen)
    assert (done.moved, done.stayed, len(commits)) == (2, 1, 1)
    assert [case.case.version_id for case in made] == [2, 1, 2]
    assert [len(case.history()) for case in made] == [2, 1, 2]
    assert desk.tallies_are_right()


def test_a_part_of_the_running_cases_says_where_to_go_on(desk):
    made = [desk.open() for _ in range(3)]
    desk.use(newer(), FILES)
    some = desk.app.migration.run(desk.owen, selection=CaseSelection(limit=2))
    assert (some.moved, some.next_cursor) == (2, made[1].case.id)
    rest = desk.app.migration.run(
        desk.owen, selection=CaseSelection(after=some.next_cursor, limit=2)
    )
    assert (rest.moved, rest.next_cursor) == (1, None)


def test_a_plan_names_what_is_drawn_in_a_version_that_does_not_run_any_more(desk):
    desk.open()
    desk.use(newer(), FILES)
    with desk.app.db.write() as tx:
        text = DATA.replace(b'id="notify"', b'id="telegraph"')
        tx.run("UPDATE versions SET bpmn = :text WHERE id = 1", text=text)
    desk.app.versions._ready.clear()
    [group] = desk.app.migration.plan(desk.owen).groups
    assert "telegraph" in group.reason
    assert group.places == ("Send first response",)


def test_a_case_whose_timers_fail_is_told_and_the_others_move(desk):
    bad = desk.open()
    with desk.app.db.write() as tx:
        tx.run("UPDATE cases SET state = :state WHERE id = :id", state=b"?", id=bad.case.id)
    desk.clock.advance(timedelta(days=1))
    good = desk.open()
    desk.use(newer(), FILES)
    done = desk.app.migration.run(desk.owen)
    assert (done.moved, done.stayed, good.case.version_id) == (1, 1, 2)
    assert bad.case.version_id == 1


def test_back_to_an_older_version_is_a_migration_too(desk):
    case = desk.open().to("Work in Progress")
    desk.use(with_escalation(DATA), FILES)
    desk.app.migration.run(desk.owen)
    away = desk.open().to("Work in Progress").act(desk.alice, "escalate")
    done = desk.app.migration.run(desk.owen, to=1)
    assert (case.case.version_id, away.case.version_id) == (1, 2)
    assert [group.example for group in done.groups if group.reason] == [away.number]


def test_the_token_game_is_not_played_while_a_case_is_locked(desk, monkeypatch):
    desk.use(parallel("one", "two"), {})
    desk.open()
    desk.use(parallel("one", "two", "three"), {})
    locked, find = [], wait_states.find_wait_states

    def played(diagram):
        locked.append(desk.app.db.in_transaction)
        return find(diagram)

    monkeypatch.setattr(wait_states, "find_wait_states", played)
    assert desk.app.migration.run(desk.owen).stayed == 1
    assert locked == [False]


def parallel(*tasks):
    return bpmn(
        start(), both("fork"), both("join"), end("out", status="Clean"),
        flow("start", "fork"), flow("join", "out"),
        *(user(task, status="Fresh") for task in tasks),
        *(flow("fork", task) for task in tasks),
        *(flow(task, "join", "Done", audience="agent") for task in tasks),
    )  # fmt: skip


def test_promises_are_looked_at_for_cases_that_moved(desk):
    case = desk.open().to("Solution Proposed")
    desk.use(with_escalation(DATA), FILES)
    desk.app.migration.run(desk.owen)
    case.act(desk.bob, "accept_solution")
    assert {kept.broken for kept in desk.app.reports.conformance().policies} == {0}
