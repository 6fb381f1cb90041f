"""Teams that a package names: those who may act, those who are told, and where a new case comes."""

import pytest

from runner.bpmn import read
from runner.bpmn.package import Package
from runner.deployment.team_check import wrong_teams
from runner.errors import DiagramError
from tests.desk import Desk
from tests.lifecycle import DATA, FILES
from tests.team_drawings import drawn, table

TEAMS = ("Printers", "Lamps")


def said(data, table=None):
    diagram = read(data, {"teams.dmn": table} if table else {})
    return [finding.message for finding in wrong_teams(diagram, TEAMS)]


@pytest.mark.parametrize(
    "data",
    [drawn("Team: Printer"), drawn("team:printer, lead"), drawn("", lane="Team: Printer"),
     drawn("", to="owner, team: Printer")],
    ids=["audience", "one of several", "lane", "told"],
)  # fmt: skip
def test_a_team_that_is_not_there_is_named_with_what_was_meant(data):
    [message] = said(data)
    assert "names the team 'Printer'" in message or "names the team 'printer'" in message
    assert "Did you mean 'Printers'?" in message


@pytest.mark.parametrize("audience", ["Team: Printers", "team:PRINTERS", "Printer", "lead"])
def test_teams_that_are_there_and_what_is_no_team_are_let_through(audience):
    assert said(drawn(audience, lane="Second line")) == []


# ------------------------------------------------------------------ the table


WRONG = {
    "names the team 'Lamp', and there is no such team. Did you mean 'Lamps'?": table(
        ("-", '"Lamp"')
    ),
    "has the hit policy UNIQUE": table(("-", '"Lamps"'), policy="UNIQUE"),
    "gives owner": table(("-", '"Lamps"'), output="owner"),
    "asks for 'produkt', which is no fact of a new case. Did you mean 'product'?": table(
        ("-", '"Lamps"'), inputs=("produkt",)
    ),
    "is not clear in row 1: ": table(("open('x')", '"Lamps"')),
    "gives no team in row 2": table(("-", '"Lamps"'), ("-", "7")),
    "more or fewer cells": table(("-", "-", '"Lamps"')),
}


@pytest.mark.parametrize("message", WRONG)
def test_a_table_that_cannot_be_used_says_why(message):
    [found] = said(drawn(), WRONG[message])
    assert message in found


def test_a_package_with_such_a_table_is_not_deployed_and_one_that_can_be_used_decides(desk):
    deployment, teams = desk.app.deployment, desk.app.teams
    files = {**FILES, "teams.dmn": table(("-", '"Printers"'))}
    with pytest.raises(DiagramError, match="there is no such team"):
        deployment.deploy(desk.owen, Package(DATA, files), accept_warnings=True)
    assert desk.open().case.team is None
    teams.add("Printers")
    assert deployment.deploy(desk.owen, Package(DATA, files)).id == 2
    assert desk.open().case.team.name == "Printers"
    again = deployment.deploy(desk.owen, Package(DATA + b"\n", FILES))
    assert "teams.dmn" in desk.app.versions.version(again.id).files
    assert desk.open().case.team.name == "Printers"


def test_a_team_that_went_while_a_version_waited_stops_its_approval(tmp_path):
    desk = Desk(tmp_path, approval=True)
    olga = desk.app.accounts.add("olga@example.com", "Olga", ["process_owner"])
    desk.app.teams.add("Printers")
    package = Package(DATA, {**FILES, "teams.dmn": table(("-", '"Printers"'))})
    waiting = desk.app.deployment.deploy(desk.owen, package)
    assert waiting.waiting
    desk.app.teams.remove("Printers")
    with pytest.raises(DiagramError, match="there is no such team"):
        desk.app.deployment.approve(olga, waiting.id)
    desk.app.teams.add("Printers")
    assert not desk.app.deployment.approve(olga, waiting.id).waiting
    desk.app.close()
