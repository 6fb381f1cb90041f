"""Drafts of diagrams: nothing that two owners draw is overwritten, and the gate decides what goes live."""

import pytest

from runner.bpmn.package import Package
from runner.deployment.blank import BLANK
from runner.deployment.deployment import digest
from runner.deployment.diagram_drafts import Publication, key_of
from runner.deployment.template_packages import template
from runner.errors import (
    DiagramError,
    Forbidden,
    InvalidInput,
    NotFound,
    StaleDraft,
    StoreError,
)
from runner.model import Version
from runner.people.accounts import OPERATOR
from tests.hostile import NAMES, hostile
from tests.lifecycle import FILES, newer


@pytest.fixture
def drafts(desk):
    desk.olga = desk.app.accounts.add("olga@example.com", "Olga", ["process_owner"])
    return desk.app.diagram_drafts


def test_a_draft_of_what_runs_now_has_its_whole_package(drafts, desk):
    draft = drafts.from_version(desk.owen)
    live = desk.app.versions.version(1)
    kept = drafts.get(desk.olga, draft.id)
    assert (kept.base, kept.revision, kept.bpmn, kept.files) == (1, 1, live.bpmn, live.files)
    assert [line.name for line in drafts.listed(desk.owen)] == ["Support case"]


def test_of_two_owners_who_save_the_second_is_told_and_overwrites_nothing(drafts, desk):
    draft = drafts.from_version(desk.owen)
    drafts.save(desk.olga, draft.id, draft.revision, Package(newer(), FILES))
    with pytest.raises(StaleDraft, match="Olga saved this draft after you loaded it"):
        drafts.save(desk.owen, draft.id, draft.revision, Package(BLANK))
    kept = drafts.get(desk.owen, draft.id)
    assert (kept.bpmn, kept.revision, kept.changed_by.name) == (newer(), 2, "Olga")


def test_two_editors_see_one_another_for_a_minute(drafts, desk):
    draft = drafts.from_version(desk.owen)
    drafts.note_editor(desk.owen, draft.id)
    assert drafts.others(desk.owen, draft.id) == ()
    assert [one.name for one in drafts.others(desk.olga, draft.id)] == ["Owen"]
    desk.wait(seconds=61)
    assert drafts.others(desk.olga, draft.id) == ()


def test_a_draft_is_published_with_its_note_and_is_gone(drafts, desk):
    draft = drafts.from_version(desk.owen)
    draft = drafts.save(desk.owen, draft.id, 1, Package(newer(), draft.files))
    version = drafts.publish(desk.owen, draft, Publication(note="Fewer questions"))
    assert (version.id, desk.app.versions.current_id()) == (2, 2)
    assert version.notes[0] == "Fewer questions"
    with pytest.raises(NotFound):
        drafts.get(desk.owen, draft.id)


def test_what_was_saved_while_a_draft_was_published_stays_a_draft(drafts, desk):
    draft = drafts.from_version(desk.owen)
    mine = drafts.save(desk.owen, draft.id, 1, Package(newer(), draft.files))
    drafts.save(desk.olga, draft.id, 2, Package(BLANK))
    drafts.publish(desk.owen, mine, Publication())
    assert drafts.get(desk.olga, draft.id).bpmn == BLANK
    with pytest.raises(StaleDraft):
        drafts.put_away(desk.owen, draft.id, 2)
    drafts.put_away(desk.owen, draft.id, 3)
    assert drafts.listed(desk.owen) == ()


def test_a_note_that_is_too_long_publishes_nothing(drafts, desk):
    draft = drafts.from_version(desk.owen)
    draft = drafts.save(desk.owen, draft.id, 1, Package(newer(), draft.files))
    with pytest.raises(InvalidInput, match="2,000 characters"):
        drafts.publish(desk.owen, draft, Publication(note="x" * 2001))
    assert drafts.get(desk.owen, draft.id).revision == 2


def test_each_warning_is_accepted_by_itself(drafts, desk):
    late = newer().replace(b"P10D</", b"P9D</", 1)
    draft = drafts.from_version(desk.owen)
    draft = drafts.save(desk.owen, draft.id, 1, Package(late, draft.files))
    findings = drafts.check(desk.owen, draft).findings
    assert {finding.severity for finding in findings} == {"warning"}
    keys = [key_of(finding) for finding in findings]
    with pytest.raises(DiagramError):
        drafts.publish(desk.owen, draft, Publication(keys[1:]))
    assert drafts.publish(desk.owen, draft, Publication(keys)).id == 2


def test_an_error_cannot_be_accepted(drafts, desk):
    draft = drafts.from_version(desk.owen)
    wrong = newer().replace(b"P10D</", b"ten days</", 1)
    draft = drafts.save(desk.owen, draft.id, 1, Package(wrong, draft.files))
    keys = [key_of(finding) for finding in drafts.check(desk.owen, draft).findings]
    with pytest.raises(DiagramError):
        drafts.publish(desk.owen, draft, Publication(keys))
    assert desk.app.versions.current_id() == 1


def test_what_was_live_goes_live_again_whatever_is_found_in_it_now(drafts, desk):
    """As if the gate had learned a rule since: the version is put into the database past it."""
    wrong = newer().replace(b'"status" value="Blocked"', b'"stand" value="Blocked"', 1)
    old = Version(0, "case_lifecycle", digest(wrong, FILES), wrong, FILES, desk.clock.now())
    with desk.app.db.write() as tx:
        desk.app.versions.add(tx, old)
    desk.wait(hours=1)
    desk.app.deployment.deploy(OPERATOR, Package(newer(), FILES))
    draft = drafts.from_version(desk.owen, 2)
    checked = drafts.check(desk.owen, draft)
    assert checked.again == 2 and {one.severity for one in checked.findings} == {"warning"}
    assert "status" in {one.rule for one in checked.findings}
    keys = [key_of(finding) for finding in checked.findings]
    with pytest.raises(DiagramError):
        drafts.publish(desk.owen, draft, Publication(keys[1:]))
    another = drafts.save(desk.owen, draft.id, 1, Package(newer(wrong), FILES))
    assert "error" in {one.severity for one in drafts.check(desk.owen, another).findings}
    assert drafts.publish(desk.owen, draft, Publication(keys)).id == 4
    assert desk.app.versions.current_id() == 4
    assert desk.open().to("Work in Progress").case.version_id == 4


