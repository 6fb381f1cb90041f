"""How people are told: by the way they chose, once while a line is unread, and seen to its end;
what each person chose, and what may be chosen."""

from datetime import timedelta

import pytest

from runner.errors import ChannelError, InvalidInput
from runner.model import ALL_ROLES, MAIL, Way
from tests.desk import Desk


class Mailbox:
    """A channel that keeps what it is given, or refuses."""

    def __init__(self):
        self.got, self.broken = [], False

    def ways(self):
        return [Way(MAIL, "By mail at once", ALL_ROLES)]

    def send(self, note, links, address):
        if self.broken:
            raise ChannelError("The mail server does not answer.")
        self.got.append((note.person.name, note.topic, note.count))


@pytest.fixture
def mails():
    return Mailbox()


@pytest.fixture
def desk(tmp_path, mails):
    desk = Desk(tmp_path, channels={MAIL: mails})
    yield desk
    desk.app.close()


@pytest.fixture
def mute(tmp_path):
    """A desk without a mail server and without rooms."""
    desk = Desk(tmp_path)
    yield desk
    desk.app.close()


@pytest.fixture
def owned(desk, mails):
    """A case of Alice, whose mails until now have been sent."""
    case = desk.open().claim(desk.alice).to("Work in Progress")
    desk.work()
    mails.got.clear()
    return case


def told(desk, person):
    return desk.app.notifications.of(person, limit=200).items


def choose(desk, person, **ways):
    desk.app.notifications.preferences.change(person, ways)


# ------------------------------------------------------------------ the way


def test_without_a_choice_people_are_mailed_at_once(desk, owned, mails):
    owned.write(desk.bob, "Smoke, too.")
    desk.work()
    assert mails.got == [("Alice", "message", 1)]


def test_whoever_wants_it_in_the_application_is_not_mailed(desk, owned, mails):
    choose(desk, desk.alice, message="app")
    owned.write(desk.bob, "Smoke, too.")
    desk.work()
    assert mails.got == []
    assert told(desk, desk.alice)[0].body == "Smoke, too."


def test_whoever_wants_nothing_is_told_nothing(desk, owned, mails):
    choose(desk, desk.alice, message="nothing")
    before = told(desk, desk.alice)
    owned.write(desk.bob, "Smoke, too.")
    desk.work()
    assert (mails.got, told(desk, desk.alice)) == ([], before)


def test_a_choice_is_for_its_topic_alone(desk, owned, mails):
    choose(desk, desk.alice, message="nothing")
    owned.change(priority="P1")
    desk.work()
    assert mails.got == [("Alice", "priority", 1)]


# ------------------------------------------------------------------ once while unread


def test_of_forty_messages_one_is_mailed(desk, owned, mails):
    for i in range(40):
        owned.write(desk.bob, f"And {i}.")
        desk.work()
    assert mails.got == [("Alice", "message", 1)]
    [line] = [note for note in told(desk, desk.alice) if note.topic == "message"]
    assert (line.count, [d.state for d in line.deliveries]) == (40, ["sent"])


def test_messages_that_come_before_the_mail_goes_out_are_one_mail(desk, owned, mails):
    for i in range(3):
        owned.write(desk.bob, f"And {i}.")
    desk.work()
    assert mails.got == [("Alice", "message", 3)]


def test_opening_the_case_lets_the_next_message_be_mailed(desk, owned, mails):
    owned.write(desk.bob, "One.")
    desk.work()
    desk.app.notifications.case_opened(desk.alice, owned.case.id)
    owned.write(desk.bob, "Two.")
    desk.work()
    assert mails.got == [("Alice", "message", 1)] * 2


def test_an_unread_line_is_mailed_again_after_a_day(desk, owned, mails):
    owned.write(desk.bob, "One.")
    desk.work()
    for hours in (12, 13):
        desk.clock.advance(timedelta(hours=hours))
        owned.write(desk.bob, "Hello?")
        desk.work()
    assert [got for got in mails.got if got[1] == "message"] == [
        ("Alice", "message", 1), ("Alice", "message", 3),
    ]  # fmt: skip


def test_each_answer_to_a_customer_is_a_mail(desk, owned, mails):
    for i in range(3):
        owned.write(desk.alice, f"Step {i}.")
    desk.work()
    assert mails.got == [("Bob", "answer", 1)] * 3


# ------------------------------------------------------------------ its end


