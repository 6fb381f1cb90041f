"""The policies of a draft, read and written without JavaScript."""

import pytest
from lxml import html

from runner.bpmn.files import POLICIES_FILE
from runner.bpmn.package import Package

PAGE = "/studio/drafts/1/policies"

FORM = {
    "revision": "1", "template": "leads_to", "name": "asking", "promise": "Asking waits.",
    "when": "action ask_customer", "fact": "status Pending Customer",
}  # fmt: skip


@pytest.fixture
def draft(desk):
    return desk.app.diagram_drafts.from_version(desk.owen)


def test_a_policy_is_written_from_a_template_and_the_check_keeps_it(pages, desk, draft):
    assert pages.owen.send(PAGE, **FORM).location == PAGE
    kept = desk.app.diagram_drafts.get(desk.owen, 1)
    assert 'leads_to = "status Pending Customer"' in kept.files[POLICIES_FILE]
    assert desk.app.diagram_drafts.check(desk.owen, kept).findings == ()
    broken = FORM | {"name": "b", "promise": "So.", "fact": "status Closed", "revision": "2"}
    pages.owen.send(PAGE, **broken)
    page = pages.owen.see(PAGE).text
    assert "Asking waits." in page and "This breaks the policy “So.”" in page


def test_what_cannot_be_a_policy_is_said_and_nothing_is_saved(pages, desk, draft):
    for wrong, said in (
        ({"fact": "status Gone"}, "the diagram has no"),
        ({"template": "sometimes"}, "is no template"),
        ({"promise": " "}, "needs a name and a sentence"),
        ({"template": "within", "when": "status New", "limit": "soon"}, "ISO 8601"),
        ({"name": "receipt"}, "two policies have the name"),
    ):
        answer = pages.owen.send(PAGE, **FORM | wrong)
        assert answer.status_code == 422 and said in answer.text, wrong
    assert desk.app.diagram_drafts.get(desk.owen, 1).revision == 1
    pages.owen.send(PAGE, **FORM)
    assert pages.owen.send(PAGE, **FORM | {"name": "late"}).status_code == 409


def test_how_past_cases_kept_them_is_asked_for(pages, desk, draft):
    desk.open()
    assert "past cases broke it" not in pages.owen.see(PAGE).text
    assert "0 of 1 past cases broke it." in pages.owen.see(f"{PAGE}?past=yes").text


def test_what_all_past_cases_kept_is_taken_over_by_a_press(pages, desk, draft):
    for _case in range(3):
        desk.open().claim(desk.alice).to("Pending Customer")
    assert "Look for policies" in pages.owen.see(PAGE).text
    page = html.fromstring(pages.owen.see(f"{PAGE}?proposals=yes").text)
    [form] = page.xpath(
        "//li[contains(., 'Ask customer') and contains(., 'always leads to')]//form"
    )
    assert "3 cases speak for it" in form.getparent().text_content()
    fields = {one.get("name"): one.get("value") for one in form.xpath(".//input[@type='hidden']")}
    assert fields["when"] == "action ask_customer" and fields["fact"] == "status Pending Customer"
    assert pages.owen.send(PAGE, **fields).location == f"{PAGE}?proposals=yes"
    kept = desk.app.diagram_drafts.get(desk.owen, 1)
    assert fields["promise"] in kept.files[POLICIES_FILE]
    assert desk.app.diagram_drafts.check(desk.owen, kept).findings == ()
    again = pages.owen.see(f"{PAGE}?proposals=yes").text
    assert f'aria-label="Take it over: {fields["promise"]}"' not in again
    taken = {"revision": "2", "remove": fields["name"], "proposals": "yes"}
    assert pages.owen.send(PAGE, **taken).location == f"{PAGE}?proposals=yes"
    assert desk.app.diagram_drafts.get(desk.owen, 1).files == draft.files | {
        POLICIES_FILE: draft.files[POLICIES_FILE].rstrip() + "\n"
    }
    gone = pages.owen.send(PAGE, **taken | {"revision": "3"})
    assert gone.status_code == 422 and "is not there any more" in gone.text


