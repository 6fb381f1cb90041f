"""The page of hooks: what came, why it was refused, what a delivery would do; no secret."""

import json

import pytest

from runner.errors import NotSignedIn
from tests.cases.hooking import SECRET, HookDesk, github, proof


@pytest.fixture
def desk(tmp_path):
    desk = HookDesk(tmp_path)
    yield desk
    desk.app.close()


@pytest.fixture
def ada(pages, desk):
    desk.ada = desk.app.accounts.add("ada@example.com", "Ada", ["admin"])
    return pages.ada


def test_each_hook_says_what_came_and_why_it_was_refused(ada, desk):
    desk.deliver("github", github(title="<script>x()</script>"))
    with pytest.raises(NotSignedIn):
        desk.hooks.take("github", {}, b"{}")
    page = ada.see("/admin/hooks").text
    assert "done, C-1001" in page and 'href="/cases/C-1001"' in page
    assert "compare the secrets" in page
    assert "Nothing has come yet." in page
    assert "/api/hooks/gitlab" in page
    assert SECRET not in page and "<script>x()" not in page
    assert 'href="/admin/hooks"' in ada.see("/admin/health").text


def test_a_delivery_is_rehearsed(ada, desk):
    answer = ada.send("/admin/hooks/rehearse", hook="github", body=json.dumps(github()))
    assert "opens a case (bakery/oven#7): Oven stays cold" in answer.text
    assert answer.status_code == 200
    wrong = ada.send("/admin/hooks/rehearse", hook="github", body="{")
    assert (wrong.status_code, "cannot be read as JSON" in wrong.text) == (422, True)
    assert ada.send("/admin/hooks/rehearse", hook="x", body="{}").status_code == 404
    assert desk.app.cases.list(desk.carol).items == ()


def test_only_admins_have_the_page(ada, pages):
    for person in (pages.alice, pages.owen, pages.bob):
        assert person.see("/admin/hooks").status_code == 403
        assert person.send("/admin/hooks/rehearse", hook="github", body="{}").status_code == 403


def test_over_http_a_delivery_is_answered(ada, desk, pages):
    client, raw = pages.flask.test_client(), json.dumps(github()).encode()
    given = {
        "X-GitHub-Delivery": "d-1",
        "X-Hub-Signature-256": proof("github", raw)["x-hub-signature-256"],
    }
    first = client.post("/api/hooks/github", data=raw, headers=given)
    assert (first.status_code, first.json) == (
        200,
        {"state": "done", "cases": ["C-1001"], "why": ""},
    )
    assert client.post("/api/hooks/github", data=raw, headers=given).json["state"] == "known"
    assert client.post("/api/hooks/github", data=raw).status_code == 401
    assert client.post("/api/hooks/none", data=raw).status_code == 404
    assert client.post("/api/hooks/github", data=b"x" * 1_000_001).status_code == 413
    token = {"Authorization": f"Bearer {SECRET}"}
    bad = client.post("/api/hooks/alerts", data=b"{", headers=token)
    assert (bad.status_code, list(bad.json["errors"])) == (422, ["body"])