def test_a_version_that_cannot_run_any_more_does_not_go_live_again(drafts, desk):
    wrong = newer().replace(b"P10D</", b"ten days</", 1)
    old = Version(0, "case_lifecycle", digest(wrong, FILES), wrong, FILES, desk.clock.now())
    with desk.app.db.write() as tx:
        desk.app.versions.add(tx, old)
    draft = drafts.from_package(desk.owen, Package(wrong, FILES), "Again", 2)
    keys = [key_of(finding) for finding in drafts.check(desk.owen, draft).findings]
    with pytest.raises(DiagramError):
        drafts.publish(desk.owen, draft, Publication(keys))


def test_a_draft_on_an_old_version_says_what_it_would_undo(drafts, desk):
    draft = drafts.from_version(desk.owen)
    desk.app.deployment.deploy(desk.olga, Package(newer(newer()), FILES))
    found = drafts.check(desk.owen, draft).findings
    assert "Version 2 went live after this draft began as version 1" in found[-1].message


def test_no_draft_gets_the_id_of_one_that_is_gone(drafts, desk):
    """A page of the older one would overwrite or publish it unread."""
    begun = []
    for _ in range(3):
        begun.append(drafts.from_version(desk.owen))
        drafts.put_away(desk.owen, begun[-1].id, 1)
    drafts.publish(desk.owen, published := drafts.from_version(desk.owen), Publication())
    ids = [one.id for one in (*begun, published, drafts.blank(desk.owen))]
    assert ids == [1, 2, 3, 4, 5]


def test_what_begins_as_new_takes_the_place_of_no_lifecycle(drafts, desk):
    """Neither of one that there is, nor of one that another owner published meanwhile, unread."""
    begun = [drafts.blank(owner) for owner in (desk.owen, desk.olga)]
    assert published(desk, begun[0]).process == "new_lifecycle"
    taken = drafts.check(desk.olga, begun[1]).findings[-1]
    assert "Version 2 of this lifecycle went live after this draft began" in taken.message
    again = drafts.blank(desk.olga)
    assert published(desk, again).process == "new_lifecycle_2"
    support = drafts.new_lifecycle(desk.olga, template("support"), "Technical support")
    assert drafts.check(desk.olga, support).findings == ()
    published(desk, support)
    cases = [desk.open(lifecycle=f"{name}_2") for name in ("case_lifecycle", "new_lifecycle")]
    assert [case.status for case in (*cases, desk.open())] == ["New", "Open", "New"]


def published(desk, draft):
    """Beside the others, with all warnings accepted."""
    accepted = [key_of(one) for one in desk.app.diagram_drafts.check(desk.olga, draft).findings]
    return desk.app.diagram_drafts.publish(desk.olga, draft, Publication(accepted, intake="beside"))


def test_only_process_owners_have_drafts(drafts, desk):
    draft = drafts.from_version(desk.owen)
    for person in (desk.alice, desk.carol, desk.nora, desk.bob):
        for refused in (
            drafts.listed,
            lambda who: drafts.get(who, draft.id),
            drafts.blank,
            lambda who: drafts.save(who, draft.id, 1, Package(BLANK)),
            lambda who: drafts.publish(who, draft, Publication()),
            lambda who: drafts.put_away(who, draft.id, 1),
        ):
            with pytest.raises(Forbidden):
                refused(person)


DOCTYPE = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + BLANK.split(b"?>", 1)[1]


@pytest.mark.parametrize("data", [b"", b"<a>", b"PK", DOCTYPE, b"<a>" * 5000])
def test_what_is_not_safe_to_read_is_neither_uploaded_nor_saved(drafts, desk, data):
    draft = drafts.blank(desk.owen)
    with pytest.raises(DiagramError):
        drafts.from_package(desk.owen, Package(data), "theirs.bpmn")
    with pytest.raises(DiagramError):
        drafts.save(desk.owen, draft.id, 1, Package(data))
    assert drafts.get(desk.owen, draft.id).bpmn == BLANK
    assert len(drafts.listed(desk.owen)) == 1


@pytest.mark.soak  # the same set goes through the upload in test_studio_page.py each time
@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_diagram_is_refused_or_never_goes_live(drafts, desk, name):
    try:
        draft = drafts.from_package(desk.owen, Package(hostile(name)), name)
    except DiagramError:
        return
    assert drafts.check(desk.owen, draft).findings
    with pytest.raises(DiagramError):
        drafts.publish(desk.owen, draft, Publication())
    assert desk.app.versions.current_id() == 1


def test_a_blank_draft_has_no_error_but_of_what_its_lifecycle_lacks(drafts, desk):
    draft = drafts.blank(desk.owen)
    findings = drafts.check(desk.owen, draft).findings
    assert [f.message for f in findings if f.severity == "error"] == []


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_version_on_which_cases_live_cannot_be_deleted(desk):
    """Nothing here deletes one; not even by hand, in the database."""
    case = desk.open()
    with pytest.raises(StoreError), desk.app.db.write() as tx:
        tx.run("DELETE FROM versions WHERE id = 1")
    case.act(desk.alice, "send_first_response", body="Hello.")
    assert case.status == "Work in Progress"
