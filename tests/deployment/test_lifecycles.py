"""Lifecycles live side by side, each with versions, policies and statuses of its own."""

import pytest

from runner.bpmn.package import Package
from runner.deployment.migration import CaseSelection
from runner.errors import Forbidden, InvalidInput, NotFound, NotPossible
from tests.desk import Desk
from tests.drawings import WASHING, bpmn, chain, end, start, user
from tests.lifecycle import DATA, newer

RETURNS = bpmn(
    start(), user("receive", status="Awaited"), end("back", status="Returned"),
    chain("start", "receive", "back"), process="returns",
)  # fmt: skip


def deploy(desk, data, intake=None):
    return desk.app.deployment.deploy(desk.owen, Package(data), accept_warnings=True, intake=intake)


def intakes(desk):
    return {one.process: one.intake for one in desk.app.deployment.lifecycles(desk.nora)}


@pytest.fixture
def side_by_side(desk):
    """Support, and returns beside it."""
    deploy(desk, RETURNS, "beside")
    return desk


def test_a_further_lifecycle_is_deployed_with_the_answer_to_a_question(desk):
    with pytest.raises(InvalidInput, match="beside") as asked:
        deploy(desk, RETURNS)
    assert "'returns' is another lifecycle than case_lifecycle" in asked.value.errors["intake"][0]
    assert intakes(desk) == {"case_lifecycle": "default"}
    assert [v.id for v in desk.app.deployment.listed(desk.owen).items] == [1]


def test_a_case_that_names_no_lifecycle_starts_on_the_default_one(side_by_side):
    desk = side_by_side
    assert intakes(desk) == {"case_lifecycle": "default", "returns": "beside"}
    assert desk.open().status == "New"
    assert desk.open(lifecycle="returns").status == "Awaited"
    assert desk.open(lifecycle="case_lifecycle").status == "New"
    with pytest.raises(InvalidInput, match="There are: case_lifecycle, returns"):
        desk.open(lifecycle="complaints")


def test_a_new_default_goes_on_beside_the_old_one(desk):
    deploy(desk, RETURNS, "default")
    assert intakes(desk) == {"returns": "default", "case_lifecycle": "beside"}
    assert desk.open().status == "Awaited"
    assert desk.open(lifecycle="case_lifecycle").status == "New"


def test_another_version_of_a_lifecycle_leaves_all_of_them_as_they_are(side_by_side):
    desk = side_by_side
    version = deploy(desk, newer())
    assert deploy(desk, RETURNS.replace(b"Awaited", b"Expected")).id == version.id + 1
    assert intakes(desk) == {"case_lifecycle": "default", "returns": "beside"}
    assert desk.open().case.version_id == version.id
    assert desk.open(lifecycle="returns").status == "Expected"


def test_each_has_files_of_its_own(side_by_side):
    desk = side_by_side
    version = deploy(desk, RETURNS.replace(b"Awaited", b"Expected"))
    assert "policies.toml" not in version.files
    assert "policies.toml" in deploy(desk, newer()).files


def test_the_inbox_knows_the_statuses_of_both(side_by_side):
    desk = side_by_side
    case = desk.open(lifecycle="returns")
    names = [status.name for status in desk.app.cases.statuses()]
    assert names[0] == "New" and names[-2:] == ["Awaited", "Returned"]
    assert desk.app.cases.counts(desk.alice).by_status == {"Awaited": 1}
    assert case.act(desk.alice, "receive_back").status == "Returned"


