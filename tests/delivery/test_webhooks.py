"""Webhooks, over real connections: what goes out, to whom, and a receiver that is down, slow or lying."""

import base64
import hashlib
import json
import re
from datetime import UTC, datetime, timedelta

import pytest

from runner.delivery.channels.receivers import read_receivers
from runner.delivery.jobs import WEBHOOK
from runner.delivery.jobs.retries import ATTEMPTS
from runner.errors import InvalidInput
from runner.people.accounts import OPERATOR
from tests.conftest import ROOT
from tests.delivery.receiver import KEY, SECRET, naming, receiving
from tests.delivery.shop import Shop
from tests.desk import MONDAY, Desk
from tests.drawings import bpmn, chain, end, message, node, start, user


@pytest.fixture
def receiver():
    with receiving() as found:
        yield found


@pytest.fixture
def desk(tmp_path, receiver):
    """A desk whose cases a receiver hears of."""
    desk = Desk(tmp_path, webhooks=naming(tmp_path, receiver.url))
    yield desk
    desk.app.close()


@pytest.fixture(params=["table-sqlite", "table-postgresql", "procrastinate"])
def shop(request, tmp_path, receiver):
    jobs, _, database = request.param.partition("-")
    url = None if database == "sqlite" else request.getfixturevalue("postgresql").begun(jobs)
    desk = Desk(tmp_path, database_url=url, jobs=jobs, webhooks=naming(tmp_path, receiver.url))
    yield Shop(desk, jobs)
    desk.app.close()


def waiting(desk):
    """How many events are still to be sent."""
    table = "jobs WHERE kind = 'webhook' AND NOT dead"
    with desk.app.db.read() as tx:
        return tx.run(f"SELECT count(*) FROM {table}").fetchone()[0]


# ------------------------------------------------------------------ what is sent


def test_each_line_of_the_history_is_sent_once(desk, receiver):
    case = desk.open(priority="P1").claim(desk.alice).change(priority="P2")
    case.wait(minutes=300)
    case.write(desk.bob, "Are you there?").act(desk.alice, "send_first_response", body="Yes.")
    case.act(desk.alice, "block", kind="Bug", reference="B-7", note="Upstream.")
    desk.app.cases.deliver(desk.alice, case.number, "blocker_cleared")
    case.act(desk.alice, "propose_solution", body="Do this.").act(desk.bob, "accept_solution")
    case.write(desk.bob, "Thanks")
    other = desk.open()
    desk.use(desk.app.versions.version(1).bpmn, desk.app.versions.version(1).files)
    assert desk.app.migration.run(desk.owen).moved == 1
    for _ in range(3):
        desk.wait(minutes=1)
    lines = {
        f"{each.number}-{line.event.sequence}": line.event
        for each in (case, other) for line in each.history()
    }  # fmt: skip
    assert {line.event for line in lines.values()} == {
        "submitted", "changed", "timer", "message", "action", "event", "migrated",
    }  # fmt: skip
    assert receiver.ids == dict.fromkeys(lines, 1)
    for id, line in lines.items():
        event = receiver.events[id]
        assert event["type"] == f"case.{line.event}"
        assert event["timestamp"] == line.at.isoformat()
        data = event["data"]
        assert (data["action"], data["element"], data["by"]) == (
            line.action, line.element, line.audience,
        )  # fmt: skip
        assert data["version"] == line.version_id
        if line.to_status:
            assert data["status"] == line.to_status
    assert waiting(desk) == 0


def test_a_message_that_the_case_sends_stands_in_the_history_and_goes_out(desk, receiver):
    drawn = bpmn(
        start(), user("work", status="Open"), node("intermediateThrowEvent", "offer", message("offer")),
        user("wait", status="Offered"), end(status="Done"), chain("start", "work", "offer", "wait", "end"), messages="offer",
    )  # fmt: skip
    desk.use(drawn, {})
    case = desk.open().act(desk.alice, "work_offer")
    assert case.status == "Offered"
    last = case.history()[-1].event
    assert last.details["sent"] == ["offer"]
    desk.work()
    assert receiver.events[f"{case.number}-{last.sequence}"]["data"]["sent"] == ["offer"]


def test_an_event_tells_the_revision_that_an_action_on_it_may_name(desk, receiver):
    case = desk.open().write(desk.bob, "Are you there?").write(desk.bob, "Hello?")
    seen = [case.case.revision]
    case.claim(desk.alice)
    seen.append(case.case.revision)
    case.act(desk.alice, "send_first_response", body="Yes.")
    seen.append(case.case.revision)
    desk.work()
    told = sorted((e["data"]["sequence"], e["data"]["revision"]) for e in receiver.events.values())
    assert [revision for _, revision in told][-3:] == seen
    assert [sequence for sequence, _ in told] == list(range(1, len(told) + 1))


