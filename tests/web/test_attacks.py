"""Holes that an attacker found, each shown as it was used, and mended."""

import re
from pathlib import Path

import pytest

from runner.bpmn import forms
from runner.bpmn.expressions import assignments
from runner.bpmn.package import Package
from runner.cases import CaseQuery
from runner.errors import CaselaneError, DiagramError, ExpressionError, InvalidInput, NotSignedIn
from runner.people.links import FOLLOW, REPEAT
from tests.drawings import bpmn, chain, end, start, user

# ------------------------------------------------------------------ what customers are not to know


def test_the_page_of_support_is_never_shown_to_the_customer_of_the_case(pages, desk):
    case = desk.open().to("Blocked")
    home = f"/my/{case.number}"
    for path, form in (
        ("/draft", {"text": "Hello"}), ("/messages", {"text": ""}),
        ("/actions/customer_closes", {"f.unknown": "x"}),
    ):  # fmt: skip
        for headers in ({}, {"HX-Target": "case"}):
            answer = pages.bob.send(f"/cases/{case.number}{path}", headers=headers, **form)
            assert (answer.status_code, answer.location) == (303, home), path
            assert "B-7" not in answer.text
    assert pages.bob.see(f"/cases/{case.number}").location == home
    assert "B-7" in pages.alice.see(f"/cases/{case.number}").text


def test_a_visitor_who_takes_the_address_of_somebody_is_not_let_in_as_them(pages, desk):
    for email, name in (("bob@example.com", "Bob"), ("alice@example.com", "Alice")):
        answer = pages.nobody.send(
            "/submit", name="Mallory", email=email, subject="Hum", description="All night."
        )
        page = pages.nobody.see(answer.location).text
        assert answer.location == "/submitted"
        assert name not in page
        assert "Look into your mailbox" in page
    (note,) = desk.app.notifications.of(desk.bob).items
    ways = dict(desk.app.cases.ways_in(note))
    assert "/l/" in ways["See the case and write to us"]


# ------------------------------------------------------------------ sessions, tokens and links


def test_a_session_ends_with_the_password_that_it_began_with(pages, desk):
    assert pages.alice.see("/inbox").status_code == 200
    desk.app.accounts.set_password("alice@example.com", "another one, not guessed")
    assert pages.alice.see("/inbox").location.startswith("/sign-in")
    case = desk.open()
    assert pages.alice.send(f"/cases/{case.number}/claim").status_code == 401
    assert case.case.owner is None


def test_tokens_that_others_have_seen_can_be_ended_without_ending_the_account(desk):
    accounts = desk.app.accounts
    seen, bobs = accounts.new_token("alice@example.com"), accounts.new_token("bob@example.com")
    assert accounts.revoke_tokens("alice@example.com") == 1
    with pytest.raises(NotSignedIn):
        accounts.by_token(seen)
    assert accounts.by_token(accounts.new_token("alice@example.com")) == desk.alice
    assert accounts.by_token(bobs) == desk.bob


def test_a_link_of_somebody_without_access_is_over_and_is_not_carried_along(pages, desk):
    case = desk.open()
    token = desk.app.links.token(case.case.id, desk.bob.id, FOLLOW)
    desk.app.accounts.deactivate("bob@example.com")
    for answer in (
        pages.nobody.see(f"/l/{token}"),
        pages.nobody.send(f"/l/{token}", text="Hello"),
        pages.nobody.send(f"/l/{token}/messages", text="Hello"),
    ):
        assert answer.status_code == 410
        assert token not in answer.text
    assert case.conversation() == ()


# ------------------------------------------------------------------ twice


def test_a_link_that_is_used_twice_at_once_opens_one_repeat_case(pages, desk):
    case = desk.open().to("Closed")
    token = desk.app.links.token(case.case.id, desk.bob.id, REPEAT)
    for _ in range(2):
        answer = pages.nobody.send(f"/l/{token}", once="a-mark-of-the-page", text="Again")
        assert "Your repeat case is open." in answer.text
    assert len(case.seen_by(desk.alice).repeats) == 1


def test_a_solution_that_is_accepted_with_a_double_click_is_accepted_twice_as_kindly(pages, desk):
    case = desk.open().to("Solution Proposed")
    token = desk.app.links.token(case.case.id, desk.bob.id, "accept_solution", case.case.proposal)
    for _ in range(2):
        answer = pages.nobody.send(f"/l/{token}", once="a-mark-of-the-page")
        assert "That is done" in answer.text
    assert case.status == "Closed"


def test_a_visitor_who_clicks_twice_submits_once(pages, desk):
    form = {"name": "Zoe", "email": "zoe@example.com", "subject": "Hum", "description": "x"}
    places = {pages.nobody.send("/submit", once="a-mark", **form).location for _ in range(2)}
    assert len(places) == 1
    zoe = desk.app.accounts.by_email("zoe@example.com")
    assert len(desk.app.cases.list(zoe, CaseQuery(mine=True)).items) == 1


# ------------------------------------------------------------------ cheap requests