def test_taking_one_out_of_intake_is_a_deliberate_act(side_by_side):
    desk, deployment = side_by_side, side_by_side.app.deployment
    case = desk.open(lifecycle="returns")
    with pytest.raises(Forbidden):
        deployment.set_intake(desk.alice, "returns", "none")
    with pytest.raises(NotFound, match="There are: case_lifecycle, returns"):
        deployment.set_intake(desk.owen, "complaints", "none")
    with pytest.raises(NotPossible, match="Make another one the default first"):
        deployment.set_intake(desk.owen, "case_lifecycle", "none")
    deployment.set_intake(desk.owen, "returns", "none")
    with pytest.raises(InvalidInput, match="takes new cases"):
        desk.open(lifecycle="returns")
    deploy(desk, RETURNS.replace(b"Awaited", b"Expected"))
    assert intakes(desk)["returns"] == "none"
    assert case.act(desk.alice, "receive_back").case.closed
    deployment.set_intake(desk.owen, "returns", "default")
    assert desk.open().status == "Expected"


def test_a_repeat_case_starts_where_its_origin_did_while_that_takes_cases(side_by_side):
    desk = side_by_side
    case = desk.open(lifecycle="returns").act(desk.alice, "receive_back")
    repeat = desk.app.cases.repeat(desk.bob, case.number)
    assert repeat.case.status == "Awaited"
    desk.app.deployment.set_intake(desk.owen, "returns", "none")
    assert desk.app.cases.repeat(desk.bob, case.number).case.status == "New"


def test_a_migration_moves_the_cases_of_one_lifecycle(side_by_side):
    desk = side_by_side
    support, returned = desk.open(), desk.open(lifecycle="returns")
    version = deploy(desk, newer())
    done = desk.app.migration.run(desk.owen)
    assert (done.moved, done.stayed) == (1, 0)
    assert (support.case.version_id, returned.case.version_id) == (version.id, 2)


def test_a_case_named_for_a_migration_stays_in_its_lifecycle(side_by_side):
    desk = side_by_side
    support, returned = desk.open(), desk.open(lifecycle="returns")
    version, both = deploy(desk, newer()), (support.number, returned.number)
    for move in (desk.app.migration.plan, desk.app.migration.run):
        with pytest.raises(NotPossible) as refused:
            move(desk.owen, version.id, selection=CaseSelection(both))
        assert str(refused.value) == (
            f"Case {returned.number} is of another lifecycle than 'case_lifecycle': a migration "
            "moves cases between the versions of one."
        )
    assert (support.case.version_id, returned.case.version_id) == (1, 2)


def test_the_process_page_counts_the_cases_of_its_lifecycle(side_by_side):
    desk = side_by_side
    desk.open()
    desk.open(lifecycle="returns")
    assert sum(desk.app.reports.process(desk.nora).at.values()) == 1
    assert desk.app.reports.process(desk.nora, 2).at == {"receive": 1}


def test_the_process_page_counts_by_status_and_milestone_within_a_lifecycle(side_by_side):
    desk, reports = side_by_side, side_by_side.app.reports
    deploy(desk, RETURNS.replace(b"Returned", b"Closed"))
    desk.open().to("Closed")
    desk.open(lifecycle="returns").act(desk.alice, "receive_back")
    desk.open(lifecycle="returns")
    support, returns = reports.process(desk.nora), reports.process(desk.nora, 3)
    assert support.by_status == {"Closed": 1}
    assert returns.by_status == {"Closed": 1, "Awaited": 1}
    assert support.running == returns.running == {3: 1}
    assert (support.open_cases, returns.open_cases) == (0, 1)
    desk.wait(days=2)
    assert [one.met for one in reports.process(desk.nora).attainment] == [1]
    assert reports.process(desk.nora, 3).attainment == ()
    assert [one.process for one in support.lifecycles] == ["case_lifecycle", "returns"]


def test_a_case_names_its_lifecycle(side_by_side):
    desk, cases = side_by_side, side_by_side.app.cases
    returned = desk.open(lifecycle="returns")
    assert cases.get(desk.bob, returned.number).lifecycle == "returns"
    assert cases.page(desk.alice, returned.number).lifecycle == "returns"
    assert cases.get(desk.bob, desk.open().number).lifecycle == "case_lifecycle"