def test_nothing_that_people_wrote_goes_out_and_of_internal_notes_not_even_word(desk, receiver):
    secret = "Zebra <b>{number}</b>"
    case = desk.open(subject=secret).write(desk.alice, secret, visibility="internal")
    case.act(desk.alice, "send_first_response", body=secret)
    case.act(desk.alice, "block", kind="Bug", reference=secret, note=secret)
    case.write(desk.bob, secret).write(desk.carol, secret, visibility="internal")
    desk.work()
    lines = [line.event for line in case.history()]
    internal = {line.sequence for line in lines if line.details.get("visibility") == "internal"}
    assert len(internal) == 2
    assert {event["data"]["sequence"] for event in receiver.events.values()} == {
        line.sequence for line in lines
    } - internal
    everything = b"".join(body for _, body in receiver.got)
    for word in (b"Zebra", b"example.com", b"Alice", b"Bob"):
        assert word not in everything
    with desk.app.db.read() as tx:
        kept = tx.run("SELECT count(*) FROM jobs WHERE payload LIKE '%Zebra%'").fetchone()[0]
    assert kept == 0


def hmac_sha256(key, content):
    """As RFC 2104 defines it, without the library that signs."""
    padded = key.ljust(64, b"\0")
    inner = hashlib.sha256(bytes(b ^ 0x36 for b in padded) + content).digest()
    return hashlib.sha256(bytes(b ^ 0x5C for b in padded) + inner).digest()


def test_it_is_signed_as_standard_webhooks_says(desk, receiver):
    desk.open()
    desk.clock.advance(timedelta(seconds=90))
    desk.work()
    (headers, body), *_ = receiver.got
    assert headers["Content-Type"] == "application/json"
    assert headers["webhook-timestamp"] == str(int(MONDAY.timestamp()) + 90)
    content = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    signature = base64.b64encode(hmac_sha256(KEY, content)).decode()
    assert headers["webhook-signature"] == f"v1,{signature}"


def test_while_a_secret_is_replaced_both_sign(tmp_path, receiver):
    new = f"whsec_{base64.b64encode(bytes(range(64))).decode()}"
    desk = Desk(tmp_path, webhooks=naming(tmp_path, receiver.url, secret=f"{new} {SECRET}"))
    desk.open()
    desk.work()
    (headers, body), *_ = receiver.got
    content = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    assert headers["webhook-signature"].split() == [
        f"v1,{base64.b64encode(hmac_sha256(key, content)).decode()}"
        for key in (bytes(range(64)), KEY)
    ]
    desk.app.close()


def test_without_receivers_there_is_no_job(tmp_path):
    desk = Desk(tmp_path)
    desk.open().claim(desk.alice)
    with desk.app.db.read() as tx:
        assert tx.run("SELECT count(*) FROM jobs WHERE kind = 'webhook'").fetchone()[0] == 0
    desk.app.close()


# ------------------------------------------------------------------ whoever keeps the jobs


@pytest.mark.usefixtures("put_off_for_minutes")
def test_events_come_once_each_and_under_their_id_when_they_are_sent_again(shop, receiver):
    receiver.answers = lambda event, times: 503 if times == 1 else 200
    case = shop.desk.open().claim(shop.desk.alice)
    shop.desk.work()
    assert set(receiver.ids.values()) == {1}
    shop.wait(minutes=10)
    for _ in range(3):
        shop.desk.work()
    assert receiver.ids == {f"{case.number}-{n}": 2 for n in (1, 2)}
    bodies = {(headers["webhook-id"], body) for headers, body in receiver.got}
    assert len(bodies) == 2
    shop.wait(minutes=5)
    shop.desk.work()
    assert len(receiver.got) == 4


def test_a_change_that_is_rolled_back_sends_nothing(shop, receiver):
    case = shop.desk.open()
    shop.desk.work()
    with pytest.raises(RuntimeError), shop.db.write():
        case.claim(shop.desk.alice)
        shop.desk.open()
        raise RuntimeError
    with pytest.raises(InvalidInput):
        case.act(shop.desk.alice, "send_first_response")
    shop.desk.work()
    assert list(receiver.ids) == [f"{case.number}-1"]


def test_what_was_given_up_is_sent_once_it_gets_another_chance(shop, receiver):
    receiver.answers = lambda event, times: 410
    case = shop.desk.open().claim(shop.desk.alice)
    shop.desk.work()
    incidents = shop.desk.app.incidents
    assert [(d.kind, d.error) for d in incidents.listed(OPERATOR).dead_letters] == [
        (WEBHOOK, "Receiver 'bugs' answered 410.")
    ] * 2
    receiver.answers = lambda event, times: 204
    assert incidents.retry(OPERATOR) == 2
    if shop.kind == "procrastinate":
        shop.jobs.take_over()
    shop.desk.work()
    assert receiver.ids == {f"{case.number}-{n}": 2 for n in (1, 2)}
    assert incidents.listed(OPERATOR).dead_letters == ()


