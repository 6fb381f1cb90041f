"""A desk that is fitted from a log and lived through: real processes, the engine of live cases."""

import random
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage

import pytest

from runner.bootstrap import build
from runner.bpmn.package import Package
from runner.config import read_settings
from runner.deployment.logs.log_mapping import read_mapping
from runner.deployment.processes import WorkWatch
from runner.deployment.simulation import Simulation, SimulationOrder
from runner.errors import CaselaneError, DiagramError, Forbidden, InvalidInput, NotFound
from runner.insight.simulation.what_if import WhatIf
from runner.model import PRIORITIES
from runner.playback import rehearsal
from tests import tickets
from tests.conftest import WORKFLOWS
from tests.desk import Desk

DIAGRAM = (WORKFLOWS / "case_lifecycle.bpmn").read_bytes()
SHORT = SimulationOrder(weeks=1, months=3, repetitions=2)


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    """Three months of a help desk that never was, worked by Alice and Amir."""
    folder = tmp_path_factory.mktemp("log")
    rng = random.Random(1)
    log, mapping = folder / "log.xes", folder / "map.toml"
    log.write_bytes(
        tickets.xes(tickets.trace(rng, tickets.FIRST + timedelta(hours=9 * n)) for n in range(220))
    )
    mapping.write_text('[support]\nattribute = "org:resource"\n\n' + tickets.MAP.read_text())
    url = f"sqlite:///{folder}/cases.sqlite3"
    found = rehearsal.checked(log, read_mapping(mapping))
    rehearsal.rehearse_into(url, found.log)
    app = build(read_settings(data_dir=folder, database_url=url))
    app.accounts.add("owen@example.com", "Owen", ["process_owner"])
    app.accounts.add("bob@example.com", "Bob", ["customer"])
    yield app
    app.close()


@pytest.fixture(scope="module")
def owen(app):
    return app.accounts.by_email("owen@example.com")


@pytest.fixture(scope="module")
def report(app, owen):
    told = []
    report = app.simulation.run(
        owen, SHORT, None, 2, WorkWatch(told.append, told.append)
    ).document()
    assert told[0] > 0 and told[-1] == report["cases"]
    return report


def figures(report, which):
    return {one["key"]: one[which] for one in report["figures"] if one[which]}


def test_the_desk_that_was_fitted_is_shown(report):
    fitted = report["fitted"]
    assert {one["name"] for one in fitted["people"]} == {"Alice", "Amir"}
    assert fitted["a_week"] == pytest.approx(168 / 9, rel=0.15)
    assert report["changes"] == ["Nothing is changed."]


def test_nothing_changed_changes_nothing(report):
    assert figures(report, "base") == figures(report, "changed")
    assert not any(one["apart"] for one in report["figures"])
    assert figures(report, "base")["arrived"]["mean"] == pytest.approx(168 / 9, rel=0.5)


def test_the_last_whole_month_was_predicted_and_compared(report):
    tested = report["back_test"]
    assert (tested["from"][:10], tested["until"][:10]) == ("2024-04-01", "2024-05-01")
    found = {one["key"]: one for one in tested["figures"]}
    in_april = [at for n in range(220) if (at := tickets.FIRST + timedelta(hours=9 * n)).month == 4]
    assert found["arrived"]["actual"] == len(in_april)
    assert tested["of"] == len(tested["figures"]) > 5
    assert 0 <= tested["inside"] <= tested["of"] and tested["error"] > 0


@pytest.mark.soak
def test_one_process_and_three_come_to_the_same(app, owen, report):
    assert app.simulation.run(owen, SHORT, None, 1).document() == report
    assert app.simulation.run(owen, SHORT, None, 3).document() == report


def test_another_seed_does_not(app, owen, report):
    other = app.simulation.run(owen, replace(SHORT, seed=2), None, 1).document()
    assert figures(other, "base") != figures(report, "base")


