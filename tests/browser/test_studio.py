"""The editor of the studio: what it keeps, who is told of whom, and what a phone shows."""

import re
from functools import partial

import pytest
from lxml import etree
from playwright.sync_api import expect

from runner import bpmn as diagrams
from runner.bpmn.package import Package
from runner.bpmn.xml import SPIFF
from runner.deployment import sandbox
from tests.browser.site import session_of
from tests.drawings import bpmn, chain, end, flow, start, user, xor
from tests.lifecycle import DATA, FILES
from tests.patience import until

pytestmark = pytest.mark.browser

WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 360, "height": 740}


@pytest.fixture
def expected_errors():
    """Answers that say that another owner was first, that too much was asked or sent at once, or that a
    session is over."""
    return ("400", "401", "409", "413", "429")


@pytest.fixture
def page_of(page_of):
    return partial(page_of, reduced_motion="reduce")


OTHER = (
    '<bpmn:process id="other" name="The other"><bpmn:startEvent id="o1"/><bpmn:endEvent id="o2"/>'
    '<bpmn:sequenceFlow id="o3" sourceRef="o1" targetRef="o2"/></bpmn:process>'
)


def editor_of(page):
    page.locator(".editor.ready").wait_for()
    return page


def draft_of(served, package=None):
    drafts = served.app.diagram_drafts
    if package is None:
        return drafts.from_version(served.owen)
    return drafts.from_package(served.owen, package, "theirs.bpmn")


def choose(page, selector):
    page.locator(f"{selector} .djs-hit").first.dispatch_event("click")


def test_what_is_typed_while_the_panel_is_shown_anew_is_kept(page_of, served):
    draft = draft_of(served)
    page = editor_of(page_of(served.owen, f"/studio/drafts/{draft.id}/edit"))
    choose(page, '[data-element-id="investigate"]')
    field = page.get_by_label("Place in lists")
    field.wait_for()
    page.evaluate("() => { held = []; requestAnimationFrame = (show) => held.push(show); }")
    field.fill("46")
    page.keyboard.press("Tab")
    field.fill("47")
    page.keyboard.press("ArrowLeft")
    page.evaluate("() => held.forEach((show) => show())")
    expect(field).to_be_focused()
    assert field.evaluate("field => [field.value, field.selectionStart]") == ["47", 1]
    page.keyboard.press("Tab")
    until(
        lambda: (
            b'name="order" value="47"' in served.app.diagram_drafts.get(served.owen, draft.id).bpmn
        )
    )


def _named_by_its_task(data, flow, task, event):
    """The audience of a flow said by its task instead, with a form, and none by an event."""
    root = etree.fromstring(data)
    audience = "//*[@id=$id]//*[@name='audience']"
    [said] = root.xpath(audience, id=flow)
    [kept, *_others] = root.xpath("//*[@id=$id]//*[local-name()='properties']", id=task)
    kept.append(said)
    form = etree.SubElement(kept.getparent(), f"{{{SPIFF}}}formJsonSchema")
    form.text = (
        '{"type": "object", "properties": {"seen": {"type": "string", "title": "Seen before?"}}}'
    )
    [its] = root.xpath(audience, id=event)
    its.getparent().remove(its)
    return etree.tostring(root)


