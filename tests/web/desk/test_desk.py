"""The agents' pages, as a browser without JavaScript sees them."""

import re
from datetime import timedelta

import pytest
from lxml import html

from tests.desk import OPEN
from tests.lifecycle import FILES, RENAMED, TABLES, newer
from tests.web.conftest import rows

EVIL = "<script>alert(1)</script><img src=x onerror=alert(1)>[{{7*7}}]${7*7}\"'"


def test_the_inbox_has_a_view_for_each_open_status_with_its_count(pages, desk):
    desk.open()
    desk.open().to("Blocked")
    page = pages.alice.see("/inbox").text
    for name in {status for status in OPEN if status != "Agree to close"}:
        assert re.search(rf"<span>{name}</span> <b class=\"count\">(0|1)</b>", page), name


def test_views_show_what_they_say(pages, desk):
    mine, free, closed = desk.open().claim(desk.alice), desk.open(), desk.open().to("Closed")
    assert rows(pages.alice.see("/inbox?view=mine")) == [mine.number]
    assert rows(pages.alice.see("/inbox?view=unassigned")) == [free.number]
    assert rows(pages.alice.see("/inbox?view=status:New")) == [free.number, mine.number]
    assert rows(pages.alice.see("/inbox?view=all")) == [closed.number, free.number, mine.number]


def parts(page):
    """The parts of To do by their headings, each with the numbers of its cases."""
    _, *found = re.split(r'scope="rowgroup">', page.text)
    numbers = (re.findall(r'class="number">(C-\d+)<', part) for part in found)
    headings = (part.partition("<")[0].strip() for part in found)
    return dict(zip(headings, numbers, strict=True))


def test_to_do_begins_with_what_is_due_and_shows_what_waits_for_support(pages, desk):
    later, soon = desk.open(priority="P4"), desk.open(priority="P1")
    mine = desk.open().claim(desk.alice).to("Work in Progress")
    replied = desk.open().claim(desk.amir).to("Customer Replied")
    desk.open().claim(desk.amir).to("Work in Progress")
    desk.open().claim(desk.alice).to("Pending Customer")
    free = desk.open().to("Blocked")
    if free.case.owner:
        desk.app.cases.update(desk.alice, free.number, {"owner": None})
    page = pages.alice.see("/inbox")
    assert '<h1 id="inbox-title">To do</h1>' in page.text
    assert parts(page) == {
        "Answer first": [soon.number, later.number],
        "Customer answered": [replied.number],
        "Yours, in progress": [mine.number],
        "Without an owner": [free.number],
    }


def test_a_list_says_who_waits_for_whom_and_for_how_long(pages, desk):
    desk.open().to("Work in Progress")
    desk.open().to("Pending Customer")
    desk.wait(hours=3)
    desk.app.cases.update(desk.alice, "C-1001", {"priority": "P4"})
    page = pages.alice.see("/inbox?view=all").text
    assert "waits for us 3 h" in page
    assert "customer silent for 3 h" in page
    assert "response met" not in page


def test_to_do_is_for_those_who_work_on_cases(pages, desk):
    desk.open()
    for watcher in (pages.nora, pages.owen):
        page = watcher.see("/inbox?view=todo").text
        assert ">To do<" not in page
        assert "/claim" not in page


def test_to_do_says_when_nothing_waits_and_when_nothing_fits(pages, desk):
    assert "Nothing waits for you" in pages.alice.see("/inbox").text
    desk.open(priority="P1")
    assert "No case here fits" in pages.alice.see("/inbox?priority=P2").text


def test_a_part_of_to_do_goes_on_in_the_view_that_has_all_of_it(pages, desk):
    numbers = [desk.open(priority="P3").number for _ in range(22)]
    page = pages.alice.see("/inbox")
    assert parts(page)["Answer first"] == numbers[:20]
    link = re.search(r'href="([^"]+)">Show all<', page.text)[1].replace("&amp;", "&")
    assert rows(pages.alice.see(link)) == numbers