def test_taking_a_policy_out_leaves_all_other_lines(pages, desk, draft):
    text = draft.files[POLICIES_FILE]
    before, _, rest = text.partition('[[policy]]\nname = "warning-notified"')
    _block, _, rest = rest.partition("[[policy]]")
    assert "[[policy]]" in before and "#" in rest
    pages.owen.send(PAGE, revision="1", remove="warning-notified")
    kept = desk.app.diagram_drafts.get(desk.owen, 1).files[POLICIES_FILE]
    assert kept.replace("\n", "") == f"{before}[[policy]]{rest}".replace("\n", "")
    tricky = (
        text + '\n[[policy]]\nname = "x"\npromise = """\n[[policy]]\n"""\nnever = "submission"\n'
    )
    desk.app.diagram_drafts.save(desk.owen, 1, 2, Package(draft.bpmn, {POLICIES_FILE: tricky}))
    answer = pages.owen.send(PAGE, revision="3", remove="x")
    assert answer.status_code == 422 and "by hand" in answer.text


@pytest.mark.parametrize("text", ["policy = [1]", 'policy = "x"', '[policy]\nname = "x"'])
def test_what_is_called_so_and_is_no_policy_is_not_taken_out(pages, desk, draft, text):
    desk.app.diagram_drafts.save(desk.owen, 1, 1, Package(draft.bpmn, {POLICIES_FILE: f"{text}\n"}))
    answer = pages.owen.send(PAGE, revision="2", remove="x")
    assert answer.status_code == 422 and "is not there any more" in answer.text


def test_who_broke_a_policy_stands_there_with_when_and_by_which_version(pages, desk, draft):
    never = 'name = "x"\npromise = "Nobody asks."\nnever = "action ask_customer"\n'
    files = {**draft.files, POLICIES_FILE: f'process = "case_lifecycle"\n[[policy]]\n{never}'}
    desk.use(draft.bpmn, files)
    case = desk.open().claim(desk.alice).to("Pending Customer")
    kept = desk.app.diagram_drafts.from_version(desk.owen)
    page = html.fromstring(pages.owen.see(f"/studio/drafts/{kept.id}/policies?past=yes").text)
    [line] = page.xpath(f"//li[a[.='{case.number}']]")
    said = " ".join(line.text_content().split())
    assert "'action ask_customer' happens here" in said and "Alice" in said and "version 2" in said


def test_only_process_owners_write_policies(pages, draft):
    assert pages.nora.see(PAGE).status_code == 403
    assert pages.alice.send(PAGE, **FORM).status_code == 403
    assert pages.owen.forge(PAGE, **FORM).status_code == 400


def test_a_draft_with_errors_says_what_it_cannot_be_asked_yet(pages, desk, draft):
    wrong = draft.bpmn.replace(b"P10D</", b"ten days</", 1)
    desk.app.diagram_drafts.save(desk.owen, 1, 1, Package(wrong, draft.files))
    for address, said in (
        (PAGE, "Its policies cannot be looked at yet"),
        ("/studio/drafts/1/differences", "This cannot be compared yet"),
        ("/studio/drafts/1/play", "This cannot be played yet"),
    ):
        answer = pages.owen.see(address)
        assert answer.status_code == 422 and f"<h1>{said}</h1>" in answer.text
        assert "ten days" in answer.text


def test_a_table_with_a_hit_policy_that_is_none_is_found(pages, desk, draft):
    table = draft.files["first_response.dmn"].replace('"UNIQUE"', '"SOMETIMES"')
    files = {**draft.files, "first_response.dmn": table}
    kept = desk.app.diagram_drafts.save(desk.owen, 1, 1, Package(draft.bpmn, files))
    [found] = [
        one
        for one in desk.app.diagram_drafts.check(desk.owen, kept).findings
        if one.rule == "table"
    ]
    assert found.severity == "error" and "'SOMETIMES'" in found.message


def test_what_is_drawn_is_offered_with_its_word(pages, draft):
    page = html.fromstring(pages.owen.see(PAGE).text)
    words = {
        one.get("value"): one.get("data-word") for one in page.xpath("//*[@id='pointed']/option")
    }
    assert words["investigate"] == "status Work in Progress"
    assert words["ask_customer"] == "action ask_customer"
    assert words["remind_after_3_days"] == "timer remind_after_3_days"
    assert words["remind_customer"] == "element remind_customer"