def test_a_condition_of_several_comparisons_is_built_by_fields(page_of, served):
    data = _named_by_its_task(DATA, "accept_solution", "review_solution", "customer_closes")
    draft = draft_of(served, Package(data, FILES))
    page = editor_of(page_of(served.owen, f"/studio/drafts/{draft.id}/edit"))
    choose(page, '[data-element-id="asked_to_close"]')
    panel = page.locator(".editor-panel")
    written = page.get_by_label("As it is written")
    expect(written).to_have_value('asked == "closing"')
    page.get_by_role("button", name="One more comparison").click()
    expect(panel.locator("[name=variable]").nth(1)).to_be_focused()
    page.get_by_label("On this element").fill("Is that so?")
    page.get_by_label("Name", exact=True).fill("To be closed")
    page.keyboard.press("Tab")  # the panel is shown anew, and keeps what the drawing does not say
    expect(page.locator(".editor-canvas")).to_contain_text("To be closed")
    expect(page.get_by_label("On this element")).to_have_value("Is that so?")
    panel.locator("[name=variable]").nth(1).select_option("priority")
    panel.locator("[name=value]").nth(1).select_option('"P1"')
    expect(written).to_have_value('asked == "closing" and priority == "P1"')
    _choose_the_next(page, page.get_by_label("It is taken when"))
    expect(written).to_have_value('asked == "closing" or priority == "P1"')
    panel.get_by_role("button", name="Remove").first.click()
    expect(written).to_have_value('priority == "P1"')
    written.fill(r'product == "3\" pipe"')
    page.keyboard.press("Tab")
    expect(panel.locator("[name=value]")).to_have_value('3" pipe')
    written.fill("not blocker_stands and (priority == 'P1' or asked == 'and')")
    page.keyboard.press("Tab")
    expect(page.get_by_text("It says more than fields can show")).to_be_visible()
    expect(panel.locator("[name=variable]")).to_have_count(0)
    choose(page, '[data-element-id="ask_customer"]')
    page.get_by_role("button", name="Show the form").click()
    preview = page.locator(".form-preview")
    expect(preview).to_contain_text("The customer is not asked this.")
    choose(page, '[data-element-id="accept_solution"]')
    expect(preview).to_contain_text("Support is not asked this.")
    expect(preview.get_by_label("Seen before?")).to_be_visible()  # its task asks that
    expect(preview.get_by_label("Proposal")).to_be_visible()
    page.get_by_role("button", name="Add a field").click()
    label = page.get_by_label("Label").last
    expect(label).to_have_value("New field")
    label.fill("Priority")
    page.keyboard.press("Tab")
    expect(page.locator("[name^=kind-]").last).to_be_focused()
    until(lambda: b'"priority_2":' in served.app.diagram_drafts.get(served.owen, draft.id).bpmn)
    label.fill("How urgent is it?")
    count = page.get_by_label("Label").count()
    _press_slowly(page, page.get_by_role("button", name="Add a field"))
    expect(page.get_by_label("Label")).to_have_count(count + 1)
    expect(page.get_by_label("Label").nth(count - 1)).to_have_value("How urgent is it?")
    choose(page, '[data-element-id="customer_closes"]')
    expect(preview).to_contain_text("Nobody is offered this.")


def _choices_take_the_place_of_the_sample(page):
    page.locator("[name^=kind-]").last.select_option("choice")
    choices = page.get_by_label("Choices, one a line").last
    expect(choices).to_have_value("One\nTwo")
    choices.focus()
    page.keyboard.type("Low\nHigh")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Help below it").last).to_be_focused()  # the panel is shown anew
    expect(choices).to_have_value("Low\nHigh")


def _choose_the_next(page, field):
    """As a hand does, which leaves the focus on the list."""
    field.click()
    for key in ("ArrowDown", "Enter"):
        page.keyboard.press(key)


def test_a_way_that_is_drawn_in_the_panel_is_named_at_once(page_of, served):
    draft = draft_of(served)
    page = editor_of(page_of(served.owen, f"/studio/drafts/{draft.id}/edit"))
    choose(page, '[data-element-id="next_step"]')
    _choose_the_next(page, page.get_by_label("One more way, to"))
    page.keyboard.type("Put aside")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Name, on its button")).to_have_value("Put aside")
    until(lambda: b'name="Put aside"' in served.app.diagram_drafts.get(served.owen, draft.id).bpmn)


def _press_slowly(page, button):
    """As a hand does, which lets go some frames later: what was typed is said meanwhile."""
    box = button.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.evaluate("new Promise(go => requestAnimationFrame(() => requestAnimationFrame(go)))")
    page.mouse.up()


