"""Two actions in one request, and what they would do."""

import pytest

BOTH = {"chain": ["send_first_response", "propose_solution"], "fields": {"body": "Try this."}}


def test_alice_answers_and_proposes_with_one_request(api):
    number = api.submitted()
    answer = api.alice.post(f"/cases/{number}/actions", BOTH)
    assert (answer.status_code, answer.json["status"]) == (200, "Solution Proposed")
    assert answer.headers["ETag"] == '"3"'
    said = api.bob.get(f"/cases/{number}/messages").json["items"]
    assert [message["body"] for message in said] == ["Try this."]


def test_the_same_key_does_it_once(api):
    number = api.submitted()
    answers = [
        api.alice.post(f"/cases/{number}/actions", BOTH, headers={"Idempotency-Key": "k"})
        for _ in range(2)
    ]
    assert answers[0].json == answers[1].json
    assert len(api.bob.get(f"/cases/{number}/messages").json["items"]) == 1


def test_the_chains_are_listed_with_their_forms(api):
    number = api.submitted()
    chains = api.alice.get(f"/cases/{number}/chains").json["chains"]
    assert chains[0]["actions"] == BOTH["chain"]
    assert chains[0]["label"] == "Send first response and propose solution"
    assert chains[0]["form"]["required"] == ["body"]
    assert api.bob.get(f"/cases/{number}/chains").json == {"chains": []}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 422),
        ({"chain": []}, 422),
        ({"chain": ["send_first_response"] * 3}, 422),
        ({"chain": "send_first_response"}, 422),
        ({"chain": [1, 2]}, 422),
        ({"chain": ["acknowledge", "reply"], "fields": {"body": "x"}}, 409),
        ({"chain": ["no_such", "reply"], "fields": {"body": "x"}}, 404),
        ({**BOTH, "revision": 99}, 409),
        ({**BOTH, "fields": {"body": "x", "more": "y"}}, 422),
    ],
)
def test_what_is_wrong_is_said_and_nothing_happens(api, body, status):
    number = api.submitted()
    answer = api.alice.post(f"/cases/{number}/actions", body)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert api.alice.get(f"/cases/{number}").json["revision"] == 1


# ------------------------------------------------------------------ what they would do


def preview(caller, number, *chain, **fields):
    return caller.post(f"/cases/{number}/preview", {"chain": chain, "fields": fields})


def test_a_preview_says_what_would_happen_and_the_act_does_that(api):
    number = api.submitted()
    shown = preview(api.alice, number, *BOTH["chain"]).json
    assert (shown["before"], shown["status"], shown["closes"]) == (
        "New",
        "Solution Proposed",
        False,
    )
    assert [event["name"] for event in shown["starts"]] == ["3 days", "7 days", "10 days"]
    assert [(m["name"], m["state"]) for m in shown["milestones"]] == [("first_response", "met")]
    assert [told["person"]["name"] for told in shown["told"]] == ["Bob"]
    assert api.alice.get(f"/cases/{number}").json["revision"] == 1
    done = api.alice.post(f"/cases/{number}/actions", {**BOTH, "expected": shown["expected"]})
    assert (done.status_code, done.json["status"]) == (200, shown["status"])


def test_an_act_that_would_do_something_else_is_a_409(api):
    number = api.submitted()
    shown = preview(api.alice, number, "send_first_response").json
    body = {**BOTH, "expected": shown["expected"]}
    answer = api.alice.post(f"/cases/{number}/actions", body)
    assert answer.status_code == 409
    assert "the status, the timers" in answer.json["detail"]
    assert answer.json["current"]["status"] == "New"


def test_a_preview_is_for_those_who_may_act(api):
    number = api.submitted()
    assert preview(api.bob, number, "customer_closes").json["closes"]
    assert preview(api.bob, number, "send_first_response").status_code == 403
    assert preview(api.nora, number, "send_first_response").status_code == 403
    assert preview(api.eve, number, "customer_closes").status_code == 404
    assert preview(api.alice, number, "acknowledge").status_code == 409
    assert preview(api.alice, number, "send_first_response", body="x", more="y").status_code == 422
