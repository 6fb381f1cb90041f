"""What comes out about cases."""

from __future__ import annotations

from collections.abc import Mapping

from runner.model import FOUND_IN
from web.api.schemas import (
    BOOLEAN,
    CHAIN,
    COMPANY,
    FIELD_TEXTS,
    FORM,
    LIST_QUERY,
    MAYBE_TEXT,
    MAYBE_TIME,
    PERSON,
    PERSON_OR_NULL,
    PRIORITY,
    TAGS,
    TIME,
    Json,
    out,
    ref,
)

SUMMARY = {
    "number": {"type": "string", "examples": ["C-1042"]},
    "status": {"type": "string", "description": "A status of the case's diagram"},
    "revision": {"type": "integer"},
    "subject": {"type": "string"},
    "priority": PRIORITY,
    **dict.fromkeys(FIELD_TEXTS, MAYBE_TEXT),
    "owner": {
        "type": ["string", "null"],
        "description": "Address of the case owner; null for customers",
    },
    "team": {**MAYBE_TEXT, "description": "Name of the team that the case belongs to"},
    "customer": PERSON,
    "resolution": MAYBE_TEXT,
    "flags": {"type": "array", "items": {"type": "string"}},
    "diagram_version": {"type": "integer"},
    "created_at": TIME,
    "updated_at": TIME,
}
CASE = {
    **SUMMARY,
    "description": {"type": "string"},
    "channel": {"type": "string"},
    "lifecycle": {"type": "string", "description": "The id of its process"},
    "seen": {"type": "integer", "description": "The last line of the history"},
    "proposal": {"type": ["string", "null"], "description": "Id of the current proposal"},
    "repeat_of": MAYBE_TEXT,
    "repeats": {"type": "array", "items": {"type": "string"}},
    "milestones": {"type": "array", "items": ref("Milestone")},
    "actions": {"type": "array", "items": ref("Action")},
    "instances": {
        "type": "array",
        "items": ref("Instances"),
        "description": "Activities that are done several times, as far as they are",
    },
}
VIEW = {
    "id": {"type": "integer"},
    "name": {"type": "string"},
    "shared": {"type": "boolean"},
    "own": {"type": "boolean", "description": "Whether you saved it"},
    "query": LIST_QUERY,
}

