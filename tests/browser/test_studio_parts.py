"""What an owner drops into a drawing or presses for the whole of it: ready-made parts, layout, colours."""

import re
from functools import partial

import pytest
from playwright.sync_api import expect

from runner import bpmn as diagrams
from runner.bpmn.package import Package
from runner.bpmn.xml import DI
from runner.deployment.blank import BLANK
from runner.deployment.diagram_drafts import package_of
from tests.browser.ways_through import ways_through
from tests.drawings import bpmn, chain, end, start, sub, user
from tests.lifecycle import DATA, FILES
from tests.patience import until

pytestmark = pytest.mark.browser


@pytest.fixture
def expected_errors():
    """A worker that is not found."""
    return ("404",)


@pytest.fixture
def page_of(page_of):
    return partial(page_of, reduced_motion="reduce")


def editor_of(page_of, served, draft):
    page = page_of(served.owen, f"/studio/drafts/{draft.id}/edit")
    page.locator(".editor.ready").wait_for()
    return page


def choose(page, element):
    """What is chosen already would be let go by another click."""
    if not page.locator(f'[data-element-id="{element}"].selected').count():
        page.locator(f'[data-element-id="{element}"] .djs-hit').first.dispatch_event("click")


def said(page):
    return page.locator("#check-title [role=status]")


def drawn(served, draft):
    kept = served.app.diagram_drafts.get(served.owen, draft.id)
    return diagrams.read(kept.bpmn, package_of(kept).files)


def in_panel(page, element, part, *names):
    """By keyboard: the fold of the part, its names, and the button."""
    choose(page, element)
    page.locator(".ready-parts summary", has_text=part).press("Enter")
    for label, value in names:
        page.get_by_label(label).locator("visible=true").fill(value)
    page.get_by_role("button", name="Put it here").locator("visible=true").press("Enter")


def corner(page):
    """Of what is drawn, whatever room is left below it."""
    canvas = page.locator(".editor-canvas").bounding_box()
    drawn = page.locator(".editor-canvas g.viewport").get_attribute("transform")
    return canvas["x"], canvas["y"], canvas["width"], drawn


def by_pointer(page, part, element):
    expect(page.locator("#told")).to_be_empty()
    before = corner(page)
    page.locator('.djs-palette [data-action="ready"]').click()
    page.locator(".djs-popup .entry", has_text=part).click()
    expect(page.locator("#told")).to_contain_text("Click on a")
    assert corner(page) == before  # nothing moves for a sentence
    box = page.locator(f'[data-element-id="{element}"] .djs-visual').first.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2 - 4, box["y"] + box["height"] / 2 - 4)
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.up()


def test_each_part_is_put_in_passes_the_check_and_is_one_step_of_undo(page_of, served):
    draft = served.app.diagram_drafts.from_package(served.owen, Package(BLANK, {}), "New")
    page = editor_of(page_of, served, draft)
    before = drawn(served, draft)
    in_panel(page, "work", "Milestone on a task", ("What the milestone is called", "Triage"))
    expect(page.get_by_label("Milestone that it is the target of")).to_have_value("triage")
    in_panel(page, "done", "Ask and wait")
    by_pointer(page, "Chase the customer", "wait_for_the_answer")
    expect(page.get_by_label("What the history says then")).to_have_value(
        re.compile("for 10 working")
    )
    in_panel(page, "go_on_without_an_answer", "Approval by two")
    in_panel(page, "approve_it", "Escalation", ("Status of the cases there", "Escalated to a lead"))
    expect(page.locator("#saved")).to_have_text("Saved")
    expect(said(page)).to_have_text("Nothing is wrong with it.")
    after = drawn(served, draft)
    names = {status.name for status in after.statuses} - {status.name for status in before.statuses}
    assert names == {"Waiting for the Customer", "Being Approved", "Escalated to a lead"}
    assert after.elements["approve_it"].asks_different_people
    assert ways_through(after) == set()
    by_pointer(page, "Escalation", "work")
    expect(page.locator("#told")).to_contain_text("A milestone runs on this task")
    for _part in range(5):
        page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()
    until(lambda: drawn(served, draft).elements.keys() == before.elements.keys())


