"""What each person chose, and what may be chosen."""

import pytest

from runner.errors import InvalidInput


def ways(desk, person):
    return {p.topic.name: p.way for p in desk.app.notifications.preferences.of(person)}


def test_each_person_chooses_for_the_topics_that_concern_them(desk):
    assert set(ways(desk, desk.bob)) == {"answer", "reminder"}
    assert "incident" not in ways(desk, desk.alice)
    assert "incident" in ways(desk, desk.carol)
    assert set(ways(desk, desk.owen)) == {"reminder"}


def test_a_choice_is_the_persons_own_and_stays(desk):
    desk.app.notifications.preferences.change(desk.alice, {"message": "nothing"})
    desk.app.notifications.preferences.change(desk.alice, {"priority": "nothing"})
    assert ways(desk, desk.alice)["message"] == ways(desk, desk.alice)["priority"] == "nothing"
    assert ways(desk, desk.amir)["message"] == "app"


def test_without_a_mail_server_the_default_is_the_application(desk):
    assert set(ways(desk, desk.alice).values()) == {"app"}


@pytest.mark.parametrize(
    "wanted",
    [{"message": "pigeon"}, {"weather": "app"}, {"incident": "app"}, {"message": "mail"},
     {"message": "app", "priority": "chat:support"}, {"message": ""}],
)  # fmt: skip
def test_what_cannot_be_chosen_is_refused_and_changes_nothing(desk, wanted):
    """No mail server and no room is set up here, and incidents are for leads and admins."""
    before = ways(desk, desk.alice)
    with pytest.raises(InvalidInput):
        desk.app.notifications.preferences.change(desk.alice, wanted)
    assert ways(desk, desk.alice) == before
