"""Incidents and dead letters over the API, for admins."""

from tests.web.conftest import Caller


def test_what_needs_an_admin_is_listed_tried_again_and_resolved(api, desk):
    desk.app.accounts.add("ada@example.com", "Ada", ["admin"])
    ada = Caller(api.flask, desk.app.accounts.new_token("ada@example.com"))
    number = desk.open().number
    desk.give_up("broken")
    desk.app.cases.report(1, "Stuck", "It stands still.")
    desk.app.cases.report(None, "Flood", "Too many.")
    found = ada.get("/incidents").json
    assert (found["incident_count"], found["dead_letter_count"]) == (2, 1)
    assert {(one["case"], one["kind"]) for one in found["incidents"]} == {
        (number, "Stuck"),
        (None, "Flood"),
    }
    assert "was broken" in found["dead_letters"][0]["error"]
    assert ada.post("/incidents/retry").json == {"retried": 1}
    assert ada.post("/incidents/resolve", {"case": "C-9999"}).status_code == 404
    assert ada.post("/incidents/resolve", {}).status_code == 422
    assert ada.post("/incidents/resolve", {"case": number}).json == {"resolved": 1}
    assert ada.post("/incidents/resolve", {"case": None}).json == {"resolved": 1}
    assert ada.get("/incidents").json["incidents"] == []
