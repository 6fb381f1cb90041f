"""The process page, and where a case is on the drawing, as a browser without JavaScript sees them."""

import re

import pytest
from lxml import etree, html

from runner.bpmn.package import Package
from tests import pictures_read
from tests.drawings import bpmn, chain, end, start, user
from tests.lifecycle import DATA, FILES
from web.shared.colours import class_of

SVG = "{http://www.w3.org/2000/svg}"


def look(answer):
    assert answer.status_code == 200
    return html.fromstring(answer.text)


def numbers_on_the_picture(page):
    badges = page.xpath("//*[@class='badge count']")
    return {b.get("data-element"): int(b.findtext(".//text").replace(",", "")) for b in badges}


def numbers_in_the_table(page):
    rows = {
        row.get("data-about"): row.find_class("count")[0] for row in page.xpath("//*[@data-about]")
    }
    found = {id: re.match(r"[\d,]*", cell.text_content().strip())[0] for id, cell in rows.items()}
    return {id: int(text.replace(",", "")) for id, text in found.items() if text and text != "0"}


def test_the_picture_and_its_table_say_how_many_cases_are_where(pages, desk):
    for status in ("New", "New", "Blocked", "Agree to close", "Closed"):
        desk.open().to(status)
    page = look(pages.nora.see("/process"))
    assert numbers_on_the_picture(page) == {
        "first_response": 2, "clear_the_blocker": 1, "agree_to_close": 1, "closed": 1,
    }  # fmt: skip
    assert numbers_in_the_table(page) == numbers_on_the_picture(page)


def test_it_counts_every_status_of_the_diagram(pages, desk):
    desk.open().to("Blocked")
    page = look(pages.owen.see("/process"))
    rows = {
        row.findtext(".//th//span"): row.findtext(".//td/b")
        for row in page.xpath("//table[@class='bars']/tbody/tr")
    }
    assert rows["Blocked"] == "1"
    assert rows["Customer Replied"] == "0"
    assert len(rows) == 7


def test_milestones_count_when_they_fell_due_in_the_last_30_days(pages, desk):
    desk.open(priority="P1").to("Work in Progress")
    desk.wait(days=31)
    desk.open(priority="P2").to("Work in Progress")
    desk.open(priority="P2")
    desk.open(priority="P2").to("Closed")
    desk.open(priority="P2").act(desk.bob, "customer_closes")
    desk.wait(days=3)
    page = look(pages.nora.see("/process"))
    (line,) = page.xpath("//*[@aria-labelledby='milestones-title']//tbody/tr")
    assert [cell.text_content() for cell in line] == ["P2", "2", "1", "1", "too few"]
    assert "2 of 3 that fell due" in page.text_content()


def test_every_version_is_listed_with_who_deployed_it_and_what_runs_on_it(
    pages, desk, default_diagram, default_files
):
    desk.open()
    desk.open().to("Closed")
    changed = default_diagram.data.replace(b'name="Ask customer"', b'name="Ask them"')
    second = desk.app.deployment.deploy(desk.owen, Package(changed, default_files))
    desk.open()
    desk.open()
    page = look(pages.nora.see("/process"))
    rows = [
        [" ".join(cell.text_content().split()) for cell in row]
        for row in page.find_class("versions")[0].xpath("tbody/tr")
    ]
    assert [(row[0], row[2]) for row in rows] == [
        (f"2 current {second.digest[:8]}", "2"),
        (f"1 {desk.app.versions.version(1).digest[:8]}", "1"),
    ]
    assert "Owen" in rows[0][1] and "on the server" in rows[1][1]


def test_an_older_version_is_drawn_with_its_own_cases(pages, desk, default_diagram, default_files):
    desk.open()
    changed = default_diagram.data.replace(b'name="Ask customer"', b'name="Ask them"')
    desk.app.deployment.deploy(desk.owen, Package(changed, default_files))
    desk.open().to("Closed")
    older, current = pages.nora.see("/process?version=1"), pages.nora.see("/process")
    assert "Ask customer" in older.text and "Ask them" not in older.text
    assert numbers_on_the_picture(look(older)) == {"first_response": 1}
    assert "open case runs on an older version" not in current.text
    assert "1 open case runs on an older version." in pages.owen.see("/process").text
    assert numbers_on_the_picture(look(current)) == {"first_response": 1, "closed": 1}


def test_a_version_that_is_not_current_has_the_colours_of_its_own_statuses(pages, desk):
    desk.use(DATA.replace(b'value="Blocked"', b'value="On Hold"'), FILES)
    sheet = "/process/versions/1/statuses.css"
    assert f'href="{sheet}"' in pages.nora.see("/process?version=1").text
    assert f".{class_of('Blocked')} {{" in pages.nora.see(sheet).text
    assert "versions/2/statuses.css" not in pages.nora.see("/process").text
    assert f".{class_of('On Hold')} {{" in pages.nora.see("/statuses.css").text
    assert pages.bob.see(sheet).status_code == 403


