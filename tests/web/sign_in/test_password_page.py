"""A new password, asked for and set on the pages."""

import pytest

from tests.desk import Desk
from tests.postbox import Postbox
from tests.web.conftest import Browser

NEW = "a mountain of old maps"


@pytest.fixture
def postbox():
    return Postbox()


@pytest.fixture
def desk(tmp_path, postbox):
    desk = Desk(tmp_path, channels={"mail": postbox})
    yield desk
    desk.app.close()


def test_a_forgotten_password_is_replaced(pages, desk, postbox):
    nobody = pages.nobody
    assert "/password" in nobody.see("/sign-in").text
    answers = [nobody.send("/password", email=f"{name}@example.com") for name in ("bob", "zoe")]
    assert [(a.status_code, a.location) for a in answers] == [(303, "/password?asked=")] * 2
    assert "a mail with a link is on its way" in nobody.see("/password?asked=").text
    desk.work()
    [(_, links)] = postbox.sent
    path = links["Set a password"].removeprefix("http://127.0.0.1:8000")
    assert "For Bob, bob@example.com" in nobody.see(path).text
    wrong = nobody.send(path, password="bobbobbobbob")
    assert wrong.status_code == 422 and "choose another one" in wrong.text
    answer = nobody.send(path, password=NEW)
    assert "Your password is set" in nobody.see(answer.location).text
    assert nobody.see(path).status_code == nobody.send(path, password=NEW).status_code == 410
    assert nobody.send("/sign-in", email="bob@example.com", password=NEW).status_code == 303


def test_a_person_changes_their_password_and_stays_here_only(pages, desk):
    alice, phone = pages.alice, Browser(pages.flask, desk, None)
    phone.send("/sign-in", email="alice@example.com", password=Browser.PASSWORD)
    wrong = alice.send("/settings/security/password", old="wrong", password=NEW)
    assert wrong.status_code == 422 and "is not the password that you have" in wrong.text
    weak = alice.send("/settings/security/password", old=Browser.PASSWORD, password="password123")
    assert weak.status_code == 422 and "tries first" in weak.text
    answer = alice.send("/settings/security/password", old=Browser.PASSWORD, password=NEW)
    assert "Your password has changed" in alice.see(answer.location).text
    assert phone.see("/inbox").status_code == 302
    assert phone.send("/sign-in", email="alice@example.com", password=NEW).status_code == 303


def test_who_found_an_open_browser_cannot_guess_the_password_for_ever(pages):
    form = {"old": "wrong", "password": NEW}
    said = [pages.alice.send("/settings/security/password", **form) for _ in range(11)]
    assert [answer.status_code for answer in said] == [422] * 10 + [429]
    assert "Too many attempts. Wait a quarter of an hour" in said[-1].text
    assert said[-1].headers["Retry-After"] == "900"
