"""What comes out about diagrams and the migration of cases."""

from __future__ import annotations

from collections.abc import Mapping

from web.api.schemas import (
    FINDINGS,
    FORM,
    INTAKE,
    MAYBE_TEXT,
    MAYBE_TIME,
    PERSON_OR_NULL,
    TIME,
    Json,
    out,
    ref,
)

TURNS = ("kept", "starts", "ends")
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

DIAGRAM_ANSWERS: Mapping[str, Json] = {
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
            "form": FORM,
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
}
