"""What comes out about a node and its incidents, and of what went wrong."""

from __future__ import annotations

from collections.abc import Mapping

from runner.model import AUDIT_AREAS
from web.api.schemas import FINDINGS, MAYBE_TEXT, TIME, Json, out, ref

NODE_ANSWERS: Mapping[str, Json] = {
    "AuditLine": out(
        {
            "number": {"type": "integer"},
            "at": TIME,
            "by": MAYBE_TEXT,
            "area": {"type": "string", "enum": list(AUDIT_AREAS)},
            "what": {"type": "string"},
            "about": {"type": "string"},
            "before": {"type": "object", "additionalProperties": True},
            "after": {"type": "object", "additionalProperties": True},
            "from": {"type": "string"},
        }
    ),
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
    "TakenDelivery": out(
        {
            "state": {
                "type": "string",
                "enum": ["done", "ignored", "known"],
                "description": "known: it came before, and was passed over",
            },
            "cases": {"type": "array", "items": {"type": "string"}},
            "why": {"type": "string", "description": "It was ignored"},
        }
    ),
    "TakenMail": out(
        {
            "state": {
                "type": "string",
                "enum": ["taken", "machine", "waiting", "known"],
                "description": "known: it came before, and was passed over",
            },
            "case": MAYBE_TEXT,
            "why": {"type": "string", "description": "It waits, or the sign of a machine"},
        }
    ),
    "Retried": out({"retried": {"type": "integer"}}),
    "Resolved": out({"resolved": {"type": "integer"}}),
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
