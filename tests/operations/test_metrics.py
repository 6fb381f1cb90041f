"""What a monitor reads, and every node says the same."""

from runner.model import WorkerName
from runner.store import workers


def test_the_figures_are_those_of_the_database(desk, tmp_path):
    desk.open(priority="P1")
    desk.open().claim(desk.alice).act(desk.alice, "send_first_response", body="On it.")
    desk.give_up("mail:7")
    with desk.app.db.write() as tx:
        workers.saw(tx, WorkerName("here:1", "table"), desk.clock.now())
    desk.app.backups.make(tmp_path / "a.tar")
    text = desk.app.metrics.text()
    for line in (
        'caselane_cases{status="New"} 1',
        'caselane_cases{status="Work in Progress"} 1',
        "caselane_cases_open 2",
        "caselane_dead_letters 1",
        "caselane_incidents_open 0",
        "caselane_workers 1",
        'caselane_worker_seen_timestamp_seconds{engine="table"} 1772442000',
        "caselane_backup_timestamp_seconds 1772442000",
        "# TYPE caselane_jobs_late gauge",
    ):
        assert line in text.splitlines(), text
