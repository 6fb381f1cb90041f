"""What support desks have been hit by, in mails and the API, and cases of somebody else through
every door. Each test names its line of the list of bad inputs."""

import json
import re

import pytest
from lxml import html

from runner.delivery.channels.smtp import SmtpChannel
from runner.people.links import FOLLOW, REPEAT
from tests.desk import MONDAY
from tests.web.conftest import bring
from web.shared.markdown import rich

MARKUP = [
    "<evil-tag onclick=evil()>x</evil-tag>",
    "\"'><svg onload=evil()><evil-tag evil='",
    "<scr<script>ipt>evil()</scr</script>ipt><!-- evil",
    "[{{7*7}}] ${7*7} {% for x in y %} {number} {0.__class__} %(number)s",
]


@pytest.fixture
def evil(desk, request):
    """A case whose every field that a person can fill holds the same markup, and its customer."""
    text = request.param
    case = desk.open(
        by=desk.carol, subject=text, product=text, customer_email="zoe@example.com",
        customer_name=text,
    ).claim(desk.alice)  # fmt: skip
    zoe = desk.app.accounts.by_email("zoe@example.com")
    case.to("Solution Proposed").act(zoe, "reject_solution", reason=text)
    case.write(zoe, text).write(desk.alice, text, visibility="internal").act(
        desk.alice, "acknowledge"
    )
    case.act(desk.alice, "block", kind="Bug", reference=text, note=text)
    case.act(desk.alice, "clear_blocker", note=text).act(desk.alice, "ask_customer", body=text)
    desk.zoe, case.text = zoe, text
    return case


HTML_OF_MAILS = {"html", "head", "meta", "title", "body", "p", "a", "b", "br", "small"}


def words_of(message):
    return message.get_body(("plain",)).get_content()


def html_part(message):
    return html.fromstring(message.get_body(("html",)).get_content())


@pytest.mark.parametrize("evil", MARKUP, indirect=True)
def test_lines_27_and_28_mails_and_notes_carry_it_as_plain_text_filled_in_once(desk, evil):
    """A customer's words are put into the texts of the drawing, and not looked at again."""
    mails = SmtpChannel("smtp://127.0.0.1:9", "help@desk.example")
    notes = [
        note
        for person in (desk.zoe, desk.alice, desk.carol)
        for note in desk.app.notifications.of(person, limit=200).items
    ]
    receipt = next(note for note in notes if note.element == "confirm_receipt")
    subject = " ".join(evil.text.split())
    assert receipt.body == (
        f"We have received your request “{subject}” as case {evil.number}. A person will answer it."
    )
    assert {note.element for note in notes} > {"confirm_receipt", "tell_owner_of_rejection"}
    for note in notes:
        assert f"[{evil.number}] {subject}" in note.subject
        message = mails.compose(note)
        assert str(message["Subject"]) == note.subject
        assert [part.get_content_type() for part in message.walk()] == [
            "multipart/alternative", "text/plain", "text/html",
        ]  # fmt: skip
        assert words_of(message).startswith(note.body)
        page = html_part(message)
        assert {one.tag for one in page.iter()} <= HTML_OF_MAILS
        assert not page.xpath("//*[@src]|//*[starts-with(name(@*), 'on')]")
        said = [*note.body.split(), *subject.split()]
        assert set(said) <= {*page.text_content().split(), *subject.split()}


def test_line_28_markup_in_what_the_api_says_is_json(api):
    """Also in what it quotes of a request that it refuses."""
    for answer in (
        api.alice.get("/cases/<script>evil()"),
        api.alice.get("/cases?status=<script>evil()"),
        api.alice.post("/cases/C-1001/actions/<script>evil()"),
        api.alice.post("/cases", {"<script>evil()": 1}),
    ):
        assert answer.content_type == "application/problem+json"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        json.loads(answer.text)


# ------------------------------------------------------------------ cases of somebody else

