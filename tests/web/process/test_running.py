"""The pages on which running cases move, without JavaScript: the plan, the migration, and back."""

import re

import pytest
from lxml import html

from runner.model import Incident
from runner.store import incidents
from tests.drawings import cleaning
from tests.lifecycle import DATA, FILES

PATH = "/process/versions/3/running"
RUN = "/process/migrations/1"
FORM = {"live": 3, "confirm": "yes"}


def look(answer):
    assert answer.status_code == 200
    return html.fromstring(answer.text)


def words_of(page):
    return " ".join(page.text_content().split())


def rows_of(page):
    found = page.xpath("//table[contains(@class, 'fares')]/tbody/tr")
    return [words_of(row) for row in found]


@pytest.fixture
def redrawn(desk):
    """A new version, on which a task has another id and a status another name."""
    desk.use(cleaning("washing"), {})
    stays, *moves = desk.open().act(desk.alice, "wash_it"), desk.open(), desk.open()
    desk.use(cleaning("rinsing").replace(b'"Fresh"', b'"Received"'), {})
    return stays, moves


def test_a_process_owner_reads_what_would_become_of_running_cases(pages, desk, redrawn):
    stays, moves = redrawn
    page = look(pages.owen.see(PATH))
    first, second = rows_of(page)
    assert first == (
        "1 case Being cleaned washing on version 2 Would stay on version 2. 'washing' is not drawn any "
        f"more. Say which element it is now, or let the case leave it first, then migrate it. {stays.number}"
    )  # fmt: skip
    assert second.startswith(
        "2 cases Fresh look on version 2 Would move to version 3 and become Received"
    )
    assert "reads Received instead of Fresh" in second and second.endswith(moves[0].number)
    assert "2 cases would go on there, and 1 case would stay on its version" in words_of(page)
    assert {case.case.version_id for case in (stays, *moves)} == {2}


def test_the_plan_says_what_starts_ends_and_is_kept(pages, desk):
    desk.use(cleaning("washing"), {})
    desk.open()
    desk.use(cleaning("washing").replace(b"wash_it", b"rinse_it"), {})
    (row,) = rows_of(look(pages.owen.see(PATH)))
    assert re.search(r"Starts Button \S.*Ends Button", row), row


def test_and_moves_them_with_a_reason_and_takes_them_back(pages, desk, redrawn):
    stays, moves = redrawn
    begun = pages.owen.send(PATH, **FORM, reason="Rinsing is enough")
    assert (begun.status_code, begun.location) == (303, RUN)
    waiting = pages.owen.see(RUN).text
    assert "Cases are moving" in waiting and '<meta http-equiv="refresh"' in waiting
    desk.work()
    done = pages.owen.see(RUN).text
    assert "2 of 3 cases moved to version 3" in words_of(html.fromstring(done))
    assert "1 case, such as" in done and '<meta http-equiv="refresh"' not in done
    assert (stays.case.version_id, stays.status) == (2, "Being cleaned")
    assert moves[1].history()[-1].values["reason"] == "Rinsing is enough"
    assert moves[1].status == "Received"
    left = look(pages.owen.see(PATH))
    assert len(rows_of(left)) == 1
    assert not left.xpath("//input[@name='confirm']")
    assert "To version 3" in words_of(left)
    assert pages.owen.send(f"{RUN}/undo").location == RUN
    desk.work()
    assert "2 cases came back to their version" in words_of(look(pages.owen.see(RUN)))
    assert (moves[1].case.version_id, moves[1].status) == (2, "Fresh")


def test_a_part_moves_first_and_the_owner_sees_what_goes_wrong(pages, desk, redrawn):
    _, moves = redrawn
    form = {**FORM, "first": "part", "share": 50, "status": "Fresh"}
    pages.owen.send(PATH, **form)
    desk.work()
    page = look(pages.owen.see(RUN))
    assert "The first cases have moved" in words_of(page) and "1 of 3 cases moved" in words_of(page)
    [which] = page.xpath("//details[@open]")
    assert words_of(which) == f"Which cases moved {moves[0].number} Received"
    with desk.app.db.write() as tx:
        case_id = moves[0].case.id
        stuck = Incident(case_id, desk.clock.now(), "Stuck", "It cannot go on.")
        incidents.raise_incident(tx, stuck)
    page = look(pages.owen.see(RUN))
    assert f"{moves[0].number} has an incident: It cannot go on." in words_of(page)
    pages.owen.send(f"{RUN}/rest")
    desk.work()
    assert "It is done" in pages.owen.see(RUN).text
    assert pages.owen.send(f"{RUN}/stop").status_code == 409
    assert pages.owen.send(PATH, **{**form, "status": "Gone"}).status_code == 422


