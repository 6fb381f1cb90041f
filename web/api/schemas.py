"""What goes in and out of the API, as JSON Schemas. The same check what comes in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from runner.bpmn import Limits
from runner.bpmn.forms import LONGEST_TEXT
from runner.cases.aside import LONGEST_TAG, MOST_LINKS, MOST_TAGS
from runner.cases.chains import LONGEST_CHAIN
from runner.cases.participants import LONGEST_COMPANY, MOST_COPIES
from runner.model import (
    CASE_FIELDS,
    FOUND_IN,
    INTAKES,
    LIST_ARGUMENTS,
    PRIORITIES,
    ROLES,
    TOPICS,
)
from web.shared.numbers import LARGEST_REQUEST

Json = dict[str, Any]

LARGEST_DIAGRAM = min(Limits().bytes, LARGEST_REQUEST)
"""Characters of a diagram, and of each file that belongs to it: all of them share one request. What
is larger goes in as a zip, or by the command line."""


def text(longest: int = 200, **more: Any) -> Json:
    return {"type": "string", "maxLength": longest, **more}


def optional(schema: Json) -> Json:
    return {**schema, "type": [schema["type"], "null"]}


def closed(properties: Json, *required: str) -> Json:
    """An object that may have these properties and no other."""
    schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return schema | ({"required": list(required)} if required else {})


def listed(items: Json) -> Json:
    return {
        "type": "object",
        "properties": {
            "items": {"type": "array", "items": items},
            "next_cursor": {"type": ["string", "null"], "description": "For the next page"},
        },
        "required": ["items", "next_cursor"],
    }


def ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


TIME = {"type": "string", "format": "date-time"}
MAYBE_TIME = optional(TIME)
MAYBE_TEXT = {"type": ["string", "null"]}
PRIORITY = {"type": "string", "enum": list(PRIORITIES)}
ADDRESS = text(254, format="email", minLength=3)
NAME = text(200, minLength=1)
TEAM_NAME = text(200, minLength=1, pattern=r"\S")
BODY = text(LONGEST_TEXT, minLength=1, pattern=r"\S")
LONGEST_SUBJECT = 300
SUBJECT = text(LONGEST_SUBJECT, minLength=1, pattern=r"\S")
REVISION = {"type": "integer", "minimum": 1, "description": "Refuse when the case has moved on"}
SEEN = {
    "type": "integer",
    "minimum": 0,
    "description": "Of support: refuse when a message of somebody else or a change of status came "
    "after this line of the history",
}
FIELD_TEXTS = {item.name: optional(text(item.metadata["longest"])) for item in CASE_FIELDS}
"""The fields of a case."""
FORM = {"type": ["object", "null"], "description": "JSON Schema of its fields"}
FIELDS = {"type": "object", "description": "The fields of the action's form", "default": {}}

CHAIN = {
    "type": "array",
    "items": text(200, minLength=1),
    "minItems": 1,
    "maxItems": LONGEST_CHAIN,
    "description": "Actions in their order; the fields are those of the last one. `reply` is a "
    "plain message to the customer",
}

LIST_QUERY = {
    **closed({
        name: {"type": "array", "items": text(300, minLength=1, pattern=r"\S"), "maxItems": 50}
        for name in LIST_ARGUMENTS
    }),
    "description": "The arguments of the inbox's address: filters, `sort` and each `column`",
}  # fmt: skip

DIAGRAM = text(LARGEST_DIAGRAM, minLength=1, description="BPMN 2.0 XML")
FILES = {
    "type": "object",
    "additionalProperties": text(LARGEST_DIAGRAM),
    "description": "Tables, forms, policies.toml, calendars.toml and scenarios/NAME.toml, by name. "
    "What is missing is that of the version before",
}
BOOLEAN = {"type": "boolean"}
ACCEPTANCE = {
    "accept_warnings": BOOLEAN,
    "accept_undecided": {
        "type": "boolean",
        "description": "Accept that the gate did not decide whether every case comes to its end",
    },
}
INTAKE = {"type": "string", "enum": list(INTAKES)}
RENAMED = {
    "type": "object",
    "additionalProperties": text(200),
    "description": "New ids of elements, by those that they had",
}
PACKAGE_OPTIONS: Mapping[str, Json] = {
    "checkDiagram": {"without_policies": BOOLEAN},
    "deployDiagram": {
        **ACCEPTANCE,
        "without_policies": BOOLEAN,
        "intake": {
            "type": "string",
            "enum": ["default", "beside"],
            "description": "For the first version of a further lifecycle: whether cases that name "
            "no lifecycle start on it. Else it stays as it is",
        },
    },
    "planMigration": {"renamed": RENAMED},
}
"""What may be said with a package: in the body beside `bpmn`, or in the query beside a zip."""


def _package(operation: str) -> Json:
    return closed({"bpmn": DIAGRAM, "files": FILES, **PACKAGE_OPTIONS[operation]}, "bpmn")


TAGS = {
    "type": "array",
    "items": text(LONGEST_TAG, minLength=1),
    "maxItems": MOST_TAGS,
    "description": "Kept without capitals",
}
NUMBERS = {
    "type": "array",
    "items": text(40, minLength=1, examples=["C-1042"]),
    "maxItems": MOST_LINKS,
    "description": "Numbers of cases with the same problem",
}

ADDRESSES = {
    "type": "array",
    "items": text(254, minLength=1, examples=["zoe@bakery.example"]),
    "maxItems": MOST_COPIES,
}
COMPANY = {
    "anyOf": [
        closed({"name": {"type": "string"}, "shares_cases": BOOLEAN}, "name", "shares_cases"),
        {"type": "null"},
    ]
}

# ------------------------------------------------------------------ what comes in

REQUESTS: Mapping[str, Json] = {
    "openCase": closed(
        {
            "subject": SUBJECT,
            "description": BODY,
            "customer": {
                "anyOf": [closed({"name": NAME, "email": ADDRESS}, "email"), {"const": "me"}],
                "description": "Support names the customer; `me` is for a case of one's own",
            },
            "priority": PRIORITY,
            **FIELD_TEXTS,
            "channel": text(40, minLength=1),
            "lifecycle": text(200, minLength=1, description="Left out: the default one"),
        },
        "subject",
        "description",
    ),
    "changeCase": closed(
        {
            "priority": PRIORITY,
            "owner": optional(ADDRESS),
            "even_if_away": {
                **BOOLEAN,
                "description": "Else nobody is made the owner who is away",
            },
            "team": {
                **optional(TEAM_NAME),
                "description": "The owner follows from it unless `owner` is given",
            },
            "note": {**BODY, "description": "For the new owner or team; kept as an internal note"},
            **FIELD_TEXTS,
            "revision": REVISION,
        }
    ),
    "addTeam": closed({"name": TEAM_NAME}, "name"),
    "changeTeam": closed(
        {
            "name": TEAM_NAME,
            "shares": {**BOOLEAN, "description": "Cases get an owner at once, in turn"},
            "products": {
                "type": "array",
                "items": TEAM_NAME,
                "maxItems": 200,
                "description": "Whose new cases come to it; `*`: of all that no team has",
            },
        }
    ),
    "putMember": closed({"leads": BOOLEAN}),
    "claimCase": closed({"revision": REVISION}),
    "takeAction": closed({"fields": FIELDS, "revision": REVISION, "seen": SEEN}),
    "takeActions": closed(
        {
            "chain": CHAIN,
            "fields": FIELDS,
            "revision": REVISION,
            "seen": SEEN,
            "expected": text(60, description="Of a preview: refuse what is not that"),
        },
        "chain",
    ),
    "previewActions": closed({"chain": CHAIN, "fields": FIELDS}, "chain"),
    "sendEvent": closed({"fields": FIELDS, "revision": REVISION}),
    "addMessage": closed(
        {
            "body": BODY,
            "visibility": {"type": "string", "enum": ["public", "internal"]},
            "on_behalf_of_customer": {"type": "boolean"},
            "seen": SEEN,
        },
        "body",
        "visibility",
    ),
    "repeatCase": closed({"description": BODY}),
    "tagCase": closed({"add": TAGS, "remove": TAGS}),
    "linkCase": closed({"add": NUMBERS, "remove": NUMBERS}),
    "copyCase": closed(
        {
            "add": ADDRESSES,
            "remove": ADDRESSES,
            "may_decide": {
                **BOOLEAN,
                "description": "Whether those added may take the customer's actions; for "
                "the customer alone to say",
            },
        }
    ),
    "setCompany": closed(
        {
            "name": {**text(LONGEST_COMPANY), "description": "Empty for none"},
            "shares_cases": {
                **BOOLEAN,
                "description": "Whether the people of the company see each other's cases",
            },
        },
        "name",
    ),
    "rateCase": closed({"good": BOOLEAN, "words": text(LONGEST_TEXT)}, "good"),
    "setAbsence": closed(
        {
            "from": {**TIME, "description": "Else now"},
            "until": {**TIME, "description": "Else until you say that you are back"},
            "stand_in": ADDRESS,
        }
    ),
    "saveView": closed({"name": NAME, "query": LIST_QUERY, "shared": BOOLEAN}, "name", "query"),
    "changeView": closed({"name": NAME, "query": LIST_QUERY, "shared": BOOLEAN}),
    "changePreferences": closed({topic: text(80, minLength=1) for topic in TOPICS}),
    "checkDiagram": _package("checkDiagram"),
    "deployDiagram": _package("deployDiagram"),
    "approveDiagram": closed(ACCEPTANCE),
    "planMigration": _package("planMigration"),
    "changeLifecycle": closed({"intake": INTAKE}, "intake"),
    "migrateCases": closed(
        {
            "plan": {"type": "boolean", "description": "Only say what it would do, to all of them"},
            "renamed": RENAMED,
            "cases": {"type": "array", "items": text(20), "maxItems": 200},
            "reason": text(1000),
        }
    ),
    "setClock": {
        **closed({"advance": text(40), "set": TIME}),
        "description": "One of both: an ISO 8601 duration, or the instant to go to",
    },
}

# ------------------------------------------------------------------ what goes out

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


def out(properties: Json) -> Json:
    return {"type": "object", "properties": properties, "required": list(properties)}


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
        }
    ),
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
        }
    ),
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
            }
        ),
    },
    "Me": out(
        {
            "email": {"type": "string"},
            "name": {"type": "string"},
            "roles": {"type": "array", "items": {"type": "string", "enum": list(ROLES)}},
            "teams": {"type": "array", "items": {"type": "string"}},
            "away": {"type": "boolean"},
            "away_from": {**MAYBE_TIME, "description": "May be still to come"},
            "away_until": MAYBE_TIME,
        }
    ),
    "Health": out(
        {
            "status": {"type": "string", "enum": ["ok", "attention"]},
            "jobs": out({"due": {"type": "integer"}, "dead": {"type": "integer"}}),
            "incidents": {"type": "integer"},
        }
    ),
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

# ------------------------------------------------------------------ operations