def test_a_press_colours_all_tasks_and_another_one_lays_out_and_changes_nothing_else(
    page_of, served
):
    plain = re.sub(rb' (bioc|color):[a-z-]+="#[0-9A-Fa-f]{6}"', b"", DATA)
    draft = served.app.diagram_drafts.from_package(served.owen, Package(plain, FILES), "Plain")
    page = editor_of(page_of, served, draft)
    page.get_by_role("button", name="Colours by status").click()
    until(lambda: all(status.fill for status in _open(drawn(served, draft))))
    before = drawn(served, draft)
    assert len({status.fill for status in _open(before)}) == len(_open(before)) == 6
    page.get_by_role("button", name="Overview").click()
    expect(page.locator(".djs-minimap.open svg").first).to_be_visible()
    page.get_by_role("button", name="Lay out").click()
    until(lambda: drawn(served, draft).shapes != before.shapes)
    after = drawn(served, draft)
    assert _apart_from_places(after) == _apart_from_places(before)
    _stands_well(after)
    expect(said(page)).to_have_text("Nothing is wrong with it.")
    page.get_by_role("button", name="Undo").click()
    until(lambda: drawn(served, draft).shapes == before.shapes)
    assert drawn(served, draft).edges == before.edges
    page.reload()
    choose(page, "next_step")

    def is_of_the_new(answer):
        one_more = len(drawn(served, draft).elements) > len(before.elements)
        return answer.url.endswith("/findings") and one_more

    with page.expect_response(is_of_the_new):
        page.locator('.djs-context-pad [data-action="append.tell"]').click()
    _covers_nothing(drawn(served, draft), before)
    page.evaluate(
        TWO_FRAMES
    )  # what the check says would be shown by now, and take room from the drawing
    page.keyboard.type(LONG_NAME)
    page.keyboard.press("Enter")
    expect(page.get_by_label("Name", exact=True)).to_have_value(LONG_NAME)
    own = page.locator(".editor-panel [name=id]").input_value()
    lines = page.locator(f'[data-element-id="{own}"] tspan')
    assert lines.all_text_contents() == ["Tell the", "Kundenzufriedenheit"]
    expect(said(page)).to_contain_text("Errors:")
    page.route("**/layout_worker.js*", lambda route: route.fulfill(status=404))
    page.get_by_role("button", name="Lay out").click()
    expect(page.locator("#told")).to_contain_text("could not be loaded")
    page.unroute("**/layout_worker.js*")
    page.route("**/layout_worker.js*", lambda route: route.fulfill(content_type="text/javascript"))
    page.clock.install()
    page.get_by_role("button", name="Lay out").click()  # which is not answered any more
    expect(page.locator("#told")).to_have_text("Laying it out…")
    page.clock.run_for(60_000)
    expect(page.locator("#told")).to_contain_text("It is too large to be laid out here.")


LONG_NAME = "Tell the Kundenzufriedenheit"
"""Its last word is wider than a task, and than an average word of as many letters."""

TWO_FRAMES = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


def _covers_nothing(diagram, before):
    """What was put behind an element of a drawing that is full."""
    [new] = [diagram.elements[key] for key in diagram.elements.keys() - before.elements.keys()]
    its = diagram.shapes[new.id].bounds
    for other in before.elements.values():
        box = before.shapes[other.id].bounds
        beside = its.x + its.width <= box.x or box.x + box.width <= its.x
        apart = its.y + its.height <= box.y or box.y + box.height <= its.y
        assert other.container != new.container or beside or apart, other.id


def _open(diagram):
    return [status for status in diagram.statuses if status.name != "Closed"]


def _apart_from_places(diagram):
    actions = sorted(diagram.actions, key=lambda one: (one.id, one.audience))
    return actions, sorted(map(repr, diagram.statuses)), set(diagram.shapes), set(diagram.edges)


def _stands_well(diagram):
    """What is in a part lies inside it, apart from its neighbours; events are on the border."""
    for element in diagram.elements.values():
        box = diagram.shapes[element.id].bounds
        if element.attached_to:
            host = diagram.shapes[element.attached_to].bounds
            assert abs(box.y + box.height / 2 - host.y - host.height) <= 1, element.id
            assert host.x <= box.x + box.width / 2 <= host.x + host.width, element.id
            continue
        if element.container in diagram.shapes:
            around = diagram.shapes[element.container].bounds
            assert around.x <= box.x and box.x + box.width <= around.x + around.width, element.id
            assert around.y <= box.y and box.y + box.height <= around.y + around.height, element.id
        for other in diagram.elements.values():
            if (
                other.id != element.id
                and other.container == element.container
                and not other.attached_to
            ):
                its = diagram.shapes[other.id].bounds
                beside = box.x + box.width <= its.x or its.x + its.width <= box.x
                assert beside or box.y + box.height <= its.y or its.y + its.height <= box.y


