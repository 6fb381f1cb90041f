"""Somebody who is named in a note is told, if they may read it."""

import pytest

from runner.cases.conversation import mentioned


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("@alice, @Amir: look. @carol@example.com.", {"alice", "amir", "carol@example.com"}),
        ("bob@example.com wrote; a@@b @ c", set()),
        ("(@owen) @nora.", {"owen", "nora"}),
    ],
)
def test_a_handle_stands_behind_an_at(text, named):
    assert mentioned(text) == named


def test_who_is_named_in_a_note_is_told_and_nobody_else(desk):
    case = desk.open()
    before = {
        name: desk.inbox(getattr(desk, name))
        for name in ("alice", "amir", "carol", "nora", "bob", "eve")
    }
    case.write(desk.alice, "@amir @Nora @alice @bob @eve: who knows ovens?", visibility="internal")
    case.write(desk.alice, "@carol will help you.")
    told = {
        name
        for name, known in before.items()
        if "mentioned you" in "".join(desk.inbox(getattr(desk, name))[len(known) :])
    }
    assert told == {"amir", "nora"}


def test_an_agent_is_not_told_of_notes_on_their_own_case(desk):
    case = desk.open(by=desk.carol, customer_email="amir@example.com")
    case.write(desk.alice, "@amir is the customer here.", visibility="internal")
    assert not any("mentioned you" in line for line in desk.inbox(desk.amir))


def test_the_note_of_a_handing_over_mentions_too(desk):
    case = desk.open()
    case.cases.update(
        desk.alice, case.number, {"owner": "amir@example.com", "note": "@nora knows more."}
    )
    assert "mentioned you" in desk.inbox(desk.nora)[-1]
