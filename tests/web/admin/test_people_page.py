"""The pages of the admins, without JavaScript."""

import io
import re
import zipfile

import pytest
from lxml import html

PAGES = ("people", "people/amir@example.com", "teams", "tokens", "incidents", "health")


@pytest.fixture
def ada(pages, desk):
    desk.ada = desk.app.accounts.add("ada@example.com", "Ada", ["admin"])
    return pages.ada


def test_only_an_admin_has_these_pages(pages, ada):
    for page in PAGES:
        assert ada.see(f"/admin/{page}").status_code == 200, page
        for other in (pages.carol, pages.owen, pages.bob):
            assert other.see(f"/admin/{page}").status_code == 403, page


def test_the_whole_life_of_an_account(ada, desk):
    by_email = desk.app.accounts.by_email
    new = ada.send("/admin/people", email="zoe@example.com", name="Zoe", role="agent")
    assert new.location == "/admin/people/zoe@example.com"
    ada.send("/admin/people/zoe@example.com/name", name="Zoe Zander")
    ada.send("/admin/people/zoe@example.com/address", email="zz@example.com")
    ada.send("/admin/people/zz@example.com/roles", role="lead")
    zoe = by_email("zz@example.com")
    assert (zoe.name, zoe.roles) == ("Zoe Zander", {"lead"})
    case = desk.open().claim(zoe)
    ada.send("/admin/people/zz@example.com/remove", to="amir@example.com")
    assert (case.case.owner.name, by_email("zz@example.com").active) == ("Amir", False)
    ada.send("/admin/people/zz@example.com/restore")
    assert by_email("zz@example.com").active
    assert "restored" in ada.see("/admin/people/zz@example.com").text


def test_an_entry_is_merged_once_that_is_confirmed(ada, desk):
    case = desk.open(by=desk.eve)
    path, into = "/admin/people/eve@example.com", "bob@example.com"
    asked = ada.send(f"{path}/merge", into=into)
    assert asked.status_code == 422 and "cannot be undone" in asked.text
    assert f'value="{into}"' in asked.text
    assert ada.send(f"{path}/merge", into="eve@example.com", sure="1").status_code == 422
    assert case.case.customer.name == "Eve"
    assert (
        ada.send(f"{path}/merge", into=into, sure="1").location == "/admin/people/bob@example.com"
    )
    assert case.case.customer.name == "Bob"
    assert "took over" in ada.see("/admin/people/bob@example.com").text


def test_what_is_wrong_is_said_and_changes_nothing(ada, desk):
    desk.app.accounts.deactivate("eve@example.com")
    removed = ada.send("/admin/people", email="eve@example.com", name="Eve", role="agent")
    assert removed.status_code == 422 and "is that of Eve, who was removed" in removed.text
    answer = ada.send("/admin/people", email="no address", name="Zoe", role="agent")
    assert answer.status_code == 422 and "is not a mail address" in answer.text
    assert html.fromstring(answer.text).xpath("//input[@checked]/@value") == ["agent"]
    without = ada.send("/admin/people/amir@example.com/roles")
    assert without.status_code == 422 and "A role is missing" in without.text
    assert desk.app.accounts.by_email("amir@example.com").roles == {"agent"}


def test_cases_of_who_leaves_go_to_the_heir_who_is_named_also_while_away(ada, desk):
    case = desk.open().claim(desk.alice)
    desk.app.accounts.set_away("amir@example.com", away=True)
    ada.send("/admin/people/alice@example.com/remove", to="amir@example.com")
    assert case.case.owner.name == "Amir"


def test_a_team_is_made_and_changed(ada, desk):
    ada.send("/admin/teams", name="Printers")
    ada.send("/admin/teams/put-member/Printers", email="alice@example.com", leads="1")
    ada.send("/admin/teams/change/Printers", name="Paper", products="Tray\nLamp", shares="1")
    [team] = desk.app.teams.listed()
    assert (team.name, team.products, team.round_robin) == ("Paper", ("Lamp", "Tray"), True)
    assert "Alice" in ada.see("/admin/teams").text
    assert ada.send("/admin/teams", name="PAPER").status_code == 422
    ada.send("/admin/teams/drop-member/alice@example.com/Paper")
    ada.send("/admin/teams/change/Paper", name="Paper/remove")
    assert desk.app.teams.names() == ["Paper/remove"]
    ada.send("/admin/teams/put-member/Paper%2Fremove", email="alice@example.com")
    assert desk.app.accounts.by_email("alice@example.com").teams == {"Paper/remove"}
    ada.send("/admin/teams/remove/Paper%2Fremove")
    assert desk.app.teams.listed() == []


