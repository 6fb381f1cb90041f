"""Somebody who is named in a note is told, if they may read it."""

import pytest

from runner.cases.mentions import MOST_MENTIONED, mentioned
from runner.errors import Forbidden, NotFound


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("@alice, @Amir: look. @carol@example.com.", ["alice", "amir", "carol@example.com"]),
        ("bob@example.com wrote; a@@b @ c", []),
        ("(@owen) @nora.", ["owen", "nora"]),
        ("@... and @--", []),
    ],
)
def test_a_handle_stands_behind_an_at(text, named):
    assert list(mentioned(text)) == named


def test_the_first_names_of_a_note_count():
    text = " ".join(f"@p{i} @p{i}" for i in range(MOST_MENTIONED + 5))
    assert mentioned(text) == tuple(f"p{i}" for i in range(MOST_MENTIONED))


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


def second_level(desk):
    desk.app.teams.add("Second Level: ovens")
    for name in ("amir", "carol"):
        desk.app.teams.put_member("Second Level: ovens", f"{name}@example.com")
    return "@second-level-ovens"


def test_a_team_is_named_by_its_words_and_told_with_all_who_may_read_the_note(desk):
    handle, case = second_level(desk), desk.open()
    mine = desk.open(by=desk.carol, customer_email="amir@example.com")
    for one in (case, mine):
        one.write(desk.carol, f"{handle}: please look.", visibility="internal")
    told = {name: "".join(desk.inbox(getattr(desk, name))) for name in ("amir", "carol", "alice")}
    assert {name for name, text in told.items() if "mentioned you" in text} == {"amir"}
    assert told["amir"].count("mentioned you") == 1


def suggested(desk, person, case, start):
    return [one.handle for one in desk.app.cases.mentionable(person, case.number, start)]


def test_who_may_read_the_notes_is_suggested_by_handle_or_a_word_of_the_name(desk):
    second_level(desk)
    desk.app.accounts.add("amir@other.example", "Amira Second", ["agent"])
    case = desk.open()
    assert suggested(desk, desk.alice, case, "am") == ["amir@example.com", "amir@other.example"]
    assert suggested(desk, desk.alice, case, "SEC") == ["amir@other.example", "second-level-ovens"]
    assert suggested(desk, desk.alice, case, "nora") == ["nora"]
    assert (
        suggested(desk, desk.alice, case, "bob") == suggested(desk, desk.alice, case, "ali") == []
    )
    mine = desk.open(by=desk.carol, customer_email="amir@example.com")
    assert suggested(desk, desk.carol, mine, "amir") == ["amir"]
    desk.app.accounts.add("jm@example.com", "Jörg Möller", ["agent"])
    for start in ("joer", "JÖR", "jor", "moel"):
        assert suggested(desk, desk.alice, case, start) == ["jm"]


def test_nobody_is_suggested_to_who_may_not_write_notes_there(desk):
    case = desk.open(by=desk.carol, customer_email="amir@example.com")
    for person, refused in (
        (desk.bob, NotFound), (desk.amir, Forbidden), (desk.nora, Forbidden)
    ):  # fmt: skip
        with pytest.raises(refused):
            desk.app.cases.mentionable(person, case.number, "")
