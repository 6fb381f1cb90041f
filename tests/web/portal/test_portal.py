"""The customers' pages, signed in and by signed links."""

import re
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest

from runner.bpmn.forms import LONGEST_TEXT
from runner.cases import Submission, Visitor, request_of
from runner.errors import InvalidInput, TooManyAttempts
from runner.people.accounts import OPERATOR
from runner.people.attempts import ATTEMPTS_PER_ADDRESS, CASES_PER_EMAIL
from runner.people.links import FOLLOW, LIFETIME, REPEAT, Links
from runner.people.person_fields import plausible_email
from tests.flasks import create_app
from tests.web.conftest import Browser


@pytest.fixture
def link(desk):
    """Makes the path of a link for Bob, as a message to him would carry it."""

    def make(case, purpose):
        kept = case.case
        asks = {a.id: request_of(kept, a) for a in case.seen_by(desk.bob).actions}
        return "/l/" + desk.app.links.token(kept.id, desk.bob.id, purpose, asks.get(purpose))

    return make


def test_a_customer_submits_and_follows(pages, desk):
    answer = pages.bob.send("/submit", subject="It hums", description="All night.")
    page = pages.bob.see(answer.location).text
    assert "It hums" in page and "<b>You</b>" in page
    assert page.index("data-send>") < page.index('<figure class="map"')  # a phone has one column
    assert "We have your request and will answer by" in page
    assert "{first_response_due}" not in page
    assert "It is our turn." in page
    assert "It hums" in pages.bob.see("/my").text


def test_the_status_is_told_in_words_with_whose_turn_it_is_and_what_comes_next(pages, desk):
    case = desk.open().to("Pending Customer")
    page = pages.bob.see(f"/my/{case.number}").text
    assert "We need something from you to go on." in page
    assert "It is your turn." in page
    assert re.search(r"Thu 5 Mar 09:00</time></span> <span>We remind you\.", page)
    assert "Remind the customer" not in page


def test_who_waits_longer_than_was_promised_reads_that_we_know(pages, desk, link):
    case = desk.open()
    seen = (lambda: pages.bob.see("/my"), lambda: pages.bob.see(f"/my/{case.number}"),
            lambda: pages.nobody.see(link(case, FOLLOW)))  # fmt: skip
    assert [page().text.count("We are late") for page in seen] == [0, 0, 0]
    desk.wait(days=3)
    assert [page().text.count("We are late") for page in seen] == [1, 1, 1]
    case.act(desk.alice, "send_first_response", body="Sorry.")
    assert [page().text.count("We are late") for page in seen] == [0, 0, 0]


def test_accepting_closes_and_rejecting_takes_a_reason(pages, desk):
    case = desk.open().to("Solution Proposed")
    page = pages.bob.see(f"/my/{case.number}").text
    assert "This closes the case." in page
    proposal, revision = case.case.proposal, str(case.case.revision)
    path = f"/my/{case.number}/actions/reject_solution"
    form = {"f.reason": "Still hot.", "f.proposal": proposal, "revision": revision}
    pages.bob.send(path, **form)
    assert case.status == "Work in Progress"
    assert case.conversation()[-1].body == "Still hot."
    case.act(desk.alice, "propose_solution", body="Cool it.")
    pages.bob.send(
        f"/my/{case.number}/actions/accept_solution", **{"f.proposal": case.case.proposal}
    )
    assert case.status == "Closed"


def test_the_customer_says_it_is_resolved_at_any_time(pages, desk):
    case = desk.open()
    pages.bob.send(f"/my/{case.number}/actions/customer_closes")
    assert case.case.resolution == "customer_resolved"


def test_a_closed_case_is_repeated(pages, desk):
    case = desk.open().to("Closed")
    answer = pages.bob.send(f"/my/{case.number}/repeat", text="It burns again.")
    page = " ".join(pages.bob.see(answer.location).text.split())
    assert f'repeats <a href="/my/{case.number}">' in page
    assert "It burns again." in page


def test_another_customers_case_is_not_there(pages, desk):
    case = desk.open()
    assert pages.eve.see(f"/my/{case.number}").status_code == 404
    answer = pages.eve.send(f"/my/{case.number}/actions/customer_closes")
    assert answer.status_code == 404
    assert case.status == "New"


def test_internal_notes_and_values_stay_inside(pages, desk, link):
    case = desk.open().to("Blocked")
    case.write(desk.alice, "He is difficult.", visibility="internal")
    for page in (pages.bob.see(f"/my/{case.number}"), pages.nobody.see(link(case, FOLLOW))):
        assert "difficult" not in page.text
        assert "Upstream." not in page.text
        assert "We are waiting for a fix (reference B-7)" in page.text


