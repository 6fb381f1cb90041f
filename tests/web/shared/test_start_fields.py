"""What the start event of a lifecycle asks, through each door by which a case comes."""

import re

import pytest

from runner.cases import Submission, Visitor
from runner.errors import InvalidInput
from tests.desk import CaseOnDesk
from tests.drawings import RETURNS


@pytest.fixture
def returns(desk):
    desk.use(RETURNS, {}, "returns")
    return desk


def opened(desk, by, **fields):
    submission = Submission(
        "Kettle", "Cold.", customer_email=desk.bob.email, lifecycle="returns", fields=fields
    )
    return desk.app.cases.open(by, submission).case


def test_what_is_asked_decides_the_way_and_stays_with_the_case(returns):
    case = opened(returns, returns.bob, serial="K-7", broken=True)
    assert case.status == "To be replaced"
    assert case.facts == {"serial": "K-7", "broken": True, "count": None}
    assert opened(returns, returns.alice).status == "Looked at"
    submitted = CaseOnDesk(returns, case.number).history()[0]
    assert submitted.values["serial"] == "K-7"


def test_all_that_is_wrong_is_said_at_once_and_nothing_is_opened(returns):
    wrong = Submission("", "", customer_email=returns.bob.email, lifecycle="returns",
                       fields={"count": 0, "colour": "red"})  # fmt: skip
    with pytest.raises(InvalidInput) as refused:
        returns.app.cases.open(returns.bob, wrong)
    assert {"subject", "description", "count", "colour"} <= refused.value.errors.keys()
    visitor = Visitor("", "eve@example.org", "192.0.2.1")
    with pytest.raises(InvalidInput) as refused:
        returns.app.cases.open_for_visitor(visitor, wrong)
    assert {"customer.name", "subject", "count"} <= refused.value.errors.keys()
    assert returns.app.cases.list(returns.carol).items == ()


def test_a_lifecycle_that_asks_nothing_takes_no_fields(desk):
    with pytest.raises(InvalidInput) as refused:
        desk.open(fields={"serial": "K-7"})
    assert "serial" in refused.value.errors


def test_the_pages_ask_and_keep_what_was_written(returns, pages):
    for browser, address in ((pages.bob, "/submit"), (pages.alice, "/new")):
        page = browser.see(address).text
        assert "Serial number" in page and 'name="returns/f.serial"' in page
        assert "Only for: " in page and "<h1" in page
    sent = {"subject": "Kettle", "lifecycle": "returns", "returns/f.serial": "K-7",
            "returns/f.broken:boolean": ["false", "true"]}  # fmt: skip
    refused = pages.bob.send("/submit", **sent, **{"returns/f.count:integer": "0"})
    assert refused.status_code == 422
    assert 'value="K-7"' in refused.text
    assert re.search(r"<li>.*How many.*</li>", refused.text, re.DOTALL)
    done = pages.bob.send("/submit", **sent, description="Cold.", once="a")
    number = done.location.rpartition("/")[2]
    assert CaseOnDesk(returns, number).status == "To be replaced"
    assert "K-7" in pages.alice.see(f"/cases/{number}").text


def test_the_api_shows_the_form_and_takes_its_fields(returns, api):
    forms = {one["id"]: one["form"] for one in api.bob.get("/lifecycles").json["lifecycles"]}
    assert list(forms["returns"]["properties"]) == ["serial", "broken", "count"]
    assert [form for name, form in forms.items() if name != "returns"] == [None]
    body = {"subject": "Kettle", "description": "Cold.", "lifecycle": "returns"}
    refused = api.bob.post("/cases", {**body, "fields": {"count": "two"}})
    assert (refused.status_code, "count" in refused.json["errors"]) == (422, True)
    done = api.bob.post("/cases", {**body, "fields": {"broken": True}})
    assert (done.status_code, done.json["status"]) == (201, "To be replaced")


def test_time_and_moves_leave_what_was_asked(returns):
    case = opened(returns, returns.bob, serial="K-7")
    newer = RETURNS.replace(b"Serial number", b"Number on the back")
    returns.use(newer, {}, "returns")
    returns.wait(days=3)
    assert CaseOnDesk(returns, case.number).case.facts["serial"] == "K-7"
