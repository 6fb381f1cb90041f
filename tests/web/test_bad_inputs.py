"""What support desks have been hit by, at the doors of the browser: refused, and nothing is lost."""

import gzip
import logging
import re

import pytest

from runner.people import signing_in
from runner.people.links import FOLLOW, REPEAT
from tests.flasks import create_app
from web.shared.numbers import LAST_ID

EVIL = "<script>alert(1)</script><img src=x onerror=alert(1)>[{{7*7}}]\"'><svg onload=alert(1)>"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def link(desk):
    def make(case, purpose):
        kept = case.case
        return "/l/" + desk.app.links.token(kept.id, desk.bob.id, purpose, kept.proposal)

    return make


def harmless(answer):
    """Whether the markup is on the page, as text; it must not be there as markup."""
    text = answer.text
    assert "[49]" not in text
    for markup in ("<script>alert", "<img src=x", "<svg onload"):
        assert markup not in text
    return "&lt;script&gt;alert" in text


# ------------------------------------------------------------------ markup


def test_markup_in_every_field_is_text_on_every_page(pages, desk, link):
    """Line 28; mails are in test_bad_input_lines.py."""
    desk.app.accounts.add("bob@example.com", f"Bob {EVIL}", ["customer"])
    case = desk.open(subject=EVIL, product=EVIL)
    case.claim(desk.alice).act(desk.alice, "send_first_response", body=EVIL)
    case.write(desk.alice, EVIL, visibility="internal")
    case.act(desk.alice, "block", kind="Bug", reference=EVIL, note=EVIL)
    case.act(desk.alice, "clear_blocker", note=EVIL)
    case.act(desk.alice, "propose_solution", body=EVIL).act(
        desk.bob, "reject_solution", reason=EVIL
    )
    case.act(desk.alice, "propose_solution", body=EVIL)
    number = case.number
    for path in ("/inbox?view=all", f"/inbox?view=all&q={EVIL}", f"/cases/{number}",
                 f"/cases/{number}?say={EVIL}", "/notifications"):  # fmt: skip
        assert harmless(pages.alice.see(path)), path
    harmless(pages.alice.see(f"/cases/{number}/diagram"))
    for path in ("/my", f"/my/{number}", "/notifications"):
        assert harmless(pages.bob.see(path)), path
    for purpose in (FOLLOW, "accept_solution", "reject_solution"):
        assert harmless(pages.nobody.see(link(case, purpose))), purpose
    stale = {"as": "body", "text": EVIL, "revision": "1"}
    act = f"/cases/{number}/actions/withdraw_proposal"
    for answer, status in (
        (pages.alice.send(act, **stale), 409),
        (pages.alice.send(act, headers=HTMX, **stale), 409),
        (pages.alice.send("/new", email=EVIL, subject=EVIL, description=EVIL, product=EVIL), 422),
        (pages.nobody.send("/submit", name=EVIL, email=EVIL, subject=EVIL, description=EVIL), 422),
        (pages.nobody.send(act, **stale), 401),
        (pages.nobody.send("/sign-in", email=EVIL, password=EVIL, next=EVIL), 401),
    ):
        assert answer.status_code == status
        assert harmless(answer)
    assert harmless(pages.alice.send(f"/cases/{number}/draft", text=EVIL))
    case.act(desk.bob, "accept_solution")
    assert harmless(pages.nobody.see(link(case, REPEAT)))


@pytest.mark.parametrize("text", ["a\x00b", "\u202egpj.exe", "\ufeff", "😀" * 10, "\ud7ff\u200d"])
def test_odd_characters_break_no_page(pages, desk, text):
    case = desk.open()
    answer = pages.bob.send(f"/my/{case.number}/messages", text=text)
    assert answer.status_code in (303, 422)
    assert pages.alice.see(f"/cases/{case.number}").status_code == 200


def test_a_form_of_more_than_a_megabyte_is_refused_in_words(pages, desk):
    case = desk.open()
    answer = pages.bob.send(f"/my/{case.number}/messages", text="x" * 1_100_000)
    assert answer.status_code == 413
    assert "more than 1 MB" in answer.text


# ------------------------------------------------------------------ forms of others


def posts(flask):
    return sorted(
        rule.rule
        for rule in flask.url_map.iter_rules()
        if "POST" in rule.methods and not rule.rule.startswith("/api/")
    )


