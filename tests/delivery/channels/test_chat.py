"""Chat rooms, over real connections: what goes out for each product, and a room that is down, slow
or refuses."""

from contextlib import contextmanager
from datetime import timedelta

import pytest

from runner.delivery.channels import chat, outbound
from runner.delivery.jobs.retries import ATTEMPTS
from runner.errors import ChannelError, ConfigError, Undeliverable
from runner.model import APP, MAIL, Notification, Person
from runner.people.accounts import OPERATOR
from tests.delivery.receiver import Room, naming_room
from tests.desk import MONDAY, Desk

CAROL = Person(3, "carol@example.com", "Carol")
LINKS = [("Open the case", "https://desk.example/cases/C-1001")]
HOSTILE = "<!channel> @channel [free](https://evil.example) *now* & <https://evil.example|here>"


@contextmanager
def a_room():
    room = Room()
    try:
        yield room
    finally:
        room.close()


@pytest.fixture
def room():
    with a_room() as found:
        yield found


@pytest.fixture
def desk(tmp_path, room):
    """A desk whose leads are told of everything in a chat room."""
    desk = Desk(tmp_path, chat=naming_room(tmp_path, room.url))
    in_the_room(desk, desk.carol)
    yield desk
    desk.app.close()


def in_the_room(desk, person, topics=("message", "decision", "reminder", "assignment")):
    desk.app.notifications.preferences.change(person, dict.fromkeys(topics, "chat:support"))


def post(product, body, subject="[C-1001] Printer on fire: Bob wrote", links=LINKS):
    """The payload for a notification to Carol."""
    note = Notification(1, CAROL, 1, "", subject, body, MONDAY)
    return chat.PRODUCTS[product](chat._post(note, links))


# ------------------------------------------------------------------ payloads


def test_slack_gets_text_in_its_own_markup():
    assert post("slack", "It burns.") == {
        "text": "*To Carol: [C-1001] Printer on fire: Bob wrote*\nIt burns.\n"
        "<https://desk.example/cases/C-1001|Open the case>",
        "unfurl_links": False,
        "unfurl_media": False,
    }


def test_mattermost_gets_markdown():
    text = post("mattermost", "It burns.")["text"].splitlines()
    assert text == [
        r"**To Carol: \[C-1001\] Printer on fire: Bob wrote**",
        "It burns.",
        "[Open the case](https://desk.example/cases/C-1001)",
    ]


def test_teams_gets_a_card_of_plain_text_with_a_button():
    [attached] = post("teams", "It burns.")["attachments"]
    card = attached["content"]
    runs = [inline["text"] for block in card["body"] for inline in block["inlines"]]
    assert attached["contentType"] == "application/vnd.microsoft.card.adaptive"
    assert runs == ["To Carol: [C-1001] Printer on fire: Bob wrote", "It burns."]
    assert card["actions"] == [
        {"type": "Action.OpenUrl", "title": "Open the case", "url": LINKS[0][1]}
    ]


def test_what_a_customer_wrote_calls_nobody_and_makes_no_link():
    slack = post("slack", HOSTILE, subject=HOSTILE)["text"]
    assert slack.count("<") == 1  # our own link
    assert "&lt;!channel&gt;" in slack
    mattermost = post("mattermost", HOSTILE, subject=HOSTILE)["text"]
    assert "@channel" not in mattermost
    assert "[free](" not in mattermost
    blocks = post("teams", HOSTILE)["attachments"][0]["content"]["body"]
    assert {block["type"] for block in blocks} == {"RichTextBlock"}  # in which nothing is markup


def test_a_long_text_is_cut_since_the_case_has_all_of_it():
    assert len(post("slack", "x" * 100_000)["text"]) < 1000


def test_a_notice_without_a_case_has_no_link():
    assert (
        post("slack", "Full disk.", "Incident", links=[])["text"]
        == "*To Carol: Incident*\nFull disk."
    )
    assert "actions" not in post("teams", "Full disk.", links=[])["attachments"][0]["content"]


# ------------------------------------------------------------------ posting


def test_the_lead_is_told_in_the_room(desk, room):
    case = desk.open().to("Work in Progress")
    case.write(desk.bob, "Smoke, too.")
    desk.work()
    [told] = room.posts
    assert f"[{case.number}] Printer on fire: Bob wrote" in told["text"]
    assert f"/cases/{case.number}|Open the case" in told["text"]
    [note] = desk.app.notifications.of(desk.carol).items
    assert [(d.way, d.state) for d in note.deliveries] == [("chat:support", "sent")]


def test_a_room_that_two_leads_chose_gets_one_post(desk, room):
    dora = desk.app.accounts.add("dora@example.com", "Dora", ["lead"])
    in_the_room(desk, dora)
    desk.open().to("Work in Progress").write(desk.bob, "Smoke, too.")
    desk.work()
    assert len(room.posts) == 1
    assert len(desk.app.notifications.of(dora).items) == 1


def test_a_room_that_is_down_costs_ten_attempts_and_is_an_incident(desk, room):
    room.answers = lambda post, times: 503
    desk.open().to("Work in Progress").write(desk.bob, "Smoke, too.")
    for _ in range(ATTEMPTS):
        desk.wait(hours=1)
    assert len(room.got) == ATTEMPTS
    told = desk.app.notifications.of(desk.carol).items
    [lost] = [note for note in told if note.deliveries and note.topic == "message"]
    assert [(d.state, d.error) for d in lost.deliveries] == [
        ("failed", "Chat room 'support' answered 503.")
    ]
    assert desk.app.reports.health().dead_jobs == 1
    assert any("Chat room 'support' answered 503" in note.body for note in told)
    room.answers = lambda post, times: 200
    assert desk.app.incidents.retry(OPERATOR) == 1
    desk.work()
    [sent] = [n for n in desk.app.notifications.of(desk.carol).items if n.id == lost.id]
    assert [d.state for d in sent.deliveries] == ["sent"]


