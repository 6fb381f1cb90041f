"""Each field that `CaseFields` declares is everywhere: pages, API, lists, history, command line."""

import pytest

from runner.model import CASE_FIELDS, CaseFields, case_fields
from tests.web.conftest import Caller

NAMES = [item.name for item in CASE_FIELDS]
each_field = pytest.mark.parametrize("name", NAMES)


@each_field
def test_a_customer_and_support_fill_it_in(pages, name):
    for browser, path in ((pages.bob, "/submit"), (pages.alice, "/new")):
        more = {} if path == "/submit" else {"email": "bob@example.com"}
        told = {"subject": "Hum", "description": "All night.", name: f"Told at {path}", **more}
        page = browser.see(browser.send(path, **told).location)
        case = pages.alice.see(page.request.path.replace("/my/", "/cases/")).text
        assert f"Told at {path}" in case


@each_field
def test_support_changes_it_on_the_page_and_the_history_says_so(pages, desk, name):
    case = desk.open()
    for value, shown in (("Till", "Till"), ("", None)):
        fields = {name: value, "revision": str(case.case.revision)}
        pages.carol.send(f"/cases/{case.number}", **fields)
        assert case_fields(case.case)[name] == shown
    first, second = (line.values for line in case.history()[-2:])
    assert (first[name], second[name]) == ([None, "Till"], ["Till", None])


@each_field
def test_it_is_set_read_changed_and_filtered_by_over_the_api(api, name):
    number = api.submitted(**{name: "Till 3"})
    api.submitted(**{name: "Till"})
    api.submitted()
    found = api.alice.get(f"/cases?{name}=Till%203").json["items"]
    assert [(line["number"], line[name]) for line in found] == [(number, "Till 3")]
    assert api.alice.patch(f"/cases/{number}", {name: None}).json[name] is None
    assert api.alice.get(f"/cases/{number}").json[name] is None
    wrong = api.alice.patch(f"/cases/{number}", {name: "x" * 1001})
    assert (wrong.status_code, list(wrong.json["errors"])) == (422, [name])


@each_field
def test_the_inbox_is_filtered_by_it(pages, desk, name):
    desk.open(subject="Shown", **{name: "Till"})
    desk.open(subject="Hidden")
    page = pages.alice.see("/inbox", query_string={"view": "all", name: "Till"}).text
    assert "Shown" in page
    assert "Hidden" not in page


def test_a_repeat_case_has_the_fields_of_its_origin(api, desk):
    told = {name: f"The {name}" for name in NAMES}
    origin = desk.open(**told).to("Closed")
    bob = Caller(api.flask, desk.app.accounts.new_token("bob@example.com"))
    repeat = bob.post(f"/cases/{origin.number}/repeat").json
    assert {name: repeat[name] for name in NAMES} == told


def test_every_field_has_a_label_and_a_length():
    for item in CASE_FIELDS:
        assert item.metadata["label"]
        assert 0 < item.metadata["longest"] <= 1000
        assert getattr(CaseFields(), item.name) is None
