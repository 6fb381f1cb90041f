"""Logs of other systems on a page: brought, mapped by choices, replayed beside the desk.

Decision 0269.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from runner.bootstrap import App
from runner.bpmn import Diagram, forms
from runner.deployment.background_runs import BackgroundRuns
from runner.deployment.logs.event_log import LogFormat, LogSummary, summary_of
from runner.deployment.logs.log_mapping import LogMapping
from runner.deployment.logs.log_reader import PACKED, read_log
from runner.deployment.logs.mapping_check import form_of, to_fill_in
from runner.deployment.logs.suggestion import (
    most_alike,
    rules_of,
    statuses_of,
    suggested_attribute,
)
from runner.deployment.processes import WorkWatch, processes_for
from runner.errors import InvalidInput, LogError, NotFound, Overtaken
from runner.language import _
from runner.model import CUSTOMER_REPLY, DEFAULT_PRIORITY, PRIORITIES, LogRun, Person
from runner.people.permissions import require
from runner.people.reading_habits import zone_of
from runner.playback.log_report import document
from runner.playback.rehearsal import (
    CASES_PER_PROCESS,
    checked,
    rehearse_beside,
    starting_diagram,
)
from runner.store import log_run_rows

MOST_BYTES = 50_000_000
"""Of a log when it is unpacked. It is read with constant memory, but while its person waits."""

MOST_ACTIVITIES = 200
MOST_VALUES = 20
LONGEST = 200
"""Activities and values of a priority that a form asks about; characters of a name."""

CUT_OFF = timedelta(minutes=5)

ATTRIBUTES = ("priority", "customer", "product", "support")


class LogRuns:
    """For those who may see the process; each sees the logs that they brought. Nothing is written
    to the desk: the cases of a log live in databases that are thrown away."""

    def __init__(self, app: App):
        self._app = app
        self._runs = BackgroundRuns("log", app.db, app.clock, log_run_rows.ROWS, CUT_OFF)

    def bring(self, person: Person, file: tuple[str, bytes], wording: Mapping[str, str]) -> int:
        """Reads a log to its end and suggests what its events mean. `file` is its name and bytes,
        `wording` how it is written, as `log_format` takes it. Returns the id of the run. Raises
        Forbidden; InvalidInput with why it cannot be read."""
        require(person, "see_process")
        how = log_format(wording)
        try:
            _check_size(file[1])
            with _on_disk(file[1]) as path:
                summary = summary_of(read_log(path, how))
                offer = offer_of(summary, starting_diagram())
        except LogError as error:
            raise InvalidInput({"log": [str(error)]}) from None
        offer["wording"] = {name: text for name, text in wording.items() if text}
        with self._app.db.write() as tx:
            name = file[0].replace("\0", "")[:LONGEST]
            now = self._app.clock.now()
            return log_run_rows.add(tx, person.id, (name, file[1]), offer, now)

    def listed(self, person: Person) -> Sequence[LogRun]:
        """The newest first."""
        require(person, "see_process")
        with self._app.db.read() as tx:
            return [self._runs.seen(run) for run in log_run_rows.listed(tx, person.id)]

    def get(self, person: Person, run_id: int) -> LogRun:
        """Raises Forbidden; NotFound, also for a log of somebody else."""
        require(person, "see_process")
        with self._app.db.read() as tx:
            run = log_run_rows.by_id(tx, run_id, person.id)
        if run is None:
            raise NotFound(_("This log is not kept: it is gone, or somebody else brought it."))
        return self._runs.seen(run)

    def start(self, person: Person, run_id: int, chosen: Mapping[str, str]) -> None:
        """Begins to replay it. Raises InvalidInput for what was not offered; Overtaken while
        another log is replayed, or when this one was begun already."""
        run = self.get(person, run_id)
        mapping, now = mapping_of(run.offer, chosen), self._app.clock.now()
        with self._app.db.write() as tx:
            tx.lock("log_runs")
            if log_run_rows.running(tx, self._runs.heard_since):
                raise Overtaken(_("A log is being replayed. One runs at a time: try again later."))
            data = log_run_rows.begin(tx, run_id, chosen, now)
        if data is None:
            raise Overtaken(_("This log was begun already."))
        self._runs.begin(run_id, partial(_replayed, data, mapping))

    def stop(self, person: Person, run_id: int) -> None:
        """The replay itself notices it within a second. Raises Forbidden, NotFound."""
        self._runs.stop(self.get(person, run_id).id, person)


def _replayed(data: bytes, mapping: LogMapping, watch: WorkWatch) -> dict[str, Any]:
    with _on_disk(data) as path:
        found = checked(path, mapping)
        watch.begun(found.summary.cases)
        jobs = processes_for(found.summary.cases, CASES_PER_PROCESS)
        return document(rehearse_beside(found.log, jobs, watch.progress))


# ------------------------------------------------------------------ the file


@contextmanager
def _on_disk(data: bytes) -> Iterator[Path]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "log"
        path.write_bytes(data)
        yield path


def _check_size(data: bytes) -> None:
    """Raises LogError for one that is broken or unpacks to too much."""
    size, packed = len(data), data.startswith(PACKED)
    try:
        with gzip.open(BytesIO(data)) as file:
            while packed and size <= MOST_BYTES and (part := file.read(1_000_000)):
                size += len(part)
    except (OSError, EOFError, zlib.error):
        raise LogError(_("The log cannot be unpacked: it is broken.")) from None
    if size > MOST_BYTES:
        most = MOST_BYTES // 1_000_000
        raise LogError(
            _(
                "The log unpacks to more than %(most)s MB. Replay it with: caselane replay",
                most=most,
            )
        )


def log_format(wording: Mapping[str, str]) -> LogFormat:
    """`case`, `activity`, `time`, `time_format`, `zone`, `encoding` and `delimiter`, each as in
    `[log]` of a mapping; what is empty is found. Raises InvalidInput."""
    given = {name: wording.get(name, "").strip()[:LONGEST] for name in _WORDING}
    zone = zone_of(given["zone"])
    if given["zone"] and zone is None:
        raise InvalidInput({"zone": [_("has to be a time zone such as Europe/Berlin")]})
    if len(given["delimiter"]) > 1 or (given["delimiter"] in '\r\n"' and given["delimiter"]):
        raise InvalidInput({"delimiter": [_("has to be one character")]})
    activity = (given["activity"],) if given["activity"] else ()
    return LogFormat(
        given["case"], activity, "", given["time"], given["time_format"], zone, given["encoding"],
        given["delimiter"],
    )  # fmt: skip


_WORDING = ("case", "activity", "time", "time_format", "zone", "encoding", "delimiter")


# ------------------------------------------------------------------ the mapping


def offer_of(summary: LogSummary, diagram: Diagram) -> dict[str, Any]:
    """What can be chosen for a log, and what its words suggest. Raises LogError for a log with too
    many activities."""
    if len(summary.activities) > MOST_ACTIVITIES:
        raise LogError(
            _(
                "The log has %(number)s different activities, more than the %(most)s that this "
                "page asks about. Is the column of the activity the right one?",
                number=len(summary.activities),
                most=MOST_ACTIVITIES,
            )
        )
    steps = {CUSTOMER_REPLY: _("The customer writes")} | {
        action.id: f"{action.label} ({', '.join(statuses_of(diagram, action))})"
        for action in diagram.actions
    }
    attributes = sorted(name for name in summary.attributes if len(name) <= LONGEST)
    return {
        "cases": summary.cases, "events": summary.events,
        "since": summary.start.isoformat(), "until": summary.end.isoformat(),
        "steps": steps,
        "activities": [
            {"name": name, "times": times, "step": most_alike(name, diagram)[0]}
            for name, times in sorted(summary.activities.items())
        ],
        "fields": dict(_choices(steps, diagram)),
        "attributes": {
            name: [one[:LONGEST] for one in list(summary.attributes[name])[:MOST_VALUES]]
            for name in attributes
        },
        "suggested": {name: suggested_attribute(summary, name) for name in ATTRIBUTES[:3]},
    }  # fmt: skip


def _choices(steps: Iterable[str], diagram: Diagram) -> Iterator[tuple[str, list[str]]]:
    """The fields that a step asks for and free text cannot fill, each with what is allowed."""
    for step in steps:
        form = form_of(diagram, step)
        for name in to_fill_in(form):
            if "enum" in forms.fields(form)[name]:
                yield f"{step}.{name}", [str(one) for one in forms.fields(form)[name]["enum"]]


def mapping_of(offer: Mapping[str, Any], chosen: Mapping[str, str]) -> LogMapping:
    """What was chosen: `activity.N` is a step or '', `attribute.NAME` an attribute,
    `value.ATTRIBUTE.N` the priority of its Nth value, `field.STEP.NAME` a value. Raises
    InvalidInput for what is not offered."""
    diagram, errors = starting_diagram(), {}

    def one_of(name: str, known: Sequence[str]) -> str:
        given = chosen.get(name, "")
        if given and given not in known:
            errors[name] = [_("is not offered: choose from the list")]
        return given

    attributes = {name: one_of(f"attribute.{name}", [*offer["attributes"]]) for name in ATTRIBUTES}
    fields = {name: one_of(f"field.{name}", known) for name, known in offer["fields"].items()}
    values = offer["attributes"].get(attributes["priority"], ())
    priorities = {
        value: one_of(f"value.{attributes['priority']}.{number}", PRIORITIES) or DEFAULT_PRIORITY
        for number, value in enumerate(values)
    }
    steps = [one_of(f"activity.{n}", [*offer["steps"]]) for n in range(len(offer["activities"]))]
    if values and f"value.{attributes['priority']}.0" not in chosen:
        errors["priority"] = [_("Say which priority each value is, below.")]
    if errors:
        raise InvalidInput(errors)
    rules = [
        rule
        for activity, step in zip(offer["activities"], steps, strict=True)
        for rule in rules_of(activity["name"], step, diagram, fields)
    ]
    return LogMapping(
        tuple(rules), log_format(offer.get("wording", {})), attributes["priority"], priorities,
        DEFAULT_PRIORITY, attributes["customer"] or "customer", attributes["product"] or "product",
        attributes["support"],
    )  # fmt: skip


def suggested(offer: Mapping[str, Any]) -> dict[str, str]:
    """The choices with which the form begins."""
    found = {f"activity.{n}": one["step"] for n, one in enumerate(offer["activities"])}
    found |= {f"attribute.{name}": value for name, value in offer["suggested"].items()}
    priority = offer["suggested"]["priority"]
    values = offer["attributes"].get(priority, ())
    ordered = dict(zip(sorted(values), PRIORITIES, strict=False))
    return found | {
        f"value.{priority}.{n}": ordered.get(value, DEFAULT_PRIORITY)
        for n, value in enumerate(values)
    }