def test_three_times_the_cases_and_another_drawing(app, owen):
    """Customers who were asked are waited for one day, not ten."""
    data = DIAGRAM.replace(
        b'<bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P10D',
        b'<bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P1D',
    )
    assert data != DIAGRAM
    targets = {f"first_response/{priority}": "P20D" for priority in PRIORITIES}
    what = WhatIf(arrivals=3, added=4, targets=targets)
    order = replace(SHORT, what=what)
    found = app.simulation.run(owen, order, Package(data, {}), 2).document()
    base, changed = figures(found, "base"), figures(found, "changed")
    assert changed["arrived"]["mean"] == 3 * base["arrived"]["mean"]
    assert base["share|first_response"]["mean"] < changed["share|first_response"]["mean"] == 1
    assert found["changes"][0] == "Cases go by the draft."
    assert len(found["load"]) == 6


def test_history_can_end_earlier(app, owen):
    order = replace(SHORT, until=datetime(2024, 4, 20, tzinfo=UTC))
    found = app.simulation.run(owen, order, None, 1).document()
    assert found["fitted"]["until"][:10] == "2024-04-20"
    assert found["back_test"]["why_not"].startswith("is shorter than two weeks")


@pytest.mark.parametrize(
    ("order", "field"),
    [
        (replace(SHORT, weeks=0), "weeks"), (replace(SHORT, months=-1), "months"),
        (replace(SHORT, repetitions=1), "repetitions"), (replace(SHORT, seed=-1), "seed"),
        (replace(SHORT, longest_work=-1.0), "longest_work"),
        (replace(SHORT, weeks=26, repetitions=1000), "repetitions"),
        (replace(SHORT, what=WhatIf(arrivals=-2)), "arrivals"),
        (replace(SHORT, what=WhatIf(leaving=("2", "3", "4", "5"))), "leaving"),
        (replace(SHORT, until=datetime(2020, 1, 1, tzinfo=UTC)), "history"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(app, owen, order, field):
    with pytest.raises(InvalidInput) as error:
        app.simulation.run(owen, order, None, 1)
    assert list(error.value.errors) == [field]


def test_nobody_on_shift_is_refused(app, owen, report):
    everybody = tuple(one["key"] for one in report["fitted"]["people"])
    with pytest.raises(InvalidInput, match="nobody on shift"):
        app.simulation.run(owen, replace(SHORT, what=WhatIf(leaving=everybody)), None, 1)


def test_who_may_not_and_what_the_gate_refuses(app, owen):
    bob = app.accounts.by_email("bob@example.com")
    with pytest.raises(Forbidden):
        app.simulation.run(bob, SHORT)
    with pytest.raises(DiagramError):
        app.simulation.run(owen, SHORT, Package(DIAGRAM.replace(b"P7D", b"soon"), {}))
    with pytest.raises(NotFound):
        app.simulation.run(owen, replace(SHORT, version=99))


def test_it_can_be_stopped(app, owen):
    def stop(done):
        raise CaselaneError("Owen stopped it")

    with pytest.raises(CaselaneError, match="Owen stopped it"):
        app.simulation.run(owen, SHORT, None, 1, WorkWatch(progress=stop))


def seconds_of_cpu():
    """Of this process and of those that it started and that have ended."""
    used = map(getrusage, (RUSAGE_SELF, RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


@pytest.mark.soak
def test_ten_thousand_cases_take_two_processors_a_minute_at_most(app, owen):
    """Seconds of CPU are counted: they hold on a machine that is busy with other things. All of
    them end, and whoever watches is told of each."""
    told, before, start = [0], seconds_of_cpu(), time.perf_counter()
    order = replace(SHORT, weeks=4, repetitions=40, what=WhatIf(added=1))
    found = app.simulation.run(owen, order, None, 2, WorkWatch(progress=told.append)).document()
    cpu, elapsed = seconds_of_cpu() - before, time.perf_counter() - start
    cases = found["cases"]
    print(
        f"{cases:,} cases in {elapsed:.0f} s and {cpu:.0f} s of CPU, {cases / elapsed:.0f} a second"
    )
    assert cases > 8_000 and told[-1] == cases
    assert 10_000 * cpu / cases < 120
    assert app.simulation.run(owen, order, None, 1).document() == found


def test_a_desk_without_a_past(tmp_path):
    desk = Desk(tmp_path)
    assert isinstance(desk.app.simulation, Simulation)
    with pytest.raises(InvalidInput, match="has no case"):
        desk.app.simulation.run(desk.nora, SHORT)
    desk.app.close()
