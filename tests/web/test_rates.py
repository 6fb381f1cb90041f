"""Who asks too often is told so, by the API and by the pages."""

from dataclasses import replace

import pytest

from runner.clock import SystemClock
from runner.model import TokenLimits
from runner.people.rate_limits import RateLimits
from tests.flasks import create_app
from tests.web.conftest import Browser, Caller


@pytest.fixture
def app(desk):
    return replace(desk.app, rate_limits=RateLimits(desk.app.db, SystemClock(), 20))


def test_a_program_that_asks_too_often_is_told_to_wait(desk, app):
    token = desk.app.accounts.new_token("bob@example.com")
    caller = Caller(create_app(app), token)
    answers = [caller.get("/me") for _ in range(60)]
    refused = [answer for answer in answers if answer.status_code != 200]
    assert refused and {answer.status_code for answer in refused} == {429}
    assert refused[0].json["type"] == "urn:caselane:problem:too-many-requests"
    assert refused[0].headers["Retry-After"] == "60"
    assert "More than 20 requests in a minute" in refused[0].json["detail"]
    assert len(answers) - len(refused) <= 2 * 20  # the minute may have changed


def test_a_browser_that_asks_too_often_is_told_to_wait(desk, app):
    alice = Browser(create_app(app), desk, desk.alice)
    said = [alice.see("/inbox") for _ in range(60)]
    assert "Too many requests" in next(page.text for page in said if page.status_code == 429)


def test_an_address_that_guesses_tokens_is_told_to_wait(app):
    flask = create_app(app)
    said = [Caller(flask, f"guess-{number}").get("/me") for number in range(250)]
    assert {answer.status_code for answer in said} == {401, 429}
    assert (
        "More than 100 requests in a minute came from your network address"
        in said[-1].json["detail"]
    )


def test_strangers_behind_an_address_hold_up_nobody_who_is_known_there(desk, app):
    flask = create_app(app)
    alice = Browser(flask, desk, desk.alice)
    program = Caller(flask, desk.app.accounts.new_token("bob@example.com"))
    stranger = flask.test_client()
    stranger.set_cookie("caselane", "of.nobody")
    said = {stranger.get("/sign-in").status_code for _ in range(250)}
    assert said == {200, 429}
    assert alice.see("/inbox").status_code == 200
    assert program.get("/me").status_code == 200


def test_a_session_that_has_ended_counts_as_a_stranger(desk, app):
    alice = Browser(create_app(app), desk, desk.alice)
    desk.app.sessions.end_all("alice@example.com")
    assert {alice.see("/sign-in").status_code for _ in range(250)} == {200, 429}


def test_forms_without_the_mark_against_forgery_count_too(desk, app):
    bob = Browser(create_app(app), desk, desk.bob)
    assert {bob.forge("/files").status_code for _ in range(250)} == {400, 429}


@pytest.mark.parametrize("scope", ["admin", "diagrams", "read"])
def test_what_is_public_answers_whatever_a_token_is_for(desk, app, scope):
    limits = TokenLimits(frozenset({scope}))
    token = desk.app.accounts.new_token("bob@example.com", limits=limits)
    caller = Caller(create_app(app), token)
    for path, status in (("/health", 200), ("/ready", 200), ("/openapi.json", 200), ("/a", 404)):
        assert caller.get(path).status_code == status, path
    assert caller.get("/cases").status_code == (200 if scope == "read" else 403)


def test_a_mail_counts_once_for_its_token(app):
    caller = Caller(create_app(app), "of a mailbox")
    assert {caller.post("/mails").status_code for _ in range(20)} <= {401, 422}