# ------------------------------------------------------------------ without an account


def test_somebody_without_an_account_submits_and_gets_a_link_to_follow(pages, desk):
    answer = pages.nobody.send(
        "/submit", name="Zoe", email="zoe@example.com", subject="Hum", description="All night."
    )
    page = pages.nobody.see(answer.location)
    assert page.status_code == 200
    assert "Hum" in page.text
    assert desk.app.accounts.by_email("zoe@example.com").roles == {"customer"}


def test_a_visitor_with_the_address_of_a_customer_learns_nothing_about_them(pages, desk):
    secret = desk.open(subject="Secret matter")
    answer = pages.nobody.send(
        "/submit", name="Mallory", email="bob@example.com", subject="Hum", description="All night."
    )
    page = pages.nobody.see(answer.location).text
    assert secret.number not in page
    assert "Secret matter" not in page
    assert pages.nobody.see("/my").location.startswith("/sign-in")


def test_with_mail_a_known_and_an_unknown_address_are_answered_alike(desk):
    app = replace(desk.app, settings=replace(desk.settings, smtp_url="smtp://127.0.0.1:9"))
    visitor, said = Browser(create_app(app), desk, None), set()
    for email in ("bob@example.com", "zoe@example.com"):
        form = {"name": "Zoe", "email": email, "subject": "Hum", "description": "All night."}
        answer = visitor.send("/submit", **form)
        said.add((answer.status_code, answer.location, visitor.see(answer.location).text))
    ((status, place, page),) = said
    assert (status, place) == (303, "/submitted")
    assert "Look into your mailbox" in page


def test_without_mail_only_who_signs_in_submits(desk):
    visitor = Browser(create_app(desk.app), desk, None)
    assert visitor.see("/submit").location == "/sign-in?next=/submit"
    form = {"name": "Zoe", "email": "zoe@example.com", "subject": "Hum", "description": "x"}
    assert visitor.send("/submit", **form).status_code == 401
    assert desk.app.cases.list(desk.carol).items == ()


def test_a_name_does_not_stick_to_an_address_that_it_does_not_own(pages, desk):
    form = {"email": "zoe@example.com", "subject": "Hum", "description": "All night."}
    pages.nobody.send("/submit", name="Mallory", **form)
    (line,) = desk.app.cases.list(desk.carol).items
    assert line.customer.name == "zoe"
    assert desk.app.cases.get(desk.carol, line.number).case.description == "All night.\n\nMallory"


@pytest.mark.parametrize(
    "email", ["zoe@localhost", "zoe@example", "zoe@example..com", "zoe@-example.com", ".zoe@example.com",
              "zoe..z@example.com", "zoe@127.0.0.1", "zoe@[127.0.0.1]", "zoe@example.c"],
)  # fmt: skip
def test_a_visitor_has_an_address_of_the_internet(desk, email):
    with pytest.raises(InvalidInput, match="is not a mail address"):
        desk.app.cases.open_for_visitor(Visitor("Zoe", email, "192.0.2.1"), Submission("Hum", "x"))


@pytest.mark.parametrize(
    "email", ["zoë@bücher.example", "zoe.z+1@mail.example.co.uk", "z@xn--p1ai.xn--p1ai"]
)
def test_addresses_of_every_country_are_plausible(email):
    assert plausible_email(email) == email


def test_a_flood_is_one_incident_and_one_notification(desk):
    for number in range(60):
        visitor = Visitor("Zoe", f"zoe{number}@example.com", "192.0.2.1")
        with suppress(TooManyAttempts):
            desk.app.cases.open_for_visitor(visitor, Submission("Hum", "x"))
    assert len(desk.app.cases.list(desk.carol, limit=100).items) == ATTEMPTS_PER_ADDRESS
    (incident,) = desk.app.incidents.listed(OPERATOR).incidents
    assert incident.kind == "Flood of requests"
    assert len([told for told in desk.inbox(desk.carol) if "Flood of requests" in told]) == 1


