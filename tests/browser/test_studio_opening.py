"""What an owner opens in the editor of the studio is shown whole, and kept as it was."""

from functools import partial
from itertools import pairwise

import pytest
from lxml import etree
from playwright.sync_api import expect

from runner import bpmn as diagrams
from runner.bpmn.package import Package
from tests.drawings import bpmn, chain, end, start, user
from tests.lifecycle import DATA, FILES
from tests.patience import until

pytestmark = pytest.mark.browser


@pytest.fixture
def page_of(page_of):
    return partial(page_of, reduced_motion="reduce")


def opened(page_of, served, draft, **options):
    page = page_of(served.owen, f"/studio/drafts/{draft.id}/edit", **options)
    page.locator(".editor.ready").wait_for()
    return page


def draft_of(served, package):
    return served.app.diagram_drafts.from_package(served.owen, package, "theirs.bpmn")


def choose(page, element):
    page.locator(f'[data-element-id="{element}"] .djs-hit').first.dispatch_event("click")


def test_what_any_modeler_drew_loses_nothing(page_of, served, default_diagram, default_files):
    """Element by element, also what only other tools understand."""
    foreign = default_diagram.data.replace(
        b"<spiffworkflow:properties>",
        b'<spiffworkflow:unitTests><spiffworkflow:unitTest id="u"><spiffworkflow:inputJson>{}'
        b"</spiffworkflow:inputJson></spiffworkflow:unitTest></spiffworkflow:unitTests>"
        b"<spiffworkflow:properties>",
        1,
    )
    draft = draft_of(served, Package(foreign, default_files))
    page = opened(page_of, served, draft)
    expect(page.locator(".editor-warnings")).to_be_hidden()
    choose(page, "investigate")
    page.get_by_label("Place in lists").fill("3")
    page.keyboard.press("Tab")
    page.get_by_label("Place in lists").fill("2")
    page.keyboard.press("Tab")
    until(lambda: served.app.diagram_drafts.get(served.owen, draft.id).revision > 1)
    expect(page.locator("#saved")).to_have_text("Saved")
    kept = served.app.diagram_drafts.get(served.owen, draft.id).bpmn
    assert _told(kept) == _told(foreign)
    after = diagrams.read(kept, default_files)
    assert after.actions == default_diagram.actions
    assert (after.shapes, after.edges) == (default_diagram.shapes, default_diagram.edges)


def _told(data):
    """Each element by its path of tags and ids, with its attributes and its text."""
    found = []
    for node in etree.fromstring(data).iter("{*}*"):
        above = [one.get("id") or one.tag for one in node.iterancestors()]
        text = (node.text or "").strip()
        attributes = {key: value for key, value in node.attrib.items() if key != "exporter"}
        found.append((tuple(above), node.tag, tuple(sorted(attributes.items())), text))
    return sorted(found)


OTHER = b"""<bpmn:process id="other" name="The other"><bpmn:startEvent id="o1"/><bpmn:endEvent id="o2"/>
  <bpmn:sequenceFlow id="o3" sourceRef="o1" targetRef="o2"/></bpmn:process><bpmndi:BPMNDiagram"""


def test_what_has_no_picture_is_laid_out_and_nothing_else_changes(page_of, served):
    """What is in a part, a flow elsewhere, and a process of its own."""
    part, flow, other = "customers_move", "ask_customer", ["o1", "o2", "o3"]
    root = etree.fromstring(DATA.replace(b"<bpmndi:BPMNDiagram", OTHER, 1))
    [inside] = root.xpath("//*[@id=$part]", part=part)
    gone = {flow, *(one.get("id") for one in inside.iterdescendants() if one.get("id"))}
    drawn = "//*[@bpmnElement and not(self::*[local-name() = 'BPMNPlane'])]"
    for one in root.xpath(drawn):
        if one.get("bpmnElement") in gone:
            one.getparent().remove(one)
    before = etree.tostring(root)
    draft = draft_of(served, Package(before, FILES))
    page = opened(page_of, served, draft)
    expect(page.get_by_text("Elements of this file had no picture.")).to_be_visible()
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()
    until(lambda: served.app.diagram_drafts.get(served.owen, draft.id).revision > 1)
    after = served.app.diagram_drafts.get(served.owen, draft.id).bpmn
    assert _meant(after) == _meant(before)
    known = {one.get("bpmnElement") for one in etree.fromstring(after).xpath(drawn)}
    page.get_by_label("Which drawing").select_option("The other")
    expect(page.locator('[data-element-id="o1"]')).to_be_visible()
    groups = {one.get("id") for one in root.iter("{*}group")}
    nodes = {one.get("id") for one in inside if not one.tag.endswith("}extensionElements")}
    assert {flow, *other, *nodes} - {None} - groups <= known


