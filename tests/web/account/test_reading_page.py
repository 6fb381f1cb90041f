"""Pages in the language of who reads them, and times in their zone."""

import re

import pytest

LANG = '<html lang="{}">'


def test_the_browser_says_the_language_until_the_person_does(pages):
    german = {"Accept-Language": "de-AT,de;q=0.8,en;q=0.5"}
    assert re.findall(r"Telefon|Phone", pages.alice.see("/new", headers=german).text) == ["Telefon"]
    page = pages.bob.see("/settings/reading", headers=german).text
    assert LANG.format("de") in page
    assert "Sprache und Zeitzone" in page
    pages.bob.send("/settings/reading", language="en")
    page = pages.bob.see("/settings/reading", headers=german).text
    assert LANG.format("en") in page
    assert "Language and time zone" in page


def test_one_persons_language_is_not_the_next_ones(pages):
    assert pages.bob.send("/settings/reading", language="de").status_code == 303
    assert (
        LANG.format("de") in pages.bob.see("/my").text
        or LANG.format("de") in pages.bob.see("/settings/reading").text
    )
    assert LANG.format("en") in pages.alice.see("/inbox").text
    assert LANG.format("en") in pages.nobody.see("/sign-in").text


def test_a_page_that_is_not_there_speaks_the_language_of_the_person(pages):
    pages.bob.send("/settings/reading", language="de")
    assert LANG.format("de") in pages.bob.see("/no-such-page").text


def test_times_are_those_of_the_zone_that_was_chosen(pages, desk):
    case = desk.open()
    page = pages.alice.see(f"/cases/{case.number}").text
    assert 'title="Monday 2 March 2026, 09:00:00 GMT"' in page
    pages.alice.send("/settings/reading", zone="Asia/Tokyo", language="de")
    page = pages.alice.see(f"/cases/{case.number}").text
    assert 'title="Montag, 2. März 2026, 18:00:00 JST"' in page


def test_a_page_that_a_browser_kept_is_not_shown_in_another_language_or_zone(pages, desk):
    desk.open()
    tag = pages.alice.see("/inbox").headers["ETag"]
    german = {"Accept-Language": "de", "If-None-Match": tag}
    assert pages.alice.see("/inbox", headers=german).status_code == 200
    kept = {"If-None-Match": tag}
    assert pages.alice.see("/inbox", headers=kept).status_code == 304
    pages.alice.send("/settings/reading", zone="Asia/Tokyo")
    assert pages.alice.see("/inbox", headers=kept).status_code == 200


def test_what_cannot_be_chosen_is_said_on_the_page(pages):
    answer = pages.bob.send("/settings/reading", language="tlh", zone="Mars/Base")
    assert answer.status_code == 422
    assert "has to be one of en, de" in answer.text
    assert "Europe/Berlin" in answer.text


@pytest.mark.parametrize("header", ["", "*", "x" * 9000, "de;q=nan", ",,;;==", "\u2603", "de;q=0"])
def test_a_header_that_makes_no_sense_is_answered_in_english(pages, header):
    page = pages.nobody.see(
        "/sign-in", headers={"Accept-Language": header.encode().decode("latin-1")}
    )
    assert page.status_code == 200
    assert LANG.format("en") in page.text


def test_a_program_reads_english_and_chooses_for_its_person(api, desk):
    german = {"Accept-Language": "de"}
    answer = api.bob.patch("/me", {"language": "de", "zone": "Mars/Base"}, headers=german)
    assert answer.status_code == 422
    assert "has to be a time zone" in answer.text
    assert api.bob.patch("/me", {"language": "de"}).json["language"] == "de"
    assert api.bob.get("/me").json["language"] == "de"
