"""A draft that goes live at a date: as it was checked, or not at all, and its people are told."""

from datetime import timedelta

import pytest

from runner.bpmn.package import Package
from runner.deployment.diagram_drafts import Publication
from runner.errors import DiagramError, Forbidden, InvalidInput, NotFound, NotPossible
from runner.gate.check import Gate
from runner.model import Reviewed
from tests.desk import Desk
from tests.lifecycle import DATA, FILES, newer

LATER = Package(DATA.replace(b"We are working on it.", b"We look into it."), FILES)
OTHER = Package(DATA.replace(b"We are working on it.", b"We are at it."), FILES)
WRONG = Package(newer().replace(b"P10D</", b"ten days</", 1), FILES)
HOUR = timedelta(hours=1)


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request):
    return request.param


def _with_owners(desk):
    desk.olga = desk.app.accounts.add("olga@example.com", "Olga", ["process_owner"])
    return desk


@pytest.fixture
def desk(tmp_path, desk_url):
    desk = _with_owners(Desk(tmp_path, database_url=desk_url))
    yield desk
    desk.app.close()


@pytest.fixture
def dates(desk):
    return desk.app.publication_dates


def drawn(desk, package=LATER, by=None):
    draft = desk.app.diagram_drafts.from_version(desk.owen)
    return desk.app.diagram_drafts.save(by or desk.owen, draft.id, 1, package)


def planned(desk, draft, by=None, **terms):
    at = desk.clock.now() + HOUR
    return desk.app.publication_dates.plan(by or desk.owen, draft, Publication(**terms), at)


def told(desk, person):
    return [(one.subject, one.body) for one in desk.app.notifications.of(person).items]


def state(desk, plan):
    found = desk.app.publication_dates.newest(desk.owen, plan.of)
    return found and found.state


def test_it_goes_live_at_its_date_and_not_before(desk, dates):
    draft = drawn(desk, by=desk.olga)
    plan = planned(desk, draft, note="From Monday on.")
    assert [one.id for one in dates.waiting(desk.olga)] == [plan.id]
    desk.wait(minutes=59)
    assert desk.app.versions.current_id() == 1
    desk.wait(minutes=1)
    version = desk.app.versions.version(desk.app.versions.current_id())
    assert (version.id, version.bpmn, version.notes[0]) == (2, LATER.data, "From Monday on.")
    assert version.deployed_by.name == "Owen" and version.live_at == plan.due_at
    assert dates.waiting(desk.owen) == []
    for person in (desk.owen, desk.olga):
        assert told(desk, person) == [("Version 2 went live", "From Monday on.")]
    with pytest.raises(NotFound):
        desk.app.diagram_drafts.get(desk.owen, draft.id)


def test_until_then_it_is_neither_changed_nor_put_away_nor_published_twice(desk, dates):
    draft = drawn(desk)
    plan = planned(desk, draft)
    for change in (
        lambda: desk.app.diagram_drafts.save(desk.olga, draft.id, 2, OTHER),
        lambda: desk.app.diagram_drafts.put_away(desk.olga, draft.id, 2),
        lambda: desk.app.diagram_drafts.publish(desk.olga, draft, Publication()),
        lambda: planned(desk, draft),
    ):
        with pytest.raises(NotPossible):
            change()
    dates.cancel(desk.olga, plan.id)
    assert desk.app.diagram_drafts.save(desk.olga, draft.id, 2, OTHER).revision == 3
    desk.wait(hours=2)
    assert desk.app.versions.current_id() == 1
    assert (state(desk, plan), told(desk, desk.owen)) == ("cancelled", [])
    with pytest.raises(NotPossible):
        dates.cancel(desk.olga, plan.id)


def test_a_version_that_went_live_before_it_keeps_it_back(desk):
    plan = planned(desk, drawn(desk))
    desk.app.deployment.deploy(desk.olga, OTHER)
    desk.wait(hours=1)
    assert (desk.app.versions.current_id(), state(desk, plan)) == (2, "refused")
    why = "Version 2 went live after this was checked."
    assert told(desk, desk.owen) == [(f"Draft {plan.of.draft} did not go live", why)]
    assert desk.app.diagram_drafts.get(desk.owen, plan.of.draft).bpmn == LATER.data


def test_what_the_check_finds_only_then_keeps_it_back(desk):
    """A comment that came since: nobody accepted it."""
    plan = planned(desk, drawn(desk))
    desk.app.reviews.comment(desk.olga, plan.of, "investigate", "Wait!")
    desk.wait(hours=1)
    [(subject, why)] = told(desk, desk.owen)
    assert subject.endswith("did not go live")
    assert why == "The check says now: A comment of Olga is not resolved: “Wait!”"
    assert (desk.app.versions.current_id(), state(desk, plan)) == (1, "refused")


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_where_a_second_person_has_to_approve_since_it_does_not_go_live_and_says_so(desk):
    plan = planned(desk, drawn(desk))
    desk.app.deployment.needs_approval = True
    desk.wait(hours=1)
    assert (desk.app.versions.current_id(), state(desk, plan)) == (1, "refused")
    ((subject, body),) = told(desk, desk.owen)
    assert "did not go live" in subject and "second process owner" in body