# ------------------------------------------------------------------ a receiver that asks for time


@pytest.mark.parametrize(
    ("asked", "minutes"),
    [
        ("600", 10), ("Mon, 02 Mar 2026 09:10:00 GMT", 10), ("999999999", 60),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 60),
    ],
)  # fmt: skip
def test_a_receiver_that_asks_for_time_is_left_alone_until_then(desk, receiver, asked, minutes):
    assert desk.clock.now() == MONDAY == datetime(2026, 3, 2, 9, tzinfo=UTC)
    receiver.answers, receiver.head = lambda event, times: 429, {"Retry-After": asked}
    case = desk.open().claim(desk.alice)
    case.write(desk.bob, "Are you there?")
    desk.work()
    assert len(receiver.got) == 1  # the others are not even sent
    for _ in range(minutes - 1):
        desk.wait(minutes=1)
    assert len(receiver.got) == 1
    with desk.app.db.read() as tx:
        tries = tx.run("SELECT attempts FROM jobs WHERE kind = 'webhook'").fetchall()
    assert sorted(row[0] for row in tries) == [0, 0, 1]  # what was not sent is no attempt
    receiver.answers, receiver.head = lambda event, times: 204, {}
    for _ in range(2):
        desk.wait(minutes=1)
    assert dict(receiver.ids) == {f"{case.number}-{n}": 1 + (n == 1) for n in (1, 2, 3)}


@pytest.mark.parametrize("asked", ["", "soon", "-5", "1e9", "0", "Thu, 01 Jan 1970 00:00:00 GMT"])
def test_a_time_that_is_none_changes_nothing(desk, receiver, asked):
    receiver.answers, receiver.head = lambda event, times: 503, {"Retry-After": asked}
    desk.open().claim(desk.alice)
    desk.work()
    assert set(receiver.ids.values()) == {1}
    assert len(receiver.ids) == 2
    desk.wait(minutes=1)
    assert min(receiver.ids.values()) > 1


# ------------------------------------------------------------------ named no more


def test_events_for_a_receiver_that_is_named_no_more_are_kept(desk, receiver, tmp_path):
    desk.open()
    desk.app.close()
    other = Desk(tmp_path)
    other.work()
    assert other.app.incidents.listed(OPERATOR).dead_letters == ()  # a node before its restart
    for _ in range(ATTEMPTS):
        other.wait(hours=1)
    (letter,) = other.app.incidents.listed(OPERATOR).dead_letters
    assert letter.error == "CASELANE_WEBHOOKS of this node names no receiver 'bugs'."
    other.app.close()
    again = Desk(tmp_path, webhooks=tmp_path / "webhooks.toml")
    again.app.incidents.retry(OPERATOR)
    again.work()
    assert [json.loads(body)["type"] for _, body in receiver.got] == ["case.submitted"]
    again.app.close()


# ------------------------------------------------------------------ the page about them


PAGE = (ROOT / "docs/webhooks.md").read_text()


def block(language):
    return re.search(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)[1]


def test_the_event_of_the_page_is_one(desk, receiver):
    case = desk.open().act(desk.alice, "send_first_response", body="Yes.")
    case.act(desk.alice, "propose_solution", body="Do this.")
    desk.work()
    event, shown = receiver.events[f"{case.number}-3"], json.loads(block("json"))
    for part, differs in ((event, "timestamp"), (event["data"], "number")):
        part[differs] = (shown if part is event else shown["data"])[differs]
    assert event == shown
    assert list(event["data"]) == list(shown["data"])


def test_the_check_of_the_page_lets_in_what_we_sign_and_nothing_else(desk, receiver):
    desk.open()
    desk.work()
    (headers, body), *_ = receiver.got
    page = {}
    exec(block("python"), page)
    check, now = page["is_from_caselane"], MONDAY.timestamp()
    assert check(headers, body, SECRET, now)
    assert not check(headers, body + b" ", SECRET, now)
    assert not check(headers, body, SECRET, now + 301)
    assert not check({**headers, "webhook-id": "C-1001-2"}, body, SECRET, now)
    assert not check(headers, body, f"whsec_{base64.b64encode(bytes(32)).decode()}", now)


def test_the_file_of_the_page_is_one(tmp_path):
    path = tmp_path / "webhooks.toml"
    path.write_text(block("toml").replace("whsec_...", SECRET))
    found = read_receivers(path)
    assert [
        (r.name, r.endpoint.host, r.endpoint.port, r.endpoint.private) for r in found.values()
    ] == [
        ("bug-tracker", "bugs.example.com", 443, False),
        ("dashboard", "10.1.2.3", 8080, True),
    ]
