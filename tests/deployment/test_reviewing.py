"""A second pair of eyes: comments on elements, and who may approve what they drew a part of."""

import pytest

from runner.bpmn.package import Package
from runner.deployment.diagram_drafts import Publication, key_of
from runner.deployment.reviewing import LONGEST_COMMENT, OPEN_COMMENT
from runner.errors import DiagramError, Forbidden, InvalidInput, NotFound
from runner.model import Reviewed
from tests.desk import Desk
from tests.lifecycle import DATA, FILES, newer

LATER = Package(DATA.replace(b"We are working on it.", b"We look into it."), FILES)


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request):
    return request.param


@pytest.fixture
def desk(tmp_path, desk_url):
    """Every version has to be approved by somebody who drew no part of it."""
    desk = Desk(tmp_path, database_url=desk_url, approval=True)
    desk.olga = desk.app.accounts.add("olga@example.com", "Olga", ["process_owner"])
    desk.omar = desk.app.accounts.add("omar@example.com", "Omar", ["process_owner"])
    yield desk
    desk.app.close()


@pytest.fixture
def reviews(desk):
    return desk.app.reviews


def drawn(desk, by=None, package=LATER):
    draft = desk.app.diagram_drafts.from_version(desk.owen)
    return desk.app.diagram_drafts.save(by or desk.owen, draft.id, 1, package)


def texts(threads):
    return [(one.element, [said.text for said in one.comments], one.is_open) for one in threads]


def test_a_thread_on_an_element_is_answered_resolved_and_open_again(desk, reviews):
    of = Reviewed(drawn(desk).id)
    on_task = reviews.comment(desk.olga, of, "investigate", "Why this word?")
    reviews.comment(desk.omar, of, "", "I like it.")
    reviews.reply(desk.owen, on_task, "It is shorter.")
    assert texts(reviews.of(desk.owen, of)) == [
        ("", ["I like it."], True),
        ("investigate", ["Why this word?", "It is shorter."], True),
    ]
    settled = reviews.resolve(desk.olga, on_task)
    assert (settled.is_open, settled.resolved_by) == (False, "Olga")
    assert reviews.reply(desk.owen, on_task, "And clearer.").is_open
    assert not reviews.resolve(desk.owen, on_task).is_open
    assert reviews.resolve(desk.owen, on_task, resolved=False).is_open


def test_an_open_comment_is_a_warning_on_its_element_until_it_is_resolved(desk, reviews):
    draft = drawn(desk)
    thread = reviews.comment(desk.olga, Reviewed(draft.id), "investigate", "Why\nthis word?")
    [found] = desk.app.diagram_drafts.check(desk.owen, draft).findings
    assert (found.rule, found.element, found.severity) == (OPEN_COMMENT, "investigate", "warning")
    assert found.message == "A comment of Olga is not resolved: “Why this word?”"
    with pytest.raises(DiagramError):
        desk.app.diagram_drafts.publish(desk.owen, draft, Publication())
    reviews.resolve(desk.owen, thread)
    assert desk.app.diagram_drafts.check(desk.owen, draft).findings == ()


def test_comments_go_with_what_a_draft_becomes_and_with_a_draft_of_that(desk, reviews):
    draft = drawn(desk)
    reviews.comment(desk.olga, Reviewed(draft.id), "investigate", "Why this word?")
    [found] = desk.app.diagram_drafts.check(desk.owen, draft).findings
    version = desk.app.diagram_drafts.publish(desk.owen, draft, Publication([key_of(found)]))
    said = ("investigate", ["Why this word?"], True)
    of_version = Reviewed(version=version.id)
    assert texts(reviews.of(desk.olga, of_version)) == [said]
    late = reviews.comment(desk.olga, of_version, "first_response", "And here?")
    with pytest.raises(DiagramError, match="not approved"):
        desk.app.deployment.approve(desk.olga, version.id)  # it was not there when it was proposed
    again = desk.app.diagram_drafts.from_version(desk.owen, version.id)
    assert [one.element for one in reviews.of(desk.olga, Reviewed(again.id))] == [
        "investigate", "first_response",
    ]  # fmt: skip
    desk.app.diagram_drafts.put_away(desk.owen, again.id, 1)
    assert len(reviews.of(desk.olga, of_version)) == 2
    reviews.resolve(desk.olga, late)
    assert not desk.app.deployment.approve(desk.olga, version.id).waiting


