"""Mails with links to set a password."""

import pytest

from runner.errors import Forbidden, InvalidInput, NotFound, TooManyAttempts
from runner.model import Visit
from runner.people.attempts import LINKS_PER_EMAIL
from tests.desk import Desk
from tests.postbox import Postbox

HOME = Visit("203.0.113.7")


@pytest.fixture
def postbox():
    return Postbox()


@pytest.fixture
def desk(tmp_path, postbox):
    desk = Desk(tmp_path, channels={"mail": postbox})
    yield desk
    desk.app.close()


def test_who_has_an_account_gets_a_link_that_sets_their_password(desk, postbox):
    desk.app.password_links.ask(" Alice@example.com", HOME)
    desk.work()
    [(note, links)] = postbox.sent
    assert (note.person.email, note.subject) == ("alice@example.com", "A new password")
    token = links["Set a password"].removeprefix("http://127.0.0.1:8000/password/")
    assert desk.app.resets.set_password(token, "correct horse battery").name == "Alice"


def test_nobody_gets_one_who_has_no_account_or_left_and_the_work_is_the_same(desk, postbox):
    desk.app.accounts.deactivate("amir@example.com")
    kept = []
    for email in ("alice@example.com", "zoe@example.com", "amir@example.com", "not an address"):
        desk.app.password_links.ask(email, HOME)
        with desk.app.db.read() as tx:
            kept.append(
                tx.run("SELECT kind, lane FROM jobs WHERE kind = 'password_link'").fetchall()
            )
    assert [len(jobs) for jobs in kept] == [1, 2, 3, 4]
    assert {tuple(job) for job in kept[-1]} == {("password_link", "notify")}
    desk.work()
    assert [note.person.name for note, _ in postbox.sent] == ["Alice"]


def test_no_mailbox_is_filled_and_no_address_tries_all(desk):
    ask = desk.app.password_links.ask
    for email in ("alice@example.com", "zoe@example.com"):  # known or not: the same
        for _ in range(LINKS_PER_EMAIL):
            ask(email, HOME)
        with pytest.raises(TooManyAttempts):
            ask(email, HOME)
    with pytest.raises(TooManyAttempts):
        for number in range(30):
            ask(f"person{number}@example.com", HOME)
    ask("bob@example.com", Visit("198.51.100.9"))


def test_no_link_is_kept_anywhere(desk, postbox):
    desk.app.password_links.ask("alice@example.com", HOME)
    with desk.app.db.read() as tx:
        [payload] = tx.run("SELECT payload FROM jobs WHERE kind = 'password_link'").fetchone()
    assert "alice@example.com" in payload and "password/" not in payload
    desk.work()
    [(_, links)] = postbox.sent
    assert links and desk.app.notifications.of(desk.alice).items == ()


def test_an_admin_sends_a_link_to_whoever_is_new(desk, postbox):
    ada = desk.app.accounts.add("ada@example.com", "Ada", ["admin"])
    desk.app.password_links.invite("bob@example.com", ada)
    desk.work()
    assert postbox.sent[0][0].subject == "Set a password for Caselane"
    with pytest.raises(Forbidden):
        desk.app.password_links.invite("bob@example.com", desk.alice)
    with pytest.raises(NotFound):
        desk.app.password_links.invite("zoe@example.com", ada)


def test_where_no_mail_is_sent_an_admin_is_told_so(tmp_path):
    desk = Desk(tmp_path / "mute", channels={})
    ada = desk.app.accounts.add("ada@example.com", "Ada", ["admin"])
    with pytest.raises(InvalidInput, match="CASELANE_SMTP_URL"):
        desk.app.password_links.invite("bob@example.com", ada)
    desk.app.close()