def test_no_browser_keeps_a_case_as_it_was(pages, desk):
    assert pages.alice.see(f"/cases/{desk.open().number}").headers["Cache-Control"] == "no-store"
    assert pages.alice.see("/inbox?view=all").headers["Cache-Control"] == "private, no-cache"


def test_breaching_next_begins_with_what_is_overdue(pages, desk):
    later = desk.open(priority="P4")
    overdue = desk.open(priority="P1")
    soon = desk.open(priority="P2")
    desk.wait(hours=1)
    page = pages.alice.see("/inbox?view=due")
    assert rows(page) == [overdue.number, soon.number, later.number]
    assert "First response</span> overdue by 30 min" in page.text
    assert "First response</span> due in 1 h" in page.text


def test_time_left_is_working_time(pages, desk):
    desk.wait(hours=7)
    desk.open(priority="P2")  # at four in the afternoon, two hours of work: tomorrow at ten
    desk.wait(hours=12)
    page = pages.alice.see("/inbox?view=due").text
    assert "due in 1 h" in page
    assert "today 10:00" in page


def test_time_left_and_due_times_are_those_of_the_calendar_of_the_version(pages, desk):
    """Athens works round the clock in this version, two hours before London."""
    calendars = FILES["calendars.toml"].replace("Europe/London", "Europe/Athens")
    calendars = calendars.replace("09:00-17:00", "00:00-24:00")
    desk.use(newer(), {**FILES, "calendars.toml": calendars})
    number = desk.open(priority="P2").number
    desk.wait(hours=1)
    for page in (pages.alice.see("/inbox?view=due").text, pages.alice.see(f"/cases/{number}").text):
        assert "due in 1 h" in page
        assert "today 13:00 EET" in page
    timers = desk.app.cases.get(desk.alice, number).case.waits.timers
    assert "office" in {timer.calendar for timer in timers}


def test_filters_and_order_are_in_the_address_and_pages_follow_on(pages, desk):
    numbers = [desk.open(priority="P3").number for _ in range(52)]
    urgent = desk.open(priority="P1").number
    assert rows(pages.alice.see("/inbox?view=all&priority=P1")) == [urgent]
    first = pages.alice.see("/inbox?view=all&priority=P3&sort=newest")
    link = re.search(r'href="([^"]+)"\s+rel="next"', first.text)[1].replace("&amp;", "&")
    second = pages.alice.see(link)
    assert rows(first) + rows(second) == numbers[::-1]


@pytest.mark.parametrize("order", ["newest", "updated", "untouched", "due"])
def test_a_cursor_that_no_page_gave_is_refused(pages, order):
    answer = pages.alice.see(f"/inbox?view=all&sort={order}&cursor=2~x")
    assert answer.status_code == 422
    assert "is not one that a page gave" in answer.text


def test_an_unchanged_inbox_is_not_sent_again(pages, desk):
    desk.open()
    first = pages.alice.see("/inbox?view=all")
    again = {"If-None-Match": first.headers["ETag"]}
    assert pages.alice.see("/inbox?view=all", headers=again).status_code == 304
    desk.open()
    assert pages.alice.see("/inbox?view=all", headers=again).status_code == 200


def test_a_case_is_claimed_from_the_list_which_keeps_its_filters(pages, desk):
    case = desk.open()
    page = html.fromstring(pages.alice.see("/inbox?view=unassigned&q=printer&sort=due").text)
    (button,) = page.xpath("//td[@class='owner']//button[@form='claim']")
    (back,) = page.xpath("//form[@id='claim'][@method='post']//input[@name='back']/@value")
    answer = pages.alice.send(button.get("formaction"), back=back)
    assert answer.location == "/inbox?view=unassigned&q=printer&sort=due"
    assert case.case.owner.name == "Alice"
    elsewhere = pages.alice.send(f"/cases/{case.number}/claim", back="//evil.example")
    assert elsewhere.location == f"/cases/{case.number}"


