"""What comes out about people, their teams and what they are told."""

from __future__ import annotations

from collections.abc import Mapping

from runner.model import ROLES, TOPICS
from runner.people.permissions import SCOPES
from web.api.schemas import BOOLEAN, MAYBE_TEXT, MAYBE_TIME, PERSON, TIME, Json, out, ref

ME = {
    "email": {"type": "string"},
    "name": {"type": "string"},
    "roles": {"type": "array", "items": {"type": "string", "enum": list(ROLES)}},
    "teams": {"type": "array", "items": {"type": "string"}},
    "away": {"type": "boolean"},
    "away_from": {**MAYBE_TIME, "description": "May be still to come"},
    "away_until": MAYBE_TIME,
    "language": {"type": "string", "description": "That they chose, such as `de`; else empty"},
    "zone": {"type": "string", "description": "That they chose, such as `Europe/Berlin`"},
}
ACCOUNT = {**ME, "active": {"type": "boolean", "description": "Whether they have access"}}
TOKEN = {
    "person": PERSON,
    "name": {"type": "string"},
    "created_at": TIME,
    "used_at": {**MAYBE_TIME, "description": "Within an hour before its last use"},
    "scopes": {
        "type": "array",
        "items": {"type": "string", "enum": list(SCOPES)},
        "description": "Empty: all rights of the person",
    },
    "expires_at": {**MAYBE_TIME, "description": "May be past: then the token is refused"},
}

PEOPLE_ANSWERS: Mapping[str, Json] = {
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
    "Ended": out({"ended": {"type": "integer", "description": "Sessions of pages"}}),
    "Revoked": out({"revoked": {"type": "integer"}}),
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
            "held_until": {**MAYBE_TIME, "description": "By quiet hours or a digest"},
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
    "MailTimes": out(
        {
            **{
                name: {"type": "string", "description": "Such as `07:30`; '' for none"}
                for name in ("quiet_from", "quiet_until", "digest_at")
            },
            "urgent": {"type": "array", "items": {"type": "string", "enum": list(TOPICS)}},
        }
    ),
    "Me": out(ME),
}
