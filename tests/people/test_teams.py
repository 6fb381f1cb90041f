"""The life of a team."""

import pytest

from runner.errors import Forbidden, InvalidInput, NotFound, NotPossible


def test_a_team_is_added_changed_and_removed(desk):
    teams = desk.app.teams
    teams.add("Printers")
    team = teams.put_member("Printers", "alice@example.com", leads=True)
    assert [(one.person.name, one.leads) for one in team.members] == [("Alice", True)]
    assert desk.app.accounts.by_email("alice@example.com").teams == {"Printers"}
    assert teams.change("printers", new_name="Paper", products=["Tray"]).products == ("Tray",)
    assert teams.drop_member("Paper", "alice@example.com").members == ()
    teams.remove("Paper")
    assert teams.listed() == []


def test_a_name_and_a_product_belong_to_one_team(desk):
    teams = desk.app.teams
    teams.add("Printers")
    teams.change("Printers", products=["Tray"])
    teams.add("Lamps")
    for refused in (
        lambda: teams.add("PRINTERS"),
        lambda: teams.change("Lamps", new_name="printers"),
        lambda: teams.change("Lamps", products=["Tray"]),
    ):
        with pytest.raises(InvalidInput):
            refused()
    assert [(team.name, team.products) for team in teams.listed()] == [
        ("Lamps", ()),
        ("Printers", ("Tray",)),
    ]


def test_only_those_who_work_on_cases_are_members(desk):
    desk.app.teams.add("Printers")
    with pytest.raises(InvalidInput, match="Bob does not work on cases"):
        desk.app.teams.put_member("Printers", "bob@example.com")
    with pytest.raises(NotFound, match="no member"):
        desk.app.teams.drop_member("Printers", "alice@example.com")


def test_a_team_with_open_cases_stays(desk):
    desk.app.teams.add("Printers")
    case = desk.open().change(team="Printers")
    with pytest.raises(NotPossible, match="1 open case"):
        desk.app.teams.remove("Printers")
    case.to("Closed")
    desk.app.teams.remove("Printers")
    assert case.case.team is None


def test_support_sees_teams_and_does_not_change_them(desk):
    assert desk.app.teams.listed(desk.alice) == []
    with pytest.raises(Forbidden):
        desk.app.teams.add("Printers", desk.carol)
    with pytest.raises(Forbidden):
        desk.app.accounts.set_away("amir@example.com", away=True, by=desk.alice)