BODY = {"body": "Hi", "visibility": "public"}
MOVE = {"kind": "move", "at": "review_solution", "to": "investigate"}
DOORS = {
    "read": ("GET", "", None),
    "update": ("PATCH", "", {"priority": "P1"}),
    "claim": ("POST", "/claim", {}),
    "act": ("POST", "/actions/accept_solution", {}),
    "act that there is not": ("POST", "/actions/nonsense", {}),
    "send an event": ("POST", "/events/customer_closes", {}),
    "write": ("POST", "/messages", BODY),
    "speak for": ("POST", "/messages", {**BODY, "on_behalf_of_customer": True}),
    "repeat": ("POST", "/repeat", {}),
    "listen": ("GET", "/messages", None),
    "history": ("GET", "/history", None),
    "state": ("GET", "/state", None),
    "act in a chain": ("POST", "/actions", {"chain": ["accept_solution"]}),
    "chains": ("GET", "/chains", None),
    "preview": ("POST", "/preview", {"chain": ["accept_solution"]}),
    "modify": ("POST", "/modify", {**MOVE, "reason": "x"}),
    "preview of that": ("POST", "/modify/preview", MOVE),
    "what support keeps": ("GET", "/aside", None),
    "tag": ("POST", "/tags", {"add": ["x"]}),
    "link": ("POST", "/links", {"add": ["C-1001"]}),
    "mark as spam": ("POST", "/spam", {"spam": True}),
    "who reads along": ("GET", "/copies", None),
    "let read along": ("POST", "/copies", {"add": ["eve@example.com"]}),
    "company": ("POST", "/company", {"name": "Bakery"}),
    "how it went": ("GET", "/satisfaction", None),
    "say how it went": ("POST", "/satisfaction", {"good": True}),
    "files": ("GET", "/files", None),
}


@pytest.fixture
def foreign(desk):
    """A case of Bob's that waits for him, with a repeat case behind it."""
    first = desk.open(subject="Bob's first matter").to("Closed")
    repeat = desk.app.cases.repeat(desk.bob, first.number).case
    case = desk.open(subject="Bob's matter").claim(desk.alice).to("Solution Proposed")
    case.first, case.repeat_number = first, repeat.number
    return case


@pytest.mark.parametrize("door", DOORS)
def test_line_37_a_case_out_of_sight_does_not_exist(api, foreign, door):
    """The answer is, word for word, the one for a number that there is not."""
    method, path, body = DOORS[door]
    before = foreign.case
    answers = [
        api.eve._call(method, f"/cases/{number}{path}", body).json
        for number in (foreign.number, "C-9999")
    ]
    assert answers[0]["status"] == 404
    assert json.dumps(answers[0]).replace(foreign.number, "C-9999") == json.dumps(answers[1])
    assert foreign.case == before


def of_a_case(flask, api):
    """The rules for addresses of one case, each with its method."""
    return [
        (method, rule)
        for rule in flask.url_map.iter_rules()
        if "<number>" in rule.rule and rule.rule.startswith("/api/") == api
        for method in rule.methods - {"HEAD", "OPTIONS"}
    ]


def test_line_37_every_operation_of_a_case_is_one_of_the_doors(api):
    addresses = api.flask.url_map.bind("")
    named = {
        addresses.match(f"/api/cases/C-1{path}", method)[0] for method, path, _ in DOORS.values()
    }
    assert named == {rule.endpoint for _, rule in of_a_case(api.flask, api=True)}


@pytest.mark.parametrize(
    "query", ["", "?q={number}", "?q=matter", "?status=Closed", "?owner=alice@example.com",
              "?owner=me", "?limit=200&cursor=999999"],
)  # fmt: skip
def test_line_37_no_list_or_search_finds_it(api, foreign, query):
    page = api.eve.get(f"/cases{query.format(number=foreign.number)}").json
    assert page == {"items": [], "next_cursor": None}


def test_line_37_notifications_are_one_s_own(api, foreign):
    assert foreign.number in api.bob.get("/notifications").text
    assert api.eve.get("/notifications").json["items"] == []
    for who in (api.eve, api.amir):
        assert foreign.number not in who.get("/notifications?cursor=999999").text


def test_line_37_no_page_shows_it_and_none_changes_it(pages, foreign):
    before = foreign.case
    for method, rule in of_a_case(pages.flask, api=False):
        found = []
        for number in (foreign.number, "C-9999"):
            path = re.sub("<int[^>]*>", "1", rule.rule.replace("<number>", number))
            path = re.sub("<[^>]*>", "accept_solution", path)
            answer = pages.eve.see(path) if method == "GET" else pages.eve.send(path, text="Hi")
            assert "matter" not in answer.text, (method, path)
            found.append(answer.status_code)
        assert found[0] == found[1] >= 400, (method, path, found)
    assert "matter" not in pages.eve.see("/my").text
    assert "matter" not in pages.eve.see(f"/palette?q={foreign.number}").text
    assert foreign.case == before


@pytest.mark.parametrize("purpose", [FOLLOW, REPEAT, "accept_solution", "customer_closes"])
def test_line_37_a_link_is_good_for_the_case_s_own_customer_alone(desk, pages, foreign, purpose):
    """Even one that is signed: who is somebody to a case is asked again when it is opened."""
    before = foreign.case
    path = f"/l/{desk.app.links.token(before.id, desk.eve.id, purpose, before.proposal)}"
    for answer in (
        pages.nobody.see(path),
        pages.nobody.send(path),
        pages.nobody.send(f"{path}/messages", text="Hi"),
    ):
        assert answer.status_code == 410  # it is over, for who is nobody to the case
        assert "matter" not in answer.text
    assert foreign.case == before


