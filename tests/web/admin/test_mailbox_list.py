"""The page of mailboxes says which can be read, and what waits; it shows no password."""

import pytest

from tests.cases.mailing import MAILBOXES, MailDesk
from tests.ports import free_port


@pytest.fixture
def desk(tmp_path):
    desk = MailDesk(tmp_path)
    yield desk
    desk.app.close()


@pytest.fixture
def ada(pages, desk):
    desk.ada = desk.app.accounts.add("ada@example.com", "Ada", ["admin"])
    return pages.ada


def test_each_mailbox_says_what_came_and_what_waits(ada, desk):
    desk.mail("Hello.", From=None)
    page = ada.see("/admin/mailboxes").text
    assert "support@desk.example" in page and "known@desk.example" in page
    assert "1 waiting" in page and "None waiting" in page
    assert "Last mail" in page and "No mail yet" in page
    assert "Mails of strangers wait" in page
    assert 'href="/admin/mailboxes"' in ada.see("/admin/health").text


def test_a_connection_is_tested_and_what_came_of_it_is_said(tmp_path, monkeypatch):
    port = free_port()
    url = f"imap://demo:geheim@127.0.0.1:{port}"
    monkeypatch.setattr("tests.cases.mailing.MAILBOXES", f'{MAILBOXES}imap = "{url}"\n')
    desk = MailDesk(tmp_path)
    ada = desk.app.accounts.add("ada@example.com", "Ada", ["admin"])
    desk.app.mail_fetching.test("known", ada)
    desk.app.mail_fetching.test("support", ada)  # has no server
    _, known = desk.app.mail_fetching.mailboxes(ada)
    assert (known.look.failures, known.look.read_at) == (1, None)
    assert "refused" in known.look.failure and "geheim" not in known.look.failure
    desk.app.close()


def test_only_admins_see_and_test_them(pages, desk):
    for person in (pages.carol, pages.owen, pages.bob):
        assert person.see("/admin/mailboxes").status_code == 403
        assert person.send("/admin/mailboxes/test", mailbox="support").status_code == 403