def test_a_line_says_how_far_it_came(desk, owned, mails):
    mails.broken = True
    owned.write(desk.bob, "Smoke, too.")
    [delivery] = told(desk, desk.alice)[0].deliveries
    assert (delivery.way, delivery.state, delivery.error) == (MAIL, "queued", None)
    desk.work()
    [delivery] = told(desk, desk.alice)[0].deliveries
    assert (delivery.state, delivery.error) == ("queued", "The mail server does not answer.")
    for _ in range(10):
        desk.wait(hours=1)
    [line] = [note for note in told(desk, desk.alice) if note.topic == "message"]
    assert [d.state for d in line.deliveries] == ["failed"]
    mails.broken = False
    desk.app.incidents.retry(desk.app.accounts.add("root@example.com", "Root", ["admin"]))
    desk.work()
    [line] = [note for note in told(desk, desk.alice) if note.topic == "message"]
    [delivery] = line.deliveries
    assert (delivery.state, delivery.error) == ("sent", None)
    assert line.sent_at == delivery.sent_at == desk.clock.now()


def test_a_message_after_one_that_failed_for_good_is_tried_anew(desk, owned, mails):
    mails.broken = True
    owned.write(desk.bob, "One.")
    for _ in range(10):
        desk.wait(hours=1)
    mails.broken = False
    owned.write(desk.bob, "Two.")
    desk.work()
    assert ("Alice", "message", 2) in mails.got


def test_a_job_of_an_earlier_version_is_mailed_and_noted(desk, mails):
    """It names no way, and nothing was kept of how it goes out."""
    desk.open()
    with desk.app.db.write() as tx:
        tx.run("DELETE FROM deliveries")
        tx.run("UPDATE jobs SET payload = '{\"notification\": 1}' WHERE kind = 'notify'")
    desk.work()
    assert mails.got == [("Bob", "reminder", 1)]
    assert told(desk, desk.bob)[0].sent_at is not None
    desk.work()
    assert len(mails.got) == 1


def test_what_an_earlier_version_has_mailed_is_not_mailed_again(desk, owned, mails):
    owned.write(desk.bob, "One.")
    with desk.app.db.write() as tx:
        tx.run("UPDATE notifications SET sent_at = created_at")
    desk.work()
    assert mails.got == []
    assert [d.state for d in told(desk, desk.alice)[0].deliveries] == ["sent"]


# ------------------------------------------------------------------ reading


def test_opening_a_case_reads_what_was_told_of_it_and_nothing_else(desk, owned):
    other = desk.open(subject="No paper").claim(desk.alice).to("Work in Progress")
    owned.write(desk.bob, "One."), other.write(desk.bob, "Two.")
    desk.app.notifications.case_opened(desk.alice, owned.case.id)
    unread = [note for note in told(desk, desk.alice) if note.read_at is None]
    assert {note.case_id for note in unread} == {other.case.id}


def test_a_message_that_comes_after_the_page_was_made_stays_unread(desk, owned):
    owned.write(desk.bob, "One.")
    newest = told(desk, desk.alice)[0].id
    owned.write(desk.bob, "Two.")  # takes the place of the first, as a new line
    desk.app.notifications.mark_read(desk.alice, newest)
    assert told(desk, desk.alice)[0].read_at is None


def test_who_was_removed_gets_no_mail(owned, desk, mails):
    owned.write(desk.bob, "More")
    desk.app.accounts.deactivate("alice@example.com")
    desk.work()
    assert mails.got == []


# ------------------------------------------------------------------ what each person chose


def ways(desk, person):
    return {p.topic.name: p.way for p in desk.app.notifications.preferences.of(person)}


OF_OWNERS = {"mention", "reminder", "publication", "report", "figure"}


def test_each_person_chooses_for_the_topics_that_concern_them(mute):
    assert set(ways(mute, mute.bob)) == {"answer", "reminder"}
    assert "incident" not in ways(mute, mute.alice)
    assert "incident" in ways(mute, mute.carol)
    assert set(ways(mute, mute.owen)) == OF_OWNERS


def test_a_choice_is_the_persons_own_and_stays(mute):
    mute.app.notifications.preferences.change(mute.alice, {"message": "nothing"})
    mute.app.notifications.preferences.change(mute.alice, {"priority": "nothing"})
    assert ways(mute, mute.alice)["message"] == ways(mute, mute.alice)["priority"] == "nothing"
    assert ways(mute, mute.amir)["message"] == "app"


def test_without_a_mail_server_the_default_is_the_application(mute):
    assert set(ways(mute, mute.alice).values()) == {"app"}


@pytest.mark.parametrize(
    "wanted",
    [{"message": "pigeon"}, {"weather": "app"}, {"incident": "app"}, {"message": "mail"},
     {"message": "app", "priority": "chat:support"}, {"message": ""}],
)  # fmt: skip
def test_what_cannot_be_chosen_is_refused_and_changes_nothing(mute, wanted):
    """No mail server and no room is set up here, and incidents are for leads and admins."""
    before = ways(mute, mute.alice)
    with pytest.raises(InvalidInput):
        mute.app.notifications.preferences.change(mute.alice, wanted)
    assert ways(mute, mute.alice) == before
