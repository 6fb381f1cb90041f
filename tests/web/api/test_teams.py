"""Teams over the API."""

from tests.web.conftest import Caller


def test_an_admin_makes_a_team_and_support_hands_a_case_to_it(api, desk):
    desk.app.accounts.add("ada@example.com", "Ada", ["admin"])
    ada = Caller(api.flask, desk.app.accounts.new_token("ada@example.com"))
    assert ada.post("/teams", {"name": "Printers"}).status_code == 201
    changed = ada.patch("/teams/Printers", {"products": ["Tray"], "shares": True}).json
    assert (changed["products"], changed["shares"]) == (["Tray"], True)
    desk.app.teams.put_member("Printers", "alice@example.com", leads=True)
    [team] = api.alice.get("/teams").json["teams"]
    assert team["members"] == [{"name": "Alice", "email": "alice@example.com", "leads": True}]
    number = desk.open().number
    case = api.carol.patch(f"/cases/{number}", {"team": "Printers", "note": "Yours."}).json
    assert (case["team"], case["owner"]) == ("Printers", "alice@example.com")
    assert api.carol.patch(f"/cases/{number}", {"team": "Lamps"}).status_code == 422
    desk.app.accounts.set_away("amir@example.com", away=True)
    owner = {"owner": "amir@example.com"}
    assert api.carol.patch(f"/cases/{number}", owner).status_code == 422
    assert api.carol.patch(f"/cases/{number}", {**owner, "even_if_away": True}).status_code == 200