def test_cases_at_steps_that_the_current_drawing_has_not_are_told_of(pages, desk):
    desk.open()
    desk.use(
        bpmn(
            start(),
            user("wait", status="Open"),
            end(status="Done"),
            chain("start", "wait", "end"),
            process="case_lifecycle",
        ),
        {},
    )
    page = look(pages.nora.see("/process"))
    assert "1 more wait at steps that only older versions have" in page.text_content()
    assert numbers_on_the_picture(page) == {}


def test_any_version_comes_down_as_its_bytes_and_as_a_picture(pages, desk, default_diagram):
    answer = pages.nora.see("/process/versions/1.bpmn")
    assert answer.data == default_diagram.data
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "case_lifecycle-version-1.bpmn" in answer.headers["Content-Disposition"]
    assert etree.fromstring(pages.nora.see("/process/versions/1.svg").data).tag == f"{SVG}svg"


def test_a_picture_is_told_in_the_language_of_who_takes_it(pages):
    """A browser that has one asks again, and gets it again only where it is another."""
    path, german = "/process/versions/1.svg", {"Accept-Language": "de"}
    english = pages.nora.see(path)
    assert english.headers["Cache-Control"] == "no-cache"
    has = {"If-None-Match": english.headers["ETag"]}
    assert pages.nora.see(path, headers=has).status_code == 304
    said = [
        etree.fromstring(pages.nora.see(path, headers=more).data) for more in ({}, german | has)
    ]
    assert len({one.findtext(f"{SVG}desc") for one in said}) == 2


def test_a_version_comes_down_as_a_png_and_on_paper(pages):
    pictures_read.need_library()
    drawn = etree.fromstring(pages.nora.see("/process/versions/1.svg").data)
    width, height = pictures_read.size_of(pages.nora.see("/process/versions/1.png").data)
    assert width / height == pytest.approx(
        float(drawn.get("width")) / float(drawn.get("height")), rel=0.01
    )
    paper = pages.nora.see("/process/versions/1.pdf").data
    said = " ".join(pictures_read.words_of(paper).split())
    for words in ("Case open", "Solution Proposed", "Ask customer"):
        assert words in said
    assert len(pictures_read.colours_of(paper)) > 20


@pytest.mark.parametrize(
    "path",
    [
        "/process",
        "/process?version=1",
        "/process/versions/1.bpmn",
        "/process/versions/1.svg",
        "/process/versions/1.png",
    ],
)
def test_the_process_page_is_not_for_customers(pages, path):
    assert pages.bob.see(path).status_code == 403
    assert pages.nobody.see(path).status_code == 302
    assert pages.alice.see(path).status_code in (200, 404)  # 404: no library that draws it


def test_customers_have_no_way_to_it_in_their_navigation(pages):
    assert 'href="/process' not in pages.bob.see("/my").text


@pytest.mark.parametrize(
    "path", ["/process?version=77", "/process/versions/77.bpmn", "/process/versions/77.pdf"]
)
def test_a_version_that_never_was_is_not_found(pages, path):
    assert pages.nora.see(path).status_code == 404


def test_a_number_that_is_none_shows_the_current_version(pages):
    assert "Version 1, current" in pages.nora.see("/process?version=x").text


# ------------------------------------------------------------------ a case on the drawing


def test_where_a_case_is_stands_on_the_picture_and_in_words(pages, desk):
    case = desk.open().to("Pending Customer")
    page = look(pages.alice.see(f"/cases/{case.number}/diagram"))
    (token,) = page.xpath("//*[@class='badge token']")
    assert token.get("data-element") == "wait_for_customer"
    words = " ".join(page.find_class("words")[0].text_content().split())
    assert "It waits at Wait for the customer" in words
    assert "Resume work Support" in words
    assert "This is resolved Customer or Support" in words
    assert "Customer replied a message" in words
    assert "3 days Thu 5 Mar 09:00" in words


def test_the_way_has_the_same_numbers_in_words_as_on_the_picture(pages, desk):
    case = desk.open().to("Pending Customer").write(desk.bob, "The blue one.")
    page = look(pages.alice.see(f"/cases/{case.number}/diagram"))
    drawn = {
        b.findtext(".//text"): b.findtext("title") for b in page.xpath("//*[@class='badge path']")
    }
    told = {li[0].text: li[1].text for li in page.xpath("//*[@class='way-list']/li")}
    assert {int(n) for n in told} == set(range(1, len(told) + 1))
    assert all(told[n] in title or told[n] == "Start" for n, title in drawn.items())


def test_the_drawing_is_sent_again_only_when_the_case_has_changed(pages, desk):
    case = desk.open()
    path = f"/cases/{case.number}/diagram?seen=1"
    assert pages.alice.see(path).status_code == 204
    case.to("Work in Progress")
    assert "investigate" in pages.alice.see(path).text


def test_a_customer_is_led_to_their_own_page(pages, desk):
    case = desk.open()
    assert pages.bob.see(f"/cases/{case.number}/diagram").location == f"/my/{case.number}"
    assert pages.eve.see(f"/cases/{case.number}/diagram").status_code == 404


def test_a_version_that_no_database_can_hold_is_not_there(pages):
    far = "9" * 30
    for suffix in ("bpmn", "svg"):
        assert pages.nora.see(f"/process/versions/{far}.{suffix}").status_code == 404
    look(pages.nora.see(f"/process?version={far}&before={far}"))
