"""The page on which one case is modified: choices, what would happen, done; without a script."""

import re


def token(answer):
    return re.search(r'name="expected" value="([^"]+)"', answer.text).group(1)


def test_a_lead_moves_a_case_from_its_page(pages, desk):
    case = desk.open().to("Work in Progress")
    address, drawing = f"/cases/{case.number}/modify", f"/cases/{case.number}/diagram"
    assert pages.alice.see(address).status_code == 403
    assert address not in pages.alice.see(drawing).text
    assert address in pages.carol.see(drawing).text
    assert "Investigate and propose a solution" in pages.carol.see(address).text

    asked = {"do": "move:investigate", "to": "wait_for_customer"}
    then = pages.carol.send(address, **asked)
    assert then.status_code == 200
    assert "Remind the customer" in then.text
    assert case.status == "Work in Progress"
    sure = {**asked, "sure": "yes", "expected": token(then), "revision": str(case.case.revision)}
    assert pages.carol.send(address, **sure, reason="").status_code == 422
    assert pages.carol.send(address, **sure, reason="Nobody asked him").status_code == 303
    assert case.status == "Pending Customer"
    assert "Carol moved the case" in pages.carol.see(f"/cases/{case.number}?all=1").text
    assert "Nobody asked him" not in pages.bob.see(f"/my/{case.number}").text


def test_what_is_refused_says_why_and_offers_the_rest(pages, desk):
    case = desk.open()
    address = f"/cases/{case.number}/modify"
    refused = pages.owen.send(address, do="skip:first_response")
    assert (refused.status_code, "milestone" in refused.text) == (409, True)
    assert pages.owen.send(address, do="retime:x", due="soon").status_code == 422
    assert pages.owen.send(address, do="steal:x").status_code == 422
    assert pages.owen.send(address).status_code == 422
    assert case.status == "New"
