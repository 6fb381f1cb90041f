"""Signing in: sessions, forgery, guessing, and texts that survive the end of a session."""

import re

import pytest

from runner.people.attempts import ATTEMPTS_PER_ACCOUNT, ATTEMPTS_PER_ADDRESS_AND_ACCOUNT
from tests.flasks import create_app
from tests.web.conftest import Browser


def test_a_visitor_is_asked_to_sign_in_and_led_on_to_where_they_wanted_to_go(pages, desk):
    answer = pages.nobody.see("/inbox?view=due")
    assert answer.status_code == 302
    assert answer.location == "/sign-in?next=/inbox?view%3Ddue"
    desk.app.accounts.set_password("alice@example.com", pages.nobody.PASSWORD)
    answer = pages.nobody.send(
        "/sign-in",
        email="alice@example.com",
        password=pages.nobody.PASSWORD,
        next="/inbox?view=due",
    )
    assert answer.location == "/inbox?view=due"


@pytest.mark.parametrize(
    "target",
    ["//evil.example", "\\\\evil.example", "/\\evil.example", "https:evil.example",
     "https://evil.example/", "javascript:alert(1)", "/\n/evil.example"],
)  # fmt: skip
def test_nobody_is_led_to_another_site(pages, desk, target):
    desk.app.accounts.set_password("alice@example.com", pages.nobody.PASSWORD)
    answer = pages.nobody.send(
        "/sign-in", email="alice@example.com", password=pages.nobody.PASSWORD, next=target
    )
    assert answer.location == "/inbox"


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(pages, desk):
    desk.app.accounts.set_password("alice@example.com", "correct horse battery")
    wrong = pages.nobody.send("/sign-in", email="alice@example.com", password="wrong")
    unknown = pages.nobody.send("/sign-in", email="zoe@example.com", password="wrong")
    assert wrong.status_code == unknown.status_code == 401
    sentence = "The address or the password is not right."
    assert sentence in wrong.text
    assert sentence in unknown.text


def test_who_guesses_passwords_is_shut_out_for_a_while_even_with_the_right_one(pages, desk):
    desk.app.accounts.set_password("alice@example.com", pages.nobody.PASSWORD)
    for _ in range(ATTEMPTS_PER_ADDRESS_AND_ACCOUNT):
        pages.nobody.send("/sign-in", email="alice@example.com", password="wrong")
    right = {"email": "alice@example.com", "password": pages.nobody.PASSWORD}
    answer = pages.nobody.send("/sign-in", **right)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "900")
    assert "quarter of an hour" in answer.text
    desk.wait(minutes=16)
    assert pages.nobody.send("/sign-in", **right).status_code == 303


def test_an_account_without_a_password_lets_nobody_in(pages):
    answer = pages.nobody.send("/sign-in", email="bob@example.com", password="")
    assert answer.status_code == 401


def test_access_that_was_taken_away_ends_an_open_session(pages, desk):
    assert pages.alice.see("/inbox").status_code == 200
    desk.app.accounts.deactivate("alice@example.com")
    assert pages.alice.see("/inbox").location.startswith("/sign-in")


def test_signing_out_ends_the_session(pages):
    pages.alice.send("/sign-out")
    assert pages.alice.see("/inbox").location.startswith("/sign-in")


def test_signing_out_ends_a_copy_of_the_session_as_well_and_nobody_elses(pages, desk):
    copied = pages.alice._client.get_cookie("caselane").value
    thief = pages.nobody._client
    thief.set_cookie("caselane", copied)
    assert thief.get("/inbox").status_code == 200
    assert pages.amir.see("/inbox").status_code == 200
    pages.alice.send("/sign-out")
    thief.set_cookie("caselane", copied)
    assert thief.get("/inbox").location.startswith("/sign-in")
    assert pages.amir.see("/inbox").status_code == 200


def test_who_signs_in_with_a_password_while_it_is_changed_is_not_let_in(pages, desk, monkeypatch):
    """It is changed because somebody else knows it, right after theirs was found to be the right one."""
    accounts, check = desk.app.accounts, desk.app.sign_in.check
    accounts.set_password("alice@example.com", "what Mallory has seen")

    def check_and_be_overtaken(*given):
        found = check(*given)
        accounts.set_password("alice@example.com", "what Alice alone knows")
        return found

    monkeypatch.setattr(desk.app.sign_in, "check", check_and_be_overtaken)
    pages.nobody.send("/sign-in", email="alice@example.com", password="what Mallory has seen")
    assert pages.nobody.see("/inbox").status_code == 302