def test_of_two_editors_the_second_is_told_and_keeps_a_draft_of_their_own(page_of, served):
    olga = served.app.accounts.add("olga@example.com", "Olga", ["process_owner"])
    draft = draft_of(served)
    page = editor_of(page_of(served.owen, f"/studio/drafts/{draft.id}/edit"))
    served.app.diagram_drafts.save(olga, draft.id, 1, Package(draft.bpmn, draft.files))
    choose(page, '[data-element-id="investigate"]')
    page.get_by_label("Place in lists").fill("4")
    page.keyboard.press("Tab")
    expect(page.get_by_text("Olga saved this draft after you loaded it")).to_be_visible()
    page.get_by_label("Place in lists").fill("5")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Keep mine as a draft of its own").click()
    page.wait_for_url(re.compile(r"/studio/drafts/\d+$"))
    kept = served.app.diagram_drafts.get(served.owen, int(page.url.rsplit("/", 1)[1]))
    assert kept.id != draft.id and kept.files == draft.files
    assert b'name="order" value="5"' in kept.bpmn


def test_what_goes_wrong_while_it_is_checked_or_saved_is_said_apart(page_of, served):
    draft = draft_of(served)
    page, asked = page_of(served.owen, "/studio"), []
    said, saved = page.locator("#check-title [role=status]"), page.locator("#saved")
    page.route("**/findings", lambda route: asked.append(route))  # noqa: PLW0108 - no method of a builtin is taken
    page.goto(f"/studio/drafts/{draft.id}/edit")
    choose(editor_of(page), '[data-element-id="investigate"]')
    order = page.get_by_label("Place in lists")
    order.fill("4")
    page.keyboard.press("Tab")
    expect(saved).to_have_text("Saved")  # which does not wait for the check
    with page.expect_request("**/findings"):
        asked[
            0
        ].continue_()  # what was asked before the change is answered after it, and passed over
    expect(said).to_have_text("checking…")
    asked[1].fulfill(body="A page of something between")
    expect(said).to_contain_text("It could not be asked: The answer was not understood.")
    page.unroute("**/findings")
    page.route("**/save", lambda route: route.fulfill(status=413, body="A page that says so"))
    order.fill("5")
    page.keyboard.press("Tab")
    expect(saved).to_contain_text("Not saved: It is too large to be sent.")
    page.unroute("**/save")
    order.fill("6")
    page.keyboard.press("Tab")
    expect(said).to_have_text("Nothing is wrong with it.")
    expect(saved).to_have_text("Saved")
    page.context.clear_cookies()
    order.fill("7")
    page.keyboard.press("Tab")
    expect(saved).to_contain_text("You are signed out.")
    page.context.add_cookies([session_of(served.owen, served)])
    page.evaluate("dispatchEvent(new Event('focus'))")  # one comes back from the other tab
    expect(saved).to_have_text("Saved")
    assert b'name="order" value="7"' in served.app.diagram_drafts.get(served.owen, draft.id).bpmn


def test_what_anybody_wrote_into_the_file_is_shown_and_no_id_is_used_twice(page_of, served):
    """Forms that are none, and names that make the id of a message or of a category."""
    data = re.sub(rb"formJsonSchema>{.*?}</", b'formJsonSchema>{"properties": {"a": 5}}</', DATA)
    draft = draft_of(served, Package(data, FILES))
    page = editor_of(page_of(served.owen, f"/studio/drafts/{draft.id}/edit"))
    choose(page, '[data-element-id="send_first_response"]')
    expect(page.get_by_text("It is no form whose fields can be shown.")).to_be_visible()
    written = page.get_by_label("As it is written").first
    written.fill('{"type": "object", "properties": {"a": {"type": "string", "title": "Why?"}}}')
    page.keyboard.press("Tab")
    expect(page.get_by_label("Label")).to_have_value("Why?")
    _choices_take_the_place_of_the_sample(page)
    choose(page, '[data-element-id="investigate"]')
    page.locator('.djs-context-pad [data-action="append.tell"]').click()
    page.keyboard.type("Status: Closed")
    page.keyboard.press("Enter")
    expect(page.locator('.editor-panel [name="id"]')).to_have_value("status_closed_2")
    expect(page.locator("#saved")).to_have_text("Saved")


