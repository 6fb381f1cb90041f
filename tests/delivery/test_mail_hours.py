"""Quiet hours and digests, to the mail server: one mail of all that waited, each line once."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from runner.errors import ChannelError, InvalidInput
from runner.model import ALL_ROLES, MAIL, MailTimes, Way
from runner.store import mail_time_rows
from tests.desk import MONDAY, PARTS, Desk, build

EVENING = MONDAY + timedelta(hours=13)  # 22:00
NIGHT = MailTimes("20:00", "07:00")


class MailServer:
    """Keeps what it is given: to whom, and the lines of each mail."""

    def __init__(self):
        self.got, self.ids, self.people, self.broken = [], [], [], False

    def ways(self):
        return [Way(MAIL, "By mail at once", ALL_ROLES)]

    def send(self, note, links, address):
        if self.broken:
            raise ChannelError("The mail server does not answer.")
        lines = [part.body for part in note.parts] or [note.body]
        self.got.append((note.person.name, lines))
        self.ids.append((note.topic, note.id))
        self.people.append(note.person)


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request):
    return request.param


@pytest.fixture
def mails():
    return MailServer()


@pytest.fixture
def desk(tmp_path, desk_url, mails):
    desk = Desk(tmp_path, channels={MAIL: mails}, database_url=desk_url)
    yield desk
    desk.app.close()


@pytest.fixture
def night(desk, mails):
    """Alice sleeps, and two of her cases are written in."""
    cases = [
        desk.open(subject=name).claim(desk.alice).to("Work in Progress")
        for name in ("Ink", "Paper")
    ]
    desk.work()
    desk.clock.advance(EVENING - desk.clock.now())
    keep(desk, NIGHT)
    mails.got.clear(), mails.ids.clear(), mails.people.clear()
    for case in cases:
        case.write(desk.bob, f"Of {case.case.subject}.")
    desk.work()
    return cases


def keep(desk, times, person=None):
    desk.app.notifications.mail_hours.change(person or desk.alice, times)


def deliveries(desk, person=None):
    notes = desk.app.notifications.of(person or desk.alice).items
    return [d for note in notes for d in note.deliveries if d.held_until]


BOTH = [("Alice", ["Of Ink.", "Of Paper."])]


def test_at_the_end_of_quiet_hours_one_mail_says_all_that_waited(desk, night, mails):
    assert mails.got == []
    assert [d.state for d in deliveries(desk)] == ["queued", "queued"]
    assert {d.held_until for d in deliveries(desk)} == {MONDAY + timedelta(hours=22)}
    desk.wait(hours=8, minutes=59)
    assert mails.got == []
    desk.wait(minutes=1)
    assert mails.got == BOTH
    assert [d.state for d in deliveries(desk)] == ["sent", "sent"]
    desk.wait(days=1)
    assert mails.got == BOTH


def test_what_is_urgent_and_others_mails_go_at_once(desk, night, mails):
    keep(desk, MailTimes("20:00", "07:00", urgent=frozenset({"priority"})))
    night[0].change(priority="P1")
    night[0].write(desk.alice, "On it.")
    desk.work()
    assert [name for name, _ in mails.got] == ["Alice", "Bob"]
    desk.wait(hours=9)
    assert mails.got[2:] == BOTH


def test_a_digest_is_one_mail_a_day_and_one_line_alone_is_a_mail_as_ever(desk, night, mails):
    keep(desk, MailTimes(digest_at="12:00"))
    desk.wait(hours=13, minutes=59)
    assert mails.got == []
    desk.wait(minutes=1)
    assert (mails.got, mails.ids[0][0]) == (BOTH, "digest.2")
    desk.wait(minutes=1)
    night[0].change(priority="P1")
    desk.wait(hours=23, minutes=58)
    assert len(mails.got) == 1
    desk.wait(minutes=1)
    assert [topic for topic, _ in mails.ids] == ["digest.2", "priority"]


def test_whoever_ends_their_quiet_hours_gets_at_once_what_waits(desk, night, mails):
    keep(desk, MailTimes())
    desk.work()
    assert mails.got == BOTH


def test_a_worker_that_dies_in_between_loses_nothing_and_its_mail_is_the_same(desk, night, mails):
    """Its mail was taken, which the database never heard: the id tells that it is the same."""
    desk.clock.advance(timedelta(hours=9))
    with desk.app.db.read() as tx:
        first = min(row[0] for row in mail_time_rows.waiting(tx, desk.alice.id, EVENING))
    with desk.app.db.write() as tx:  # as a worker had it that is gone
        mail_time_rows.gather(tx, first, f"notify:{first}", desk.clock.now())
    night[0].change(priority="P1")  # what comes later is not of that mail
    desk.work()
    assert mails.got == [*BOTH, ("Alice", mails.got[1][1])]
    assert mails.ids[0] == ("digest.2", first)


def test_two_workers_send_one_mail(desk, night, mails):
    desk.clock.advance(timedelta(hours=9))
    parts = replace(PARTS, connect=lambda *_: {MAIL: mails})
    other = build(desk.settings, desk.clock, tables="check", parts=parts)
    threads = [threading.Thread(target=node.worker.run_due) for node in (desk.app, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.close()
    assert mails.got == BOTH


def test_what_is_more_than_an_hour_has_room_for_goes_as_one_mail(tmp_path, desk_url, mails):
    desk = Desk(tmp_path, channels={MAIL: mails}, database_url=desk_url, mails_per_hour=3)
    case = desk.open()
    for number in range(5):
        desk.clock.advance(timedelta(minutes=1))
        case.write(desk.alice, f"Answer {number}.")
        desk.work()
    assert [len(lines) for _who, lines in mails.got] == [1, 1, 1]
    waiting = desk.app.notifications.of(desk.bob).items[0].deliveries[0]
    assert (waiting.state, waiting.held_until) == ("queued", MONDAY + timedelta(minutes=61))
    desk.clock.advance(timedelta(minutes=56))
    desk.work()
    told = [line for _who, lines in mails.got for line in lines]
    assert [len(lines) for _who, lines in mails.got] == [1, 1, 1, 3]
    assert all(sum(f"Answer {n}." in line for line in told) == 1 for n in range(5))
    for number in (5, 6):  # the mail of three lines was one
        case.write(desk.alice, f"Answer {number}.")
        desk.work()
    assert [len(lines) for _who, lines in mails.got] == [1, 1, 1, 3, 1]
    desk.app.close()


def test_room_that_comes_in_quiet_hours_is_used_after_them(tmp_path, mails):
    desk = Desk(tmp_path, channels={MAIL: mails}, mails_per_hour=1)
    case = desk.open().claim(desk.alice).to("Work in Progress")
    desk.work()
    desk.clock.advance(timedelta(hours=10, minutes=30))  # 19:30
    keep(desk, NIGHT)
    mails.got.clear()
    for text in ("One.", "Two."):
        case.write(desk.bob, text)
        desk.work()
        desk.app.notifications.mark_read(desk.alice, 9_999)
    assert [lines for who, lines in mails.got if who == "Alice"] == [["One."]]
    assert {d.held_until for d in deliveries(desk)} == {MONDAY + timedelta(hours=22)}
    keep(desk, MailTimes())  # no more quiet hours: the limit stays
    desk.work()
    assert [lines for who, lines in mails.got if who == "Alice"] == [["One."]]
    assert {d.held_until for d in deliveries(desk)} == {desk.clock.now() + timedelta(hours=1)}
    desk.app.close()


def test_who_gets_what_waited_has_their_roles(desk, night, mails):
    desk.wait(hours=9)
    assert mails.people == [desk.alice]


def test_a_mail_that_fails_is_tried_again_as_one(desk, night, mails):
    mails.broken = True
    desk.wait(hours=9)
    assert {d.error for d in deliveries(desk)} == {"The mail server does not answer."}
    mails.broken = False
    desk.wait(hours=1)
    assert mails.got == BOTH


def test_a_line_whose_place_a_newer_one_took_is_told_with_its_count(desk, night, mails):
    night[0].write(desk.bob, "Still.")
    desk.wait(hours=9)
    assert [sorted(lines) for _, lines in mails.got] == [["Of Paper.", "Still."]]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [(MailTimes("25:00", "07:00"), "quiet_from"), (MailTimes("22:00"), "quiet_until"),
     (MailTimes("22:00", "22:00"), "quiet_until"), (MailTimes(digest_at="noon"), "digest_at"),
     (MailTimes(urgent=frozenset({"incident"})), "urgent")],
)  # fmt: skip
def test_times_that_are_none_are_refused_by_name(desk, wrong, field):
    with pytest.raises(InvalidInput) as error:
        keep(desk, wrong)
    assert list(error.value.errors) == [field]
    assert desk.app.notifications.mail_hours.of(desk.alice) == MailTimes()
