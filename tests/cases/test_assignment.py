"""Whose a case is: teams, turns, and stand-ins for those who are away."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from runner.errors import Forbidden, InvalidInput
from runner.model import Absence
from tests.lifecycle import DATA, FILES
from tests.team_drawings import drawn, table


@pytest.fixture
def printers(desk):
    """Alice and Amir, of whom Amir leads, get the new cases of the printer in turn."""
    teams = desk.app.teams
    teams.add("Printers")
    teams.change("Printers", round_robin=True, products=["Printer 3"])
    teams.put_member("Printers", "alice@example.com")
    return teams.put_member("Printers", "amir@example.com", leads=True)


def owners(cases):
    return sorted(case.case.owner.name for case in cases)


def told_last(desk, person):
    notes = desk.app.notifications.of(person).items
    return notes[0].subject if notes else ""


def test_new_cases_of_a_product_come_to_its_team_and_are_shared_out_in_turn(desk, printers):
    cases = [desk.open(product="Printer 3") for _ in range(4)]
    assert owners(cases) == ["Alice", "Alice", "Amir", "Amir"]
    assert cases[0].case.team.name == "Printers"
    submitted = cases[0].history()[0].values
    assert (submitted["team"], submitted["owner"]) == ("Printers", "alice@example.com")
    assert "A new case of Printers is yours" in told_last(desk, desk.alice)
    carols = desk.open(by=desk.carol, product="Printer 3", customer_email="bob@example.com")
    new = f"[{carols.number}] Printer on fire: A new case of Printers is yours"
    assert new == told_last(desk, desk.alice)
    assert desk.open(product="Lamp").case.team is None
    assert desk.tallies_are_right()


def test_turns_stay_even_when_many_cases_come_at_once(desk, printers):
    with ThreadPoolExecutor(4) as threads:
        cases = list(threads.map(lambda _: desk.open(product="Printer 3"), range(8)))
    assert owners(cases) == ["Alice"] * 4 + ["Amir"] * 4


def test_those_who_are_away_have_no_turn(desk, printers):
    desk.app.accounts.set_away("alice@example.com", away=True, by=desk.alice)
    assert owners(desk.open(product="Printer 3") for _ in range(2)) == ["Amir", "Amir"]
    desk.app.accounts.set_away("amir@example.com", away=True)
    assert desk.open(product="Printer 3").case.owner is None
    assert "gave this case" not in told_last(desk, desk.alice)  # Bob gave it to nobody


def test_nobody_is_given_a_case_while_they_are_away_unless_that_is_meant(desk):
    case, end = desk.open(), desk.clock.now() + timedelta(days=2)
    absence = Absence(until=end, stand_in="alice@example.com")
    desk.app.accounts.set_away("amir@example.com", away=True, absence=absence)
    with pytest.raises(InvalidInput, match="Alice") as refused:
        case.change(owner="amir@example.com")
    assert "until 4 March 2026" in str(refused.value)
    assert case.case.owner is None
    assert case.change(owner="amir@example.com", even_if_away=True).case.owner.name == "Amir"
    desk.wait(days=2)
    assert not case.case.owner.is_away(desk.clock.now())


def test_a_reply_reaches_who_stands_in_else_the_team_else_the_leads(desk, printers):
    case = desk.open(product="Printer 3").to("Work in Progress")
    assert case.case.owner.name == "Alice"
    stood_in = Absence(stand_in="carol@example.com")
    desk.app.accounts.set_away("alice@example.com", away=True, absence=stood_in)
    case.write(desk.bob, "Still burning")
    assert "Bob wrote" in told_last(desk, desk.carol)
    assert "Bob wrote" not in told_last(desk, desk.amir)
    desk.app.accounts.set_away("alice@example.com", away=True)
    case.write(desk.bob, "Hotter now")
    assert "Bob wrote" in told_last(desk, desk.amir)


def test_a_case_is_handed_to_a_team_with_a_note_and_the_history_says_it(desk, printers):
    desk.app.teams.change("Printers", round_robin=False)
    case = desk.open().claim(desk.carol)
    case.change(team="printers", note="It is the tray.")
    assert (case.case.team.name, case.case.owner) == ("Printers", None)
    assert "Carol gave this case to Printers" in told_last(desk, desk.alice)
    changed = [line for line in case.history() if line.event.event == "changed"][-1]
    assert changed.values["team"] == [None, "Printers"]
    assert case.conversation()[-1].visibility == "internal"


def test_a_team_that_is_not_there_is_refused_by_name_and_changes_nothing(desk, printers):
    case = desk.open().claim(desk.carol)
    with pytest.raises(InvalidInput, match="there are: Printers"):
        case.change(team="Lamps", priority="P1")
    assert (case.case.team, case.case.priority, case.case.owner.name) == (None, "P2", "Carol")


# ------------------------------------------------------------------ what a package says of teams


@pytest.fixture
def decided(desk, printers):
    """Cases of the bakery come to Bakers, urgent ones to Night; the rest by product."""
    for name in ("Bakers", "Night"):
        desk.app.teams.add(name)
    rows = table(
        ('"bakery.example"', "-", '"Bakers"'), ("-", '"P1"', '"Night"'), ("-", '"P4"', '"Gone"'),
        inputs=("customer_domain", "priority"),
    )  # fmt: skip
    desk.use(DATA, {**FILES, "teams.dmn": rows})
    return desk


def test_the_table_of_a_package_says_to_which_team_a_case_comes(decided):
    def team(**more):
        found = decided.open(product="Printer 3", **more).case.team
        return found.name if found else None

    bakers = {"by": decided.carol, "customer_email": "zoe@bakery.example"}
    assert team(priority="P1", **bakers) == "Bakers"
    assert team(priority="P1") == "Night"
    assert team(priority="P2") == "Printers"
    assert team(priority="P4") == "Printers"  # a team that is gone: by product


def test_those_of_a_team_may_act_where_the_diagram_names_it_and_are_told(desk, printers):
    desk.use(drawn(to="team: printers"), {})
    case, alice = desk.open(), desk.app.accounts.by_email("alice@example.com")
    for person in (desk.carol, desk.bob):
        with pytest.raises(Forbidden, match="Team: Printers"):
            case.act(person, "approve")
    assert case.can(desk.carol) == set()
    assert case.can(alice) == {"approve", "refuse"}
    case.act(alice, "approve")
    assert (case.status, desk.inbox(desk.amir)[-1]) == ("Done", "tell")
    assert "tell" not in desk.inbox(desk.carol)