def test_who_submits_too_often_is_told_to_wait_and_not_to_sign_in(pages):
    form = {
        "name": "Zoe",
        "email": "zoe@example.com",
        "subject": "Hum",
        "description": "All night.",
    }
    said = [pages.nobody.send("/submit", **form) for _ in range(CASES_PER_EMAIL + 1)]
    assert [answer.status_code for answer in said] == [303] * CASES_PER_EMAIL + [429]
    assert said[-1].headers["Retry-After"] == "900"
    assert "Wait a quarter of an hour" in said[-1].text and "All night." in said[-1].text
    assert "Sign in" not in said[-1].text.partition("<main")[2].partition("</main>")[0]


def test_a_visitor_is_told_how_much_room_their_name_leaves(desk):
    zoe, most = Visitor("Zoe", "zoe@example.com", "192.0.2.1"), LONGEST_TEXT - len("\n\nZoe")
    with pytest.raises(InvalidInput, match=f"{most:,}|{most}"):
        desk.app.cases.open_for_visitor(zoe, Submission("Hum", "x" * (most + 1)))
    desk.app.cases.open_for_visitor(zoe, Submission("Hum", "x" * most))
    (line,) = desk.app.cases.list(desk.carol).items
    assert len(desk.app.cases.get(desk.carol, line.number).case.description) == LONGEST_TEXT


def test_nobodys_mailbox_is_filled_by_visitors(desk):
    cases, hum = desk.app.cases, Submission("Hum", "x")
    zoe = Visitor("Zoe", "zoe@example.com", "192.0.2.1")
    for _ in range(CASES_PER_EMAIL):
        cases.open_for_visitor(zoe, hum)
    with pytest.raises(TooManyAttempts):
        cases.open_for_visitor(replace(zoe, network_address="192.0.2.9"), hum)
    desk.wait(minutes=16)
    cases.open_for_visitor(zoe, hum)


def test_what_a_visitor_left_out_is_named_and_the_rest_is_kept(pages):
    answer = pages.nobody.send("/submit", name="Zoe", email="zoe", subject="Hum", description="x")
    assert answer.status_code == 422
    assert "is not a mail address" in answer.text
    assert 'value="Hum"' in answer.text


# ------------------------------------------------------------------ signed links


def test_looking_at_a_link_changes_nothing_however_often(pages, desk, link):
    case = desk.open().to("Solution Proposed")
    before = case.case
    path = link(case, "accept_solution")
    for _ in range(3):
        assert "Accept Solution?" in pages.nobody.see(path).text
        assert pages.nobody._client.head(path).status_code == 200
    assert case.case == before


def test_a_link_shows_the_proposal_as_it_was_meant(pages, desk, link):
    case = desk.open().to("Work in Progress")
    case.act(desk.alice, "propose_solution", body="Do **this**.")
    for purpose in ("accept_solution", "reject_solution"):
        assert "Do <strong>this</strong>." in pages.nobody.see(link(case, purpose)).text


@pytest.mark.parametrize(
    ("status", "purpose", "becomes"),
    [
        ("Solution Proposed", "accept_solution", "Closed"),
        ("Solution Proposed", "reject_solution", "Work in Progress"),
        ("Agree to close", "agree_closing", "Closed"),
        ("Agree to close", "keep_open", "Customer Replied"),
        ("Blocked", "customer_closes", "Closed"),
    ],
)
def test_a_link_does_the_one_thing_it_is_for(pages, desk, link, status, purpose, becomes):
    case = desk.open().to(status)
    answer = pages.nobody.send(link(case, purpose))
    assert answer.status_code == 200
    assert case.status == becomes
    assert case.history()[-1].event.actor.name == "Bob"


def test_a_link_to_repeat_opens_one_case(pages, desk, link):
    case = desk.open().to("Closed")
    pages.nobody.send(link(case, REPEAT), text="Again.")
    assert len(case.seen_by(desk.carol).repeats) == 1


def test_a_link_to_follow_lets_write_but_not_act(pages, desk, link):
    case = desk.open().to("Solution Proposed")
    path = link(case, FOLLOW)
    assert pages.nobody.send(path).status_code == 409
    pages.nobody.send(f"{path}/messages", text="Let me try.")
    assert case.status == "Customer Replied"


def test_a_link_of_an_earlier_proposal_says_so_and_does_nothing(pages, desk, link):
    case = desk.open().to("Solution Proposed")
    old = link(case, "accept_solution")
    case.act(desk.alice, "withdraw_proposal").act(desk.alice, "propose_solution", body="Better.")
    current = {"f.proposal": case.case.proposal}
    for answer in (
        pages.nobody.see(old),
        pages.nobody.send(old),
        pages.nobody.send(old, **current),
    ):
        assert answer.status_code == 410
        assert "earlier proposal" in answer.text
    assert case.status == "Solution Proposed"


