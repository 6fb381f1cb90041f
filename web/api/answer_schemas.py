"""What comes out of the API."""

from __future__ import annotations

from collections.abc import Mapping

from runner.model import FOUND_IN, ROLES, TOPICS
from web.api.schemas import (
    BOOLEAN,
    CHAIN,
    COMPANY,
    FIELD_TEXTS,
    FORM,
    INTAKE,
    LIST_QUERY,
    MAYBE_TEXT,
    MAYBE_TIME,
    PRIORITY,
    TAGS,
    TIME,
    Json,
    out,
    ref,
)

TURNS = ("kept", "starts", "ends")
PERSON = {
    "type": "object",
    "properties": {
        "name": {"type": "string"},
        "email": {**MAYBE_TEXT, "description": "null for a customer who looks at somebody else"},
    },
    "required": ["name", "email"],
}
PERSON_OR_NULL = {"anyOf": [PERSON, {"type": "null"}]}
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


FINDINGS = {"type": "array", "items": ref("Finding")}
NOTES: Json = {
    "type": "array",
    "items": {"type": "string"},
    "description": "What was taken over from the version before, and what was left away",
}
LIFECYCLES: Json = {"type": "array", "items": ref("Lifecycle")}
VERSION = {
    "version": {"type": "integer"},
    "process": {"type": "string"},
    "sha256": {"type": "string", "description": "Of the diagram and the files that belong to it"},
    "state": {
        "type": "string",
        "enum": ["waiting", "live", "current"],
        "description": "New cases start on the current one; a waiting one needs approval",
    },
    "deployed_at": TIME,
    "deployed_by": PERSON_OR_NULL,
    "live_at": MAYBE_TIME,
    "approved_by": PERSON_OR_NULL,
    "findings": FINDINGS,
    "notes": NOTES,
}


VIEW = {
    "id": {"type": "integer"},
    "name": {"type": "string"},
    "shared": {"type": "boolean"},
    "own": {"type": "boolean", "description": "Whether you saved it"},
    "query": LIST_QUERY,
}


ME = {
    "email": {"type": "string"},
    "name": {"type": "string"},
    "roles": {"type": "array", "items": {"type": "string", "enum": list(ROLES)}},
    "teams": {"type": "array", "items": {"type": "string"}},
    "away": {"type": "boolean"},
    "away_from": {**MAYBE_TIME, "description": "May be still to come"},
    "away_until": MAYBE_TIME,
}
ACCOUNT = {**ME, "active": {"type": "boolean", "description": "Whether they have access"}}
TOKEN = {
    "person": PERSON,
    "name": {"type": "string"},
    "created_at": TIME,
    "used_at": {**MAYBE_TIME, "description": "Within an hour before its last use"},
}