def test_the_same_package_again_may_become_the_default(side_by_side):
    desk = side_by_side
    assert deploy(desk, RETURNS, "default").id == 2
    assert intakes(desk) == {"returns": "default", "case_lifecycle": "beside"}


def test_three_may_live_side_by_side(side_by_side):
    desk = side_by_side
    deploy(desk, WASHING, "beside")
    assert len(intakes(desk)) == 3


def test_the_default_one_is_put_beside_another_by_no_deployment(desk):
    before = intakes(desk)
    with pytest.raises(NotPossible, match="Make another one the default first"):
        deploy(desk, DATA.replace(b'name="Ask customer"', b'name="Ask them"'), "beside")
    assert intakes(desk) == before


# ------------------------------------------------------------------ with a second person


@pytest.fixture
def approved(desk_of_two):
    """Support, and returns beside it, which Olga approved."""
    desk = desk_of_two
    deployed = deploy(desk, RETURNS, "beside")
    assert intakes(desk) == {"case_lifecycle": "default"}
    desk.app.deployment.approve(desk.olga, deployed.id, accept_warnings=True)
    assert intakes(desk) == {"case_lifecycle": "default", "returns": "beside"}
    return desk


@pytest.fixture
def desk_of_two(tmp_path):
    """Where two people have to agree."""
    desk = Desk(tmp_path / "two", approval=True)
    desk.olga = desk.app.accounts.add("olga@example.com", "Olga", ["process_owner"])
    yield desk
    desk.app.close()


def approve(desk, version):
    return desk.app.deployment.approve(desk.olga, version.id, accept_warnings=True)


def test_a_change_of_intake_waits_for_a_second_person(approved):
    desk, before = approved, intakes(approved)
    waiting = desk.app.deployment.set_intake(desk.owen, "returns", "default")
    assert waiting.waiting and intakes(desk) == before
    assert waiting.notes == ("This is version 2 again, to change how it takes new cases: default.",)
    assert desk.app.deployment.set_intake(desk.owen, "returns", "default").id == waiting.id
    told = desk.app.notifications.of(desk.olga).items
    named = f"Version {waiting.id} waits for your approval"
    assert [one.subject for one in told].count(named) == 1
    with pytest.raises(Forbidden, match="another process owner"):
        desk.app.deployment.approve(desk.owen, waiting.id, accept_warnings=True)
    approve(desk, waiting)
    assert intakes(desk) == {"returns": "default", "case_lifecycle": "beside"}
    assert desk.open().status == "Awaited"
    approve(desk, desk.app.deployment.set_intake(desk.owen, "case_lifecycle", "none"))
    assert intakes(desk)["case_lifecycle"] == "none"


def test_the_same_package_with_another_intake_waits_for_a_second_person(approved):
    desk, before = approved, intakes(approved)
    assert deploy(desk, RETURNS, "beside").id == 2
    waiting = deploy(desk, RETURNS, "default")
    assert waiting.waiting and intakes(desk) == before
    approve(desk, waiting)
    assert intakes(desk)["returns"] == "default"


def test_each_intake_that_is_proposed_for_a_package_waits_for_itself(desk_of_two):
    desk = desk_of_two
    beside, default = deploy(desk, RETURNS, "beside"), deploy(desk, RETURNS, "default")
    assert (beside.id, default.id) == (2, 3)
    assert deploy(desk, RETURNS, "beside").id == 2
    approve(desk, default)
    assert intakes(desk)["returns"] == "default"


def test_an_intake_that_cannot_be_is_refused_before_it_waits(approved):
    desk = approved
    with pytest.raises(NotPossible, match="Make another one the default first"):
        desk.app.deployment.set_intake(desk.owen, "case_lifecycle", "none")
    with pytest.raises(NotPossible, match="Make another one the default first"):
        deploy(desk, newer(), "beside")
    assert not any(v.waiting for v in desk.app.deployment.listed(desk.owen).items)
