"""Pages of figures, kept under names and seen by whom they are for."""

import pytest

from runner.errors import Forbidden, NotFound
from runner.insight import figure_views
from runner.model import FigureView

PAGE = "/process/views"
URGENT = {"page": "milestones", "priority": "P1", "period": "30"}


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request):
    return request.param


def names(desk, person):
    return [view.name for view in desk.app.figure_views.listed(person)]


def kept(desk, person, name, audience="own"):
    view = FigureView(0, 0, "", name, "ways", {}, audience)
    return desk.app.figure_views.add(person, view)


def test_a_view_is_kept_with_its_filters_and_opened_again(pages, desk):
    ways = pages.nora.see("/process/ways?priority=P1&period=30").text
    assert 'href="/process/views?priority=P1&amp;period=30&amp;page=ways"' in ways
    form = pages.nora.see(f"{PAGE}?page=milestones&priority=P1&period=30").text
    assert "Keep the view of Milestones that you come from" in form
    assert '<input type="hidden" name="priority" value="P1">' in form
    assert pages.nora.send(PAGE, name="Urgent", **URGENT).location == PAGE
    page = pages.nora.see(PAGE).text
    address = "/process/milestones?period=30&amp;priority=P1"
    assert f'<a href="{address}">Urgent</a>' in page
    assert "Milestones" in pages.nora.see(address.replace("&amp;", "&")).text


def test_who_sees_a_view(desk):
    teams = desk.app.teams
    teams.add("Tills")
    for email in ("alice@example.com", "amir@example.com"):
        teams.put_member("Tills", email)
    alice, amir, carol = (
        desk.app.accounts.by_id(p.id) for p in (desk.alice, desk.amir, desk.carol)
    )
    kept(desk, alice, "Mine")
    kept(desk, alice, "Ours", "team")
    kept(desk, carol, "Everybody's", "all")
    assert names(desk, alice) == ["Mine", "Ours", "Everybody's"]
    assert sorted(names(desk, amir)) == ["Everybody's", "Ours"]
    assert names(desk, desk.nora) == ["Everybody's"]
    with pytest.raises(Forbidden):
        kept(desk, alice, "For all", "all")
    with pytest.raises(Forbidden):
        desk.app.figure_views.listed(desk.bob)


def test_who_deletes_a_view(desk):
    own, for_all = kept(desk, desk.carol, "Own"), kept(desk, desk.carol, "For all", "all")
    with pytest.raises(NotFound):
        desk.app.figure_views.delete(desk.nora, own.id)
    with pytest.raises(Forbidden):
        desk.app.figure_views.delete(desk.alice, for_all.id)
    desk.app.figure_views.delete(desk.nora, for_all.id)
    desk.app.figure_views.delete(desk.carol, own.id)
    assert names(desk, desk.carol) == []


def test_a_view_is_deleted_on_its_page(pages, desk):
    view = kept(desk, desk.nora, "Old")
    assert f"{PAGE}/{view.id}/delete" in pages.nora.see(PAGE).text
    pages.nora.send(f"{PAGE}/{view.id}/delete")
    assert "None yet." in pages.nora.see(PAGE).text
    assert pages.nora.send(f"{PAGE}/{view.id}/delete").status_code == 404


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": ""}, "Name"), ({"page": "people"}, "has to be one of process"),
        ({"audience": "world"}, "has to be one of own, team, all"), ({"name": "x" * 5000}, "Name"),
    ],
)  # fmt: skip
def test_what_is_no_view_is_refused(pages, fields, said):
    answer = pages.nora.send(PAGE, **{"name": "Urgent", **URGENT, **fields})
    assert answer.status_code == 422 and said in answer.text


def test_a_person_keeps_so_many(desk, monkeypatch):
    monkeypatch.setattr(figure_views, "MOST_VIEWS", 1)
    kept(desk, desk.nora, "One")
    with pytest.raises(Exception, match="one view too many"):
        kept(desk, desk.nora, "Two")


def test_arguments_that_no_page_has_are_not_kept(pages, desk):
    pages.nora.send(PAGE, name="Odd", page="ways", evil="x", priority="P1\0", at="a" * 900)
    (view,) = desk.app.figure_views.listed(desk.nora)
    assert set(view.query) == {"priority", "at"} and view.query["priority"] == "P1"
    assert len(view.query["at"]) == 200
