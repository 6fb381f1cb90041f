"""Several cases at once, over the API."""


def test_cases_are_changed_by_a_run_that_says_what_became_of_each(api, desk):
    first, second = desk.open(), desk.open()
    cases = [{"number": first.number, "revision": 1}, {"number": second.number, "revision": 1}]
    second.claim(desk.amir)
    begun = api.alice.post("/bulk", {"cases": cases, "update": {"priority": "P1"}})
    assert begun.status_code == 202
    assert [one["state"] for one in begun.json["cases"]] == ["waiting", "waiting"]
    desk.work()
    path = f"/bulk/{begun.json['id']}"
    done, left = api.alice.get(path).json["cases"]
    assert (done["state"], first.case.priority) == ("done", "P1")
    assert (left["state"], second.case.priority) == ("left", "P2")
    assert "Amir changed the owner" in left["why"]
    assert api.amir.get(path).status_code == 404


def test_an_action_is_taken_in_each_and_tags_are_put_beside_each(api, desk):
    case = desk.open()
    cases = [{"number": case.number, "revision": 1}]
    fields = {"body": "We are on it."}
    wanted = {"cases": cases, "action": "send_first_response", "fields": fields}
    assert api.alice.post("/bulk", wanted).status_code == 202
    desk.work()
    assert case.status == "Work in Progress"
    cases[0]["revision"] = case.case.revision
    assert api.alice.post("/bulk", {"cases": cases, "tags": {"add": ["storm"]}}).status_code == 202
    desk.work()
    assert api.alice.get(f"/cases/{case.number}/aside").json["tags"] == ["storm"]


def test_what_is_no_single_change_of_some_cases_is_refused(api, desk):
    case = {"number": desk.open().number, "revision": 1}
    for body in (
        {"cases": [case]},
        {"cases": [], "tags": {"add": ["x"]}},
        {"cases": [case], "tags": {"add": ["x"]}, "update": {"priority": "P1"}},
        {"cases": [case], "update": {"priority": "P1"}, "fields": {}},
        {"cases": [case], "update": {"priority": "P9"}},
        {"cases": [case], "action": "accept_solution"},
        {"cases": [{**case, "revision": 10**10}], "tags": {"add": ["x"]}},
    ):
        assert api.alice.post("/bulk", body).status_code == 422, body
    assert api.bob.post("/bulk", {"cases": [case], "update": {}}).status_code == 403