SCHEMAS: Mapping[str, Json] = {
    "Case": out(CASE),
    "CaseSummary": out(SUMMARY),
    "CaseAfterMessage": out({**CASE, "late": {"type": "boolean"}}),
    "Team": out(
        {
            "name": {"type": "string"},
            "shares": BOOLEAN,
            "products": {"type": "array", "items": {"type": "string"}},
            "members": {
                "type": "array",
                "items": out({**PERSON["properties"], "leads": BOOLEAN}),
            },
        }
    ),
    "Account": out(ACCOUNT),
    "AccountWithChanges": out(
        {
            **ACCOUNT,
            "changes": {
                "type": "array",
                "description": "All that was done to the account, oldest first",
                "items": out(
                    {"at": TIME, "what": {"type": "string"}, "details": {"type": "object"}}
                ),
            },
        }
    ),
    "Accounts": out({"people": {"type": "array", "items": ref("Account")}}),
    "HandedOver": out({"handed_over": {"type": "integer", "description": "Open cases"}}),
    "Tokens": out({"tokens": {"type": "array", "items": out(TOKEN)}}),
    "NewToken": out({"token": {"type": "string", "description": "Not to be seen again"}}),
    "Revoked": out({"revoked": {"type": "integer"}}),
    "Incidents": out(
        {
            "incident_count": {"type": "integer", "description": "Of all that are open"},
            "incidents": {
                "type": "array",
                "items": out(
                    {
                        "case": MAYBE_TEXT,
                        "at": TIME,
                        "kind": {"type": "string"},
                        "message": {"type": "string"},
                    }
                ),
            },
            "dead_letter_count": {"type": "integer"},
            "dead_letters": {
                "type": "array",
                "items": out(
                    {
                        "case": MAYBE_TEXT,
                        "kind": {"type": "string"},
                        "attempts": {"type": "integer"},
                        "error": MAYBE_TEXT,
                    }
                ),
            },
        }
    ),
    "Retried": out({"retried": {"type": "integer"}}),
    "Resolved": out({"resolved": {"type": "integer"}}),
    "Teams": out({"teams": {"type": "array", "items": ref("Team")}}),
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
    "Notification": out(
        {
            "id": {"type": "integer"},
            "case": MAYBE_TEXT,
            "element": {"type": "string"},
            "subject": {"type": "string"},
            "body": {"type": "string"},
            "created_at": TIME,
            "read_at": MAYBE_TIME,
            "sent_at": MAYBE_TIME,
            "topic": {"type": "string", "description": "'' where it is not known"},
            "count": {"type": "integer", "description": "How many notices this line stands for"},
            "deliveries": {"type": "array", "items": ref("Delivery")},
        }
    ),
    "Delivery": out(
        {
            "way": {"type": "string", "examples": ["mail", "chat:support"]},
            "state": {"type": "string", "enum": ["queued", "sent", "failed"]},
            "queued_at": TIME,
            "sent_at": MAYBE_TIME,
            "error": MAYBE_TEXT,
        }
    ),
    "Preferences": out(
        {
            "topics": {
                "type": "array",
                "items": out(
                    {
                        "topic": {"type": "string", "enum": list(TOPICS)},
                        "label": {"type": "string"},
                        "way": {"type": "string"},
                        "ways": {"type": "array", "items": {"type": "string"}},
                    }
                ),
            }
        }
    ),
    "Finding": out(
        {
            "element": {"type": "string"},
            "name": {"type": "string"},
            "line": {"type": "integer"},
            "rule": {"type": "string"},
            "severity": {"type": "string", "enum": ["error", "warning"]},
            "message": {"type": "string"},
            "suggestion": {"type": "string"},
            "path": {"type": "array", "items": {"type": "string"}},
        }
    ),
    "Lifecycle": out(
        {
            "id": {"type": "string"},
            "name": {"type": "string"},
            "intake": INTAKE,
            "version": {"type": "integer"},
        }
    ),
    "Lifecycles": out({"lifecycles": LIFECYCLES}),
    "ChangedLifecycles": out(
        {
            "lifecycles": LIFECYCLES,
            "waiting": {
                "type": ["integer", "null"],
                "description": "The version that waits for the approval of the change",
            },
        }
    ),
    "Findings": out({"findings": FINDINGS, "notes": NOTES}),
    "Version": out(VERSION),
    "WholeVersion": out(
        {
            **VERSION,
            "bpmn": {"type": "string"},
            "files": {"type": "object", "additionalProperties": {"type": "string"}},
        }
    ),
    "Migration": out(
        {
            "version": {"type": ["integer", "null"], "description": "null for a draft"},
            "moved": {"type": "integer"},
            "stayed": {"type": "integer"},
            "groups": {"type": "array", "items": ref("MigrationGroup")},
            "next_cursor": MAYBE_TEXT,
            "migration": {
                "type": ["integer", "null"],
                "description": "By which it can be undone",
            },
        }
    ),
    "UndoneMigration": out(
        {
            "version": {"type": "integer", "description": "Where those are that stayed"},
            "back": {"type": "integer", "description": "Read again, and as they were"},
            "stayed": {
                "type": "array",
                "items": out(
                    {
                        "reason": {"type": "string"},
                        "cases": {"type": "integer"},
                        "example": {"type": "string", "examples": ["C-1042"]},
                    }
                ),
            },
            "next_cursor": MAYBE_TEXT,
        }
    ),
    "Turnover": {
        "description": "Names of what a case keeps, of what starts, and of what ends",
        **out({name: {"type": "array", "items": {"type": "string"}} for name in TURNS}),
    },
    "MigrationGroup": {
        "description": "Cases that fare alike",
        **out(
            {
                "version": {"type": "integer", "description": "Where they come from"},
                "waits_at": {"type": "array", "items": {"type": "string"}},
                "status": {"type": "string"},
                "becomes": {"type": ["string", "null"], "description": "null when they stay"},
                "reason": {"type": ["string", "null"], "description": "Why they stay"},
                "cases": {"type": "integer"},
                "example": {"type": "string", "examples": ["C-1042"]},
                "effects": {
                    "description": "What moving does to one of them; null unless planned",
                    "anyOf": [
                        out(
                            {
                                "buttons": ref("Turnover"),
                                "timers": ref("Turnover"),
                                "reads": {"type": "array", "items": {"type": "string"}},
                            }
                        ),
                        {"type": "null"},
                    ],
                },
            }
        ),
    },
    "Me": out(ME),
    "Health": out(
        {
            "status": {"type": "string", "enum": ["ok", "attention"]},
            "jobs": out({"due": {"type": "integer"}, "dead": {"type": "integer"}}),
            "incidents": {"type": "integer"},
        }
    ),
    "Ready": out({"status": {"type": "string", "const": "ready"}}),
    "Clock": out({"now": TIME}),
    "Problem": {
        "type": "object",
        "description": "RFC 9457",
        "properties": {
            "type": {"type": "string"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string", "description": "What happened and what to do"},
            "instance": {"type": "string"},
            "errors": {
                "type": "object",
                "description": "With 422: sentences for each wrong field",
                "additionalProperties": {"type": "array", "items": {"type": "string"}},
            },
            "findings": {**FINDINGS, "description": "Of a diagram that cannot be used"},
            "current": {"description": "With 409: the case as it is now", **ref("Case")},
            "explanation": {"type": "string", "description": "With 409: what changed it last"},
        },
        "required": ["type", "title", "status", "detail"],
    },
}
