"""Owners who deploy at the same instant, on two nodes. Decision 0255."""

from datetime import timedelta

from runner.bpmn.files import POLICIES_FILE
from runner.bpmn.package import Package, read_package
from runner.cases import Submission
from runner.errors import Overtaken
from tests.conftest import WORKFLOWS
from tests.desk import CaseOnDesk
from tests.drawings import bpmn, chain, end, start, user
from tests.lifecycle import newer

RETURNS = bpmn(
    start(), user("receive", status="Awaited"), end("back", status="Returned"),
    chain("start", "receive", "back"), process="returns",
)  # fmt: skip


def deploy(node, person, package, **terms):
    return node.deployment.deploy(person, package, accept_warnings=True, **terms)


def edited(what):
    """The default diagram, with a remark."""
    package = read_package(WORKFLOWS / "case_lifecycle.bpmn")
    data, files = package.data, package.files
    remark = f"<!-- {what} --></bpmn:definitions>".encode()
    return data.replace(b"</bpmn:definitions>", remark), files


def test_deploy_against_start(nodes):
    """A case runs on the version that it started on, whichever it was."""
    desk = nodes.desk
    newer, files = edited("newer")
    deployed, started = nodes.race(
        lambda: nodes.one.deployment.deploy(desk.owen, Package(newer, files)),
        lambda: nodes.other.cases.open(desk.bob, Submission("Printer", "On fire")),
    )
    assert deployed.id == 2
    case = CaseOnDesk(desk, started.case.number)
    assert started.case.version_id in (1, 2)
    assert case.to("Closed").case.version_id == started.case.version_id
    assert desk.open().case.version_id == 2


def test_of_two_owners_at_once_one_deploys_and_the_other_is_told_by_whom(nodes):
    """Owen's tables would have come from the version before Olga's, and undone hers."""
    desk = nodes.desk
    olga = desk.app.accounts.add("olga@example.com", "Olga", ["process_owner"])
    data, files = edited("hers")
    later = {**files, "first_response.dmn": files["first_response.dmn"].replace("PT2H", "PT3H")}
    hers, told = nodes.race(
        lambda: deploy(nodes.one, olga, Package(data, later)),
        lambda: deploy(nodes.other, desk.owen, Package(newer())),
    )
    assert isinstance(told, Overtaken)
    assert str(told) == (
        "Nothing was deployed: version 2 of Olga went live while yours was checked, and what you "
        "do not bring would have come from version 1. Look at what version 2 changed, then deploy "
        "again."
    )
    assert nodes.one.versions.current_id() == hers.id == 2
    again = deploy(nodes.other, desk.owen, Package(newer()))
    assert (again.id, again.files) == (3, hers.files)


def test_policies_left_away_at_once_do_not_come_back(nodes):
    desk = nodes.desk
    _, told = nodes.race(
        lambda: deploy(nodes.one, desk.owen, Package(edited("less")[0]), without_policies=True),
        lambda: deploy(nodes.other, desk.owen, Package(newer())),
    )
    assert isinstance(told, Overtaken)
    assert POLICIES_FILE not in deploy(nodes.other, desk.owen, Package(newer())).files


def test_two_who_begin_a_further_lifecycle_at_once_do_not_both_decide_about_it(nodes):
    desk = nodes.desk
    first, told = nodes.race(
        lambda: deploy(nodes.one, desk.owen, Package(RETURNS), intake="beside"),
        lambda: deploy(
            nodes.other, desk.owen, Package(RETURNS.replace(b"Awaited", b"Due")), intake="default"
        ),
    )
    assert isinstance(told, Overtaken)
    assert [one.intake for one in desk.app.deployment.lifecycles(desk.owen)] == [
        "default", "beside",
    ]  # fmt: skip
    assert first.intake == "beside"


def test_a_node_whose_clock_is_behind_deploys_what_new_cases_start_on(nodes):
    desk = nodes.desk
    desk.clock.advance(timedelta(minutes=5))
    nodes.one.deployment.deploy(desk.owen, Package(*edited("ahead")))
    desk.clock.set(desk.clock.now() - timedelta(minutes=2))
    last = nodes.other.deployment.deploy(desk.owen, Package(*edited("behind")))
    assert nodes.one.versions.current_id() == last.id == 3


def test_the_same_diagram_deployed_twice_is_one_version(nodes):
    newer, files = edited("newer")
    first, second = nodes.race(
        lambda: nodes.one.deployment.deploy(nodes.desk.owen, Package(newer, files)),
        lambda: nodes.other.deployment.deploy(nodes.desk.owen, Package(newer, files)),
    )
    assert first.id == second.id == 2