def test_no_form_of_the_pages_is_taken_from_another_site(pages, desk, link):
    case = desk.open().to("Solution Proposed")
    before, token = case.case, link(case, "accept_solution").removeprefix("/l/")
    for rule in posts(pages.flask):
        path = rule.replace("<number>", case.number).replace("<token>", token)
        path = path.replace("<action>", "accept_solution").replace("<then>", "reply")
        path = path.replace("<email>", "carol@example.com").replace("<name>", "Nights")
        path = path.replace("<path:name>", "Nights")
        path = re.sub("<int[^>]*>", "1", path)
        assert "<" not in path, f"say what stands for it: {rule}"
        for browser in (pages.alice, pages.bob):
            answer = browser.forge(path, text="Hello", email="bob@example.com", subject="Hum")
            assert answer.status_code in (400, 413), path
    assert case.case == before


def test_a_number_in_an_address_has_an_end(pages):
    """No database takes a number of thirty digits: such an address is nothing's."""
    for rule in pages.flask.url_map.iter_rules():
        for numbers in re.findall("<int[^>]*>", rule.rule):
            assert f"max={LAST_ID}" in numbers, rule.rule


@pytest.mark.parametrize("purpose", [FOLLOW, "accept_solution"])
def test_no_page_of_a_link_can_be_put_in_a_frame(pages, desk, link, purpose):
    headers = pages.nobody.see(link(desk.open().to("Solution Proposed"), purpose)).headers
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"


def test_the_content_policy_has_no_exception_and_no_page_needs_one(pages, desk):
    case = desk.open().to("Solution Proposed")
    for browser, path in (
        (pages.alice, "/inbox?view=all"), (pages.alice, f"/cases/{case.number}"),
        (pages.alice, f"/cases/{case.number}/diagram"), (pages.alice, "/process"),
        (pages.bob, f"/my/{case.number}"), (pages.nobody, "/sign-in"), (pages.nobody, "/submit"),
    ):  # fmt: skip
        answer = browser.see(path)
        assert "unsafe" not in answer.headers["Content-Security-Policy"]
        inline = r"\sstyle=|<style|\son\w+=|<script(?! src=| type=.application/json.)"
        assert not re.search(inline, answer.text), path


def test_the_colours_of_statuses_come_from_the_diagram(pages, desk):
    page = pages.alice.see("/inbox?view=all").text
    sheet = pages.nobody.see(re.search(r'href="(/statuses.css[^"]+)"', page)[1])
    for status in desk.app.cases.statuses():
        assert f"--fill: {status.fill}; --line: {status.stroke};" in sheet.text
    assert "immutable" in sheet.headers["Cache-Control"]


def test_styles_travel_compressed_and_may_be_kept_and_pages_with_secrets_do_not(pages):
    packed = {"Accept-Encoding": "gzip"}
    page = pages.alice.see("/inbox", headers=packed)
    assert "Content-Encoding" not in page.headers
    for address in re.findall(r'href="(/static/[^"]+[.]css[^"]*)"', page.text):
        plain, small = pages.nobody.see(address), pages.nobody.see(address, headers=packed)
        assert gzip.decompress(small.data) == plain.data
        assert "immutable" in small.headers["Cache-Control"]
        assert small.headers["Vary"] == "Accept-Encoding"


# ------------------------------------------------------------------ who is who


def test_signing_in_leaves_nothing_of_the_session_before_it(pages, desk):
    desk.app.accounts.set_password("alice@example.com", pages.nobody.PASSWORD)
    client = pages.nobody._client
    with client.session_transaction() as session:
        session["planted"] = "by somebody else"
    before = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/sign-in").text)[1]
    pages.nobody.send("/sign-in", email="alice@example.com", password=pages.nobody.PASSWORD)
    with client.session_transaction() as session:
        assert "planted" not in session
    case = desk.open()
    old = {"csrf_token": before, "text": "Hello", "visibility": "internal"}
    assert client.post(f"/cases/{case.number}/messages", data=old).status_code == 400
    assert case.conversation() == ()


def test_the_cookie_of_a_session_is_kept_from_scripts_and_other_sites(pages, desk):
    desk.app.accounts.set_password("alice@example.com", pages.nobody.PASSWORD)
    answer = pages.nobody.send(
        "/sign-in", email="alice@example.com", password=pages.nobody.PASSWORD
    )
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_who_tries_many_accounts_from_one_address_is_shut_out(pages, desk, monkeypatch):
    monkeypatch.setattr(signing_in, "ATTEMPTS_PER_ADDRESS", 3)
    for name in ("alice", "bob", "zoe"):
        pages.nobody.send("/sign-in", email=f"{name}@example.com", password="wrong")
    assert pages.nobody.send("/sign-in", email="eve@example.com", password="x").status_code == 429


