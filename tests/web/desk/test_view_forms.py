"""A list of the inbox, kept under a name."""

import re

from tests.web.conftest import rows


def view_of(answer):
    return re.search(r"view=(saved(?::|%3A)\d+)", answer.location)[1]


def test_a_list_is_saved_with_its_filters_order_and_columns(pages, desk):
    old, new = desk.open(priority="P1"), desk.open(priority="P2")
    desk.open(priority="P4")
    page = pages.alice.see(
        "/inbox?view=all&priority=P1&priority=P2&sort=untouched&column=customer"
    ).text
    form = page[page.index("save-view") :]
    assert re.findall(r'name="priority" value="(P\d)"', form) == ["P1", "P2"]
    answer = pages.alice.send(
        "/inbox/views",
        name="Urgent <b>",
        priority=["P1", "P2"],
        sort="untouched",
        column="customer",
    )
    shown = pages.alice.see(f"/inbox?view={view_of(answer)}")
    assert rows(shown) == [old.number, new.number]
    assert "Urgent &lt;b&gt;" in shown.text
    assert '<th scope="col">Customer</th>' in shown.text
    assert "Urgent" not in pages.amir.see("/inbox?view=all").text


def test_the_filters_of_a_saved_view_can_be_left_away(pages, desk):
    desk.open(priority="P1"), desk.open(priority="P2")
    view = view_of(pages.alice.send("/inbox/views", name="Urgent", priority="P1"))
    assert len(rows(pages.alice.see(f"/inbox?view={view}"))) == 1
    assert len(rows(pages.alice.see(f"/inbox?view={view}&filtered="))) == 2


def test_a_saved_view_is_changed_and_deleted_by_its_form(pages, desk):
    desk.open(priority="P2")
    view = view_of(pages.alice.send("/inbox/views", name="Urgent", priority="P1"))
    number = view.rpartition("%3A")[2].rpartition(":")[2]
    pages.alice.send(f"/inbox/views/{number}", name="Less urgent", priority="P2")
    page = pages.alice.see(f"/inbox?view={view}")
    assert ("Less urgent" in page.text, len(rows(page))) == (True, 1)
    assert pages.amir.send(f"/inbox/views/{number}/delete").status_code == 404
    assert pages.alice.send(f"/inbox/views/{number}/delete").location.endswith("/inbox")
    assert "Less urgent" not in pages.alice.see("/inbox").text


def test_only_a_lead_is_offered_to_share_a_view_and_all_see_it(pages, desk):
    assert 'name="shared"' not in pages.alice.see("/inbox?view=all").text
    assert 'name="shared"' in pages.carol.see("/inbox?view=all").text
    assert pages.alice.send("/inbox/views", name="Ours", shared="yes").status_code == 403
    view = view_of(pages.carol.send("/inbox/views", name="Ours", priority="P1", shared="yes"))
    page = pages.alice.see(f"/inbox?view={view}").text
    assert ">Ours</h1>" in page
    assert "Delete this view" not in page
    assert "Delete this view" in pages.carol.see(f"/inbox?view={view}").text


def test_a_status_that_is_gone_is_named_and_the_view_can_still_be_deleted(pages, desk):
    answer = pages.alice.send("/inbox/views", name="Old", status="Nowhere")
    page = pages.alice.see(f"/inbox?view={view_of(answer)}")
    assert page.status_code == 422
    assert "Nowhere" in page.text
    assert "Delete this view" in page.text
