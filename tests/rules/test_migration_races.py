"""Rule 12 for migration: an action, a reply, a timer or another migration at the same instant."""

from datetime import timedelta

import pytest

from runner.errors import NotFound, NotPossible, StaleCase
from tests.drawings import cleaning, with_escalation
from tests.lifecycle import DATA, FILES, newer
from tests.rules.nodes import moves


def migrate(node, desk):
    return node.migration.run(desk.owen)


def test_an_action_that_comes_first_is_taken_along(nodes):
    """The migration waits for it, and moves the case from where it then stands."""
    desk = nodes.desk
    case = desk.open().claim(desk.alice).to("Solution Proposed")
    desk.use(newer(), FILES)
    acted, done = nodes.race(
        lambda: nodes.one.cases.act(desk.bob, case.number, "reject_solution"),
        lambda: migrate(nodes.other, desk),
    )
    assert acted.case.version_id == 1
    [group] = done.groups
    assert (group.status, group.cases) == ("Work in Progress", 1)
    assert (case.status, case.case.version_id) == ("Work in Progress", 2)
    assert [line.event.event for line in case.history()][-2:] == ["action", "migrated"]
    assert desk.inbox(desk.alice) == ["tell_owner_of_rejection"]
    assert desk.tallies_are_right()


def test_an_action_that_closes_the_case_first_leaves_nothing_to_migrate(nodes):
    desk = nodes.desk
    case = desk.open().to("Solution Proposed")
    desk.use(newer(), FILES)
    _, done = nodes.race(
        lambda: nodes.one.cases.act(desk.bob, case.number, "accept_solution"),
        lambda: migrate(nodes.other, desk),
    )
    assert done.groups == ()
    assert (case.status, case.case.version_id) == ("Closed", 1)
    assert desk.tallies_are_right()


def test_an_action_that_comes_second_is_taken_on_the_new_version(nodes):
    desk = nodes.desk
    case = desk.open().claim(desk.alice).to("Solution Proposed")
    proposal = case.case.proposal
    desk.use(newer(), FILES)
    done, acted = nodes.race(
        lambda: migrate(nodes.one, desk),
        lambda: nodes.other.cases.act(
            desk.bob, case.number, "reject_solution", {"proposal": proposal}
        ),
    )
    assert done.moved == 1
    assert (acted.case.status, acted.case.version_id) == ("Work in Progress", 2)
    assert [line.event.event for line in case.history()][-2:] == ["migrated", "action"]
    assert desk.inbox(desk.alice) == ["tell_owner_of_rejection"]
    assert desk.tallies_are_right()


def test_who_has_seen_the_case_before_it_moved_is_told(nodes):
    desk = nodes.desk
    case = desk.open().to("Work in Progress")
    seen = case.case.revision
    desk.use(newer(), FILES)
    _, lost = nodes.race(
        lambda: migrate(nodes.one, desk),
        lambda: nodes.other.cases.act(
            desk.alice, case.number, "ask_customer", {"body": "Which one?"}, seen
        ),
    )
    assert isinstance(lost, StaleCase)
    assert lost.explanation == (
        "Owen moved the case to version 2 of the diagram (just now), "
        "and this case is now Work in Progress."
    )
    assert lost.current.case.version_id == 2
    assert moves(case)[-1] is None


def test_an_action_that_the_new_version_does_not_offer_is_refused(nodes):
    desk = nodes.desk
    desk.use(cleaning("washing"), {})
    case = desk.open()
    desk.use(cleaning("washing").replace(b"never_mind", b"leave_it"), {})
    _, lost = nodes.race(
        lambda: migrate(nodes.one, desk),
        lambda: nodes.other.cases.act(desk.alice, case.number, "never_mind"),
    )
    assert isinstance(lost, NotPossible)
    assert lost.explanation.startswith("Owen moved the case to version 3")
    assert (case.status, case.can(desk.alice)) == ("Fresh", {"wash_it", "leave_it"})


def test_what_a_migration_took_away_is_refused_also_after_others_have_acted(desk):
    """And says who took it away, and who acted since."""
    desk.use(with_escalation(DATA), FILES)
    case = desk.open().to("Work in Progress")
    desk.use(DATA, FILES)
    desk.app.migration.run(desk.owen)
    desk.wait(minutes=5)
    case.act(desk.carol, "ask_customer", body="Which one?")
    desk.use(newer(), FILES)
    desk.app.migration.run(desk.owen, to=1)
    case.write(desk.alice, "Internally", visibility="internal")
    with pytest.raises(NotPossible) as lost:
        case.act(desk.alice, "escalate", body="Help")
    assert lost.value.explanation.startswith(
        "Owen moved the case to version 3 of the diagram (5 minutes ago), then "
        "Owen moved the case to version 1 of the diagram (just now), and this case is now"
    )
    for person, unknown in ((desk.alice, "escalated"), (desk.bob, "escalate")):
        with pytest.raises(NotFound, match="has no action"):
            case.act(person, unknown)


