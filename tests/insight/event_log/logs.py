"""Small readers of logs that share no code with their writers: the standard library alone."""

import csv
import io
import json
from collections import Counter, defaultdict
from datetime import datetime
from itertools import pairwise
from xml.etree import ElementTree


def from_xes(data):
    """(case, activity, time, from, to) of every event, in the order of the file."""
    found = []
    for trace in ElementTree.fromstring(data):
        if not trace.tag.endswith("trace"):
            continue
        case = next(node.get("value") for node in trace if node.get("key") == "concept:name")
        for event in (node for node in trace if node.tag.endswith("event")):
            known = {node.get("key"): node.get("value") for node in event}
            found.append((
                case, known["concept:name"], datetime.fromisoformat(known["time:timestamp"]),
                known.get("from_status", ""), known.get("to_status", ""),
            ))  # fmt: skip
    return found


def from_csv(data):
    return [
        (
            row["case"], row["activity"], datetime.fromisoformat(row["time"]), row["from_status"],
            row["to_status"],
        )
        for row in csv.DictReader(io.StringIO(data.decode()))
    ]  # fmt: skip


def from_ocel(data):
    document = json.loads(data)
    objects = {one["id"]: one for one in document["objects"]}
    found = []
    for event in document["events"]:
        known = {one["name"]: one["value"] for one in event["attributes"]}
        of = [
            r["objectId"]
            for r in event["relationships"]
            if objects[r["objectId"]]["type"] == "case"
        ]
        found.append((
            of[0], event["type"], datetime.fromisoformat(event["time"]),
            known.get("from_status", ""), known.get("to_status", ""),
        ))  # fmt: skip
    return found


READERS = {"xes": from_xes, "csv": from_csv, "ocel": from_ocel}


def moves(events):
    """How often cases went from a status to another."""
    return Counter(
        (before, after) for _, _, _, before, after in events if after and before != after
    )


def visits(events):
    """The hours of every finished visit of a status, sorted."""
    entered = defaultdict(list)
    for case, _, at, before, after in events:
        if after and before != after:
            entered[case].append((after, at))
    found = defaultdict(list)
    for visits in entered.values():
        for (status, begin), (_, end) in pairwise(visits):
            found[status].append((end - begin).total_seconds() / 3600)
    return {status: sorted(hours) for status, hours in found.items()}