CASE_ANSWERS: Mapping[str, Json] = {
    "Case": out(CASE),
    "CaseSummary": out(SUMMARY),
    "CaseAfterMessage": out({**CASE, "late": {"type": "boolean"}}),
    "Milestone": out(
        {
            "name": {"type": "string"},
            "state": {"type": "string", "enum": ["running", "met", "missed", "not_reached"]},
            "started_at": TIME,
            "due_at": TIME,
            "reached_at": MAYBE_TIME,
            "ended_at": MAYBE_TIME,
        }
    ),
    "Action": out(
        {
            "id": {"type": "string"},
            "label": {"type": "string"},
            "task": {"type": "string"},
            "audience": {"type": "string"},
            "form": FORM,
        }
    ),
    "Chains": out(
        {
            "chains": {
                "type": "array",
                "items": out(
                    {
                        "actions": CHAIN,
                        "label": {"type": "string"},
                        "audience": {"type": "string"},
                        "form": FORM,
                    }
                ),
            }
        }
    ),
    "Hit": out(
        {
            "case": ref("CaseSummary"),
            "found_in": {"type": "string", "enum": list(FOUND_IN)},
            "snippet": {
                "type": "array",
                "items": out({"text": {"type": "string"}, "found": {"type": "boolean"}}),
            },
            "message": {"anyOf": [ref("Message"), {"type": "null"}]},
        }
    ),
    "Preview": out(
        {
            "before": {"type": "string"},
            "status": {"type": "string"},
            "closes": {"type": "boolean"},
            "undone_by": {**MAYBE_TEXT, "description": "The action of support that takes it back"},
            "stops": {"type": "array", "items": ref("Upcoming")},
            "starts": {"type": "array", "items": ref("Upcoming")},
            "milestones": {"type": "array", "items": ref("Milestone")},
            "told": {
                "type": "array",
                "items": out(
                    {
                        "person": PERSON,
                        "way": {"type": "string", "examples": ["mail", "chat:support"]},
                        "topic": {"type": "string"},
                        "subject": {"type": "string"},
                        "body": {"type": "string"},
                    }
                ),
            },
            "words": {"type": "string", "description": "What the customer reads of the status"},
            "expected": {"type": "string", "description": "Sent with the act: this, or nothing"},
        }
    ),
    "Upcoming": out(
        {
            "at": TIME,
            "element": {"type": "string"},
            "name": {"type": "string"},
            "then": {"type": "string", "description": "What the diagram does then"},
        }
    ),
    "View": out(VIEW),
    "Views": out({"views": {"type": "array", "items": ref("View")}}),
    "BulkRun": out(
        {
            "id": {"type": "integer"},
            "started_at": TIME,
            "given_up": BOOLEAN,
            "cases": {
                "type": "array",
                "items": out(
                    {
                        "number": {"type": "string"},
                        "state": {"type": "string", "enum": ["waiting", "done", "left"]},
                        "why": {"type": "string"},
                    }
                ),
            },
        }
    ),
    "Message": out(
        {
            "id": {"type": "integer"},
            "time": TIME,
            "author": PERSON,
            "side": {"type": "string", "enum": ["customer", "support", "observer"]},
            "visibility": {"type": "string", "enum": ["public", "internal"]},
            "body": {"type": "string"},
            "on_behalf_of_customer": {"type": "boolean"},
            "late": {"type": "boolean"},
            "files": {"type": "array", "items": ref("File")},
        }
    ),
    "File": out(
        {
            "id": {"type": "integer"},
            "name": {"type": "string"},
            "type": {"type": "string", "description": "By its content"},
            "bytes": {"type": "integer"},
            "message": {"type": ["integer", "null"], "description": "null: of the request"},
        }
    ),
    "Files": out({"files": {"type": "array", "items": ref("File")}}),
    "Event": out(
        {
            "sequence": {"type": "integer"},
            "time": TIME,
            "actor": PERSON_OR_NULL,
            "event": {"type": "string"},
            "action": MAYBE_TEXT,
            "element": MAYBE_TEXT,
            "from_status": MAYBE_TEXT,
            "to_status": MAYBE_TEXT,
            "diagram_version": {"type": "integer"},
            "progress": {
                "type": ["string", "null"],
                "description": "`2 of 3`, where an activity is done several times",
            },
            "values": {"type": "object"},
        }
    ),
    "Aside": out(
        {
            "tags": TAGS,
            "linked": {"type": "array", "items": ref("CaseSummary")},
            "company": COMPANY,
            "spam": BOOLEAN,
        }
    ),
    "Copies": out(
        {
            "copies": {
                "type": "array",
                "items": out(
                    {"name": {"type": "string"}, "email": {"type": "string"}, "may_decide": BOOLEAN}
                ),
            }
        }
    ),
    "CompanyOrNone": out({"company": COMPANY}),
    "Satisfaction": out(
        {
            "case": {"type": "string"},
            "good": BOOLEAN,
            "words": {"type": "string"},
            "answered_at": TIME,
        }
    ),
    "SatisfactionOrNone": out({"satisfaction": {"anyOf": [ref("Satisfaction"), {"type": "null"}]}}),
    "Instances": out(
        {
            "element": {"type": "string"},
            "done": {"type": "integer"},
            "of": {"type": "integer"},
        }
    ),
    "State": out(
        {
            "diagram_version": {"type": "integer"},
            "tokens": {"type": "array", "items": {"type": "object"}},
            "path": {"type": "array", "items": {"type": "object"}},
            "next": {"type": "array", "items": {"type": "string"}},
        }
    ),
}