def test_a_form_of_another_site_does_nothing(pages, desk):
    case = desk.open()
    answer = pages.alice.forge(f"/cases/{case.number}/actions/send_first_response", f__body="Hi")
    assert answer.status_code == 400
    assert case.status == "New"


def test_a_text_written_while_the_session_ended_is_there_after_signing_in(pages, desk):
    case = desk.open()
    path = f"/cases/{case.number}/actions/send_first_response"
    answer = pages.nobody.send(path, **{"as": "body", "text": "I am on it.", "revision": "1"})
    assert answer.status_code == 401
    assert "Your text is kept" in answer.text
    assert "I am on it." in answer.text
    desk.app.accounts.set_password("alice@example.com", pages.nobody.PASSWORD)
    answer = pages.bob.send(  # where another one is signed in
        "/sign-in",
        email="alice@example.com",
        password=pages.nobody.PASSWORD,
        next=path,
        **{"kept.as": "body", "kept.text": "I am on it.", "kept.revision": "1"},
    )
    assert f'action="{path}"' in answer.text
    assert ">I am on it.</textarea>" in answer.text
    assert "Alice" in answer.text and "Bob" not in answer.text
    assert case.status == "New"


def test_the_demo_accounts_are_shown_under_demo_only(pages, desk):
    assert "Demo accounts" in pages.nobody.see("/sign-in").text  # whom the tests serve the demo
    shown = create_app(desk.app).test_client().get("/sign-in").text
    assert "Demo accounts" not in shown


def test_pages_forbid_frames_foreign_scripts_and_sniffing(pages):
    headers = pages.alice.see("/inbox").headers
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "script-src" not in headers["Content-Security-Policy"]
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"


def test_each_begins_where_their_work_is(pages):
    homes = {
        "alice": "/inbox",
        "carol": "/inbox",
        "nora": "/process",
        "owen": "/process",
        "bob": "/my",
    }
    for name, home in homes.items():
        assert getattr(pages, name).see("/").location == home


def wrong_ones(pages, times, **headers):
    for number in range(times):
        address = {"REMOTE_ADDR": headers.get("address", f"203.0.113.{number % 200}")}
        page = pages.nobody.see("/sign-in", environ_base=address).text
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
        form = {"email": "alice@example.com", "password": "wrong", "csrf_token": token}
        pages.nobody._client.post("/sign-in", data=form, environ_base=address)


def test_who_guesses_elsewhere_does_not_shut_out_the_person(pages, desk):
    desk.app.accounts.set_password("alice@example.com", Browser.PASSWORD)
    wrong_ones(pages, 30, address="203.0.113.9")
    mine = Browser(pages.flask, desk, None)
    right = {"email": "alice@example.com", "password": Browser.PASSWORD}
    assert mine.send("/sign-in", **right).status_code == 303


def test_a_browser_in_which_somebody_signed_in_before_goes_on_under_attack(pages, desk):
    """Also when so many addresses guess that the account is shut for every other one."""
    known, right = pages.alice, {"email": "alice@example.com", "password": Browser.PASSWORD}
    known.send("/sign-out")
    wrong_ones(pages, ATTEMPTS_PER_ACCOUNT + 5)
    assert Browser(pages.flask, desk, None).send("/sign-in", **right).status_code == 429
    for _ in range(ATTEMPTS_PER_ADDRESS_AND_ACCOUNT - 1):
        assert known.send("/sign-in", **{**right, "password": "wrong"}).status_code == 401
    assert known.send("/sign-in", **right).status_code == 303


def test_a_known_browser_has_its_own_limit_and_a_forged_one_none(pages, desk):
    known = pages.alice
    wrong = {"email": "alice@example.com", "password": "wrong"}
    said = [known.send("/sign-in", **wrong).status_code for _ in range(12)]
    assert said == [401] * ATTEMPTS_PER_ADDRESS_AND_ACCOUNT + [429] * 2
    forged = Browser(pages.flask, desk, None)
    forged._client.set_cookie("caselane_device", '["aaaa",["x"]].forged', path="/sign-in")
    assert forged.send("/sign-in", **wrong).status_code == 401
