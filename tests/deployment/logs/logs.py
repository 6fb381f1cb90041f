"""Small logs of a help desk that never was."""

from runner.deployment.logs.event_log import LogFormat
from runner.deployment.logs.log_reader import read_log


def read(tmp_path, data, log_format=None, name="log"):
    """The cases of a log, given as text or bytes."""
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return list(read_log(path, log_format or LogFormat()))


def xes(*traces, head=""):
    return f'<log xmlns="http://www.xes-standard.org/">{head}{"".join(traces)}</log>'


def trace(*events, own=""):
    return f"<trace>{own}{''.join(events)}</trace>"


def event(activity="Call", at="2026-03-02T10:00:00+01:00", more=""):
    return (
        f'<event><string key="concept:name" value="{activity}"/>'
        f'<date key="time:timestamp" value="{at}"/>{more}</event>'
    )