def test_every_action_that_the_diagram_offers_is_on_the_page_and_no_other(pages, desk):
    for status in OPEN:
        case = desk.open().to(status)
        page = pages.alice.see(f"/cases/{case.number}").text
        offered = set(re.findall(rf'action="/cases/{case.number}/actions/(\w+)"', page))
        assert offered == case.can(desk.alice), status


def test_the_composer_sends_as_an_action(pages, desk):
    case = desk.open()
    path = f"/cases/{case.number}/actions/send_first_response"
    answer = pages.alice.send(path, **{"as": "body", "text": "I am on it.", "revision": "1"})
    assert answer.status_code == 303
    assert case.status == "Work in Progress"
    assert "I am on it." in pages.alice.see(f"/cases/{case.number}").text


def test_an_internal_note_is_marked_and_moves_nothing(pages, desk):
    case = desk.open()
    pages.alice.send(f"/cases/{case.number}/messages", text="Odd one.", visibility="internal")
    page = pages.alice.see(f"/cases/{case.number}").text
    assert 'class="message support internal"' in page
    assert case.status == "New"


def test_what_the_customer_said_on_the_phone_is_their_reply(pages, desk):
    case = desk.open().to("Pending Customer")
    pages.alice.send(f"/cases/{case.number}/messages", text="The blue one.", heard="yes")
    assert case.status == "Customer Replied"


def test_a_wrong_field_is_named_in_its_place_and_the_text_is_kept(pages, desk):
    case = desk.open().to("Work in Progress")
    answer = pages.alice.send(
        f"/cases/{case.number}/actions/block",
        **{"f.kind": "Weather", "f.reference": "", "f.note": "It rains.", "revision": "2"},
    )
    assert answer.status_code == 422
    assert "What blocks it? has to be one of: Bug, Other." in answer.text
    assert "Reference is needed." in answer.text
    assert ">It rains.</textarea>" in answer.text
    assert case.status == "Work in Progress"


def test_a_double_click_is_carried_out_once(pages, desk):
    case = desk.open()
    form = {"text": "Look at the fuse.", "visibility": "internal", "once": "abc"}
    first = pages.alice.send(f"/cases/{case.number}/messages", **form)
    second = pages.alice.send(f"/cases/{case.number}/messages", **form)
    assert first.location == second.location
    assert len(case.conversation()) == 1


def test_going_back_and_sending_something_else_is_not_taken_for_the_same(pages, desk):
    case = desk.open()
    for text in ("First.", "Second."):
        pages.alice.send(
            f"/cases/{case.number}/messages", text=text, visibility="internal", once="abc"
        )
    assert [message.body for message in case.conversation()] == ["First.", "Second."]


def test_two_tabs_the_second_is_told_what_changed_and_keeps_its_text(pages, desk):
    case = desk.open().to("Work in Progress")
    seen = str(case.case.revision)
    pages.amir.send(f"/cases/{case.number}/actions/propose_solution",
                    **{"as": "body", "text": "Turn it off.", "revision": seen})  # fmt: skip
    desk.clock.advance(timedelta(seconds=12))
    answer = pages.alice.send(f"/cases/{case.number}/actions/ask_customer",
                              **{"as": "body", "text": "Which one?", "revision": seen})  # fmt: skip
    assert answer.status_code == 409
    assert (
        "Amir proposed a solution (12 seconds ago), so this case is now Solution Proposed."
        in answer.text
    )
    assert "Which one?" in answer.text
    assert case.status == "Solution Proposed"
    page = pages.alice.send(f"/cases/{case.number}/draft", text="Which one?")
    assert ">Which one?</textarea>" in page.text


def test_a_case_closed_meanwhile_says_so(pages, desk):
    case = desk.open().to("Solution Proposed")
    seen = str(case.case.revision)
    case.act(desk.bob, "accept_solution")
    answer = pages.alice.send(f"/cases/{case.number}/actions/withdraw_proposal", revision=seen)
    assert answer.status_code == 409
    assert "Bob accepted the solution (just now), so this case is now Closed." in answer.text


