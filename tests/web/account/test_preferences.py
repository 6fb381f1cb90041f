"""The page on which a person chooses how to be told, without JavaScript, and the same over the API."""

import re


def chosen(page, topic):
    [options] = re.findall(rf'<select id="topic-{topic}".*?</select>', page, re.DOTALL)
    return re.search(r'value="([\w:]+)" selected', options)[1]


def test_alice_chooses_and_finds_it_chosen(pages, desk):
    assert chosen(pages.alice.see("/settings/notifications").text, "message") == "app"
    answer = pages.alice.send("/settings/notifications", message="nothing", priority="app")
    assert answer.status_code == 303
    page = pages.alice.see(answer.location).text
    assert "Saved." in page
    assert (chosen(page, "message"), chosen(page, "priority")) == ("nothing", "app")


def test_a_customer_has_the_page_for_their_topics_alone(pages, desk):
    page = pages.bob.see("/settings/notifications").text
    assert chosen(page, "answer") == "app"
    assert 'id="topic-message"' not in page
    assert pages.bob.send("/settings/notifications", answer="nothing").status_code == 303


def test_what_cannot_be_chosen_is_said_on_the_page_and_changes_nothing(pages, desk):
    answer = pages.alice.send("/settings/notifications", message="pigeon")
    assert answer.status_code == 422
    assert "has to be one of: nothing, app" in answer.text
    assert chosen(pages.alice.see("/settings/notifications").text, "message") == "app"


def test_nobody_else_sees_the_page(pages):
    assert pages.nobody.see("/settings/notifications").status_code in (302, 303, 401)


def test_the_api_says_and_changes_the_same(api, desk):
    topics = {item["topic"]: item for item in api.bob.get("/me/notifications").json["topics"]}
    assert set(topics) == {"answer", "reminder"}
    assert topics["answer"]["ways"] == ["nothing", "app"]
    answer = api.bob.patch("/me/notifications", {"answer": "nothing"})
    assert {t["topic"]: t["way"] for t in answer.json["topics"]} == {
        "answer": "nothing", "reminder": "app",
    }  # fmt: skip
    for body in ({"answer": "pigeon"}, {"message": "app"}, {"weather": "app"}, {"answer": 7}):
        assert api.bob.patch("/me/notifications", body).status_code == 422, body
    assert api.nobody.get("/me/notifications").status_code == 401
