"""What bug trackers and monitors deliver: each once, by who knows the secret, all of it or nothing."""

import json

import pytest

from runner.cases.hook_intake import NO_RULE
from runner.errors import Forbidden, InvalidInput, NotFound, NotSignedIn, StoreBusy
from runner.store import hook_deliveries
from tests.cases.hooking import SECRET, HookDesk, alertmanager, github, gitlab, grafana, proof
from tests.drawings import RETURNS


@pytest.fixture(params=["sqlite", "postgresql"])
def desk(request, tmp_path):
    url = (
        None if request.param == "sqlite" else request.getfixturevalue("postgresql").begun("table")
    )
    desk = HookDesk(tmp_path, database_url=url)
    desk.ada = desk.app.accounts.add("ada@example.com", "Ada", ["admin"])
    yield desk
    desk.app.close()


def cases(desk):
    return [case.subject for case in desk.app.cases.list(desk.carol).items]


def kept(desk, hook):
    return next(one.deliveries for one in desk.hooks.listed(desk.ada) if one.hook.name == hook)


def blocked(desk, reference):
    case = desk.open().to("Work in Progress")
    return case.act(desk.alice, "block", kind="Bug", reference=reference, note="Upstream.")


def test_an_issue_opens_a_case_once(desk):
    done = desk.deliver("github", github(), x_github_delivery="d-1")
    assert (done.state, done.cases) == ("done", ("C-1001",))
    case = desk.app.cases.get(desk.carol, "C-1001").case
    assert (case.subject, case.channel, case.product, case.priority) == (
        "Oven stays cold", "github", "Oven", "P2",
    )  # fmt: skip
    assert case.customer.email == "bakery@example.com"
    assert case.description == "Since Monday.\n\nhttps://git.example/bakery/oven/issues/7"
    assert desk.deliver("github", github(), x_github_delivery="d-1").state == "known"
    again = desk.deliver("github", github(title="Oven cold"), x_github_delivery="d-2")
    assert (again.state, cases(desk)) == ("ignored", ["Oven stays cold"])
    other = desk.deliver("github", github(number=8, title="Other"), x_github_delivery="d-3")
    assert other.cases == ("C-1002",)


def test_a_hook_says_what_a_lifecycle_asks_when_a_case_is_opened(desk):
    desk.use(RETURNS, {}, "returns")
    (number,) = desk.deliver("shop", {"order": 7, "why": "Cold.", "serial": "K-7"}).cases
    assert desk.app.cases.get(desk.carol, number).case.facts["serial"] == "K-7"
    with pytest.raises(InvalidInput) as refused:
        desk.deliver("shop", {"order": 8, "why": "Cold.", "serial": "K" * 21})
    assert "serial" in refused.value.errors


def test_a_captured_delivery_under_another_name_opens_nothing_again(desk):
    """GitHub signs the body, and not the name that stands in a header beside it."""
    desk.deliver("github", github(), x_github_delivery="d-1")
    with desk.app.db.write() as tx:
        tx.run("UPDATE cases SET closed = TRUE")
    assert desk.deliver("github", github(), x_github_delivery="forged").state == "known"
    assert cases(desk) == ["Oven stays cold"]


def test_a_fixed_bug_sends_its_event_to_every_case_that_it_blocks(desk):
    one, two, other = (blocked(desk, name) for name in ("B-7", "B-7", "B-8"))
    assert desk.deliver("github", github("closed")).cases == (one.number, two.number)
    assert [case.status for case in (one, two, other)] == ["Work in Progress"] * 2 + ["Blocked"]
    assert desk.deliver("github", github("closed", title="Twice")).state == "ignored"
    assert desk.deliver("gitlab", gitlab(iid=8), x_gitlab_event_uuid="u-1").cases == (other.number,)
    assert other.status == "Work in Progress"


def test_a_reference_is_the_whole_word(desk):
    case = blocked(desk, 'B-71 and "B-7"')
    assert desk.deliver("github", github("closed")).state == "ignored"
    assert case.status == "Blocked"