def test_a_draft_that_is_put_away_takes_its_comments_along(desk, reviews):
    draft = drawn(desk)
    thread = reviews.comment(desk.olga, Reviewed(draft.id), "", "No.")
    desk.app.diagram_drafts.put_away(desk.owen, draft.id, 2)
    assert reviews.of(desk.olga, Reviewed(draft.id)) == ()
    with pytest.raises(NotFound):
        reviews.reply(desk.owen, thread, "Yes.")
    with pytest.raises(NotFound):
        reviews.comment(desk.olga, Reviewed(draft.id), "", "No.")
    again = drawn(desk)
    assert reviews.of(desk.olga, Reviewed(again.id)) == ()


def test_nobody_approves_what_they_drew_a_part_of_whoever_published_it(desk):
    draft = drawn(desk, desk.olga)
    version = desk.app.diagram_drafts.publish(desk.owen, draft, Publication())
    for person in (desk.owen, desk.olga):
        assert desk.app.deployment.drew(person, version)
        with pytest.raises(Forbidden, match="drawn by you in part"):
            desk.app.deployment.approve(person, version.id)
    assert not desk.app.deployment.drew(desk.omar, version)
    assert not desk.app.deployment.approve(desk.omar, version.id).waiting


def test_a_draft_of_what_waits_is_also_of_those_who_drew_that(desk):
    first = desk.app.diagram_drafts.publish(desk.owen, drawn(desk, desk.olga), Publication())
    draft = desk.app.diagram_drafts.from_version(desk.omar, first.id)
    more = Package(LATER.data.replace(b"We look into it.", b"We search."), FILES)
    draft = desk.app.diagram_drafts.save(desk.omar, draft.id, 1, more)
    version = desk.app.diagram_drafts.publish(desk.omar, draft, Publication())
    for person in (desk.owen, desk.olga, desk.omar):
        with pytest.raises(Forbidden):
            desk.app.deployment.approve(person, version.id)


def test_what_was_saved_while_a_draft_was_published_keeps_authors_and_comments(desk, reviews):
    seen = drawn(desk, desk.olga)
    reviews.comment(desk.omar, Reviewed(seen.id), "", "Good.")
    [found] = desk.app.diagram_drafts.check(desk.owen, seen).findings
    desk.app.diagram_drafts.save(desk.olga, seen.id, 2, Package(newer(), FILES))
    version = desk.app.diagram_drafts.publish(desk.owen, seen, Publication([key_of(found)]))
    assert len(reviews.of(desk.owen, Reviewed(seen.id))) == 1
    assert len(reviews.of(desk.owen, Reviewed(version=version.id))) == 1
    assert desk.app.deployment.drew(desk.olga, version)
    kept = desk.app.diagram_drafts.get(desk.owen, seen.id)
    [found] = desk.app.diagram_drafts.check(desk.owen, kept).findings
    later = desk.app.diagram_drafts.publish(desk.owen, kept, Publication([key_of(found)]))
    assert desk.app.deployment.drew(desk.olga, later)


@pytest.mark.parametrize("text", ["", "   ", "x" * (LONGEST_COMMENT + 1), "a\x00b"])
def test_a_comment_that_is_none_is_refused(desk, reviews, text):
    of = Reviewed(drawn(desk).id)
    with pytest.raises(InvalidInput):
        reviews.comment(desk.olga, of, "investigate", text)
    with pytest.raises(InvalidInput):
        reviews.comment(desk.olga, of, "e" * 201, "Fine")
    assert reviews.of(desk.olga, of) == ()


def test_only_process_owners_comment(desk, reviews):
    of = Reviewed(drawn(desk).id)
    thread = reviews.comment(desk.olga, of, "", "No.")
    for person in (desk.alice, desk.carol, desk.nora, desk.bob):
        for refused in (
            lambda who: reviews.of(who, of),
            lambda who: reviews.comment(who, of, "", "Mine"),
            lambda who: reviews.reply(who, thread, "Mine"),
            lambda who: reviews.resolve(who, thread),
        ):
            with pytest.raises(Forbidden):
                refused(person)