LANE = (
    '<bpmn:laneSet id="set"><bpmn:lane id="support" name="Support"><bpmn:flowNodeRef>work</bpmn:flowNodeRef>'
    "</bpmn:lane></bpmn:laneSet>"
)
LANE_SHAPE = (
    '<bpmndi:BPMNShape id="l" bpmnElement="support"><dc:Bounds x="0" y="0" width="600" height="400"/>'
    "</bpmndi:BPMNShape>"
)


def _with_a_lane(picture):
    elements = LANE, start(), user("work"), end(), chain("start", "work", "end")
    return Package(bpmn(*elements, extra=picture), {})


@pytest.mark.soak
def test_a_drawing_with_lanes_is_not_laid_out_and_says_why(page_of, served):
    picture = _page("p", "start", "work", "end").replace(
        "<bpmndi:BPMNShape", f"{LANE_SHAPE}<bpmndi:BPMNShape", 1
    )
    draft = served.app.diagram_drafts.from_package(served.owen, _with_a_lane(picture), "Lanes")
    page = editor_of(page_of, served, draft)
    page.get_by_role("button", name="Lay out").click()
    expect(page.locator("#told")).to_contain_text("It has pools or lanes")


def test_lanes_whose_elements_have_no_picture_are_not_opened_and_it_says_why(page_of, served):
    draft = served.app.diagram_drafts.from_package(served.owen, _with_a_lane(""), "Lanes")
    page = page_of(served.owen, f"/studio/drafts/{draft.id}/edit")
    trouble = page.locator(".editor-trouble")
    expect(trouble).to_contain_text("which stands in which lane would be lost")
    expect(trouble.get_by_role("link", name="download it")).to_be_visible()
    expect(page.locator(".editor-canvas")).to_be_hidden()


@pytest.mark.soak
def test_what_a_sub_process_holds_on_a_page_of_its_own_stays_as_the_rest_is_laid_out(
    page_of, served
):
    inside = chain("begin", "work", "done")
    drawing = bpmn(
        start(), sub("part", start("begin"), user("work"), end("done"), inside), end(),
        chain("start", "part", "end"),
        extra=_page("p", "start", "part", "end", height=300) + _page("part", "begin", "work", "done"),
    )  # fmt: skip
    draft = served.app.diagram_drafts.from_package(served.owen, Package(drawing, {}), "Pages")
    page = editor_of(page_of, served, draft)
    before = drawn(served, draft).shapes
    page.get_by_role("button", name="Lay out").click()
    until(lambda: drawn(served, draft).shapes["end"] != before["end"])
    after = drawn(served, draft).shapes
    assert {key: after[key] for key in ("begin", "work", "done")} == {
        key: before[key] for key in ("begin", "work", "done")
    }


def _page(drawn, first, middle, last, height=80):
    """A plane of three shapes, one below the other, and the ways between them."""
    shapes = "".join(
        f'<bpmndi:BPMNShape id="{key}_di" bpmnElement="{key}" isExpanded="false">'
        f'<dc:Bounds x="100" y="{100 + at * height}" width="{side}" height="{side}"/></bpmndi:BPMNShape>'
        for at, (key, side) in enumerate(((first, 36), (middle, 80), (last, 36)))
    )
    edges = "".join(
        f'<bpmndi:BPMNEdge id="{way}_di" bpmnElement="{way}"><di:waypoint x="100" y="100"/>'
        '<di:waypoint x="100" y="200"/></bpmndi:BPMNEdge>'
        for way in (f"{first}_{middle}", f"{middle}_{last}")
    ).replace("di:waypoint", f'di:waypoint xmlns:di="{DI}"')
    plane = f'<bpmndi:BPMNPlane id="{drawn}_plane" bpmnElement="{drawn}">{shapes}{edges}'
    return f'<bpmndi:BPMNDiagram id="{drawn}_d">{plane}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>'
