"""Incidents, as they are stored."""

from concurrent.futures import ThreadPoolExecutor

from runner.store import incidents
from tests.desk import MONDAY


def test_the_same_incident_is_raised_once_until_it_is_resolved(desk):
    case = desk.open()

    def report(_):
        desk.app.cases.report(case.case.id, "Stuck", "It does not move.")

    with ThreadPoolExecutor() as pool:
        list(pool.map(report, range(6)))
    with desk.app.db.write() as tx:
        assert len(incidents.open_incidents(tx)) == 1
        incidents.resolve_incidents(tx, case.case.id, MONDAY)
        assert incidents.open_incidents(tx) == []
    assert desk.inbox(desk.carol) == ["Incident with case C-1001: Stuck"]
