"""The search in the header, and `GET /api/search`."""

import pytest


def test_alice_finds_a_case_by_a_word_that_was_said_in_it(pages, desk):
    case = desk.open(subject="Nothing works").write(desk.bob, "The <b>mixer</b> & the oven hum.")
    assert 'action="/search"' in pages.alice.see("/inbox").text
    page = pages.alice.see("/search?q=MIXER").text
    assert f'href="/cases/{case.number}?all=1#m' in page
    assert "<mark>mixer</mark>" in page
    assert "&lt;b&gt;<mark>" in page
    assert "Bob, <time" in page


def test_a_customer_is_led_to_their_own_page_and_finds_no_note(pages, desk):
    case = desk.open(subject="Oven")
    desk.app.cases.comment(desk.alice, case.number, "Ravioli suspected.", "internal")
    assert f'href="/my/{case.number}"' in pages.bob.see("/search?q=oven").text
    assert "No case has all of these words" in pages.bob.see("/search?q=ravioli").text
    assert "Internal note" in pages.alice.see("/search?q=ravioli").text
    assert "No case has all of these words" in pages.eve.see("/search?q=oven").text


def test_it_goes_on_on_the_next_page(pages, desk):
    for i in range(26):
        desk.open(subject=f"Oven {i}")
    first = pages.alice.see("/search?q=oven").text
    assert first.count("data-row=") == 25
    [_, rest] = first.split('rel="next"')[0].rsplit('href="', 1)
    address = rest.split('"')[0].replace("&amp;", "&")
    assert pages.alice.see(address).text.count("data-row=") == 1


@pytest.mark.parametrize("text", ["", "%22", "x" * 10_000, "%F0%9F%98%80", "a+" * 20])
def test_any_text_gets_a_page(pages, text):
    assert pages.alice.see(f"/search?q={text}").status_code == 200


def test_nobody_searches_without_signing_in(pages):
    assert pages.nobody.see("/search?q=oven").status_code in (302, 303)


def test_programs_get_the_case_the_place_and_the_words(api, desk):
    case = desk.open(subject="Nothing works").write(desk.bob, "The mixer hums.")
    [hit] = api.alice.get("/search?q=mixer").json["items"]
    assert hit["case"]["number"] == case.number
    assert hit["found_in"] == "message"
    assert hit["snippet"] == [
        {"text": "The ", "found": False}, {"text": "mixer", "found": True},
        {"text": " hums.", "found": False},
    ]  # fmt: skip
    assert hit["message"]["body"] == "The mixer hums."
    assert api.bob.get("/search?q=mixer").json["items"][0]["message"]["author"]["email"]
    assert api.eve.get("/search?q=mixer").json["items"] == []


@pytest.mark.parametrize("query", ["q=%00", f"q={'x' * 301}", "q=a&cursor=1", "q=a&limit=0", "z=1"])
def test_programs_are_told_what_is_wrong(api, query):
    assert api.alice.get(f"/search?{query}").status_code == 422
