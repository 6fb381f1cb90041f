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


def test_alice_says_when_she_gets_mails(pages, api, desk):
    times = {"quiet_from": "22:00", "quiet_until": "07:00", "digest_at": "", "urgent": "mention"}
    answer = pages.alice.send("/settings/notifications/times", **times)
    assert answer.status_code == 303
    page = pages.alice.see(answer.location).text
    assert 'type="time" value="22:00"' in page
    assert re.search(r'value="mention" checked', page)
    known = api.alice.get("/me/mail-times").json
    assert known == {**times, "urgent": ["mention"]}
    assert api.alice.put("/me/mail-times", {"digest_at": "08:00"}).json == {
        "quiet_from": "", "quiet_until": "", "digest_at": "08:00", "urgent": [],
    }  # fmt: skip
    assert api.nobody.get("/me/mail-times").status_code == 401


def test_times_that_cannot_be_are_said_and_kept_in_the_form(pages, api):
    answer = pages.alice.send("/settings/notifications/times", quiet_from="22:00", digest_at="8")
    assert answer.status_code == 422
    assert "quiet hours have a beginning and an end" in answer.text
    assert 'value="22:00"' in answer.text
    for body in ({"quiet_from": "22:00"}, {"urgent": ["weather"]}, {"digest_at": 8}, {"noon": ""}):
        assert api.alice.put("/me/mail-times", body).status_code == 422, body
