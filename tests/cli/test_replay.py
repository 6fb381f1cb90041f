"""caselane replay: the log of another system, driven through the diagram."""

import gzip
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from multiprocessing import active_children

import pytest

from runner.deployment.logs.log_mapping import read_mapping
from runner.deployment.logs.log_reader import read_log
from runner.errors import CaselaneError
from runner.playback import rehearsal
from tests import tickets
from tests.tickets import MAP

TEN = datetime(2024, 3, 4, 10, tzinfo=UTC)


def small_log(tmp_path, *cases):
    """A log in which something happens every hour."""
    traces = [
        [(activity, TEN + timedelta(hours=n)) for n, activity in enumerate(activities)]
        for activities in cases
    ]
    log = tmp_path / "log.xes.gz"
    log.write_bytes(gzip.compress(tickets.xes(traces)))
    return str(log)


def replayed(caselane, *args):
    return " ".join(caselane("replay", *args, "--map", str(MAP)).split())


def test_a_small_log_is_replayed_and_accounted_for(caselane, tmp_path):
    as_drawn = ["Insert ticket", "Take in charge ticket", "Resolve ticket", "Closed"]
    log = small_log(
        tmp_path, as_drawn, ["Insert ticket", "Closed"], ["Insert ticket", "RESOLVED"], []
    )
    output = replayed(caselane, log)
    assert "cases 4 followed exactly 1 followed, with steps inserted 1 refused 1" in output
    assert "without any event 1 cases of customers whom the log does not name 3" in output
    assert "RESOLVED: RESOLVED: has no meaning for a case that is New" in output
    assert "2 Solution Proposed -> Closed" in output


def test_what_comes_after_the_end_is_counted_as_what_it_is(caselane, tmp_path):
    begin = ["Insert ticket", "Closed"]
    late = [*begin, "Closed", "Assign seriousness", "Take in charge ticket", "Wait"]
    output = replayed(caselane, small_log(tmp_path, begin, late))
    assert "Events after the end: 3 1 Assign seriousness 1 Closed 1 Wait" in output
    assert "the diagram does not allow: 1 1 Take in charge ticket" in output
    assert "refused 0" in output


def test_what_does_not_fit_is_named_before_anything_is_replayed(caselane, tmp_path):
    log = small_log(tmp_path, ["Insert ticket", "Dance", "Sing"])
    output = caselane("replay", log, "--map", str(MAP), code=1)
    assert "The log has 'Dance' (1 times), and no rule is for it." in output
    assert "The log has 'Sing'" in output
    assert "exactly" not in output


def test_the_mapping_that_is_suggested_can_be_used(caselane, tmp_path):
    log = small_log(tmp_path, ["Insert ticket", "Propose solution", "Closed"])
    (tmp_path / "map.toml").write_text(caselane("replay", log, "--suggest"))
    output = " ".join(caselane("replay", log, "--map", str(tmp_path / "map.toml")).split())
    assert "followed, with steps inserted 1 refused 0" in output
    assert "print a first one with --suggest" in caselane("replay", log, code=2)


def test_a_table_is_replayed_whatever_the_order_of_its_rows(caselane, tmp_path):
    rows = ["Ticket;What;When;Who", "7;Over;29.03.2026 12:00;***", "7;Begun;29.03.2026 01:00;Bob",
            "7;Asked;29.03.2026 02:10;Bob", "7;Spoke;29.03.2026 02:10;Bob",
            "8;Begun;29.03.2026 01:00;Bob", "8;Kept;29.03.2026 10:00;Bob"]  # fmt: skip
    (tmp_path / "log.csv").write_text("\n".join(rows))
    (tmp_path / "map.toml").write_text("""
        log = { case = "Ticket", activity = "What", time = "When", time_format = "%d.%m.%Y %H:%M", zone = "Europe/Rome" }
        customer = { attribute = "Who" }
        [[event]]
        activity = "Asked"
        steps = ["+send_first_response", "ask_customer"]
        [[event]]
        activity = "Spoke"
        steps = ["customer_reply"]
        [[event]]
        activity = "Kept"
        steps = ["+send_first_response", "+ask_customer", "keep_open"]
        [[event]]
        activity = "*"
        steps = ["acknowledge", "propose_solution", "accept_solution"]
    """)
    args = ("replay", str(tmp_path / "log.csv"), "--map", str(tmp_path / "map.toml"))
    output = " ".join(caselane(*args).split())
    assert "followed, with steps inserted 1 refused 1" in output
    assert "Kept: “Keep the case open” is not possible while case" in output
    assert "1 Pending Customer -> Customer Replied" in output
    assert "does not name" not in output
    assert "2 2026-03-29 in Europe/Rome: clocks went forward past it" in output


