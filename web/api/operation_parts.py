"""What operations of the API are described with: parameters, and what each answers and takes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from runner.model import AUDIT_AREAS, CASE_FIELDS
from web.api.request_schemas import PACKAGE_OPTIONS, REQUESTS
from web.api.schemas import LONGEST_SUBJECT, Json, ref, text
from web.shared.packages import ZIP
from web.shared.responses import LOG_KINDS


def parameter(name: str, where: str, schema: Json, description: str = "", **more: Any) -> Json:
    return {"name": name, "in": where, "schema": schema, "description": description, **more}


def repeatable(name: str, schema: Json, description: str) -> Json:
    """A filter that may be given several times, each value wanted."""
    return {**parameter(name, "query", schema, description), "x-repeatable": True}


def beside_zip(name: str, schema: Json) -> Json:
    """An option of a package in the query; an object stands there as JSON."""
    described = parameter(name, "query", schema, "Beside a zip, whose body says nothing else")
    if schema["type"] == "object":
        described["content"] = {"application/json": {"schema": described.pop("schema")}}
    return described


NUMBER = parameter("number", "path", {"type": "string"}, "Such as C-1042", required=True)
KEY = parameter(
    "Idempotency-Key", "header", text(200, minLength=1), "The same key does the same thing once"
)
MATCH = parameter("If-Match", "header", {"type": "string"}, 'The ETag, such as "7", else 412')
LIMIT = parameter("limit", "query", {"type": "integer", "minimum": 1, "maximum": 200})
AUDIT_FILTERS = (
    parameter("area", "query", {"type": "string", "enum": list(AUDIT_AREAS)}),
    parameter("who", "query", text(254), "Mail address of who did it"),
    parameter("about", "query", text(200), "A part of what it was done to"),
    parameter("since", "query", text(40), "From this instant on"),
    parameter("until", "query", text(40), "Before this instant"),
)
CURSOR = parameter("cursor", "query", text(40), "next_cursor of the page before")


def operation(
    operation_id: str,
    summary: str,
    answer: Json,
    *parameters: Json,
    status: int = 200,
    headers: Json | None = None,
) -> Json:
    """One operation. Whatever is not this answer is a problem document."""
    success: Json = {"description": "Done", "content": {"application/json": {"schema": answer}}}
    if headers:
        success["headers"] = headers
    described: Json = {
        "operationId": operation_id,
        "summary": summary,
        "parameters": list(parameters),
        "responses": {
            str(status): success,
            "default": {
                "description": "A problem",
                "content": {"application/problem+json": {"schema": ref("Problem")}},
            },
        },
    }
    if operation_id in REQUESTS:
        described["requestBody"] = {
            "required": bool(REQUESTS[operation_id].get("required")),
            "content": {"application/json": {"schema": REQUESTS[operation_id]}},
        }
    if operation_id in PACKAGE_OPTIONS:
        described["requestBody"]["content"][ZIP] = {"schema": {"contentMediaType": ZIP}}
        described["parameters"] += [
            beside_zip(name, schema) for name, schema in PACKAGE_OPTIONS[operation_id].items()
        ]
    return described


def without_token(described: Json) -> Json:
    """An operation that anybody may call."""
    return {**described, "security": []}


def as_file(described: Json, kinds: Sequence[str]) -> Json:
    """An operation that answers with a file of one of some kinds."""
    described["responses"]["200"]["content"] = {kind: {} for kind in kinds}
    return described


def as_body(described: Json, kind: str) -> Json:
    """An operation whose body is of this kind, as it is."""
    schema = {"type": "string", "format": "binary"} if kind.endswith("octet-stream") else {}
    described["requestBody"] = {"required": True, "content": {kind: {"schema": schema}}}
    return described


def bringing(described: Json) -> Json:
    """An operation that takes files, as a form of HTML sends them."""
    part = {"type": "array", "items": {"type": "string", "contentEncoding": "binary"}}
    schema = {"type": "object", "properties": {"upload": part}, "required": ["upload"]}
    described["requestBody"] = {
        "required": True,
        "content": {"multipart/form-data": {"schema": schema}},
    }
    return described


ETAG = {"ETag": {"schema": {"type": "string"}, "description": "The revision"}}
LOCATION = {"Location": {"schema": {"type": "string"}}}
ACTION_ID = parameter("action", "path", {"type": "string"}, required=True)
VIEW_ID = parameter("view", "path", {"type": "integer", "minimum": 1}, required=True)
RUN_ID = parameter("run", "path", {"type": "integer", "minimum": 1}, required=True)
VERSION_ID = parameter("version", "path", {"type": "integer", "minimum": 1}, required=True)
MIGRATION_ID = parameter("migration", "path", {"type": "integer", "minimum": 1}, required=True)
PROCESS_ID = parameter("process", "path", {"type": "string"}, required=True)
TEAM = parameter("name", "path", {"type": "string"}, required=True)
HOOK = parameter("name", "path", {"type": "string"}, "Of CASELANE_HOOKS", required=True)
MEMBER = parameter("email", "path", {"type": "string"}, required=True)
HEIR = parameter("to", "query", text(254), "Who takes over open cases; else nobody")
TOKEN_NAMED = parameter("name", "query", text(200), "Only those of this name")
FILE_ID = parameter("file", "path", {"type": "integer", "minimum": 1}, required=True)
EVENT_NAME = parameter("name", "path", {"type": "string"}, required=True)
FILTERS = (
    repeatable("status", text(400), "One status, or several with commas"),
    repeatable("owner", text(400), "An address, me or none, or several with commas"),
    repeatable("team", text(400), "The name of a team, or several with commas"),
    repeatable("tag", text(400), "A tag, or several with commas: any will do"),
    parameter(
        "spam",
        "query",
        {"type": "string", "enum": ["true", "false"]},
        "`true`: those that are marked as spam, which are left out else",
    ),
    repeatable("priority", text(40), "One priority, or several with commas"),
    parameter("q", "query", text(LONGEST_SUBJECT), "Words of the subject, or a case number"),
    *(
        repeatable(item.name, text(item.metadata["longest"]), "The whole text; may be repeated")
        for item in CASE_FIELDS
    ),
)

LOG_PARAMETERS = (
    parameter("format", "query", {"type": "string", "enum": list(LOG_KINDS)}, required=True),
    parameter("since", "query", text(10, format="date"), "Cases submitted on this day or later"),
    parameter("until", "query", text(10, format="date"), "Cases submitted before this day"),
    parameter("lifecycle", "query", text(200), "The id of a process"),
    parameter("version", "query", {"type": "integer", "minimum": 1, "maximum": 999999999}),
    repeatable("status", text(400), "One status, or several with commas"),
    repeatable("priority", text(40), "One priority, or several with commas"),
    parameter("product", "query", text(200), "The whole text"),
    repeatable("hash", text(400), "Fields that are shown by pseudonyms, with commas"),
    repeatable("drop", text(400), "Fields that are left out, with commas"),
)
