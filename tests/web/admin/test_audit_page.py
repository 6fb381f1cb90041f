"""The page of the audit log, and its API."""

import csv
import io

import pytest

from tests.web.conftest import Caller


@pytest.fixture
def ada(pages, desk):
    desk.ada = desk.app.accounts.add("ada@example.com", "Ada", ["admin"])
    return pages.ada


def test_an_admin_filters_it_and_takes_it_along(ada, desk):
    ada.send("/admin/people/bob@example.com/name", name="=<b>Bob</b>")
    page = ada.see("/admin/audit?area=account&who=ada@example.com").text
    assert "Account: renamed" in page and "now <code>=&lt;b&gt;Bob&lt;/b&gt;</code>" in page
    assert "page from 127.0.0.1" in page and "Account: added" not in page
    assert "Nothing, with these filters." in ada.see("/admin/audit?about=nobody").text
    answer = ada.see("/admin/audit/table?area=account&who=ada@example.com")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(answer.text)))
    assert [(row[4], row[5]) for row in rows[1:]] == [("renamed", "bob@example.com")]
    assert ada.see("/admin/audit?since=yesterday").status_code == 422
    assert ada.see("/admin/audit?before=x&area=y").status_code == 200


def test_it_goes_on_page_by_page(ada, desk):
    for number in range(60):
        desk.app.teams.add(f"Team {number}", by=desk.ada)
    page = ada.see("/admin/audit?area=team").text
    assert "Team 59" in page and "Team 5<" not in page
    assert "Team 5<" in ada.see("/admin/audit?area=team&before=20").text


def test_others_do_not_see_it(pages):
    for path in ("/admin/audit", "/admin/audit/table"):
        assert pages.alice.see(path).status_code == 403
        assert pages.nobody.see(path).status_code == 302


def test_programs_read_it(api, desk):
    desk.app.accounts.add("ada@example.com", "Ada", ["admin"])
    ada = Caller(api.flask, desk.app.accounts.new_token("ada@example.com"))
    ada.patch("/people/bob@example.com", {"name": "Bobby"})
    found = ada.get("/audit?who=ada@example.com&limit=1").json
    line = found["items"][0]
    assert (line["what"], line["before"], line["after"]) == (
        "renamed", {"was": "Bob"}, {"now": "Bobby"},
    )  # fmt: skip
    assert (line["by"], line["from"]) == ("ada@example.com", "token from 127.0.0.1")
    later = ada.get("/audit?limit=2").json
    assert len(ada.get(f"/audit?cursor={later['next_cursor']}").json["items"]) > 2
    for bad in ("area=x", "since=x", "limit=0", "cursor=x", "unknown=1"):
        assert ada.get(f"/audit?{bad}").status_code == 422, bad
    assert api.alice.get("/audit").status_code == 403
