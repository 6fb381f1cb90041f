"""The page of notifications: lines with a count, older ones, and the case that reads its own."""

import re


def test_messages_of_one_case_are_a_line_with_a_count(pages, desk):
    case = desk.open().claim(desk.alice).to("Work in Progress")
    for i in range(3):
        case.write(desk.bob, f"And {i}.")
    page = pages.alice.see("/notifications").text
    assert page.count("Bob wrote") == 1
    assert "Bob wrote · 3 messages" in page


def test_opening_the_case_reads_its_lines(pages, desk):
    case = desk.open().claim(desk.alice).to("Work in Progress").write(desk.bob, "Smoke, too.")
    assert "1 unread" in pages.alice.see("/inbox").text
    pages.carol.see(f"/cases/{case.number}")  # somebody else's look reads nothing of hers
    assert "1 unread" in pages.alice.see("/inbox").text
    pages.alice.see(f"/cases/{case.number}")
    assert "unread" not in pages.alice.see("/inbox").text


def test_a_customer_who_opens_their_case_has_read_what_they_were_told(pages, desk):
    case = desk.open().write(desk.alice, "On it.")
    assert "unread" in pages.bob.see("/my").text
    pages.bob.see(f"/my/{case.number}")
    assert "unread" not in pages.bob.see("/my").text


def test_older_ones_can_be_reached(pages, desk):
    for i in range(60):
        desk.open(subject=f"Matter {i}")
    first = pages.bob.see("/notifications").text
    assert "Matter 59" in first
    assert "Matter 5<" not in first
    [older] = re.findall(r'href="(/notifications\?before=\d+)"', first)
    second = pages.bob.see(older).text
    assert "Matter 5<" in second
    assert "Matter 59" not in second
    assert "before=" not in second
    assert "There are no older ones" in pages.bob.see("/notifications?before=1").text
    assert pages.bob.see("/notifications?before=x").status_code == 200


def test_the_bell_of_an_open_page_is_told(pages, desk):
    case = desk.open().claim(desk.alice)
    assert (
        pages.alice.see("/notifications/bell", headers={"If-None-Match": '"0"'}).status_code == 304
    )
    case.write(desk.bob, "And now it smokes.")
    assert (
        "1 unread" in pages.alice.see("/notifications/bell", headers={"If-None-Match": '"0"'}).text
    )
    assert pages.nobody.see("/notifications/bell").status_code == 204
