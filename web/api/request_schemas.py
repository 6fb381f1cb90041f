"""What goes into the API. The same schemas check what comes in."""

from __future__ import annotations

from collections.abc import Mapping

from runner.bpmn.forms import LONGEST_TEXT
from runner.cases.bulk import MOST_AT_ONCE
from runner.cases.participants import LONGEST_COMPANY
from runner.model import MODIFICATIONS, TOPICS
from runner.people.permissions import SCOPES
from web.api.schemas import (
    ACCEPTANCE,
    ADDRESS,
    ADDRESSES,
    BODY,
    BOOLEAN,
    CHAIN,
    DIAGRAM,
    FIELD_TEXTS,
    FIELDS,
    FILE_IDS,
    FILES,
    INTAKE,
    LIST_QUERY,
    NAME,
    NUMBERS,
    PRIORITY,
    RENAMED,
    REVISION,
    ROLE_NAMES,
    SEEN,
    SUBJECT,
    TAGS,
    TEAM_NAME,
    TIME,
    Json,
    closed,
    optional,
    text,
)

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


MODIFICATION = {
    "kind": {"type": "string", "enum": list(MODIFICATIONS)},
    "at": text(200, description="The task, timer or message"),
    "to": text(200, description="The task where it is to wait; the outcome to skip over"),
    "due": text(40, description="When a timer falls due: an instant with its time zone"),
    "fields": FIELDS,
}

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
            "fields": {**FIELDS, "description": "What the lifecycle asks: its `form`"},
            "files": FILE_IDS,
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
    "addPerson": closed(
        {"email": ADDRESS, "name": NAME, "roles": ROLE_NAMES}, "email", "name", "roles"
    ),
    "changePerson": closed({"email": ADDRESS, "name": NAME}),
    "setRoles": closed(
        {
            "roles": ROLE_NAMES,
            "to": {**ADDRESS, "description": "Who gets open cases that they may not own any more"},
        },
        "roles",
    ),
    "restorePerson": closed({}),
    "mergePerson": closed(
        {"into": {**ADDRESS, "description": "The entry of the same person that stays"}}, "into"
    ),
    "addToken": closed(
        {
            "name": text(200, description="What the token is for"),
            "scopes": {
                "type": "array",
                "items": {"type": "string", "enum": list(SCOPES)},
                "description": "Empty: all rights of the person",
            },
            "expires_at": {**optional(text(40)), "description": "An instant with its zone"},
        }
    ),
    "retryDeadLetters": closed({}),
    "resolveIncidents": closed(
        {"case": {**optional(text(40)), "description": "Its number; null: those of the system"}},
        "case",
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
    "changeCases": closed(
        {
            "cases": {
                "type": "array",
                "items": closed({"number": text(20), "revision": REVISION}, "number", "revision"),
                "minItems": 1,
                "maxItems": MOST_AT_ONCE,
            },
            "action": text(200, minLength=1, description="Of the drawing, with its `fields`"),
            "fields": FIELDS,
            "update": closed(
                {
                    "priority": PRIORITY,
                    "owner": optional(ADDRESS),
                    "team": optional(TEAM_NAME),
                    "even_if_away": BOOLEAN,
                }
            ),
            "tags": closed({"add": TAGS, "remove": TAGS}),
            "spam": BOOLEAN,
        },
        "cases",
    ),
    "claimCase": closed({"revision": REVISION}),
    "takeAction": closed({"fields": FIELDS, "revision": REVISION, "seen": SEEN, "files": FILE_IDS}),
    "takeActions": closed(
        {
            "chain": CHAIN,
            "fields": FIELDS,
            "revision": REVISION,
            "seen": SEEN,
            "expected": text(60, description="Of a preview: refuse what is not that"),
            "files": FILE_IDS,
        },
        "chain",
    ),
    "previewActions": closed({"chain": CHAIN, "fields": FIELDS}, "chain"),
    "modifyCase": closed(
        {
            **MODIFICATION,
            "reason": text(1000, description="Stands in the history"),
            "expected": text(60, description="Of a preview: refuse what is not that"),
            "revision": REVISION,
        },
        "kind",
        "at",
        "reason",
    ),
    "previewModification": closed(MODIFICATION, "kind", "at"),
    "sendEvent": closed({"fields": FIELDS, "revision": REVISION}),
    "addMessage": closed(
        {
            "body": BODY,
            "visibility": {"type": "string", "enum": ["public", "internal"]},
            "on_behalf_of_customer": {"type": "boolean"},
            "seen": SEEN,
            "files": FILE_IDS,
        },
        "body",
        "visibility",
    ),
    "repeatCase": closed({"description": BODY, "files": FILE_IDS}),
    "tagCase": closed({"add": TAGS, "remove": TAGS}),
    "markSpam": closed({"spam": BOOLEAN}, "spam"),
    "linkCase": closed({"add": NUMBERS, "remove": NUMBERS}),
    "copyCase": closed(
        {
            "add": ADDRESSES,
            "remove": ADDRESSES,
            "may_decide": {
                **BOOLEAN,
                "description": "Whether those in `add` may take the customer's actions; for "
                "the customer alone to say. Else that stays as it is, and is false for who is new",
            },
        }
    ),
    "setCompany": closed(
        {
            "name": {**text(LONGEST_COMPANY), "description": "Empty for none"},
            "shares_cases": {
                **BOOLEAN,
                "description": "Whether the people of the company see each other's cases; "
                "else that stays as it is, and is false for a new company",
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
    "changeMe": closed({"language": text(20), "zone": text(60)}),
    "changePreferences": closed({topic: text(80, minLength=1) for topic in TOPICS}),
    "setMailTimes": closed(
        {
            "quiet_from": text(5, description="Such as `22:00`, in your time zone; with an end"),
            "quiet_until": text(5, description="May be the next day"),
            "digest_at": text(5, description="When all of a day goes as one mail"),
            "urgent": {"type": "array", "maxItems": len(TOPICS), "items": text(80)},
        }
    ),
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
            "migration": {
                "type": "integer",
                "minimum": 1,
                "maximum": 999999999,
                "description": "Of the part before, with its cursor: they are undone as one",
            },
        }
    ),
    "undoMigration": closed({}),
    "setClock": {
        **closed({"advance": text(40), "set": TIME}),
        "description": "One of both: an ISO 8601 duration, or the instant to go to",
    },
}
