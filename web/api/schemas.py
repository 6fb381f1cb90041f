"""The words of which the schemas of requests and of answers are made, as JSON Schema."""

from __future__ import annotations

from typing import Any

from runner.bpmn import Limits
from runner.bpmn.forms import LONGEST_TEXT
from runner.cases.aside import LONGEST_TAG, MOST_LINKS, MOST_TAGS
from runner.cases.chains import LONGEST_CHAIN
from runner.cases.participants import MOST_COPIES
from runner.model import (
    CASE_FIELDS,
    INTAKES,
    LIST_ARGUMENTS,
    PRIORITIES,
    ROLES,
)
from web.shared.numbers import LARGEST_REQUEST, LAST_ID

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


def out(properties: Json) -> Json:
    """An object that always has all of these properties."""
    return {"type": "object", "properties": properties, "required": list(properties)}


def ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


TIME = {"type": "string", "format": "date-time"}
MAYBE_TIME = optional(TIME)
MAYBE_TEXT = {"type": ["string", "null"]}
PRIORITY = {"type": "string", "enum": list(PRIORITIES)}
ADDRESS = text(254, format="email", minLength=3)
NAME = text(200, minLength=1)
ROLE_NAMES = {"type": "array", "items": {"type": "string", "enum": list(ROLES)}, "minItems": 1}
TEAM_NAME = text(200, minLength=1, pattern=r"\S")
BODY = text(LONGEST_TEXT, minLength=1, pattern=r"\S")
LONGEST_SUBJECT = 300
SUBJECT = text(LONGEST_SUBJECT, minLength=1, pattern=r"\S")
REVISION = {
    "type": "integer",
    "minimum": 1,
    "maximum": LAST_ID,
    "description": "Refuse when the case has moved on",
}
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

FILE_IDS = {
    "type": "array",
    "items": {"type": "integer", "minimum": 1, "maximum": 999_999_999},
    "maxItems": 100,
    "description": "Of files that were brought before: they go with the text",
}

PERSON = {
    "type": "object",
    "properties": {
        "name": {"type": "string"},
        "email": {**MAYBE_TEXT, "description": "null for a customer who looks at somebody else"},
    },
    "required": ["name", "email"],
}

PERSON_OR_NULL = {"anyOf": [PERSON, {"type": "null"}]}

FINDINGS = {"type": "array", "items": ref("Finding")}
