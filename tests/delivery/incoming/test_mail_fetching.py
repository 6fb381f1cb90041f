"""Mails are fetched from a real server: each once, and the folder stays as it is (bad input 33)."""

from datetime import timedelta

import pytest

from runner.delivery.incoming import mail_fetching
from runner.delivery.incoming.imap import connect
from runner.delivery.incoming.mail_fetching import TRIES
from runner.delivery.incoming.mailboxes import read_mailboxes
from runner.errors import ChannelError
from runner.store import incoming_mails
from tests.delivery.incoming.letters import letter
from tests.delivery.incoming.mail_server import imap_server, liar
from tests.desk import Desk
from tests.ports import free_port


@pytest.fixture(scope="module")
def server():
    with imap_server() as running:
        yield running


def desk_with(folder, url):
    file = folder / "mailboxes.toml"
    file.write_text(f'[support]\naddress = "support@desk.example"\nimap = "{url}"\n')
    return Desk(folder, mailboxes=file)


@pytest.fixture
def desk(tmp_path, server):
    server.begin_again("Support")
    desk = desk_with(tmp_path, f"{server.url}/Support")
    yield desk
    desk.app.close()


def fetched(desk):
    """The subjects of the cases, once the worker has looked into the mailbox."""
    desk.app.cases.fetch_mails()
    desk.work()
    return sorted(case.subject for case in desk.app.cases.list(desk.carol).items)


def some(*names, **more):
    return [
        letter(Subject=name, From=f"{name}@bakery.example", Message_ID=f"<{name}@b>", **more)
        for name in names
    ]


def test_what_comes_from_now_on_is_taken_in_once(desk, server):
    server.deliver(*some("old"), folder="Support")
    assert fetched(desk) == []
    server.deliver(*some("one", "two"), folder="Support")
    assert fetched(desk) == ["one", "two"]
    assert fetched(desk) == ["one", "two"]
    server.deliver(*some("three"), *some("one"), folder="Support")  # one came by another way, too
    assert fetched(desk) == ["one", "three", "two"]
    assert server.seen("Support") == []


def test_a_folder_that_is_numbered_anew_brings_nothing_twice(desk, server):
    fetched(desk)
    server.deliver(*some("one"), folder="Support")
    assert fetched(desk) == ["one"]
    server.begin_again("Support")
    server.deliver(*some("one", "two"), folder="Support")
    assert fetched(desk) == ["one", "two"]


def test_a_mail_that_is_too_large_is_not_even_fetched(desk, server, monkeypatch):
    fetched(desk)
    monkeypatch.setattr(desk.app.cases, "largest_mail", 500)
    server.deliver(*some("large", body="x" * 1_000), *some("small"), folder="Support")
    assert fetched(desk) == ["small"]
    assert "too large" in desk.app.cases.mails.listed(desk.alice).items[0].why


def test_many_mails_are_fetched_in_pieces(desk, server, monkeypatch):
    monkeypatch.setattr(mail_fetching, "MOST_AT_ONCE", 2)
    fetched(desk)
    server.deliver(*some("one", "two", "three"), folder="Support")
    assert len(fetched(desk)) == 2
    assert len(fetched(desk)) == 3


def test_a_mailbox_that_cannot_be_read_is_one_incident_and_no_dead_letter(tmp_path, server):
    desk = desk_with(tmp_path, server.url.replace("demopass", "wrong"))
    ada = desk.app.accounts.add("ada@example.com", "Ada", ["admin"])
    for _ in range(TRIES + 2):
        fetched(desk)
    mailboxes = [one for one in desk.app.doctor.examine() if one.about == "mailboxes"]
    assert [one.level for one in mailboxes] == ["error"]
    assert "support was not read yet: " in mailboxes[0].text
    found = desk.app.incidents.listed(ada)
    assert [incident.kind for incident in found.incidents] == ["A mailbox cannot be read"]
    assert not found.dead_letters
    assert "wrong" not in found.incidents[0].message
    file = tmp_path / "mailboxes.toml"
    repaired = file.read_text().replace("wrong", "demopass").replace("127.0.0.1", "localhost")
    file.write_text(repaired)
    desk.app.mail_fetching._mailboxes = read_mailboxes(desk.settings)
    fetched(desk)
    assert not desk.app.incidents.listed(ada).incidents
    desk.app.close()


def test_a_mailbox_that_is_read_no_more_takes_its_incident_along(tmp_path, server):
    desk = desk_with(tmp_path, server.url.replace("demopass", "wrong"))
    for _ in range(TRIES):
        fetched(desk)
    assert desk.app.reports.health().incidents == 1
    fetched(desk)
    assert desk.app.reports.health().incidents == 1
    file = tmp_path / "mailboxes.toml"
    file.write_text(file.read_text().rpartition("imap =")[0])
    desk.app.close()
    again = Desk(tmp_path, mailboxes=file)
    again.app.cases.fetch_mails()
    assert again.app.reports.health().incidents == 1  # another node may have a file that names it
    again.clock.advance(timedelta(minutes=16))
    again.app.cases.fetch_mails()
    assert again.app.reports.health().incidents == 0
    again.app.close()


def test_a_server_that_is_not_there_or_a_folder_is_a_channel_error(tmp_path, server):
    for url in (f"imap://a:b@127.0.0.1:{free_port()}", f"{server.url}/None", server.url):
        desk = desk_with(tmp_path, url)
        access = read_mailboxes(desk.settings)["support"].access
        desk.app.close()
        if url == server.url:
            with connect(access) as folder:
                assert folder.raw(999_999) == b""
                assert folder.size(999_999) == 0
        else:
            with pytest.raises(ChannelError), connect(access):
                pass


@pytest.mark.parametrize(
    "answer",
    [
        b"NO [SERVERBUG] Internal error",  # its words are no mail
        b"* 1 FETCH (UID 1 BODY[] {99999999999}\r\n",
        b"* 1 FETCH (UID 1 BODY[] {500}\r\nFrom: b@example.com\r\n",
        b"\xff\xfe nonsense {\r\n",
        None,
    ],
)
def test_a_server_that_lies_or_goes_away_gives_no_mail(answer):
    with liar(answer, None) as access, pytest.raises(ChannelError):  # noqa: SIM117
        with connect(access) as folder:
            assert folder.raw(1) == b"never"


def test_numbers_that_imap_does_not_have_are_not_believed():
    wrong = b'* STATUS "INBOX" (UIDVALIDITY 99999999999999999999 UIDNEXT 1)\r\n'
    for answer in (wrong, b'* STATUS "INBOX" (UIDNEXT 1)\r\n', b'* STATUS "INBOX" ()\r\n'):
        with liar(answer) as access, pytest.raises(ChannelError), connect(access) as folder:
            folder.end()


def test_a_mailbox_that_left_the_file_is_left_alone(desk):
    desk.app.cases.fetch_mails()
    desk.app.cases.fetch_mails()  # the same job
    with desk.app.db.read() as tx:
        assert tx.run("SELECT count(*) FROM jobs").fetchone()[0] == 1
        assert incoming_mails.place(tx, "support") is None