def test_nothing_moves_unless_it_was_confirmed(pages, desk, redrawn):
    answer = pages.owen.send(PATH, live=3, reason="Rinsing is enough")
    assert answer.status_code == 422
    assert 'value="Rinsing is enough"' in answer.text
    assert pages.owen.send(PATH, **FORM, reason="x" * 2000).status_code == 422
    assert pages.owen.forge(PATH, confirm="yes").status_code == 400
    assert desk.app.reports.process(desk.owen).running == {2: 3}
    pages.owen.send(PATH, **FORM)
    assert pages.owen.send(PATH, **FORM).status_code == 409  # one is moving them


def test_a_plan_is_read_again_when_another_version_went_live_since(pages, desk, redrawn):
    """Cases that started on it, or that somebody else moved there, would be moved unread."""
    desk.use(cleaning("drying"), {})
    case = desk.open()
    answer = pages.owen.send(PATH, **FORM)
    assert answer.status_code == 422
    assert "Plan is out of date: new cases start on version 4 now" in answer.text
    assert "New cases start on version 4, and those that run on it would move, too." in answer.text
    assert case.case.version_id == 4
    pages.owen.send(PATH, live=4, confirm="yes")
    desk.work()
    assert case.case.version_id == 3


def test_only_process_owners_find_and_may_move_them(pages, desk, redrawn):
    pages.owen.send(PATH, **FORM, first="part", share=50)
    assert PATH in pages.owen.see("/process").text
    for person in (pages.nora, pages.alice, pages.carol):
        assert PATH not in person.see("/process").text
        assert person.see(PATH).status_code == person.see(RUN).status_code == 403
        for form in ({}, {"live": 3}, {"live": 3, "confirm": "yes"}):
            assert person.send(PATH, **form).status_code == 403
        for what in ("rest", "stop", "undo"):
            assert person.send(f"{RUN}/{what}").status_code == 403
    assert pages.bob.see(PATH).status_code == 403
    assert pages.owen.send("/process/versions/9/running").status_code == 404
    assert pages.owen.see("/process/versions/9/running").status_code == 404
    assert pages.owen.see("/process/migrations/9").status_code == 404
    assert desk.app.reports.process(desk.owen).running == {2: 3}


# ------------------------------------------------------------------ an element with another id


def test_an_element_that_is_gone_is_said_to_be_another_one(pages, desk, redrawn):
    """Looked at first, then moved with."""
    stays, moves = redrawn
    page = look(pages.owen.see(PATH))
    [chooser] = page.xpath("//select[@name='new']")
    assert chooser.get("data-old") == "washing" and "None: its cases stay" in words_of(chooser)
    assert "rinsing" in [one.get("value") for one in chooser.iterchildren()]
    mapped = look(pages.owen.see(f"{PATH}?old=washing&new=rinsing"))
    assert "3 cases would go on there, and 0 cases would stay" in words_of(mapped)
    assert mapped.xpath("//select[@name='new']/option[@selected]/@value") == ["rinsing"]
    assert {case.case.version_id for case in (stays, *moves)} == {2}
    answer = pages.owen.send(PATH, **FORM, old="washing", new="rinsing")
    assert answer.location == RUN
    desk.work()
    assert {case.case.version_id for case in (stays, *moves)} == {3}
    assert "washing = rinsing" in str(stays.history()[-1].values)


def test_what_is_gone_and_what_it_is_now_stand_on_both_drawings(pages, desk):
    desk.open().to("Work in Progress")
    desk.use(DATA.replace(b'"investigate"', b'"look_into_it"'), FILES)
    page = look(pages.owen.see("/process/versions/2/running?old=investigate&new=look_into_it"))
    before, after = page.xpath("//section[contains(@class, 'mapping')]//figure")
    for figure, at, how in ((before, "investigate", "removed"), (after, "look_into_it", "added")):
        [badge] = figure.xpath(f".//*[@class='badge {how}']")
        assert badge.get("data-element") == at and badge.xpath(".//*[@class='sign']//text()") == [
            "1"
        ]


@pytest.mark.parametrize("pair", [("washing", "nowhere"), ("nowhere", "rinsing")])
def test_what_is_not_drawn_is_no_mapping_and_moves_nothing(pages, desk, redrawn, pair):
    stays, moves = redrawn
    old, new = pair
    answer = pages.owen.see(f"{PATH}?old={old}&new={new}")
    assert answer.status_code == 422 and "nowhere is no element" in answer.text
    answer = pages.owen.send(PATH, **FORM, old=old, new=new)
    assert answer.status_code == 422 and "nowhere is no element" in answer.text
    assert {case.case.version_id for case in (stays, *moves)} == {2}
    assert desk.app.migration_runs.listed(desk.owen, 3) == []


def test_a_mapping_onto_another_kind_leaves_its_cases_where_they_are(pages, desk, redrawn):
    start = next(key for key, one in desk.app.versions.diagram(3).elements.items()
                 if one.kind == "startEvent")  # fmt: skip
    page = look(pages.owen.see(f"{PATH}?old=washing&new={start}"))
    assert rows_of(page)[0].startswith("1 case Being cleaned")
    assert "Would stay on version 2" in rows_of(page)[0]