@pytest.mark.parametrize(
    "target", ["//[", "https://[x", "/\uff0f/[", "//\uff0fevil.example", "/\\evil", "/a\tb"]
)
def test_an_address_that_is_none_breaks_no_page(pages, target):
    page = pages.nobody.see("/sign-in", query_string={"next": target})
    assert page.status_code == 200
    kept = re.search(r'name="next" value="([^"]*)"', page.text)[1]
    assert kept == "" or kept.startswith("/\uff0f")
    headers = {"HX-Request": "true", "HX-Current-URL": target.encode().decode("latin-1")}
    assert pages.nobody.see("/inbox", headers=headers).status_code == 401


@pytest.mark.parametrize("text", ["a\0b", "\0", "x" * 5000])
def test_a_text_that_no_subject_can_have_is_not_looked_for(pages, desk, text):
    desk.open()
    with pytest.raises(InvalidInput):
        desk.app.cases.list(desk.alice, CaseQuery(text=text))
    answer = pages.alice.see("/inbox", query_string={"view": "all", "q": text})
    assert answer.status_code == 422


def test_a_filter_that_is_repeated_counts_once(pages, desk):
    desk.open()
    many = "&status=New&priority=P2" * 300
    page = pages.alice.see(f"/inbox?view=all{many}")
    assert page.status_code == 200
    assert "Printer on fire" in page.text


def test_a_place_in_my_cases_that_no_page_gave_is_refused_in_words(pages):
    answer = pages.bob.see("/my?cursor=2026~x")
    assert answer.status_code == 422
    assert "is not one that a page gave" in answer.text


@pytest.mark.parametrize("channel", ["c" * 41, "a\0b"])
def test_the_channel_of_a_form_is_a_short_word(pages, desk, channel):
    answer = pages.alice.send(
        "/new", subject="Hum", description="x", channel=channel, email="bob@bakery.example"
    )
    assert answer.status_code == 422
    assert desk.app.cases.list(desk.alice).items == ()


# ------------------------------------------------------------------ files


def rules_of(desk, data, files):
    try:
        checked = desk.app.deployment.check(desk.owen, Package(data, files))
        return {finding.rule for finding in checked.findings}
    except CaselaneError as error:
        return {str(error)}


SIMPLE = bpmn(
    start(), user("u", status="New"), end(status="Closed"), chain("start", "u", "end")
)  # fmt: skip


@pytest.mark.parametrize(
    "names", [b'a%d="1" ', b'xmlns:n%d="urn:n" '], ids=["attributes", "namespaces"]
)
def test_an_element_with_thousands_of_attributes_is_not_taken_in(desk, names):
    """20,000 namespaces over 30,000 elements kept the gate busy for minutes."""
    many = b"".join(names % i for i in range(20_000))
    data = SIMPLE.replace(b"<bpmn:definitions ", b"<bpmn:definitions " + many)
    data = data.replace(b"</bpmn:process>", b"<bpmn:odd/>" * 30_000 + b"</bpmn:process>")
    assert rules_of(desk, data, {}) == {"limits"}


@pytest.mark.parametrize("value", ["[" * 5_000, "9" * 5_000], ids=["depth", "digits"])
def test_promises_that_no_reader_can_hold_are_refused_and_not_failed_at(desk, value):
    folder = Path("workflows")
    files = {p.name: p.read_text() for p in folder.iterdir() if p.suffix in (".dmn", ".toml")}
    files["policies.toml"] = f'process = "case_lifecycle"\na = {value}'
    data = (folder / "case_lifecycle.bpmn").read_bytes()
    assert rules_of(desk, data, files) == {"policy"}


@pytest.mark.parametrize(
    "field",
    ['{"type": "array", "items": ' * 400 + "{}" + "}" * 400, '{"type": "null"}',
     '{"type": "string", "format": "regex"}',
     '{"const": ' + "[" * 300 + "]" * 300 + "}"],
    ids=["depth", "null", "regex", "constant"],
)  # fmt: skip
def test_forms_that_no_page_can_show_are_refused(field):
    text = '{"type": "object", "properties": {"a": ' + field + "}}"
    with pytest.raises(DiagramError, match="form of 'u'"):
        forms.read_schema(text, "'u'")


@pytest.mark.parametrize("text", ["-" * 900 + "1", "+".join("x" * 490), "x" + ".a" * 450])
def test_a_script_that_goes_too_deep_is_refused_as_a_script(text):
    with pytest.raises(ExpressionError, match="a script may only set variables"):
        assignments(text)


def test_the_id_of_a_process_writes_no_header(pages, desk):
    data = SIMPLE.replace(b'<bpmn:process id="p"', b'<bpmn:process id="p&#10;X-Evil: y/../&quot;"')
    id = desk.use(data, {}, 'p\nX-Evil: y/../"')
    for suffix in ("bpmn", "svg"):
        answer = pages.nora.see(f"/process/versions/{id}.{suffix}")
        assert answer.status_code == 200
        assert "X-Evil" not in answer.headers
        disposition = f"attachment; filename=p_X-Evil_y_.._-version-{id}.{suffix}"
        assert answer.headers["Content-Disposition"] == disposition