def test_who_did_it_is_read_where_the_mapping_says_so(caselane, tmp_path):
    rows = ["case,activity,time,by", "7,Begun,2026-03-02T09:00:00Z,Anna",
            "7,Asked,2026-03-02T10:00:00Z,Ben", "7,Spoke,2026-03-02T11:00:00Z,***"]  # fmt: skip
    (tmp_path / "log.csv").write_text("\n".join(rows))
    (tmp_path / "map.toml").write_text("""
        support = { attribute = "by" }
        [[event]]
        activity = "Asked"
        steps = ["+send_first_response", "ask_customer"]
        [[event]]
        activity = "*"
        steps = ["customer_reply"]
    """)
    log, target = str(tmp_path / "log.csv"), tmp_path / "replayed.sqlite3"
    caselane("replay", log, "--map", str(tmp_path / "map.toml"), "--into", f"sqlite:///{target}")
    acted = "SELECT DISTINCT p.name FROM history e JOIN people p ON p.id = e.actor_id"
    with closing(sqlite3.connect(target)) as replayed:
        names = {name for (name,) in replayed.execute(acted)}
        assert replayed.execute("SELECT count(*) FROM case_facts").fetchone() == (1,)
    assert "Ben" in names and not names & {"Anna", "Support"}
    (tmp_path / "map.toml").write_text('support = { attribute = "byy" }')
    said = caselane("replay", log, "--map", str(tmp_path / "map.toml"), code=1)
    assert "[support]: the log has no attribute 'byy'. Did you mean 'by'?" in said


@pytest.mark.parametrize(
    ("log", "mapping", "says"),
    [("<log", None, "cannot be read"), ("<log/>", None, "no events"), ("<log/>", "x = [", "cannot be used"),
     ("<log><trace><event/></trace></log>", None, "without name or time")],
)  # fmt: skip
def test_a_wrong_log_or_mapping_is_refused(caselane, tmp_path, log, mapping, says):
    (tmp_path / "log.xes").write_text(log)
    if mapping:
        (tmp_path / "map.toml").write_text(mapping)
    args = ("--map", str(tmp_path / "map.toml" if mapping else MAP))
    assert says in caselane("replay", str(tmp_path / "log.xes"), *args, code=1)


def test_every_activity_of_the_mapping_is_followed(caselane, tmp_path):
    """In the order in which a help desk works; the log of a real one is `make bench LOG=PATH`."""
    log = tmp_path / "log.xes"
    log.write_bytes(tickets.log(60))
    seen = {event.activity for trace in read_log(log) for event in trace.events}
    assert seen == {rule.activity for rule in read_mapping(MAP).rules}
    output = " ".join(caselane("replay", str(log), "--map", str(MAP)).split())
    assert output.startswith("cases 60 followed exactly")
    assert "refused 0" in output


def test_the_report_is_the_same_for_any_number_of_processes(caselane, tmp_path):
    (tmp_path / "log.xes").write_bytes(tickets.log(12))
    args = ("replay", str(tmp_path / "log.xes"), "--map", str(MAP), "--jobs")
    alone = caselane(*args, "1")
    assert alone == caselane(*args, "2")
    assert "followed exactly" in alone


def test_a_database_is_filled_by_one_process(caselane, tmp_path):
    (tmp_path / "log.xes").write_bytes(tickets.log(3))
    url = f"sqlite:///{tmp_path}/kept.sqlite3"
    args = ("replay", str(tmp_path / "log.xes"), "--map", str(MAP), "--into", url)
    assert "leave --jobs away" in caselane(*args, "--jobs", "2", code=2)
    caselane(*args)
    with sqlite3.connect(tmp_path / "kept.sqlite3") as kept:
        assert kept.execute("SELECT count(*) FROM cases").fetchone() == (3,)


def test_a_database_that_is_in_use_is_never_filled(caselane, tmp_path):
    (tmp_path / "log.xes").write_bytes(tickets.log(1))
    live = tmp_path / "live.sqlite3"
    with sqlite3.connect(live) as connection:  # of an older version
        connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
        connection.execute("INSERT INTO alembic_version VALUES ('0001')")
        before = list(connection.iterdump())
    connection.close()
    args = ("replay", str(tmp_path / "log.xes"), "--map", str(MAP), "--into", f"sqlite:///{live}")
    assert "Name a new one with --into" in " ".join(caselane(*args, code=1).split())
    with sqlite3.connect(live) as connection:
        assert list(connection.iterdump()) == before


def test_a_process_that_is_killed_is_named(tmp_path):
    def kill_one(done):
        if done > 2:
            active_children()[0].kill()

    with pytest.raises(CaselaneError, match=r"Process . of 2 \(id \d+\) was ended by SIGKILL"):
        rehearsal.rehearse(long_log(tmp_path), 2, kill_one)
    assert not active_children()


def long_log(tmp_path):
    (tmp_path / "log.xes").write_bytes(tickets.log(60))
    return rehearsal.checked(tmp_path / "log.xes", read_mapping(MAP)).log