def test_the_last_admin_stays_one(ada, desk):
    desk.app.accounts.add("ann@example.com", "Ann", ["admin"])
    ada.send("/admin/people/ann@example.com/remove")
    answer = ada.send("/admin/people/ada@example.com/roles", role="agent")
    assert answer.status_code == 422
    assert "has to be left to somebody" in answer.text
    assert ada.send("/admin/people/ada@example.com/remove").status_code == 422
    assert desk.app.accounts.by_email("ada@example.com").active
    desk.app.accounts.deactivate("ada@example.com")  # the operator can make another


def test_a_token_is_shown_once_and_revoked(ada, desk):
    shown = ada.send("/admin/tokens", email="alice@example.com", name="Reports").text
    token = re.search(r"cl_[\w-]+", shown)[0]
    assert desk.app.accounts.by_token(token).name == "Alice"
    assert token not in ada.see("/admin/tokens").text
    assert ada.send("/admin/tokens", email="who@example.com", name="x").status_code == 422
    ada.send("/admin/tokens", email="bob@example.com", name="Soon", expires_at="2026-03-02T10:00")
    assert "expires <" in (page := ada.see("/admin/tokens").text) and "expired" not in page
    desk.wait(hours=2)
    assert "expired" in ada.see("/admin/tokens").text
    ada.send("/admin/tokens/revoke", email="bob@example.com", name="Soon")
    ada.send("/admin/tokens/revoke", email="alice@example.com", name="Reports")
    assert desk.app.accounts.tokens() == []


def test_dead_letters_are_tried_again_and_incidents_resolved(ada, desk):
    number = desk.open().number
    desk.give_up("broken")
    desk.app.cases.report(int(number[2:]) - 1000, "Stuck", "It stands still.")
    page = ada.see("/admin/incidents").text
    assert "was broken" in page and "It stands still." in page
    ada.send("/admin/incidents/retry")
    ada.send("/admin/incidents/resolve", case=number)
    found = desk.app.incidents.listed(desk.ada)
    assert (found.dead_count, found.incident_count) == (0, 0)


def test_a_token_is_narrowed_and_ends_on_a_day(ada, desk):
    given = {"email": "alice@example.com", "name": "CI", "scope": ["diagrams", "read"]}
    shown = ada.send("/admin/tokens", expires_at="2026-03-03T12:00", **given).text
    person = desk.app.accounts.by_token(re.search(r"cl_[\w-]+", shown)[0])
    assert person.scopes == {"diagrams", "read"}
    assert "diagrams, read, made" in shown and "expires" in shown
    for wrong in ({"scope": "all"}, {"expires_at": "soon"}, {"expires_at": "2020-01-01T00:00"}):
        assert ada.send("/admin/tokens", **{**given, **wrong}).status_code == 422
    desk.wait(days=2)
    assert "expired" in ada.see("/admin/tokens").text


def test_the_data_of_a_person_is_downloaded_looked_at_and_erased(ada, pages, desk):
    case, path = desk.open(by=desk.eve, subject="Zwieback"), "/admin/people/eve@example.com/data"
    for other in (pages.carol, pages.owen, pages.bob):
        assert other.see(path).status_code == 403
        assert other.send(f"{path}/export").status_code == 403
        assert other.send(f"{path}/erase", address="eve@example.com").status_code == 403
    archive = ada.send(f"{path}/export")
    assert "attachment" in archive.headers["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(archive.data)) as whole:
        assert b"Zwieback" in whole.read("person.json")
    assert "What would be erased" in ada.see(path).text
    assert case.number in ada.send(f"{path}/plan").text and case.case.subject == "Zwieback"
    for status, given in (
        (422, {"address": "bob@example.com", "open_too": "1"}),
        (409, {"address": "eve@example.com"}),
    ):
        refused = ada.send(f"{path}/erase", **given)
        assert refused.status_code == status and case.case.subject == "Zwieback"
    sent = ada.send(f"{path}/erase", address="Eve@example.com ", open_too="1")
    assert sent.location == "/admin/people" and case.case.subject == "[erased]"
    assert ada.send("/admin/people/ada@example.com/data/plan").status_code == 422
