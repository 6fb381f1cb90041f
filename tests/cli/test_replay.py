"""caselane replay"""

import gzip

import pytest

from tests.conftest import ROOT, WORKFLOWS

LOG = ROOT.parent / "shared" / "data" / "helpdesk.xes.gz"


MAP = WORKFLOWS / "replay_helpdesk.toml"


def test_a_small_log_is_replayed_and_accounted_for(caselane, tmp_path):
    trace = """<trace><string key="concept:name" value="1"/>{}</trace>"""
    event = """<event><string key="concept:name" value="{}"/><date key="time:timestamp" value="{}"/></event>"""
    as_drawn = [("Insert ticket", "2012-10-09T10:00:00+02:00"), ("Take in charge ticket", "2012-10-09T11:00:00+02:00"),
                ("Resolve ticket", "2012-10-09T12:00:00+02:00"), ("Closed", "2012-10-09T12:00:00+02:00"),
                ("Wait", "2012-10-10T12:00:00+02:00")]  # fmt: skip
    shortened = [as_drawn[0], as_drawn[3]]
    unknown = [as_drawn[0], ("Dance", "2012-10-09T12:00:00+02:00")]
    traces = "".join(
        trace.format("".join(event.format(*e) for e in t)) for t in (as_drawn, shortened, unknown)
    )
    log = tmp_path / "log.xes.gz"
    log.write_bytes(
        gzip.compress(f'<log xmlns="http://www.xes-standard.org/">{traces}</log>'.encode())
    )
    output = " ".join(caselane("replay", str(log), "--map", str(MAP)).split())
    assert "cases 3 followed exactly 1 followed, with steps inserted 1 refused 1" in output
    assert "Dance: Dance: has no meaning for a case that is New" in output
    assert "1 late" in output
    assert "2 Solution Proposed -> Closed" in output


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


@pytest.mark.skipif(
    not LOG.exists(), reason="the real ticket histories are kept beside the project"
)
def test_real_tickets_are_followed(caselane, tmp_path):
    """The first 300 of 4,580; the whole log is `caselane replay` (see docs/replay.md)."""
    text = gzip.decompress(LOG.read_bytes())
    head = text.split(b"</trace>")[:300]
    log = tmp_path / "head.xes"
    log.write_bytes(b"</trace>".join(head) + b"</trace></log>")
    output = " ".join(caselane("replay", str(log), "--map", str(MAP)).split())
    assert output.startswith("cases 300 followed exactly")
    assert "refused 0" in output