def test_news_is_told_once_there_is_some(pages, desk):
    case = desk.open()
    page = pages.alice.see(f"/cases/{case.number}").text
    path = re.search(r'hx-get="(/cases/[^"]+/news[^"]+)"', page)[1]
    etag = re.search(r'"If-None-Match": "\\"(\w+)\\""', page[page.index(path) :])[1]
    seen = {"If-None-Match": f'"{etag}"'}
    assert pages.alice.see(path, headers=seen).status_code == 304
    assert "Alice</bdi> is looking at this" in pages.amir.see(path, headers=seen).text
    case.claim(desk.amir)
    news = pages.alice.see(path, headers=seen).text
    assert "Amir changed the owner" in news
    assert "Amir</bdi> is" in news


def test_owner_priority_and_product_are_changed_in_place(pages, desk):
    case = desk.open(priority="P2")
    pages.carol.send(
        f"/cases/{case.number}", owner="amir@example.com", priority="P1", product="Till",
        revision="1",
    )  # fmt: skip
    assert (case.case.owner.name, case.case.priority, case.case.product) == ("Amir", "P1", "Till")


def test_a_closed_case_is_repeated_and_both_are_linked(pages, desk):
    case = desk.open().to("Closed")
    answer = pages.alice.send(f"/cases/{case.number}/repeat", text="It burns again.")
    repeat = answer.location.removeprefix("/cases/")
    assert f">{case.number}</a>" in pages.alice.see(f"/cases/{repeat}").text
    assert f">{repeat}</a>" in pages.alice.see(f"/cases/{case.number}").text


def test_support_opens_a_case_for_a_customer_who_called(pages, desk):
    answer = pages.alice.send(
        "/new", email="zoe@example.com", name="Zoe", subject="No dial tone",
        description="Since noon.", priority="P2", channel="phone",
    )  # fmt: skip
    page = pages.alice.see(answer.location).text
    assert "No dial tone" in page
    assert "by phone" in page


def test_a_case_without_a_subject_is_not_opened_and_what_was_written_stays(pages):
    answer = pages.alice.send("/new", email="zoe@example.com", subject=" ", description="Noon.")
    assert answer.status_code == 422
    assert "Subject is needed." in " ".join(answer.text.split())
    assert ">Noon.</textarea>" in answer.text


def test_what_is_wrong_with_a_new_case_is_said_by_the_labels_of_its_form(pages):
    answer = pages.alice.send("/new", email="zoe", subject="Oven", environment="x" * 5_000)
    said = " ".join(answer.text.split())
    assert "Mail address of the customer is not a mail address" in said
    assert "<li>“What happened?” is needed." in said
    assert "<li>Environment " in said
    assert "<li>“What happened?” is needed." in " ".join(
        pages.bob.send("/submit", subject="Oven").text.split()
    )


def test_markup_in_every_field_is_shown_as_it_was_written(pages, desk):
    answer = pages.alice.send(
        "/new", email="zoe@example.com", name="Zoe <b>x</b>", subject=EVIL, description=EVIL,
        product=EVIL, channel="phone",
    )  # fmt: skip
    number = answer.location.removeprefix("/cases/")
    pages.alice.send(f"/cases/{number}/actions/send_first_response", **{"as": "body", "text": EVIL})
    pages.alice.send(f"/cases/{number}/messages", text=EVIL, visibility="internal")
    pages.alice.send(f"/cases/{number}/actions/block",
                     **{"f.kind": "Bug", "f.reference": EVIL, "f.note": EVIL})  # fmt: skip
    for path in (f"/cases/{number}", "/inbox?view=all", f"/inbox?q={EVIL}", "/notifications",
                 f"/cases/{number}/diagram"):  # fmt: skip
        text = pages.alice.see(path).text
        assert "<script>alert" not in text, path
        assert "<img src=x" not in text, path
        assert "[49]" not in text, path