def test_line_37_the_chain_of_cases_is_seen_from_inside_alone(api, foreign):
    first = api.bob.get(f"/cases/{foreign.first.number}").json
    assert first["repeats"] == [foreign.repeat_number]
    assert api.eve.get(f"/cases/{foreign.repeat_number}").status_code == 404


# ------------------------------------------------------------------ one company, two customers


def test_line_41_a_colleague_of_the_customer_cannot_accept(desk, api, pages, foreign):
    """Being of the same company makes nobody the customer of a case."""
    company = ("bob@bakery.example", "dana@bakery.example")
    bob, dana = (desk.app.accounts.add(email, email[:4], ["customer"]) for email in company)
    case = desk.open(by=bob).to("Solution Proposed")
    token = desk.app.accounts.new_token(dana.email)
    api.eve._headers = {"Authorization": f"Bearer {token}"}
    assert api.eve.act(case.number, "accept_solution").status_code == 404
    desk.dana = dana
    sent = pages.dana.send(f"/my/{case.number}/actions/accept_solution")
    assert sent.status_code == 404
    assert case.status == "Solution Proposed"
    assert case.act(bob, "accept_solution").status == "Closed"


# ------------------------------------------------------------------ what bodies carry


SPOILED = [
    "<script>alert(1)</script>", "<svg onload=alert(1)>", "<svg><animate onrepeat=alert(1)></svg>",
    "<details open ontoggle=alert(1)>x</details>", "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "[x](javascript:alert(1))", "[x](data:text/html;base64,PHN2Zz4=)", "[x](vbscript:x)",
    "<base href=https://evil.example/>", "<meta http-equiv=refresh content=0;url=//evil.example>",
    "<form action=https://evil.example><input name=p></form>",
    "<p style='position:fixed;inset:0;background:url(https://evil.example/x)'>x</p>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>", "<iframe srcdoc='x'></iframe>",
    "![](https://evil.example/pixel.png)", "<img src=https://evil.example/p.gif width=1>",
    "<link rel=stylesheet href=//evil.example>", "<video poster=https://evil.example/p></video>",
]  # fmt: skip
KEPT_TAGS = {"div", "p", "br", "strong", "em", "code", "pre", "blockquote", "ul", "ol", "li", "a"}


@pytest.mark.parametrize("spoiled", SPOILED)
def test_lines_22_and_23_a_body_runs_nothing_and_fetches_nothing(spoiled):
    """Beside a mark, so that it is read as Markdown."""
    page = html.fromstring(f"<div>{rich(f'**x** {spoiled} `y`')}</div>")
    assert {node.tag for node in page.iter()} <= KEPT_TAGS
    assert {name for node in page.iter() for name in node.attrib} <= {
        "class",
        "href",
        "target",
        "rel",
    }
    assert all(link.startswith("https://") for link in page.xpath("//@href"))


def test_line_24_a_long_line_deep_quotes_and_a_crowd_are_bounded(api, desk):
    case = desk.open()
    for length, status, limit in ((1_000_000, 413, "1,000,000"), (200_000, 422, "100,000")):
        long = {"body": "x" * length, "visibility": "public"}
        refused = api.bob.post(f"/cases/{case.number}/messages", long)
        assert refused.status_code == status
        assert limit in refused.text
    for number, status in ((50_000, 413), (5_000, 422)):
        crowd = {"add": [f"p{n}@bakery.example" for n in range(number)]}
        assert api.bob.post(f"/cases/{case.number}/copies", crowd).status_code == status
    quoted = {"body": "> " * 200 + "**the end**", "visibility": "public"}
    assert api.bob.post(f"/cases/{case.number}/messages", quoted).status_code == 201
    assert case.seen_by(desk.bob).case.participants == ()
    assert len(case.conversation()) == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [("winmail.dat", b"\x78\x9f\x3e\x22" + bytes(20)), ("smime.p7m", b"\x30\x80\x06\x09" + bytes(20)),
     ("message.asc", b"-----BEGIN PGP MESSAGE-----\n"), ("invite.ics", b"BEGIN:VCALENDAR\n")],
)  # fmt: skip
def test_line_26_what_mail_programs_wrap_is_a_file_to_save_and_nothing_else(api, name, content):
    (file,) = bring(api.bob, (name, content)).json["files"]
    number = api.submitted()
    said = {"body": "See there.", "visibility": "public", "files": [file["id"]]}
    assert api.bob.post(f"/cases/{number}/messages", said).status_code == 201
    saved = api.alice.get(f"/files/{file['id']}")
    assert saved.data == content
    assert saved.content_type == "application/octet-stream"
    assert saved.headers["Content-Disposition"].startswith("attachment")


