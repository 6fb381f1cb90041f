"""A draft tried on past cases, begun, watched and read without JavaScript."""

import threading
from datetime import timedelta

import pytest

from runner.bpmn.package import Package
from runner.deployment.diagram_drafts import package_of
from runner.store import trial_runs
from tests.patience import until

PAGE = "/studio/drafts/1/trial"


@pytest.fixture
def draft(desk):
    """Of the live version, with another name of a status."""
    begun = desk.app.diagram_drafts.from_version(desk.owen)
    data = begun.bpmn.replace(b'value="Solution Proposed"', b'value="Solution Offered"')
    return desk.app.diagram_drafts.save(
        desk.owen, begun.id, 1, Package(data, package_of(begun).files)
    )


def state(desk):
    run = desk.app.trial_runs.of_draft(desk.owen, 1)
    return run and run.state


def test_a_draft_is_tried_and_its_report_can_be_shared(pages, desk, draft):
    desk.open()
    closed = desk.open().to("Closed")
    assert "Not tried yet" in pages.owen.see(PAGE).text
    assert pages.owen.see(f"{PAGE}.json").status_code == 404
    assert pages.owen.send(PAGE).location == PAGE
    until(lambda: state(desk) != "running")
    page = pages.owen.see(PAGE).text
    assert "1 of 2 cases would have gone the same way" in page
    assert "After “Propose solution” a case is Solution Offered, not Solution Proposed." in page
    assert f'href="/cases/{closed.number}"' in page
    shared = pages.owen.see(f"{PAGE}.html")
    assert "attachment" in shared.headers["Content-Disposition"]
    assert f'href="{desk.app.settings.base_url}/cases/{closed.number}"' in shared.text
    assert (
        shared.text.startswith("<!doctype html>")
        and "<script" not in shared.text
        and "stylesheet" not in shared.text
    )
    assert pages.owen.see(f"{PAGE}.json").json["ways"]["other"]["cases"] == 1
    desk.app.diagram_drafts.save(desk.owen, 1, 2, package_of(draft))
    assert "The draft was saved since" in pages.owen.see(PAGE).text


def test_one_is_tried_at_a_time_and_it_can_be_stopped(pages, desk, draft):
    desk.app.diagram_drafts.from_version(desk.owen)
    with desk.app.db.write() as tx:
        run = trial_runs.add(tx, draft, desk.owen.id, desk.clock.now())
        trial_runs.ROWS.note(tx, run, 200, 50, desk.clock.now())
    page = pages.owen.see(PAGE).text
    assert "50 of 200 cases tried" in page and '<meta http-equiv="refresh"' in page
    other = pages.owen.send("/studio/drafts/2/trial")
    assert other.status_code == 409 and "Owen is trying draft 1 on past cases." in other.text
    pages.owen.send(f"{PAGE}/stop")
    assert "Owen stopped it." in pages.owen.see(PAGE).text
    with desk.app.db.write() as tx:
        assert not trial_runs.ROWS.note(tx, run, 200, 60, desk.clock.now())
        assert not trial_runs.ROWS.end(tx, run, "done")
    desk.app.trial_runs.start(desk.owen, draft)
    desk.app.trial_runs.stop(desk.owen, 1)
    until(lambda: not any(thread.name == "trial" for thread in threading.enumerate()))
    assert state(desk) == "stopped"


def test_a_restart_says_that_it_was_cut_off_and_another_one_may_begin(pages, desk, draft):
    with desk.app.db.write() as tx:
        trial_runs.add(tx, draft, desk.owen.id, desk.clock.now() - timedelta(minutes=5))
    assert "Caselane was restarted while it ran" in pages.owen.see(PAGE).text
    broken = draft.bpmn.replace(b"isInterrupting", b"interrupting", 1).replace(
        b"sequenceFlow", b"flow", 1
    )
    desk.app.diagram_drafts.save(desk.owen, 1, 2, Package(broken, {}))
    assert pages.owen.send(PAGE).status_code == 303
    until(lambda: state(desk) != "running")
    assert "It cannot be tried, because of its errors." in pages.owen.see(PAGE).text


def test_only_process_owners_try_drafts(pages, draft):
    for person in (pages.nora, pages.alice, pages.bob):
        assert person.see(PAGE).status_code == person.send(PAGE).status_code == 403
        assert person.send(f"{PAGE}/stop").status_code == 403
    assert pages.owen.forge(PAGE).status_code == 400
    assert pages.owen.see("/studio/drafts/7/trial").status_code == 404