def test_showing_a_finding_ends_nothing_that_can_be_undone(page_of, served):
    def asks(task, title):
        form = {"type": "object", "properties": {"x": {"type": "string", "title": title}}}
        return user(task, f"<bpmn:outgoing>{task}_then</bpmn:outgoing>", form, status=title)

    ways = {"incoming": ("call_then", "write_then"), "outgoing": ("close", "again")}
    ends = "".join(
        f"<bpmn:{side}>{way}</bpmn:{side}>" for side, some in ways.items() for way in some
    )
    drawing = bpmn(
        start(), xor("way"), asks("call", "Phone"), asks("write", "Letter"), xor("then").replace("></", f">{ends}</"),
        end(status="Done"), chain("start", "way"), flow("way", "call", "Call"), flow("way", "write", "Write"),
        chain("call", "then"), chain("write", "then"), flow("then", "end", "Close", id="close"),
        flow("then", "way", "Again", id="again"), messages="unheard", extra=OTHER,
    )  # fmt: skip
    draft = draft_of(served, Package(drawing, {}))
    page = page_of(served.owen, "/studio")

    def answer(route):  # with what is said of the other drawing, and of what has no picture
        said = (real := route.fetch()).json()
        said["findings"] += [said["findings"][0] | {"element": one} for one in ("o1", "m_unheard")]
        route.fulfill(response=real, json=said)

    def show(element):
        item = page.locator(f'.findings [data-element="{element}"]').first
        item.wait_for()
        return item.get_by_role("button", name="Show", exact=True)

    page.route("**/findings", answer)
    page.goto(f"/studio/drafts/{draft.id}/edit")
    until(lambda: served.app.diagram_drafts.get(served.owen, draft.id).revision == 2)
    expect(show("m_unheard")).to_have_count(0)
    choose(editor_of(page), '[data-element-id="close"]')
    page.get_by_role("button", name="Show the form").click()
    preview = page.locator(".form-preview")  # what each task asks, behind which the button is
    for task, field in (("call", "Phone"), ("write", "Letter")):
        expect(preview).to_contain_text(f"At “{task}”")
        expect(preview.get_by_label(field)).to_have_count(1)
    undo, task = page.get_by_role("button", name="Undo"), page.locator('[data-element-id="write"]')
    page.unroute("**/findings")
    page.route("**/findings", lambda route: None)  # is not answered while the next is done
    choose(page, '[data-element-id="write"]')
    page.locator('.djs-context-pad [data-action="delete"]').click()
    expect(task).to_have_count(0)
    show("write").click()
    expect(undo).to_be_enabled()
    undo.click()
    expect(task).to_be_visible()
    choose(page, '[data-element-id="call"]')
    page.locator('.djs-context-pad [data-action="delete"]').click()
    expect(undo).to_be_enabled()
    show("o1").click()
    expect(page.locator('[data-element-id="o1"]')).to_be_visible()
    expect(undo).to_be_disabled()


def test_a_comment_is_pinned_in_the_editor_and_resolved_there(page_of, served):
    draft = draft_of(served)
    page = editor_of(page_of(served.owen, f"/studio/drafts/{draft.id}/edit"))
    choose(page, '[data-element-id="investigate"]')
    page.get_by_label("On this element").fill("Who looks at it while Alice is away?")
    page.get_by_role("button", name="Comment", exact=True).click()
    badge = page.get_by_role("button", name="1 open: Who looks at it")
    expect(badge).to_have_text("✎ 1")
    expect(page.locator(".editor-findings")).to_contain_text("A comment of Owen is not resolved")
    choose(page, '[data-element-id="confirm_receipt"]')  # its pad is far from the badge
    badge.click()
    page.get_by_role("button", name="Resolve").click()
    expect(badge).to_have_count(0)
    expect(page.locator(".editor-findings")).to_contain_text("Nothing is wrong with it.")


def test_pointing_at_a_drawing_chooses_what_a_comment_is_about(page_of, served):
    draft = draft_of(served)
    page = page_of(served.owen, f"/studio/drafts/{draft.id}/comments")
    page.locator(".stage.live").wait_for()
    choose(page, '.stage [data-element-id="investigate"]')
    expect(page.get_by_label("On what")).to_have_value("investigate")
    page.get_by_label("Comment", exact=True).fill("Why?")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.locator(".thread")).to_contain_text("Why?")
    page.get_by_label("On what").select_option("first_response")
    expect(page.locator('[data-element-id="first_response"].selected')).to_have_count(1)


