"""Views under names of one's own: who sees them, who may change them."""

import pytest

from runner.cases.queries import MOST_VALUES
from runner.cases.saved_views import MOST_VIEWS
from runner.errors import Forbidden, InvalidInput, NotFound

MINE = {"owner": ("me",), "status": ("New", "Blocked")}


@pytest.fixture
def views(desk):
    return desk.app.cases.saved_views


def names(views, person):
    return [view.name for view in views.list(person)]


def test_a_view_is_its_owners_alone_unless_a_lead_shares_it(desk, views):
    saved = views.add(desk.alice, "Mine  today", MINE)
    shared = views.add(desk.carol, "Blocked", {"status": ("Blocked",)}, shared=True)
    assert (saved.name, saved.query) == ("Mine today", MINE)
    assert names(views, desk.alice) == ["Mine today", "Blocked"]
    assert names(views, desk.amir) == names(views, desk.nora) == ["Blocked"]
    views.change(desk.carol, shared.id, shared=False)
    assert names(views, desk.amir) == []


def test_a_view_is_renamed_changed_and_deleted(desk, views):
    saved = views.add(desk.alice, "Mine", MINE)
    views.change(desk.alice, saved.id, name="My day")
    views.change(desk.alice, saved.id, query={"priority": ("P1",), "status": ()})
    assert [(v.name, v.query) for v in views.list(desk.alice)] == [
        ("My day", {"priority": ("P1",)})
    ]
    assert views.delete(desk.alice, saved.id).name == "My day"
    assert names(views, desk.alice) == []


def test_nobody_changes_what_is_not_theirs(desk, views):
    own = views.add(desk.alice, "Mine", MINE)
    shared = views.add(desk.carol, "Ours", MINE, shared=True)
    for person, view, refusal in (
        (desk.amir, own, NotFound), (desk.carol, own, NotFound), (desk.alice, shared, Forbidden),
        (desk.bob, own, Forbidden), (desk.bob, shared, Forbidden),
    ):  # fmt: skip
        with pytest.raises(refusal):
            views.change(person, view.id, name="Taken")
        with pytest.raises(refusal):
            views.delete(person, view.id)
    with pytest.raises(Forbidden):
        views.add(desk.alice, "For all", MINE, shared=True)
    with pytest.raises(Forbidden):
        views.change(desk.alice, own.id, shared=True)
    with pytest.raises(Forbidden):
        views.list(desk.bob)
    assert names(views, desk.alice) == ["Mine", "Ours"]


@pytest.mark.parametrize(
    ("name", "query", "field"),
    [
        (" ", MINE, "name"), ("x" * 201, MINE, "name"), ("a\x00b", MINE, "name"),
        ("Mine", {"colour": ("red",)}, "colour"), ("Mine", {"q": ("x" * 301,)}, "q"),
        ("Mine", {"status": ("New",) * (MOST_VALUES + 1)}, "status"),
    ],
)  # fmt: skip
def test_a_view_that_makes_no_sense_is_refused_by_field(desk, views, name, query, field):
    with pytest.raises(InvalidInput) as refused:
        views.add(desk.alice, name, query)
    assert list(refused.value.errors) == [field]
    assert names(views, desk.alice) == []


def test_a_person_has_so_many_views_and_no_more(desk, views):
    for number in range(MOST_VIEWS):
        saved = views.add(desk.alice, f"View {number}", MINE)
    with pytest.raises(InvalidInput, match="one view too many"):
        views.add(desk.alice, "One more", MINE)
    views.delete(desk.alice, saved.id)
    assert views.add(desk.alice, "One more", MINE).id
