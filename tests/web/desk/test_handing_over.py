"""Handing a case over on its page."""

from lxml import html

from runner.model import Absence


def test_the_desk_asks_before_a_case_is_given_to_somebody_away(desk, pages):
    desk.app.teams.add("Printers")
    desk.app.teams.change("Printers", round_robin=True)
    for email in ("alice@example.com", "amir@example.com"):
        desk.app.teams.put_member("Printers", email)
    case = desk.open().claim(desk.carol)
    absence = Absence(stand_in="alice@example.com")
    desk.app.accounts.set_away("amir@example.com", away=True, absence=absence)
    address, form = f"/cases/{case.number}", {"to": "amir@example.com", "note": "It is the tray."}
    asked = pages.carol.send(address, **form)
    assert asked.status_code == 422
    assert "Give it to Amir all the same" in asked.text and "Hand over to Alice" in asked.text
    pages.carol.send(address, **form, stand_in="alice@example.com")
    assert case.case.owner.name == "Alice"
    pages.carol.send(address, **form, even_if_away="1")
    assert case.case.owner.name == "Amir"
    page = html.fromstring(pages.carol.see(address).text)
    assert (
        page.xpath("normalize-space(//details[contains(@class, 'owner')]/summary)")
        == "Owner: Amir (away)"
    )
    pages.carol.send(address, to="team Printers", note="For all of you.")
    assert (case.case.team.name, case.case.owner.name) == ("Printers", "Alice")