@pytest.mark.parametrize(("viewport", "locale"), [(WIDE, "de-DE"), (PHONE, "en-GB")])
def test_the_mark_of_bpmn_io_is_visible_and_a_phone_only_reads(
    page_of, served, viewport, locale, axe
):
    draft = draft_of(served)
    address, tasks = f"/studio/drafts/{draft.id}/edit", draft.bpmn.count(b"<bpmn:userTask")
    page = editor_of(page_of(served.owen, address, viewport, locale=locale))
    mark = page.locator(".bjs-powered-by")
    mark.scroll_into_view_if_needed()
    expect(mark).to_be_visible()
    narrow = viewport is PHONE
    expect(page.locator(".djs-palette")).to_be_visible(visible=not narrow)
    expect(page.get_by_text("On a screen this narrow")).to_be_visible(visible=narrow)
    axe.load(page)
    assert axe.finds(page) == []
    if not narrow:
        _speaks_german(page)
        kept = partial(served.app.diagram_drafts.get, served.owen, draft.id)
        for count, side in enumerate((0, 1), tasks + 1):
            _drop_at_the_border(page, "customers_move", side)
            until(lambda count=count: kept().bpmn.count(b"<bpmn:userTask") == count)
        before, after = (diagrams.read(one.bpmn, draft.files).shapes for one in (draft, kept()))
        assert after["customers_move"].bounds == before["customers_move"].bounds
        _drop_on_a_frame(page, "region_solution_proposed")
        until(lambda: kept().bpmn.count(b"<bpmn:userTask") == tasks + 3)


def _drop_on_a_frame(page, group):
    entry = page.locator('.djs-palette [data-action="create.wait"]').bounding_box()
    frame = page.locator(f'[data-element-id="{group}"] .djs-visual').first.bounding_box()
    right, low = frame["x"] + frame["width"] - 1, frame["y"] + frame["height"] * 0.8
    page.mouse.move(entry["x"] + 20, entry["y"] + 20)
    page.mouse.down()
    page.mouse.move(right - 30, low, steps=3)
    page.mouse.move(right, low, steps=3)
    page.mouse.up()


def _drop_at_the_border(page, part, side):
    """At the left (0) or right (1), where the part, made larger, would lie on what stands beside
    it."""
    entry = page.locator('.djs-palette [data-action="create.wait"]').bounding_box()
    frame = page.locator(f'[data-element-id="{part}"] .djs-visual').first.bounding_box()
    page.mouse.move(entry["x"] + 20, entry["y"] + 20)
    page.mouse.down()
    for inwards in (60, 6):
        across = frame["width"] - inwards if side else inwards
        page.mouse.move(frame["x"] + across, frame["y"] + frame["height"] * 0.5, steps=3)
    page.mouse.up()


ENGLISH = """() => {
  const known = JSON.parse(document.getElementById("texts").textContent);
  const editor = document.getElementById("editor");
  const ours = [...editor.querySelectorAll("*")].filter((one) => !one.closest("svg")); // drawings are English
  const said = ours.flatMap((one) => [
    ...[...one.childNodes].filter((each) => each.nodeType === 3).map((each) => each.textContent.trim()),
    ...["title", "aria-label", "placeholder"].map((name) => one.getAttribute(name)),
  ]);
  return said.filter((text) => text && Object.hasOwn(known, text));
}"""


def _speaks_german(page):
    for element in ("first_reminder", "accepted_or_not", "ask_customer", "investigate"):
        choose(page, f'[data-element-id="{element}"]')
        expect(page.locator('.editor-panel [name="id"]')).to_have_value(element)
        assert page.evaluate(ENGLISH) == []
    expect(page.locator(".djs-palette")).to_contain_text("Wartet auf jemanden")
    expect(page.locator(".djs-context-pad [title='Löschen']")).to_have_count(1)


