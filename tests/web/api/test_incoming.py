"""Mails that a mail server or provider hands over by HTTP (bad inputs 20, 33)."""

import pytest

from runner.cases import mail_intake
from runner.errors import StoreBusy
from tests.cases.mailing import MAILBOXES, TOKEN, MailDesk
from tests.delivery.incoming.letters import letter
from web.api import openapi


@pytest.fixture
def desk(tmp_path):
    desk = MailDesk(tmp_path)
    yield desk
    desk.app.close()


def hand_over(api, raw, token=TOKEN):
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return api.flask.test_client().post(
        "/api/mails", data=raw, headers=headers, content_type="message/rfc822"
    )


def cases(desk):
    with desk.app.db.read() as tx:
        return tx.run("SELECT count(*) FROM cases").fetchone()[0]


def test_a_mail_is_handed_over_once_by_whichever_way(api, desk):
    raw = letter("It is cold.")
    answer = hand_over(api, raw)
    assert (answer.status_code, answer.json) == (
        200,
        {"state": "taken", "case": "C-1001", "why": ""},
    )
    case = desk.app.cases.get(desk.carol, "C-1001").case
    assert (case.channel, case.product) == ("mail", "Oven")  # as its mailbox says
    again = hand_over(api, b"Received: by mx2\r\n" + raw.replace(b"\n", b"\r\n"))
    assert (again.status_code, again.json["state"]) == (200, "known")
    assert desk.app.cases.take_mail("known", raw).state == "known"
    assert cases(desk) == 1


def test_what_becomes_of_it_is_decided_as_of_any_mail(api, desk):
    case = desk.open().to("Pending Customer")
    answer = hand_over(api, letter("Red.", To=desk.reply_address(case, desk.bob)))
    assert (answer.json["case"], case.status) == (case.number, "Customer Replied")
    machine = hand_over(api, letter("Away.", Precedence="bulk")).json
    assert (machine["state"], machine["why"]) == ("machine", "Precedence: bulk")
    waits = hand_over(api, letter("In.", From="eve@example.com", Subject=f"[{case.number}]")).json
    assert (waits["state"], waits["case"]) == ("waiting", None)


def test_without_the_token_of_a_mailbox_nothing_is_taken(api, desk):
    person = desk.app.accounts.new_token(desk.alice.email)
    for token in (None, "", "x", person, TOKEN[:-1], f"{TOKEN}x", "\u00fc" * 40):
        answer = hand_over(api, letter(), token)
        assert answer.status_code == 401, token
        assert TOKEN not in answer.text
    assert cases(desk) == 0
    assert api.alice.get("/me").status_code == 200
    me = {"Authorization": f"Bearer {TOKEN}"}
    assert (
        api.flask.test_client().get("/api/me", headers=me).status_code == 401
    )  # good for mails alone


def test_a_mail_that_is_none_or_too_large_is_refused(api, desk):
    assert hand_over(api, b" \n").status_code == 422
    large = hand_over(api, letter() + b"x" * desk.app.cases.largest_mail)
    assert large.status_code == 413
    assert f"{desk.app.cases.largest_mail:,} bytes" in large.json["detail"]
    assert hand_over(api, b"\x00\xff\n\n\x00").json["state"] == "waiting"  # a mail, if a broken one
    assert cases(desk) == 0


def test_a_database_that_is_away_has_the_mail_sent_again(api, desk, monkeypatch):
    def fails(*_):
        raise StoreBusy("Try again.")

    with monkeypatch.context() as patch:
        patch.setattr(mail_intake.incoming_mails, "add", fails)
        answer = hand_over(api, letter())
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
    assert hand_over(api, letter()).json["state"] == "taken"


def test_the_description_says_how_a_mail_is_sent():
    described = openapi.PATHS["/api/mails"]["post"]
    assert list(described["requestBody"]["content"]) == ["application/octet-stream"]
    assert TOKEN in MAILBOXES