def test_an_event_that_a_migration_took_away_is_refused(desk):
    case = desk.open().to("Blocked")
    desk.use(DATA.replace(b'"blocker_cleared"', b'"bug_fixed"'), FILES)
    assert desk.app.migration.run(desk.owen).moved == 1
    case.change(priority="P1")
    with pytest.raises(NotPossible) as lost:
        desk.app.cases.deliver(desk.alice, case.number, "blocker_cleared")
    assert lost.value.explanation.startswith("Owen moved the case to version 2")
    with pytest.raises(NotFound, match="has no event"):
        desk.app.cases.deliver(desk.alice, case.number, "bug_cleared")


def test_who_comes_with_an_old_picture_is_told_of_the_migration_that_they_missed(desk):
    case = desk.open().to("Work in Progress")
    before = case.case.revision
    desk.use(newer(), FILES)
    desk.app.migration.run(desk.owen)
    after = case.case.revision
    desk.wait(minutes=5)
    case.change(priority="P1").write(desk.alice, "Internally", visibility="internal")

    def refused(person, action, revision):
        with pytest.raises(StaleCase) as lost:
            desk.app.cases.act(person, case.number, action, {"body": "Well"}, revision)
        return lost.value.explanation

    changed = "Carol changed the priority (just now), and this case is now Work in Progress."
    moved = "Owen moved the case to version 2 of the diagram (5 minutes ago), then "
    assert refused(desk.alice, "ask_customer", before) == moved + changed
    assert refused(desk.alice, "ask_customer", after) == changed
    assert "diagram" not in refused(desk.bob, "customer_closes", before)


@pytest.mark.parametrize("order", [1, -1])
def test_a_reply_is_heard_once_whoever_comes_first(nodes, order):
    desk = nodes.desk
    case = desk.open().claim(desk.alice).to("Pending Customer")
    desk.use(newer(), FILES)
    doings = [
        lambda node: node.cases.comment(desk.bob, case.number, "Here"),
        lambda node: migrate(node, desk),
    ][::order]
    nodes.race(lambda: doings[0](nodes.one), lambda: doings[1](nodes.other))
    assert (case.status, case.case.version_id) == ("Customer Replied", 2)
    assert [message.body for message in case.conversation()].count("Here") == 1
    assert moves(case).count("reply_while_waiting") == 1
    assert desk.tallies_are_right()


@pytest.mark.parametrize("order", [1, -1])
def test_a_timer_fires_once_whoever_comes_first(nodes, order):
    desk = nodes.desk
    case = desk.open(priority="P1").claim(desk.alice)
    desk.use(newer(), FILES)
    desk.clock.advance(timedelta(hours=1))
    doings = [
        lambda node: node.cases.wake(case.case.id),
        lambda node: migrate(node, desk),
    ][::order]
    nodes.race(lambda: doings[0](nodes.one), lambda: doings[1](nodes.other))
    assert moves(case)[-3:] == ["first_response_due_soon", "first_response_missed", None]
    told = desk.inbox(desk.carol)
    assert told.count("warn_of_first_response") == told.count("tell_of_missed_first_response") == 1
    assert case.case.version_id == 2


def test_two_migrations_at_once_move_each_case_once(nodes):
    desk = nodes.desk
    made = [desk.open() for _ in range(3)]
    desk.use(newer(), FILES)
    first, second = nodes.race(lambda: migrate(nodes.one, desk), lambda: migrate(nodes.other, desk))
    assert first.moved + second.moved == 3
    for case in made:
        assert [line.event.event for line in case.history()].count("migrated") == 1
    assert desk.tallies_are_right()


def test_between_two_transactions_others_have_their_turn(nodes):
    """Where one writes at a time, whoever waits for that is let in."""
    desk = nodes.desk
    made = [desk.open() for _ in range(3)]
    desk.use(newer(), FILES)
    turns = []

    def turn():
        turns.append(nodes.one.db.in_transaction)
        nodes.other.cases.claim(desk.alice, made[len(turns) - 1].number)

    nodes.one.db.yield_to_others = turn
    nodes.one.migration.longest_transaction = 0
    assert migrate(nodes.one, desk).moved == 3
    assert turns == [False] * 3
    assert {case.case.owner.name for case in made} == {"Alice"}


def test_a_migration_that_is_interrupted_leaves_each_case_on_one_version(nodes):
    """It dies before its third commit: two cases have moved, and another run goes on."""
    desk = nodes.desk
    nodes.one.migration.longest_transaction = 0
    made = [desk.open() for _ in range(5)]
    desk.use(newer(), FILES)
    commits, commit = [], nodes.one.db._commit

    def die(transaction):
        commits.append(transaction)
        if len(commits) == 3:
            raise KeyboardInterrupt
        commit(transaction)

    nodes.one.db._commit = die
    with pytest.raises(KeyboardInterrupt):
        migrate(nodes.one, desk)
    nodes.one.db._commit = commit
    assert [case.case.version_id for case in made] == [2, 2, 1, 1, 1]
    assert all(len(case.history()) == case.case.version_id for case in made)
    assert made[2].act(desk.alice, "send_first_response", body="Hello").status == "Work in Progress"
    assert migrate(nodes.other, desk).moved == 3
    assert {case.case.version_id for case in made} == {2}
    assert desk.tallies_are_right()
