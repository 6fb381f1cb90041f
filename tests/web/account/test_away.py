"""Saying that one is away, on the page without JavaScript and over the API."""

from datetime import timedelta


def test_alice_says_until_when_she_is_away_and_who_stands_in(pages, desk):
    saved = pages.alice.send(
        "/settings/away", until="2026-03-05T12:00", stand_in="amir@example.com"
    )
    assert saved.status_code == 303
    alice = desk.app.accounts.by_email("alice@example.com")
    assert alice.stand_in_id == desk.amir.id
    assert alice.is_away(desk.clock.now())
    page = pages.alice.see(saved.location).text
    assert "You are away" in page and 'value="2026-03-05T12:00"' in page
    desk.clock.advance(timedelta(days=4))
    assert not alice.is_away(desk.clock.now())
    assert pages.alice.send("/settings/away", back="1").status_code == 303
    assert desk.app.accounts.by_email("alice@example.com").away_until is None


def test_alice_is_back_after_the_end_that_her_page_still_holds(pages, desk):
    pages.alice.send("/settings/away", until="2026-03-05T12:00")
    desk.clock.advance(timedelta(days=9))
    back = pages.alice.send("/settings/away", back="1", until="2026-03-05T12:00")
    assert back.status_code == 303
    assert desk.app.accounts.by_email("alice@example.com").away_until is None


def test_an_absence_may_begin_later(pages, desk):
    pages.alice.send("/settings/away", since="2026-03-03T09:00", until="2026-03-05T09:00")
    alice = desk.app.accounts.by_email("alice@example.com")
    assert not alice.is_away(desk.clock.now())
    assert alice.is_away(desk.clock.now() + timedelta(days=2))
    assert "I am back" in pages.alice.see("/settings/away").text


def test_what_cannot_be_is_said_on_its_field_and_changes_nothing(pages, desk):
    for field, text in (
        ("until", "2026-02-01T12:00"),
        ("until", "soon"),
        ("stand_in", "bob@example.com"),
        ("stand_in", "alice@example.com"),
    ):
        answer = pages.alice.send("/settings/away", **{field: text})
        assert answer.status_code == 422, text
    assert not desk.app.accounts.by_email("alice@example.com").is_away(desk.clock.now())


def test_customers_and_analysts_have_no_such_page(pages):
    for browser in (pages.bob, pages.nora):
        assert browser.see("/settings/away").status_code == 403
        assert "/settings/away" not in browser.see("/settings/notifications").text


def test_the_api_says_the_same(api, desk):
    away = api.alice._call("PUT", "/me/absence", {"until": "2026-03-05T12:00:00Z"}).json
    assert (away["away"], away["away_until"]) == (True, "2026-03-05T12:00:00+00:00")
    assert api.alice._call("PUT", "/me/absence", {"until": "soon"}).status_code == 422
    assert api.bob._call("PUT", "/me/absence", {}).status_code == 403
    assert api.alice._call("DELETE", "/me/absence").json["away"] is False
