"""The page of a case that was migrated."""

import pytest

from tests.drawings import cleaning, with_escalation
from tests.lifecycle import DATA, FILES
from web.shared.humanize import sentence


def test_the_page_of_a_case_that_moved_tells_its_whole_story(desk, pages):
    desk.use(cleaning("washing").replace(b'name="Wash it"', b'name="Scrub it"'), {})
    case = desk.open().act(desk.alice, "wash_it")
    desk.use(cleaning("rinsing").replace(b"wash_it", b"rinse_it"), {})
    desk.app.migration.run(desk.owen, renamed={"washing": "rinsing"})
    page = desk.app.cases.page(desk.carol, case.number)
    told = [sentence(line, page.labels, page.deeds) for line in page.history]
    assert told[1].startswith("Alice chose “Scrub it”")
    assert told[2].startswith("Owen moved the case to version 3 of the diagram")
    assert told[1] in pages.carol.see(f"/cases/{case.number}").text
    read = pages.bob.see(f"/my/{case.number}").text
    assert told[1] in read and "of the diagram" not in read
    state = desk.app.cases.state(desk.carol, case.number)
    assert (state.version_id, state.path) == (3, ())
    assert [token["element"] for token in state.tokens] == ["rinsing"]


@pytest.mark.parametrize("seen", ["", "before"])
def test_a_page_of_before_is_told_what_happened_and_its_text_is_kept(desk, pages, seen):
    desk.use(with_escalation(DATA), FILES)
    case = desk.open().to("Work in Progress")
    revision = str(case.case.revision) if seen else ""
    desk.app.migration.run(desk.owen, to=1)
    case.write(desk.bob, "Any news?")
    path = f"/cases/{case.number}/actions/escalate"
    answer = pages.alice.send(path, text="It needs a new part", revision=revision)
    assert answer.status_code == 409
    assert "Owen moved the case to version 1 of the diagram (just now), then" in answer.text
    assert "It needs a new part" in answer.text
    assert pages.alice.send(f"/cases/{case.number}/actions/escalated").status_code == 404