@pytest.mark.parametrize("shape", [alertmanager, grafana])
def test_each_alert_is_a_case_while_it_burns(desk, shape):
    done = desk.deliver("alerts", shape("a", "b"))
    assert (done.cases, sorted(cases(desk))) == (
        ("C-1001", "C-1002"), ["Hot on oven-a", "Hot on oven-b"],
    )  # fmt: skip
    assert desk.deliver("alerts", shape("a", "b")).state == "known"
    assert desk.deliver("alerts", shape("a", "c")).cases == ("C-1003",)
    assert desk.deliver("alerts", alertmanager("a", status="resolved")).why == NO_RULE
    monitor = desk.app.accounts.by_email("monitor@example.com")
    assert desk.deliver("alerts", alertmanager("a", status="over")).cases == ("C-1001",)
    history = desk.app.cases.history(desk.carol, "C-1001").items
    assert "It is 300 degrees." in str(history[-1].values)
    assert desk.app.cases.get(monitor, "C-1001").case.closed
    assert desk.deliver("alerts", shape("a", "b", "c")).cases == ("C-1004",)  # it burns again


def test_without_the_proof_nothing_is_taken_and_the_page_says_so(desk):
    raw = b'{"action": "opened"}'
    for hook, headers in (
        ("github", {}), ("github", proof("github", raw + b" ")), ("github", proof("gitlab", raw)),
        ("github", proof("github", raw, "another")), ("gitlab", {"x-gitlab-token": SECRET[:-1]}),
        ("alerts", {"authorization": SECRET}), ("alerts", {"authorization": "Bearer \u00fc"}),
    ):  # fmt: skip
        with pytest.raises(NotSignedIn):
            desk.hooks.take(hook, headers, raw)
    with pytest.raises(NotFound, match="names no hook 'x'"):
        desk.hooks.take("x", {}, raw)
    (line,) = kept(desk, "github")
    assert (line.state, line.body, "compare the secrets" in line.why) == ("refused", "", True)
    assert cases(desk) == []


def test_what_is_refused_does_nothing_and_may_come_again(desk):
    for body in (b"{", b"[" * 5_000, b"", b'{"a": 1, "a": 2}'):
        with pytest.raises(InvalidInput, match="cannot be read as JSON"):
            desk.deliver("github", body)
    desk.app.accounts.deactivate("alice@example.com", by=desk.ada)
    with pytest.raises(NotFound, match="was removed"):
        desk.deliver("alerts", alertmanager("a", "b"))
    assert cases(desk) == []
    line = kept(desk, "alerts")[0]
    assert (line.state, "was removed" in line.why, "fingerprint" in line.body) == (
        "refused",
        True,
        True,
    )
    desk.app.accounts.restore("alice@example.com", by=desk.ada)
    assert len(desk.deliver("alerts", alertmanager("a", "b")).cases) == 2


def test_a_database_that_is_away_has_it_delivered_again(desk, monkeypatch):
    def fails(*_):
        raise StoreBusy("Try again.")

    with monkeypatch.context() as patch:
        patch.setattr(hook_deliveries, "finish", fails)
        with pytest.raises(StoreBusy):
            desk.deliver("alerts", alertmanager("a"))
    assert cases(desk) == []
    assert desk.deliver("alerts", alertmanager("a")).state == "done"


def test_words_of_others_are_filled_in_once_and_kept_plain(desk):
    evil = "{/issue/body} \x00\u202e\n<script>"
    desk.deliver("github", github(title=evil))
    assert cases(desk) == ["{/issue/body} <script>"]
    for body in (
        ["x"],
        "x",
        7,
        {"action": {"opened": 1}},
        {"alerts": {"a": 1}},
        {"alerts": [1, None]},
    ):
        for hook in ("github", "alerts"):
            assert desk.deliver(hook, body).state == "ignored"


def test_a_rehearsal_says_what_would_happen_and_does_nothing(desk):
    case = blocked(desk, "B-7")
    raw = {name: json.dumps(body).encode() for name, body in {
        "closed": github("closed"), "opened": github(), "odd": {"action": "pinned"},
    }.items()}  # fmt: skip
    (said,) = desk.hooks.rehearse("github", raw["closed"], desk.ada)
    assert said.endswith(f"to {case.number}")
    assert desk.hooks.rehearse("github", raw["opened"], desk.ada) == [
        "opens a case (bakery/oven#7): Oven stays cold"
    ]
    assert desk.hooks.rehearse("github", raw["odd"], desk.ada) == [NO_RULE]
    assert case.status == "Blocked"
    assert kept(desk, "github") == ()
    desk.deliver("github", github())
    assert (
        "opens nothing: C-1002 is open" in desk.hooks.rehearse("github", raw["opened"], desk.ada)[0]
    )
    for person in (desk.alice, desk.owen, desk.bob):
        with pytest.raises(Forbidden):
            desk.hooks.rehearse("github", b"{}", person)
        with pytest.raises(Forbidden):
            desk.hooks.listed(person)