def test_a_header_names_no_other_host_in_links_and_redirects(pages, desk):
    asked = pages.nobody.see("/inbox", headers={"Host": "evil.example"})
    assert asked.location.startswith("/sign-in")
    answer = pages.nobody.send(
        "/submit", headers={"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"},
        name="Zoe", email="zoe@example.com", subject="Hum", description="All night.",
    )  # fmt: skip
    assert answer.location.startswith("/l/")
    zoe = desk.app.accounts.by_email("zoe@example.com")
    note = desk.app.notifications.of(zoe).items[0]
    assert {url.partition("/l/")[0] for _, url in desk.app.cases.ways_in(note)} == {
        "http://127.0.0.1:8000"
    }


# ------------------------------------------------------------------ links


def test_a_link_says_for_whom_it_is_since_it_may_have_been_passed_on(pages, desk, link):
    page = pages.eve.see(link(desk.open().to("Solution Proposed"), "accept_solution")).text
    assert "This link is for Bob" in page


def test_no_link_is_written_to_the_log(desk, link, caplog, monkeypatch):
    flask = create_app(desk.app)
    path = link(desk.open(), FOLLOW)

    def breaks(*_):
        raise RuntimeError("Out of order")

    monkeypatch.setattr(desk.app.cases, "page", breaks)
    with caplog.at_level(logging.DEBUG):
        assert flask.test_client().get(path).status_code == 500
    assert "GET /l/" in caplog.text
    assert path.removeprefix("/l/") not in caplog.text


# ------------------------------------------------------------------ notes stay inside, texts stay


def test_a_note_is_a_note_whatever_button_it_came_by(pages, desk):
    case = desk.open()
    for path in ("messages", "actions/send_first_response"):
        pages.alice.send(
            f"/cases/{case.number}/{path}",
            mode="note",
            **{"as": "body", "text": "He is difficult."},
        )
    assert [m.visibility for m in case.conversation()] == ["internal", "internal"]
    assert case.conversation(desk.bob) == ()
    assert case.status == "New"


def test_an_internal_note_reaches_no_page_of_the_customer(pages, desk, link):
    case = desk.open().claim(desk.alice).to("Solution Proposed")
    case.write(desk.alice, "He is difficult.", visibility="internal")
    for path in ("/my", f"/my/{case.number}", "/notifications", f"/cases/{case.number}"):
        assert "difficult" not in pages.bob.see(path).text, path
    for purpose in (FOLLOW, "accept_solution", "reject_solution"):
        assert "difficult" not in pages.nobody.see(link(case, purpose)).text, purpose


def test_a_part_of_a_page_is_told_that_the_session_has_ended_and_does_not_become_another(
    pages, desk
):
    case = desk.open()
    headers = {**HTMX, "HX-Current-URL": f"http://localhost/cases/{case.number}"}
    answer = pages.nobody.see(f"/cases/{case.number}/news", headers=headers)
    assert answer.status_code == 401
    assert "<html" not in answer.text
    assert f'href="/sign-in?next=/cases/{case.number}"' in answer.text


def test_what_replaces_a_page_is_sent_as_its_main_part(pages, desk):
    case = desk.open().to("Work in Progress")
    form = {"as": "body", "text": "Hello", "revision": "1"}
    path = f"/cases/{case.number}/actions/ask_customer"
    for browser, status in ((pages.alice, 409), (pages.nobody, 401), (pages.eve, 404)):
        answer = browser.send(path, headers=HTMX, **form)
        assert answer.status_code == status
        assert answer.headers["HX-Retarget"] == "#main"
        assert "<html" not in answer.text


def test_a_customer_who_answers_too_late_is_told_and_led_back(pages, desk):
    case = desk.open().to("Solution Proposed")
    case.act(desk.alice, "withdraw_proposal")
    answer = pages.bob.send(f"/my/{case.number}/actions/accept_solution")
    assert answer.status_code == 409
    assert "Alice withdrew the proposal" in answer.text
    assert f'href="/my/{case.number}"' in answer.text
    assert case.status == "Work in Progress"


def test_pages_and_links_pass_over_what_a_mail_client_appends(pages, desk, link):
    case = desk.open().to("Solution Proposed")
    for browser, path in (
        (pages.alice, "/inbox"), (pages.alice, f"/cases/{case.number}"), (pages.bob, f"/my/{case.number}"),
        (pages.bob, "/my"), (pages.nobody, link(case, "accept_solution")), (pages.alice, "/search?q=hum"),
    ):  # fmt: skip
        mark = "&" if "?" in path else "?"
        assert browser.see(f"{path}{mark}utm_source=mail&fbclid=x").status_code == 200, path