@pytest.mark.parametrize("status", [400, 403, 404, 410])
def test_a_room_that_is_gone_is_given_up_at_once(desk, room, status):
    """Slack answers 403 and 404 for a webhook that was removed, 410 for an archived channel."""
    room.answers = lambda post, times: status
    desk.open().to("Work in Progress").write(desk.bob, "Smoke, too.")
    desk.wait(hours=1)
    assert len(room.got) == 1
    assert desk.app.reports.health().dead_jobs == 1


def test_a_room_that_asks_to_slow_down_is_tried_again(desk, room):
    room.answers = lambda post, times: 429 if times == 1 else 200
    desk.open().to("Work in Progress").write(desk.bob, "Smoke, too.")
    desk.work()
    desk.wait(minutes=1)
    assert len(room.got) == 2
    assert desk.app.reports.health().dead_jobs == 0


def test_a_room_that_was_too_slow_is_paused_for_a_minute(tmp_path, monkeypatch, room):
    def too_slow(*_):
        called.append(1)
        raise TimeoutError

    called = []
    desk = Desk(tmp_path, chat=naming_room(tmp_path, room.url))
    in_the_room(desk, desk.carol)
    with monkeypatch.context() as slow:
        slow.setattr(outbound, "_post", too_slow)
        for subject in ("One", "Two"):
            desk.open(subject=subject).to("Work in Progress").write(desk.bob, "Smoke, too.")
        desk.work()
    assert len(called) == 1
    desk.wait(minutes=2)
    assert len(room.posts) == 2
    desk.app.close()


def test_a_room_at_a_forbidden_address_is_not_called(tmp_path):
    for url, private in (("http://169.254.169.254/x", True), ("http://10.1.2.3/x", False)):
        rooms = chat.read_rooms(naming_room(tmp_path, url, private=private))
        desk = Desk(tmp_path)
        channel = chat.ChatChannel(rooms, desk.clock)
        with pytest.raises(Undeliverable, match="not one of the public internet"):
            channel.send(Notification(1, CAROL, 1, "", "s", "b", MONDAY), LINKS, "support")
        desk.app.close()


def test_a_room_that_this_node_does_not_know_is_tried_again(desk):
    channel = chat.ChatChannel({}, desk.clock)
    with pytest.raises(ChannelError, match="names no room 'support'") as caught:
        channel.send(Notification(1, CAROL, 1, "", "s", "b", MONDAY), LINKS, "support")
    assert not isinstance(caught.value, Undeliverable)


# ------------------------------------------------------------------ who may choose a room


def test_rooms_are_offered_to_support_alone(desk):
    def ways(person):
        found = desk.app.notifications.preferences.of(person)
        return {way.name for preference in found for way in preference.ways}

    assert "chat:support" in ways(desk.alice) & ways(desk.carol)
    assert ways(desk.bob) == {"nothing", APP}


def test_whoever_chose_a_room_that_is_gone_is_told_in_the_application(tmp_path, desk):
    desk.app.close()
    later = Desk(tmp_path, start=MONDAY + timedelta(hours=1))
    later.open().to("Work in Progress").write(later.bob, "Smoke, too.")
    [note] = later.app.notifications.of(later.carol).items
    assert note.deliveries == ()
    assert MAIL not in {p.way for p in later.app.notifications.preferences.of(later.carol)}
    later.app.close()


# ------------------------------------------------------------------ the file


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[a]\nproduct = 'slack'", "url like"),
        ("[a]\nproduct = 'slack'\nurl = 'ftp://x.example/geheim'", "url like"),
        ("[a]\nproduct = 'slack'\nurl = 'https://bob:geheim@x.example/'", "without a user"),
        ("[a]\nproduct = 'irc'\nurl = 'https://x.example/geheim'", "slack, mattermost, teams"),
        ("[a]\nurl = 'https://x.example/geheim'", "slack, mattermost, teams"),
        ("[a]\nproduct = []\nurl = 'https://x.example/geheim'", "slack, mattermost, teams"),
        ("[a]\nproduct = 'slack'\nurl = 'https://x.example/'\nprivate = 1", "true or false"),
        ("[a]\nproduct = 'slack'\nurl = 'https://x.example/'\ncolour = 1", "no colour"),
        ("url = 'https://x.example/geheim'", "each room is a table"),
        ("['a:b']\nurl = 'https://x.example/geheim'", "each room is a table"),
        ("[a", "cannot be read"),
    ],
)
def test_a_wrong_file_is_named_without_its_urls(tmp_path, text, said):
    path = tmp_path / "chat.toml"
    path.write_text(text)
    with pytest.raises(ConfigError, match=f"CASELANE_CHAT.*{said}") as caught:
        chat.read_rooms(path)
    assert "geheim" not in str(caught.value)


def test_a_room_never_shows_its_url(tmp_path, desk, room):
    url = "https://hooks.slack.example/services/geheim"
    rooms = chat.read_rooms(naming_room(tmp_path, url, private=False))
    assert "geheim" not in repr(rooms)
    with pytest.raises(ChannelError) as caught:
        chat.ChatChannel(rooms, desk.clock).send(
            Notification(1, CAROL, 1, "", "s", "b", MONDAY), LINKS, "support"
        )
    assert "geheim" not in str(caught.value)
