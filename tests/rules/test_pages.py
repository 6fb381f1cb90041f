"""Rules 1, 5, 7, 10 and 11 in the portal, and by the signed links that mails carry."""

from urllib.parse import urlsplit

from tests.desk import MONDAY


def links_in_the_last_mail(desk, person):
    """What each link of the newest message to somebody is called -> its path."""
    note = desk.app.notifications.of(person).items[0]
    return {label: urlsplit(url).path for label, url in desk.app.cases.ways_in(note)}


def test_a_form_of_the_portal_makes_the_same_new_case(desk, pages):
    asked = {"subject": "Printer on fire", "description": "It burns."}
    signed_in = pages.bob.send("/submit", **asked)
    pages.nobody.send("/submit", name="Zoe", email="zoe@example.com", **asked)
    zoe = desk.app.accounts.by_email("zoe@example.com")
    for customer in (desk.bob, zoe):
        (line,) = desk.app.cases.list(customer).items
        view = desk.app.cases.get(customer, line.number)
        assert (view.case.status, view.case.channel) == ("New", "portal")
        assert view.case.customer.id == customer.id
        assert [(m.state, m.started_at) for m in view.milestones] == [("running", MONDAY)]
        assert desk.inbox(customer) == ["confirm_receipt"]
    assert signed_in.location == f"/my/{desk.app.cases.list(desk.bob).items[0].number}"


def test_a_response_in_the_portal_and_by_a_link_moves_the_case_at_once(desk, pages):
    for status in ("Work in Progress", "Pending Customer", "Solution Proposed", "Blocked"):
        case = desk.open().to(status).write(desk.alice, "How is it?")
        pages.bob.send(f"/my/{case.number}/messages", text="The blue one.")
        assert case.status == "Customer Replied"
        case = desk.open().to(status).write(desk.alice, "How is it?")
        path = links_in_the_last_mail(desk, desk.bob)["See the case and write to us"]
        pages.nobody.send(f"{path}/messages", text="The blue one.")
        assert case.status == "Customer Replied"
        assert case.conversation()[-1].author.id == desk.bob.id


def test_accept_and_reject_stand_in_the_portal_and_in_the_mail_as_links_without_login(desk, pages):
    case = desk.open().to("Solution Proposed")
    page = pages.bob.see(f"/my/{case.number}").text
    links = links_in_the_last_mail(desk, desk.bob)
    for label in ("Accept Solution", "Reject Solution"):
        assert label in page
        assert label in pages.nobody.see(links[label]).text
    assert case.status == "Solution Proposed"
    pages.nobody.send(links["Reject Solution"], **{"f.reason": "It still burns."})
    assert case.status == "Work in Progress"
    assert case.conversation()[-1].body == "It still burns."
    case.act(desk.alice, "propose_solution", body="Water.")
    pages.nobody.send(links_in_the_last_mail(desk, desk.bob)["Accept Solution"])
    assert (case.status, case.case.resolution) == ("Closed", "solved")


def test_the_answer_to_late_mail_has_a_link_that_opens_a_repeat_case(desk, pages):
    case = desk.open().to("Closed").write(desk.bob, "It is back!")
    path = links_in_the_last_mail(desk, desk.bob)["Repeat Case"]
    pages.nobody.see(path)
    assert case.seen_by(desk.bob).repeats == ()
    pages.nobody.send(path, text="It burns again.")
    (number,) = case.seen_by(desk.bob).repeats
    repeat = desk.app.cases.get(desk.bob, number).case
    assert (repeat.status, repeat.description) == ("New", "It burns again.")
    assert case.status == "Closed"


def test_the_chain_is_visible_both_ways_on_the_pages(desk, pages):
    origin = desk.open().to("Closed")
    repeat = desk.app.cases.repeat(desk.bob, origin.number).case
    for who, folder in ((pages.bob, "/my"), (pages.alice, "/cases")):
        assert f'href="{folder}/{repeat.number}"' in who.see(f"{folder}/{origin.number}").text
        assert f'href="{folder}/{origin.number}"' in who.see(f"{folder}/{repeat.number}").text