# ------------------------------------------------------------------ more than was asked


ASSIGNED = {
    "status": "Closed", "owner": "bob@example.com", "closed": True, "closed_at": "2026-01-01T00:00:00Z",
    "resolution": "solved", "revision": 7, "version_id": 1, "flags": ["x"], "team": "Printers",
    "created_at": "2026-01-01T00:00:00Z", "id": 1, "number": "C-1", "customer_id": 1,
}  # fmt: skip


@pytest.mark.parametrize("field", ASSIGNED)
def test_line_39_a_new_case_has_no_field_but_those_of_its_form(api, pages, desk, field):
    new = {"subject": "Hum", "description": "All night.", field: ASSIGNED[field]}
    assert api.bob.post("/cases", new).status_code == 422
    assert api.bob.get("/cases").json["items"] == []


def test_line_39_a_page_passes_over_what_its_form_does_not_have(pages, desk):
    """Each field that a page reads is named in it: nothing else of a form is looked at."""
    more = {name: str(value) for name, value in ASSIGNED.items()}
    pages.bob.send("/submit", subject="Hum", description="All night.", priority="P1", **more)
    case = desk.app.cases.get(desk.carol, "C-1001").case
    assert (case.status, case.owner, case.closed, case.resolution) == ("New", None, False, None)
    assert (case.priority, case.channel, case.created_at) == ("P3", "portal", MONDAY)
    assert case.customer.id == desk.bob.id


@pytest.mark.parametrize(
    "field", ["status", "closed", "resolution", "customer", "created_at", "flags"]
)
def test_line_39_a_change_has_no_field_but_those_that_may_change(api, desk, field):
    case = desk.open()
    before = case.case
    changed = api.carol.patch(f"/cases/{case.number}", {"priority": "P1", field: "x"})
    assert changed.status_code == 422
    assert case.case == before


HEADERS = ("X-Remote-User", "Remote-User", "X-Forwarded-User", "X-Forwarded-Email",
           "X-Auth-Request-Email", "X-Webauth-User", "Tailscale-User-Login")  # fmt: skip


def test_line_43_no_header_signs_anybody_in(pages, api, desk):
    """There is no single sign-on: what a proxy would say of a person is not looked at."""
    said = dict.fromkeys(HEADERS, "carol@example.com")
    assert pages.nobody.see("/inbox", headers=said).location.startswith("/sign-in")
    assert api.flask.test_client().get("/api/me", headers=said).status_code == 401


# ------------------------------------------------------------------ pages of lists, and JSON


@pytest.mark.parametrize("query", ["limit=1000000", "limit=0", "limit=-1", "limit=1e9", "limit=",
                                   "cursor=-1", "cursor=abc", f"cursor={'9' * 40}"])  # fmt: skip
def test_line_58_no_page_is_larger_or_deeper_than_one_can_be(api, query):
    answer = api.alice.get(f"/cases?{query}")
    assert answer.status_code == 422
    assert query.partition("=")[0] in answer.json["errors"]


def test_line_58_a_place_far_behind_the_last_is_an_empty_page(api, desk):
    desk.open()
    assert api.alice.get("/cases?cursor=1").json == {"items": [], "next_cursor": None}
    assert len(api.alice.get(f"/cases?cursor={10**17}").json["items"]) == 1


@pytest.mark.parametrize(
    "body",
    ['{"__proto__": {"admin": true}}', '{"constructor": {"prototype": {}}}',
     '{"fields": {"__proto__": {}}}', '{"a":' * 20_000 + "1" + "}" * 20_000,
     "[" * 100_000 + "]" * 100_000, '{"subject": 1e999}', '{"subject": "a", "description": "b", "subject": "c"}',
     '{"subject": NaN}', "\x00", "null", '"text"'],
    ids=lambda body: body[:24],
)  # fmt: skip
def test_line_59_json_that_nobody_would_send_is_refused_in_words(api, body):
    call = api.flask.test_client().post
    token = api.bob._headers["Authorization"]
    headers = {"Authorization": token, "Content-Type": "application/json"}
    answer = call("/api/cases", data=body, headers=headers)
    assert (answer.status_code, answer.content_type) == (422, "application/problem+json")
    assert api.bob.get("/cases").json["items"] == []