def _meant(data):
    return [one for one in _told(data) if "omg.org/spec/BPMN/20100524/MODEL" in one[1]]


def test_what_would_be_lost_is_said_in_german_and_saved_by_nobody_unasked(page_of, served):
    """Also of a file in another encoding, which is read in that one."""
    odd, way = "<bpmn:magic/>", chain("start", "work", "end")
    drawing = bpmn(start(), user("work", odd, status="Für Bob"), end(), way)
    written = b'<?xml version="1.0" encoding="ISO-8859-1"?>' + drawing.decode().encode("latin1")
    draft = draft_of(served, Package(written, {}))
    page = opened(page_of, served, draft, locale="de-DE")
    warnings = page.locator(".editor-warnings li")
    expect(warnings).to_contain_text("Das Element „bpmn:magic“ ist dort nicht bekannt.")
    expect(page.get_by_text("Sie wurden angeordnet")).to_be_visible()
    choose(page, "work")
    expect(page.locator(".editor-panel [name=status]")).to_have_value("Für Bob")
    page.get_by_label("Name", exact=True).fill("Work")
    page.keyboard.press("Tab")
    until(lambda: served.app.diagram_drafts.get(served.owen, draft.id).revision > 1)
    assert served.app.diagram_drafts.get(served.owen, draft.id).revision == 2


def test_an_encoding_that_no_browser_reads_is_said(page_of, served):
    """A program on the server reads it; its letters would be others here."""
    drawing = bpmn(start(), user("work", status="Für Bob"), end(), chain("start", "work", "end"))
    written = b'<?xml version="1.0" encoding="cp850"?>' + drawing.decode().encode("cp850")
    draft = draft_of(served, Package(written, {}))
    page = page_of(served.owen, f"/studio/drafts/{draft.id}/edit", locale="de-DE")
    trouble = page.locator(".editor-trouble")
    expect(trouble).to_contain_text("Ein Browser kann die Kodierung „cp850“ nicht lesen.")
    assert served.app.diagram_drafts.get(served.owen, draft.id).bpmn == written


NOTES = """addEventListener("DOMContentLoaded", () => {
  notes = [];
  const note = ([{ target }]) => notes.push(target.textContent);
  new MutationObserver(note).observe(document.querySelector("#told"), { childList: true });
})"""


def test_a_large_drawing_says_that_it_takes_its_time(page_of, served):
    ids = [f"work_{number}" for number in range(205)]
    shapes = "".join(
        f'<bpmndi:BPMNShape id="{key}_di" bpmnElement="{key}">'
        f'<dc:Bounds x="{120 * at}" y="0" width="100" height="80"/></bpmndi:BPMNShape>'
        for at, key in enumerate(ids)
    )
    edges = "".join(
        f'<bpmndi:BPMNEdge id="{one}_to_di" bpmnElement="{one}_{other}">{_way(at)}</bpmndi:BPMNEdge>'
        for at, (one, other) in enumerate(pairwise(ids))
    )
    plane = f'<bpmndi:BPMNPlane id="plane" bpmnElement="p">{shapes}{edges}</bpmndi:BPMNPlane>'
    picture = f'<bpmndi:BPMNDiagram id="diagram">{plane}</bpmndi:BPMNDiagram>'
    draft = draft_of(served, Package(bpmn(*map(user, ids), chain(*ids), extra=picture), {}))
    page = page_of(served.owen, "/studio")
    page.add_init_script(NOTES)
    page.goto(f"/studio/drafts/{draft.id}/edit")
    page.locator(".editor.ready").wait_for()
    said = "Opening 409 elements. Until they are drawn, the page does not answer."
    assert page.evaluate("notes") == [said, ""]


def _way(at):
    points = ((120 * at + 100, 40), (120 * at + 120, 40))
    return "".join(
        f'<di:waypoint xmlns:di="http://www.omg.org/spec/DD/20100524/DI" x="{x}" y="{y}"/>'
        for x, y in points
    )
