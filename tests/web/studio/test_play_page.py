"""A draft played by hand, without JavaScript: acting, time, stepping back, recording."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from runner.bpmn.package import Package
from runner.deployment.sandbox import RECORDED
from runner.errors import InvalidInput
from runner.gate.scenarios import play, read_scenarios
from tests.lifecycle import DATA, FILES, newer
from web.shared.colours import class_of
from web.studio.play_address import NEW, packed, unpacked

PLAY = "/studio/drafts/1/play"


@pytest.fixture
def draft(desk):
    return desk.app.diagram_drafts.from_version(desk.owen)


def played(page):
    return re.search(r'name="played" value="([^"]*)"', page.text)[1]


class Player:
    """Owen, who plays."""

    def __init__(self, browser, at=PLAY):
        self.browser, self.at = browser, at
        self.page = browser.see(at)

    def do(self, do, **form):
        answer = self.browser.send(self.at, do=do, played=played(self.page), **form)
        assert answer.status_code == 303, answer.text
        self.page = self.browser.see(answer.location)
        return self

    def act(self, action, by="Support", **values):
        fields = {f"f.{name}": text for name, text in values.items()}
        return self.do("action", what=action, by=by, **fields)

    @property
    def status(self):
        return re.search(
            r'class="play-standing">.*?<span class="chip[^>]*>([^<]*)<', self.page.text, re.S
        )[1]


def test_an_owner_acts_as_support_and_as_customer_and_sees_what_would_be_sent(pages, draft):
    owen = Player(pages.owen)
    assert owen.status == "New"
    assert "We have your request and will answer by 2 March 2026, 1" in owen.page.text
    assert "{" not in owen.page.text.partition('class="play-standing"')[2].partition("</main>")[0]
    owen.act("send_first_response", body="On it.").act("propose_solution")
    assert owen.status == "Solution Proposed"
    assert "On it." in owen.page.text and "To the customer" in owen.page.text
    owen.act("reject_solution", by="Customer", reason="It crashes")
    assert owen.status == "Work in Progress"
    assert "To the owner" in owen.page.text
    owen.act("ask_customer").do("event", what="customer_reply")
    assert owen.status == "Customer Replied"
    assert 'class="badge token"' in owen.page.text


def test_a_status_that_no_version_has_is_shown_in_its_colour(pages, desk, draft, default_diagram):
    renamed = DATA.replace(b'value="New"', b'value="Fresh"')
    desk.app.diagram_drafts.save(desk.owen, 1, 1, Package(renamed, {}))
    page = pages.owen.see(PLAY).text
    [sheet] = re.findall(r'href="(/studio/drafts/1/play/statuses.css[^"]*)"', page)
    drawn = next(one for one in default_diagram.statuses if one.name == "New")
    rules = pages.owen.see(sheet).text
    assert f".{class_of('Fresh')} {{ --fill: {drawn.fill}; --line: {drawn.stroke}; }}" in rules
    assert f'class="chip {class_of("Fresh")}"' in page
    step = Player(pages.owen).act("send_first_response").page.text
    assert sheet in step and "immutable" in pages.owen.see(sheet).headers["Cache-Control"]
    other = pages.owen.see(sheet.replace("?v=", "?v=0")).headers["Cache-Control"]
    assert other == "no-store"  # of what the draft was before


def test_the_clock_jumps_to_the_next_timer_waits_and_steps_back(pages, draft):
    owen = Player(pages.owen).act("send_first_response").act("ask_customer")
    jump = re.search(
        r'name="do" value="until"><input type="hidden" name="what" value="([^"]*)"', owen.page.text
    )
    before = owen.page
    owen.do("until", what=jump[1])
    assert "Time came: “3 days”" in owen.page.text
    owen.do("wait", what="7", unit="D", time="business")
    assert "10 days of silence" in owen.page.text
    back = re.search(r'href="([^"]*)">Step back<', owen.page.text)[1].replace("&amp;", "&")
    earlier = pages.owen.see(back).text
    assert "The clock went on" in earlier and earlier.count("The clock went on") == 1
    assert "Step back" in before.text and "Step back" not in pages.owen.see(PLAY).text


def test_what_is_not_possible_is_said_and_the_play_stays(pages, draft):
    page = pages.owen.see(PLAY)
    for form, said in (
        ({"do": "action", "what": "sing"}, "is not possible"),
        ({"do": "action", "what": "send_first_response", "by": "Customer"}, "not offered"),
        ({"do": "until", "what": "soon"}, "is not an instant"),
        ({"do": "wait", "what": "9", "unit": "Y" * 50}, "is not an ISO 8601 duration"),
        ({"do": "until", "what": "9999-12-31T23:59:59+00:00"}, "too far away"),
        ({"do": "sing"}, "a step has one of"),
        ({"do": "event", "what": "nothing"}, "waits for"),
    ):
        answer = pages.owen.send(PLAY, played=played(page), **form)
        assert answer.status_code == 422 and said in answer.text, form
        assert played(answer) == played(page)


def test_a_play_is_recorded_and_the_check_plays_it_from_then_on(pages, desk, draft):
    owen = (
        Player(pages.owen)
        .act("send_first_response")
        .act("ask_customer")
        .do("event", what="customer_reply")
    )
    form = {"played": played(owen.page), "revision": "1", "name": "A reply comes “at once”"}
    to = pages.owen.send(f"{PLAY}/record", **form).location
    assert re.search(
        '<li class="finding good" id="recorded">.*?Recorded just now', pages.owen.see(to).text, re.S
    )
    assert to.endswith("#recorded")
    kept = desk.app.diagram_drafts.get(desk.owen, 1)
    (scenario,) = read_scenarios(RECORDED, kept.files[RECORDED])
    process = desk.app.sandbox.of_draft(desk.owen, kept)
    assert (scenario.steps[-1].then.status, play(process, scenario).failure) == (
        "Customer Replied",
        "",
    )
    assert desk.app.diagram_drafts.check(desk.owen, kept).findings == ()
    again = pages.owen.send(f"{PLAY}/record", **form | {"revision": "2"})
    assert again.status_code == 422 and "is that of another scenario" in again.text
    late = pages.owen.send(f"{PLAY}/record", **form | {"name": "Another"})
    assert late.status_code == 409
    page = pages.owen.see("/studio/drafts/1/scenarios").text
    assert "Recorded just now" not in page
    assert "A reply comes" in page and "Every element and flow is played" in page


def test_a_scenario_is_played_again_from_the_list(pages, desk, draft):
    page = pages.owen.see("/studio/drafts/1/scenarios").text
    link = re.search(r'href="(/studio/drafts/1/play\?played=[^"]*)"', page)[1].replace("&amp;", "&")
    assert "Back to here" in pages.owen.see(link).text


def test_a_play_of_an_older_drawing_goes_as_far_as_it_can(pages, desk, draft):
    owen = Player(pages.owen).act("send_first_response").act("ask_customer")
    changed = DATA.replace(b"ask_customer", b"ask_somebody")
    desk.app.diagram_drafts.save(desk.owen, 1, 1, Package(changed, {}))
    page = pages.owen.see(f"{PLAY}?played={played(owen.page)}").text
    assert "Step 2 of this play is not possible here any more" in page


def test_a_drawing_with_errors_is_not_played(pages, desk, draft):
    wrong = newer().replace(b"P10D</", b"ten days</", 1)
    desk.app.diagram_drafts.save(desk.owen, 1, 1, Package(wrong, FILES))
    for address in (PLAY, "/studio/drafts/1/scenarios"):
        answer = pages.owen.see(address)
        assert answer.status_code == 422 and "ten days" in answer.text


def test_a_version_is_played_and_nothing_is_written(pages, desk):
    Player(pages.owen, "/studio/versions/1/play").act("send_first_response", body="On it.")
    assert desk.app.cases.list(desk.carol, limit=5).items == ()
    assert pages.owen.see("/studio/versions/9/play").status_code == 404


HOSTILE = packed(replace(NEW, steps=(replace(NEW.steps[0], values={"priority": {"a": 1}}),)))
TOO_LATE = packed(replace(NEW, at=datetime(9999, 12, 31, tzinfo=UTC)))


@pytest.mark.parametrize(
    "text",
    ["x", "eJw", "=" * 7000, "AAAA", packed(unpacked(""))[:-3], HOSTILE, TOO_LATE],
)
def test_what_is_no_play_is_refused(pages, draft, text):
    answer = pages.owen.see(f"{PLAY}?played={text}")
    assert answer.status_code == 422 and "Begin anew" in answer.text


def test_a_play_has_an_end(pages, draft):
    owen = Player(pages.owen)
    owen.act("send_first_response", body="x")
    with pytest.raises(InvalidInput):
        packed(
            unpacked(played(owen.page)).__class__(
                "a", "", unpacked(played(owen.page)).steps * 60_000
            )
        )


def test_only_process_owners_play(pages, desk, draft):
    for browser in (pages.alice, pages.nora, pages.bob):
        for address in (
            PLAY,
            f"{PLAY}/statuses.css",
            "/studio/versions/1/play",
            "/studio/drafts/1/scenarios",
        ):
            assert browser.see(address).status_code == 403
        assert browser.send(PLAY, do="begin").status_code == 403
        assert browser.send(f"{PLAY}/record", name="x").status_code == 403
    assert pages.owen.forge(PLAY, do="begin").status_code == 400


def test_a_page_plays_the_first_scenarios_and_says_how_many_it_leaves(pages, desk, monkeypatch):
    monkeypatch.setattr("web.studio.scenario_list.MOST_PLAYED", 2)
    desk.app.diagram_drafts.from_version(desk.owen)
    page = " ".join(pages.owen.see("/studio/drafts/1/scenarios").text.split())
    assert "2 of them; none" in page and "These are the first 2." in page