def test_a_customer_sees_no_agents_page_and_no_internal_note(pages, desk):
    case = desk.open()
    case.write(desk.alice, "He is difficult.", visibility="internal")
    assert pages.bob.see("/inbox").status_code == 403
    assert pages.eve.see(f"/cases/{case.number}").status_code == 404
    assert "difficult" not in pages.bob.see(f"/cases/{case.number}").text


def test_an_analyst_looks_but_is_offered_nothing(pages, desk):
    case = desk.open()
    page = pages.nora.see(f"/cases/{case.number}").text
    assert "/actions/" not in page
    assert 'id="composer"' not in page


def test_notifications_are_counted_read_and_lead_to_their_case(pages, desk):
    case = desk.open().claim(desk.alice).to("Pending Customer").write(desk.bob, "The blue one.")
    page = pages.alice.see("/notifications").text
    assert f'href="/cases/{case.number}"' in page
    assert "1 unread" in page
    [newest] = re.findall(r'name="newest" value="(\d+)"', page)
    case.write(desk.bob, "No, the red one.")  # after the page was made: she has not seen it
    pages.alice.send("/notifications/read", newest=newest)
    assert "1 unread" in pages.alice.see("/notifications").text
    pages.alice.send("/notifications/read", newest=int(newest) + 1)
    assert "unread" not in pages.alice.see("/notifications").text


def test_an_address_that_leads_nowhere_says_so_in_words(pages):
    answer = pages.alice.see("/nowhere")
    assert answer.status_code == 404
    assert "There is no page at this address" in answer.text


def test_a_case_whose_status_the_current_diagram_does_not_have_keeps_its_view(pages, desk):
    old = desk.open()
    desk.use(RENAMED, TABLES)
    new = desk.open()
    assert rows(pages.alice.see("/inbox?view=status:New")) == [old.number]
    assert rows(pages.alice.see("/inbox?view=status:Fresh")) == [new.number]
    old.act(desk.bob, "customer_closes")
    assert "status:New" not in pages.alice.see("/inbox").text


def test_the_form_for_the_cases_of_others_is_supports(pages):
    form = {"email": "eve@example.com", "subject": "Hum", "description": "x", "priority": "P1"}
    for person in (pages.bob, pages.nora):
        assert person.see("/new").status_code == 403
        assert person.send("/new", **form, channel="phone").status_code == 403
    assert pages.alice.send("/new", subject="Hum", description="x").status_code == 422


def test_a_case_that_support_submits_for_itself_is_its_own(pages, desk):
    pages.alice.send("/submit", subject="My own", description="x", priority="P1", channel="phone")
    (case,) = desk.app.cases.list(desk.carol).items
    assert (case.customer.name, case.priority) == ("Alice", "P3")
    assert desk.app.cases.get(desk.carol, case.number).case.channel == "portal"


def test_a_reply_on_a_page_that_misses_a_message_is_held_back_and_kept(pages, desk):
    case = desk.open().claim(desk.alice).to("Work in Progress")
    page = pages.alice.see(f"/cases/{case.number}").text
    (seen,) = set(re.findall(r'name="seen" value="(\d+)"', page))
    case.change(priority="P1")
    case.write(desk.bob, "It smokes, too.")
    path = f"/cases/{case.number}/messages"
    for form in ({"visibility": "internal"}, {}):
        answer = pages.alice.send(path, text="Have you tried?", seen=seen, **form)
        assert answer.status_code == 409
        assert "Bob wrote" in answer.text and "Have you tried?" in answer.text
        assert 'name="seen"' not in answer.text
    assert len(case.conversation()) == 2
    seen = str(case.case.events)
    assert pages.alice.send(path, text="Have you tried?", seen=seen).status_code == 303


def test_who_only_looks_is_not_shown_a_new_case(pages):
    assert 'href="/new"' in pages.alice.see("/inbox").text
    for watcher in (pages.nora, pages.owen):
        assert 'href="/new"' not in watcher.see("/inbox").text
