"""People and their tokens over the API, for admins."""

import pytest

from tests.web.conftest import Caller


@pytest.fixture
def ada(api, desk):
    desk.app.accounts.add("ada@example.com", "Ada", ["admin"])
    return Caller(api.flask, desk.app.accounts.new_token("ada@example.com"))


def test_the_whole_life_of_an_account(ada, desk):
    zoe = {"email": "zoe@example.com", "name": "Zoe", "roles": ["agent"]}
    assert ada.post("/people", zoe).status_code == 201
    changed = ada.patch("/people/zoe@example.com", {"name": "Zoe Z", "email": "zz@example.com"})
    assert (changed.json["name"], changed.json["email"]) == ("Zoe Z", "zz@example.com")
    case = desk.open().claim(desk.app.accounts.by_email("zz@example.com"))
    heir = {"roles": ["analyst"], "to": "amir@example.com"}
    assert ada._call("PUT", "/people/zz@example.com/roles", heir).json["roles"] == ["analyst"]
    assert case.case.owner.name == "Amir"
    away = {"until": "2026-03-09T09:00:00Z", "stand_in": "alice@example.com"}
    assert ada._call("PUT", "/people/amir@example.com/absence", away).json["away"] is True
    assert ada._call("DELETE", "/people/amir@example.com/absence").json["away"] is False
    gone = ada._call("DELETE", "/people/amir@example.com?to=alice@example.com").json
    assert (gone, case.case.owner.name) == ({"handed_over": 1}, "Alice")
    assert ada.post("/people/amir@example.com/restore").json["active"] is True
    found = ada.get("/people/amir@example.com").json["changes"]
    told = [one["what"] for one in found if one["what"] != "token added"]
    assert told == ["added", "away", "back", "removed", "restored"]
    assert "zz@example.com" in [one["email"] for one in ada.get("/people").json["people"]]


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", "/people", {"email": "no address", "name": "Zoe", "roles": ["agent"]}, 422),
        ("POST", "/people", {"email": "zoe@example.com", "name": "Zoe", "roles": ["king"]}, 422),
        ("PATCH", "/people/amir@example.com", {"name": "X", "email": "bob@example.com"}, 422),
        ("PATCH", "/people/nobody@example.com", {"name": "X"}, 404),
        ("PUT", "/people/amir@example.com/roles", {"roles": []}, 422),
        ("PUT", "/people/ada@example.com/roles", {"roles": ["agent"]}, 422),
        ("DELETE", "/people/ada@example.com", None, 422),
        ("DELETE", "/people/amir@example.com?to=bob@example.com", None, 422),
        ("POST", "/people/nobody@example.com/tokens", {}, 404),
        ("POST", "/people/bob@example.com/merge", {"into": "bob@example.com"}, 422),
        ("POST", "/people/ada@example.com/merge", {"into": "alice@example.com"}, 422),
    ],
)
def test_what_is_wrong_changes_nothing(ada, desk, method, path, body, status):
    before = ada.get("/people").json
    assert ada._call(method, path, body).status_code == status
    assert ada.get("/people").json == before


def test_a_token_is_made_used_and_revoked(api, ada):
    token = ada.post("/people/amir@example.com/tokens", {"name": "Reports"}).json["token"]
    assert Caller(api.flask, token).get("/me").json["name"] == "Amir"
    named = [one["name"] for one in ada.get("/tokens").json["tokens"]]
    assert "Reports" in named and token not in ada.get("/tokens").text
    revoked = ada._call("DELETE", "/people/amir@example.com/tokens?name=Reports").json
    assert revoked == {"revoked": 1}
    assert Caller(api.flask, token).get("/me").status_code == 401


def test_an_entry_is_merged_into_another(ada, desk):
    number = desk.open(by=desk.eve).number
    kept = ada.post("/people/eve@example.com/merge", {"into": "bob@example.com"}).json
    assert (kept["email"], kept["roles"]) == ("bob@example.com", ["customer"])
    assert ada.get(f"/cases/{number}").json["customer"]["email"] == "bob@example.com"
    assert ada.get("/people/eve@example.com").json["active"] is False
    assert ada.post("/people/eve@example.com/restore").status_code == 409
