"""The second step on the pages: set up, asked for, demanded."""

import re
from datetime import UTC, datetime

import pyotp
import pytest

from runner.errors import ConfigError
from tests.desk import Desk
from tests.web.conftest import Browser, Pages

ALICE = {"email": "alice@example.com", "password": Browser.PASSWORD}


def phone_on(page):
    return pyotp.TOTP(
        re.search(r'<code class="wrap">([A-Z2-7 ]+)</code>', page)[1].replace(" ", "")
    )


def code_at(phone, steps):
    """A code of now, or one that is a step older or newer: each is good once, and in this order."""
    return phone.generate_otp(phone.timecode(datetime.now(UTC)) + steps)


def set_up(browser):
    page = browser.see("/settings/security/second-step").text
    assert 'src="data:image/svg+xml' in page
    phone = phone_on(page)
    for wrong in ({}, {"password": "not this one"}):  # whoever has only the session
        refused = browser.send("/settings/security/second-step", code=code_at(phone, -1), **wrong)
        assert refused.status_code == 422 and "is not the one that you have" in refused.text
    known = {"password": Browser.PASSWORD, "code": code_at(phone, -1)}
    shown = browser.send("/settings/security/second-step", **known).text
    return phone, re.findall(r"<code>([a-z2-7-]{19})</code>", shown)


def test_who_set_it_up_is_asked_for_a_code_and_led_on_with_their_text(pages, desk):
    here, elsewhere = pages.alice, Browser(pages.flask, desk, None)
    elsewhere.send("/sign-in", **ALICE)
    assert elsewhere.see("/inbox").status_code == 200
    phone, codes = set_up(here)
    assert len(codes) == 10 and "Turn it off" in pages.alice.see("/settings/security").text
    assert elsewhere.see("/inbox").status_code == 302  # that began without a second step
    browser = Browser(pages.flask, desk, None)
    kept = {"next": "/inbox?view=due", "kept.text": "I am on it."}
    page = browser.send("/sign-in", **ALICE, **kept).text
    assert "Second step" in page and "I am on it." in page
    assert browser.see("/inbox").status_code == 302  # half is not in
    wrong = browser.send("/sign-in/code", code="000000", **kept)
    assert wrong.status_code == 422 and "I am on it." in wrong.text
    answer = browser.send("/sign-in/code", code=code_at(phone, 0), next="/inbox?view=due")
    assert answer.location == "/inbox?view=due"
    assert browser.see("/inbox").status_code == 200


def test_a_recovery_code_lets_in_once(pages, desk):
    _, codes = set_up(pages.alice)
    for status in (303, 422):
        browser = Browser(pages.flask, desk, None)
        browser.send("/sign-in", **ALICE)
        assert browser.send("/sign-in/code", code=codes[0]).status_code == status


def test_without_the_first_step_there_is_no_second(pages, desk):
    phone, _ = set_up(pages.alice)
    nobody = pages.nobody
    assert nobody.send("/sign-in/code", code=code_at(phone, 0)).status_code == 401
    nobody.send("/sign-in", **ALICE)
    desk.app.accounts.set_password("alice@example.com", "a mountain of old maps")
    assert nobody.send("/sign-in/code", code=code_at(phone, 0)).status_code == 401


def test_it_is_turned_off_with_a_code(pages):
    phone, _ = set_up(pages.alice)
    pages.alice.send("/settings/security/second-step/off", code="000000")
    assert "Turn it off" in pages.alice.see("/settings/security").text
    pages.alice.send("/settings/security/second-step/off", code=code_at(phone, 0))
    assert "Set it up" in pages.alice.see("/settings/security").text


def test_an_admin_takes_it_off(pages, desk):
    desk.ada = desk.app.accounts.add("ada@example.com", "Ada", ["admin"])
    set_up(pages.alice)
    assert pages.bob.send("/admin/people/alice@example.com/second-step-off").status_code == 403
    pages.ada.send("/admin/people/alice@example.com/second-step-off")
    assert Browser(pages.flask, desk, None).send("/sign-in", **ALICE).status_code == 303
    assert "second step taken off" in pages.ada.see("/admin/people/alice@example.com").text


def test_of_whom_it_is_demanded_they_set_it_up_before_they_are_in(tmp_path):
    desk = Desk(tmp_path, second_step_roles="agent, admin")
    pages = Pages(desk)
    desk.app.accounts.set_password("alice@example.com", Browser.PASSWORD)
    nobody = pages.nobody
    page = nobody.send("/sign-in", **ALICE).text
    assert "Your role needs a second step" in page
    assert nobody.see("/inbox").status_code == 302
    shown = nobody.send("/sign-in/code", code=code_at(phone_on(page), 0))
    assert "Recovery codes" in shown.text
    assert nobody.see("/inbox").status_code == 200
    assert pages.bob.see("/my").status_code == 200  # of customers it is not demanded
    desk.app.close()


def test_roles_that_are_none_are_a_sentence(tmp_path):
    with pytest.raises(ConfigError, match="king is no role"):
        Desk(tmp_path, second_step_roles="king")