def test_whoever_planned_it_has_to_be_an_owner_still(desk):
    plan = planned(desk, drawn(desk, by=desk.olga))
    desk.app.accounts.deactivate("owen@example.com")
    desk.wait(hours=1)
    assert desk.app.versions.current_id() == 1
    [(_, why)] = told(desk, desk.olga)
    assert "no access any more" in why
    assert desk.app.publication_dates.newest(desk.olga, plan.of).state == "refused"


def test_what_a_node_of_the_release_before_changed_does_not_go_live(desk):
    """It knows no dates, and saves: the revision tells."""
    draft = drawn(desk)
    plan = planned(desk, draft)
    with desk.app.db.write() as tx:
        tx.run("UPDATE diagram_drafts SET revision = revision + 1")
    desk.wait(hours=1)
    assert (desk.app.versions.current_id(), state(desk, plan)) == (1, "refused")


def test_a_date_is_given_only_to_what_could_go_live_now(desk, dates):
    draft = drawn(desk, WRONG)
    with pytest.raises(DiagramError):
        planned(desk, draft)
    good = drawn(desk)
    for by in (-HOUR, timedelta(0), timedelta(days=400)):
        with pytest.raises(InvalidInput):
            dates.plan(desk.owen, good, Publication(), desk.clock.now() + by)
    assert dates.waiting(desk.owen) == []


def test_only_process_owners_give_dates(desk, dates):
    plan = planned(desk, drawn(desk))
    for person in (desk.alice, desk.carol, desk.nora, desk.bob):
        for refused in (
            lambda who: planned(desk, drawn(desk), who),
            lambda who: dates.cancel(who, plan.id),
            lambda who: dates.newest(who, plan.of),
            dates.waiting,
        ):
            with pytest.raises(Forbidden):
                refused(person)
    with pytest.raises(NotFound):
        dates.cancel(desk.owen, 99)


# ------------------------------------------------------------------ with a second person


@pytest.fixture
def four_eyes(tmp_path):
    desk = _with_owners(Desk(tmp_path, approval=True))
    yield desk
    desk.app.close()


def approved_for_later(desk):
    version = desk.app.diagram_drafts.publish(desk.owen, drawn(desk), Publication())
    at = desk.clock.now() + HOUR
    return desk.app.publication_dates.plan_approval(desk.olga, version.id, at)


def test_who_approves_chooses_the_date(four_eyes):
    desk = four_eyes
    with pytest.raises(NotPossible, match="chooses the date"):
        planned(desk, drawn(desk))
    plan = approved_for_later(desk)
    assert desk.app.versions.current_id() == 1
    desk.wait(hours=1)
    version = desk.app.versions.version(2)
    assert (version.waiting, version.approved_by.name) == (False, "Olga")
    assert desk.app.publication_dates.newest(desk.owen, plan.of).state == "live"
    assert [line for line, _ in told(desk, desk.owen)] == ["Version 2 went live"]


def test_whose_version_it_is_gives_it_no_date(four_eyes):
    desk = four_eyes
    version = desk.app.diagram_drafts.publish(desk.owen, drawn(desk), Publication())
    with pytest.raises(Forbidden):
        desk.app.publication_dates.plan_approval(desk.owen, version.id, desk.clock.now() + HOUR)


def test_an_approved_version_is_kept_back_by_another_one_and_by_a_comment(four_eyes):
    desk = four_eyes
    plan = approved_for_later(desk)
    desk.app.reviews.comment(desk.owen, plan.of, "", "Not yet.")
    desk.wait(hours=1)
    assert "Not yet." in told(desk, desk.olga)[0][1]
    assert desk.app.versions.version(2).waiting
    desk.app.reviews.resolve(desk.owen, desk.app.reviews.of(desk.owen, plan.of)[0].id)
    desk.app.publication_dates.plan_approval(desk.olga, 2, desk.clock.now() + HOUR)
    desk.app.deployment.deploy(desk.olga, OTHER)
    desk.app.deployment.approve(desk.owen, 3)
    desk.wait(hours=1)
    assert told(desk, desk.olga)[0][1] == "Version 3 went live after this was checked."
    assert desk.app.versions.version(2).waiting


def test_a_node_that_died_after_it_went_live_refuses_nothing(four_eyes):
    desk = four_eyes
    plan = approved_for_later(desk)
    desk.app.deployment.approve(desk.olga, 2)
    desk.app.publication_dates.go_live(plan.id)
    assert desk.app.publication_dates.newest(desk.owen, Reviewed(version=2)).state == "live"


def test_what_is_cancelled_while_it_is_checked_does_not_go_live(four_eyes, monkeypatch):
    desk = four_eyes
    plan, check = approved_for_later(desk), Gate.check

    def checked(gate, package):
        found = check(gate, package)
        desk.app.publication_dates.cancel(desk.owen, plan.id)  # a second look could not
        return found

    monkeypatch.setattr(Gate, "check", checked)
    desk.app.publication_dates.go_live(plan.id)
    assert desk.app.versions.version(2).waiting
    assert state(desk, plan) == "cancelled"