def test_a_link_cannot_be_used_again_once_it_was(pages, desk, link):
    case = desk.open().to("Solution Proposed")
    path = link(case, "accept_solution")
    pages.nobody.send(path)
    again = pages.nobody.see(path)
    assert again.status_code == 410
    assert f"case {case.number} is Closed now" in again.text
    way_on = re.search(r'href="(/l/[^"]+)">See the case', again.text)[1]
    assert "This case is closed." in pages.nobody.see(way_on).text
    assert pages.nobody.send(path).status_code == 410


def test_a_link_expires(pages, desk, link):
    case = desk.open().to("Blocked")
    path = link(case, "customer_closes")
    desk.clock.advance(LIFETIME + timedelta(seconds=1))
    assert pages.nobody.see(path).status_code == 410
    assert pages.nobody.send(path).status_code == 410
    assert case.status == "Blocked"


def test_a_link_that_was_changed_is_refused(pages, desk, link):
    path = link(desk.open(), FOLLOW)
    for broken in (path[:-1], path + "A", path.replace(".", "-", 1), "/l/x", "/l/W10.AAAA"):
        assert pages.nobody.see(broken).status_code == 404


def test_a_link_of_somebody_whose_access_was_taken_away_opens_nothing(pages, desk, link):
    path = link(desk.open(), FOLLOW)
    desk.app.accounts.deactivate("bob@example.com")
    assert pages.nobody.see(path).status_code == 410


def test_a_key_is_replaced_without_breaking_the_links_that_are_out(desk):
    old = Links(["one"], "", desk.clock)
    both = Links(["two", "one"], "", desk.clock)
    token = old.token(1, 2, FOLLOW)
    assert both.read(token).person_id == 2
    assert Links(["two"], "", desk.clock).read(both.token(1, 2, FOLLOW)).case_id == 1


def test_the_address_of_a_link_is_told_to_no_other_site(pages, desk, link):
    headers = pages.nobody.see(link(desk.open(), FOLLOW)).headers
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"


def test_a_message_to_a_customer_carries_a_link_for_each_thing_they_may_do(desk):
    case = desk.open().to("Solution Proposed")
    note = desk.app.notifications.of(desk.bob).items[0]
    ways = desk.app.cases.ways_in(note)
    labels = [label for label, _ in ways]
    assert labels == [
        "Accept Solution", "Reject Solution", "This is resolved", "See the case and write to us",
    ]  # fmt: skip
    link = desk.app.links.read(ways[0][1].rpartition("/")[2])
    assert (link.purpose, link.proposal) == ("accept_solution", case.case.proposal)
    case.claim(desk.alice).write(desk.bob)
    note = desk.app.notifications.of(desk.alice).items[0]
    assert desk.app.cases.ways_in(note) == [
        ("Open the case", f"http://127.0.0.1:8000/cases/{case.number}")
    ]


def test_a_link_to_agree_answers_the_request_that_it_came_with(pages, desk):
    case = desk.open().to("Agree to close")

    def links():
        note = desk.app.notifications.of(desk.bob).items[0]
        return {label: url.partition("8000")[2] for label, url in desk.app.cases.ways_in(note)}

    first = next(path for label, path in links().items() if "gree" in label)
    case.act(desk.alice, "withdraw_closing").act(desk.alice, "propose_closing", body="And now?")
    again = next(path for label, path in links().items() if "gree" in label)
    old = pages.nobody.send(first)
    assert old.status_code == 410 and "earlier request" in old.text
    assert case.status == "Pending Customer"
    assert pages.nobody.send(again).status_code == 200
    assert case.status == "Closed"


def test_a_link_of_a_mail_from_before_links_were_bound_says_so_and_does_nothing(pages, desk):
    case = desk.open().to("Agree to close")
    old = "/l/" + desk.app.links.token(case.case.id, desk.bob.id, "agree_closing")
    for answer in (pages.nobody.see(old), pages.nobody.send(old)):
        assert answer.status_code == 410
        assert "does not say which of our messages" in answer.text
        assert "/l/" in answer.text  # the way on: the case itself
    assert case.status == "Pending Customer"


def test_a_link_to_close_at_any_time_outlives_a_proposal(pages, desk, link):
    case = desk.open().to("Blocked")
    path = link(case, "customer_closes")
    case.act(desk.alice, "clear_blocker").act(desk.alice, "propose_solution", body="This.")
    assert pages.nobody.send(path).status_code == 200
    assert case.status == "Closed"