def test_a_table_is_clicked_in_and_speaks_german(page_of, served, axe):
    draft = draft_of(served)
    [name] = [name for name in FILES if name.endswith(".dmn")]
    page = page_of(served.owen, f"/studio/drafts/{draft.id}/files/{name}", locale="de-DE")
    table = page.locator(".table-editor.ready")
    expect(table).to_contain_text("Trefferregel:")
    head = table.locator("th.input-cell")
    expect(head).to_contain_text("Wenn")
    assert table.locator("tbody tr").first.bounding_box()["height"] < 50
    rows, mark = (table.locator(one).bounding_box() for one in ("table", ".bjs-powered-by"))
    assert mark["y"] >= rows["y"] + rows["height"]
    axe.load(page)
    assert axe.finds(page) == []
    cell = table.locator("td.output-cell [contenteditable]").first
    cell.click()
    page.keyboard.press("Control+A")
    page.keyboard.type("8 Stunden")
    expect(cell).to_have_text('"PT8H"')
    page.keyboard.press("Control+A")
    page.keyboard.type('"8 Stunden"')
    expect(page.locator("#text")).to_have_value(re.compile('<text>"8 Stunden"</text>'))
    head.dblclick()  # its fields bring styles of their own, which the policy of pages forbids
    expect(table.get_by_text("Vorgegebene Werte hinzufügen")).to_be_visible()


def test_planting_goes_on_where_too_much_was_asked_at_once(page_of, served, monkeypatch):
    monkeypatch.setattr(sandbox, "PLANTING", 0)  # one in each request
    way = chain("start", "work", "end")
    small = bpmn(start(), user("work", status="Open"), end(status="Done"), way)
    draft = draft_of(served, Package(small, {}))
    page = page_of(served.owen, f"/studio/drafts/{draft.id}/mistakes")
    answers = ["refused"]
    whole = {"HX-Retarget": "#main", "HX-Reswap": "innerHTML"}  # as pages of errors are sent

    def answer(route):
        if answers and "hx-request" in route.request.headers:
            answers.clear()
            return route.fulfill(status=429, headers=whole, body="<p>Too many requests</p>")
        return route.continue_()

    page.route("**/mistakes?*", answer)
    page.get_by_role("link", name="Plant").click()
    expect(page.locator(".unanswered")).to_contain_text("goes on by itself in 60 seconds")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".lead")).to_contain_text("noticed")


def test_other_pages_do_not_fetch_the_editor(page_of, served):
    page = page_of(served.owen, "/process")
    names = page.evaluate("performance.getEntriesByType('resource').map(e => e.name)")
    assert not [name for name in names if "editor" in name]


def test_pointing_at_both_drawings_says_which_element_is_which_one_now(page_of, served):
    served.open().to("Work in Progress")
    version = served.use(DATA.replace(b'"investigate"', b'"look_into_it"'), FILES)
    page = page_of(served.owen, f"/process/versions/{version}/running")
    page.locator(".stage.live").nth(1).wait_for()
    choose(page, '[data-points] [data-element-id="investigate"]')
    choose(page, '[data-picks-in] [data-element-id="look_into_it"]')
    expect(page.get_by_label("Investigate and propose a solution")).to_have_value("look_into_it")
    page.get_by_role("button", name="Look again").click()
    expect(page.locator(".badge.added text")).to_have_text("1")
    expect(page.locator("table.fares")).not_to_contain_text("Would stay")


def test_pointing_writes_the_words_of_a_policy(page_of, served):
    draft = draft_of(served, Package(DATA, FILES))
    page = page_of(served.owen, f"/studio/drafts/{draft.id}/policies")
    page.locator(".stage.live").wait_for()
    choose(page, '.stage [data-element-id="investigate"]')
    expect(page.get_by_label("What happens")).to_have_value("status Work in Progress")
    page.get_by_label("When, or while this status lasts").focus()
    choose(page, '.stage [data-element-id="ask_customer"]')
    field = page.get_by_label("When, or while this status lasts")
    expect(field).to_have_value("action ask_customer")
