"""A quite different diagram, with three statuses of other names, through the same pages, the same API and
the same command line."""

import re

import pytest
from click.testing import CliRunner
from lxml import html

from runner import cli
from runner.bpmn.package import Package
from tests.desk import PARTS
from tests.drawings import WASHING, border, bpmn, chain, end, flow, notify, start, user, xor
from tests.engine.parts import DECLARED, signal


@pytest.fixture
def laundry(desk):
    desk.app.deployment.deploy(
        desk.owen, Package(WASHING, {}), accept_warnings=True, intake="default"
    )
    return desk


def actions_on(page):
    return set(re.findall(r'action="/(?:cases|my)/C-\d+/actions/(\w+)"', page))


def test_on_the_pages(laundry, pages):
    case = laundry.open()
    assert "Fresh" in pages.alice.see("/inbox").text
    assert actions_on(pages.alice.see(f"/cases/{case.number}").text) == {"wash_it"}
    assert actions_on(pages.bob.see(f"/my/{case.number}").text) == {"never_mind"}
    sent = pages.alice.send(f"/cases/{case.number}/actions/wash_it", revision="1")
    assert sent.status_code == 303
    page = pages.alice.see(f"/cases/{case.number}").text
    assert "Being washed" in page
    assert actions_on(page) == {"washed"}
    pages.alice.send(f"/cases/{case.number}/actions/washed", revision="2")
    assert "Clean" in pages.bob.see(f"/my/{case.number}").text
    assert case.case.closed


def test_through_the_api(laundry, api):
    number = api.submitted()
    case = api.alice.get(f"/cases/{number}").json
    assert (case["status"], case["milestones"]) == ("Fresh", [])
    assert [action["id"] for action in case["actions"]] == ["wash_it"]
    assert api.bob.act(number, "wash_it").status_code == 403
    assert api.alice.act(number, "wash_it").json["status"] == "Being washed"
    assert api.bob.act(number, "never_mind").status_code == 409
    assert api.alice.act(number, "washed").json["status"] == "Clean"
    assert [c["number"] for c in api.alice.get("/cases?status=Clean").json["items"]] == [number]
    assert api.bob.post(f"/cases/{number}/repeat").json["status"] == "Fresh"


def test_on_the_command_line(laundry, monkeypatch):
    monkeypatch.setenv("CASELANE_DATA_DIR", str(laundry.settings.data_dir))

    def caselane(*args):
        result = CliRunner().invoke(cli.main, args, catch_exceptions=False, obj=PARTS)
        assert result.exit_code == 0, result.output
        return result.output

    submit = ("--as", "bob@example.com", "--subject", "Shirts", "--description", "Five.")
    number = caselane("case", "submit", *submit).strip()
    assert "Fresh" in caselane("case", "show", number)
    alice = ("--as", "alice@example.com")
    assert "Being washed" in caselane("case", "act", number, "wash_it", *alice)
    assert "Clean" in caselane("case", "act", number, "washed", *alice)
    assert number in caselane("case", "list", "--status", "Clean")


@pytest.mark.parametrize("kind", [{}, {"default": True}])
def test_a_box_without_a_tick_is_a_no(desk, pages, kind):
    """Browsers send nothing for it; a box that has to be answered, or has a tick at first, could
    never be a no."""
    form = {
        "type": "object",
        "properties": {"starched": {"type": "boolean", "title": "Starched", **kind}},
        "required": ["starched"],
    }
    asking = bpmn(
        start("in"), user("wash", form=form, status="Dirty"), xor("which", default="soft"),
        end("stiff", status="Stiff"), end("smooth", status="Smooth"), flow("in", "wash"),
        notify("tell"),
        flow("wash", "tell", "Washed", id="washed", audience="Support"), flow("tell", "which"),
        flow("which", "stiff", "Stiff", "starched", id="hard"), flow("which", "smooth", "Smooth", id="soft"),
    )  # fmt: skip
    desk.app.deployment.deploy(
        desk.owen, Package(asking, {}), accept_warnings=True, intake="default"
    )
    for tick, status in ((True, "Stiff"), (False, "Smooth")):
        case = desk.open()
        page = html.fromstring(pages.alice.see(f"/cases/{case.number}").text)
        (form,) = page.xpath("//form[contains(@action, '/actions/washed')]")
        (box,) = form.xpath(".//input[@type='checkbox']")
        assert box.checked == kind.get("default", False)
        box.checked = tick
        sent: dict[str, list[str]] = {}
        for name, value in form.form_values():
            sent.setdefault(name, []).append(value)
        assert pages.alice.send(form.action, **sent).status_code == 303
        assert case.status == status


def test_a_signal_from_outside_comes_in_where_messages_do(api, desk):
    drawn = bpmn(
        start(), user("work", status="Open"), border("recalled", "work", signal(), external="true"),
        border("unheard", "work", signal().replace("s_go", "s_own"), False), user("call", status="Recall"), end(status="Done"),
        end("e2", status="Done"), end("e3"), chain("start", "work", "end"), chain("recalled", "call", "e2"),
        chain("unheard", "e3"), extra=DECLARED + '<bpmn:signal id="s_own" name="own"/>',
    )  # fmt: skip
    desk.use(drawn, {})
    number = api.submitted()
    assert api.alice.post(f"/cases/{number}/events/own", {}).status_code == 404
    answer = api.alice.post(f"/cases/{number}/events/go", {})
    assert (answer.status_code, answer.json["status"]) == (200, "Recall")
