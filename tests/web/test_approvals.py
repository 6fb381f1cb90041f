"""What several different people do, on pages and in the API: how far it is, and who may not again."""

from tests.cases.approvals import approval


def test_the_api_says_how_far_it_is_and_refuses_who_has_done_it(api, desk):
    desk.use(approval(), {})
    number = api.submitted()
    assert api.alice.act(number, "approve").json["instances"] == [
        {"element": "sign", "done": 1, "of": 3}
    ]
    assert api.alice.get(f"/cases/{number}").json["actions"] == []
    answer = api.alice.act(number, "approve")
    assert answer.status_code == 409
    assert "asks for different people" in answer.json["detail"]
    history = api.amir.get(f"/cases/{number}/history").json["items"]
    assert [line["progress"] for line in history] == [None, "1 of 3"]


def test_the_page_says_how_far_it_is_and_offers_it_to_others(pages, desk):
    desk.use(approval(), {})
    case = desk.open()
    case.act(desk.alice, "approve")
    mine, others = (who.see(f"/cases/{case.number}").text for who in (pages.alice, pages.amir))
    assert "Sign off: 1 of 3" in mine
    assert "1 of 3 done." in mine
    assert "/actions/approve" not in mine
    assert "/actions/approve" in others


def test_the_customer_reads_how_far_it_is(pages, desk):
    desk.use(approval(), {})
    case = desk.open()
    case.act(desk.alice, "approve")
    assert "1 of 3 are done." in pages.bob.see(f"/my/{case.number}").text
