"""What an act would do is what it then does, and nothing happens before."""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from runner.cases.case_page import upcoming_of
from runner.errors import InvalidInput, NotFound, NotPossible, StaleCase
from runner.model import ActRequest
from tests.desk import OPEN
from tests.drawings import WASHING
from tests.patience import PATIENCE

VALUES = {
    "body": "Hello",
    "kind": "Bug",
    "reference": "B-1",
    "note": "Upstream.",
    "how": "By phone",
}


def given(form):
    asked = form["properties"] if form else {}
    return {name: VALUES[name] for name in asked if name in VALUES}


def possible(case, person):
    """All that a person can do now: single actions and pairs, each with its fields."""
    single = [((a.id,), given(a.form)) for a in case.seen_by(person).actions]
    return single + [
        (chain.actions, given(chain.form)) for chain in case.cases.chains(person, case.number)
    ]


def outcome(case):
    """Where a case stands: status, whether it is closed, timers, milestones."""
    view = case.seen_by(case.desk.carol)
    process = case.desk.app.versions.process(view.case.version_id)
    upcoming = upcoming_of(process, view.case)
    return view.case.status, view.case.closed, set(upcoming), view.milestones


def notices(desk):
    people = (desk.alice, desk.amir, desk.carol, desk.owen, desk.nora, desk.bob, desk.eve)
    return {
        (person.id, note.id, note.topic, note.body)
        for person in people
        for note in desk.app.notifications.of(person, limit=200).items
    }


def take(case, person, actions, fields=None, **known):
    chain = (actions,) if isinstance(actions, str) else tuple(actions)
    case.cases.take(person, case.number, ActRequest(chain, fields or {}, **known))


def check(case, person, actions, fields):
    """Previews an act of a person, does it, and compares both."""
    desk = case.desk
    case.cases.wake(case.case.id)
    before, told = outcome(case), notices(desk)
    shown = case.cases.preview(person, case.number, actions, fields)
    assert (outcome(case), notices(desk)) == (before, told)
    take(case, person, actions, fields, expected=shown.token)
    status, closed, timers, milestones = outcome(case)
    assert (shown.status, shown.closes) == (status, closed)
    assert set(milestones) - set(before[3]) == set(shown.milestones)
    new = {(who, topic, body) for who, _, topic, body in notices(desk) - told}
    expected = {(each.person.id, each.topic, each.body) for each in shown.told}
    if person == desk.bob:
        new = {line for line in new if line[0] == desk.bob.id}
    else:
        assert set(shown.stops) == before[2] - timers
        assert set(shown.starts) == timers - before[2]
    assert new == expected


# ------------------------------------------------------------------ it is so


@pytest.mark.parametrize("status", OPEN)
def test_what_is_shown_is_what_happens(desk, status):
    for person in (desk.alice, desk.bob):
        for actions, fields in possible(desk.open().to(status), person):
            case = desk.open().claim(desk.alice).to(status)
            desk.clock.advance(timedelta(minutes=50))
            check(case, person, actions, fields)


@pytest.mark.parametrize("seed", range(6))
def test_it_is_so_on_walks_with_late_timers(desk, seed):
    walk, case = random.Random(seed), desk.open(priority="P1")
    for _ in range(12):
        desk.clock.advance(timedelta(hours=walk.choice([0, 1, 30, 200])))
        case.cases.wake(case.case.id)
        if walk.random() < 0.3:
            case.write(desk.bob)
        person = walk.choice([desk.alice, desk.bob])
        acts = possible(case, person)
        if not acts:
            break
        check(case, person, *walk.choice(acts))


def test_it_is_so_on_another_drawing(desk):
    desk.use(WASHING, {})
    case = desk.open()
    while acts := possible(case, desk.alice):
        check(case, desk.alice, *acts[0])


def test_a_late_worker_changes_nothing_about_it(desk):
    """What is due has happened before, whether it has been written yet or not."""
    case = desk.open().claim(desk.alice)
    desk.clock.advance(timedelta(days=1))
    late = case.cases.preview(desk.alice, case.number, "send_first_response", {"body": "Hello"})
    assert case.milestone.state == "running"  # the worker has not been there
    case.cases.wake(case.case.id)
    woken = case.cases.preview(desk.alice, case.number, "send_first_response", {"body": "Hello"})
    assert late == woken
    assert [milestone.state for milestone in woken.milestones] == ["missed"]


# ------------------------------------------------------------------ what it says


def test_a_proposal_says_what_starts_and_who_can_take_it_back(desk):
    case = desk.open().to("Work in Progress")
    shown = case.cases.preview(desk.alice, case.number, "propose_solution")
    assert (shown.before, shown.status, shown.closes) == (
        "Work in Progress",
        "Solution Proposed",
        False,
    )
    assert [event.name for event in shown.starts] == ["3 days", "7 days", "10 days"]
    assert [(each.person.name, each.topic) for each in shown.told] == [("Bob", "answer")]
    assert shown.words == "We think this solves it. Does it?"
    assert shown.undone_by == "Withdraw the proposal"


def test_closing_cannot_be_taken_back(desk):
    case = desk.open().to("Work in Progress")
    shown = case.cases.preview(desk.alice, case.number, "customer_closes")
    assert (shown.closes, shown.undone_by) == (True, None)


def test_bob_is_shown_what_he_himself_is_told(desk):
    case = desk.open().claim(desk.alice).to("Solution Proposed")
    shown = case.cases.preview(desk.bob, case.number, "reject_solution")
    assert shown.status == "Work in Progress"
    assert [each for each in shown.told if each.person != desk.bob] == []


def test_bob_cannot_find_out_by_a_token_who_else_is_told(desk):
    """And what he sends is done, whoever else is told meanwhile."""
    case, seen = desk.open().to("Solution Proposed"), {}
    for owner in (desk.alice, desk.amir):
        case.change(owner=owner.email)
        seen[owner] = case.cases.preview(desk.bob, case.number, "reject_solution").token
    assert seen[desk.alice] == seen[desk.amir]
    before = notices(desk)
    take(case, desk.bob, "reject_solution", expected=seen[desk.alice])
    told = {who for who, *_ in notices(desk) - before}
    assert desk.amir.id in told
    assert desk.alice.id not in told


def test_a_field_that_is_wrong_is_said_before(desk):
    case = desk.open().to("Work in Progress")
    with pytest.raises(InvalidInput) as caught:
        case.cases.preview(desk.alice, case.number, "block", {"kind": "Weather"})
    assert list(caught.value.errors) == ["kind"]


def test_what_cannot_be_done_cannot_be_looked_at(desk):
    case = desk.open()
    with pytest.raises(NotPossible) as caught:
        case.cases.preview(desk.alice, case.number, "acknowledge")
    assert caught.value.current.case.status == "New"
    with pytest.raises(NotFound):
        case.cases.preview(desk.eve, case.number, "customer_closes")


# ------------------------------------------------------------------ this, or nothing


def test_what_would_not_happen_as_shown_does_not_happen(desk):
    case = desk.open()
    shown = case.cases.preview(desk.alice, case.number, "send_first_response")
    case.wait(days=1)  # the target passes
    with pytest.raises(StaleCase, match="not what you were shown: the timers, the milestones"):
        take(case, desk.alice, "send_first_response", {"body": "Hi"}, expected=shown.token)
    assert case.status == "New"
    assert not case.conversation()


def test_a_mark_that_no_preview_gave_fits_nothing(desk):
    case = desk.open()
    with pytest.raises(StaleCase):
        take(case, desk.alice, "send_first_response", {"body": "Hi"}, expected="x")
    assert case.status == "New"


def test_a_preview_waits_for_nobody_and_nobody_for_it(desk):
    case = desk.open()
    with desk.app.db.write() as tx:  # another writer is at it
        tx.run("UPDATE cases SET revision = revision")
        with ThreadPoolExecutor(1) as other:
            asked = other.submit(case.cases.preview, desk.alice, case.number, "send_first_response")
            shown = asked.result(timeout=PATIENCE)
    assert shown.status == "Work in Progress"
