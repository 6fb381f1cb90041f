"""The API, described: OpenAPI 3.1."""

from __future__ import annotations

from collections.abc import Mapping

from web.api.case_answers import CASE_ANSWERS
from web.api.diagram_answers import DIAGRAM_ANSWERS
from web.api.node_answers import NODE_ANSWERS
from web.api.operation_parts import (
    ACTION_ID,
    AUDIT_FILTERS,
    CURSOR,
    ETAG,
    EVENT_NAME,
    FILE_ID,
    FILTERS,
    HEIR,
    HOOK,
    KEY,
    LIMIT,
    LOCATION,
    LOG_PARAMETERS,
    MATCH,
    MEMBER,
    MIGRATION_ID,
    NUMBER,
    PROCESS_ID,
    RUN_ID,
    TEAM,
    TOKEN_NAMED,
    VERSION_ID,
    VIEW_ID,
    as_body,
    as_file,
    bringing,
    operation,
    parameter,
    without_token,
)
from web.api.people_answers import PEOPLE_ANSWERS
from web.api.schemas import LONGEST_SUBJECT, Json, listed, ref, text
from web.shared.responses import LOG_KINDS

PATHS: Mapping[str, Json] = {
    "/api/cases": {
        "post": operation(
            "openCase", "Submit a case", ref("Case"), status=201, headers=LOCATION | ETAG
        ),
        "get": operation(
            "listCases", "Cases, newest first", listed(ref("CaseSummary")), *FILTERS, LIMIT, CURSOR
        ),
    },
    "/api/search": {
        "get": operation(
            "searchCases", "Cases that have all words, the best first", listed(ref("Hit")),
            parameter("q", "query", text(LONGEST_SUBJECT), 'Words, "phrases", or a number'),
            LIMIT, CURSOR,
        )
    },
    "/api/cases/{number}": {
        "get": operation("getCase", "A case", ref("Case"), NUMBER, headers=ETAG),
        "patch": operation(
            "changeCase", "Set priority, owner, team or fields", ref("Case"), NUMBER, MATCH,
            headers=ETAG,
        ),
    },
    "/api/cases/{number}/claim": {
        "post": operation(
            "claimCase", "Become the owner", ref("Case"), NUMBER, MATCH, headers=ETAG
        )
    },
    "/api/cases/{number}/actions/{action}": {
        "post": operation(
            "takeAction", "Take an action that the diagram offers", ref("Case"),
            NUMBER, ACTION_ID, MATCH, headers=ETAG,
        )
    },
    "/api/cases/{number}/actions": {
        "post": operation(
            "takeActions", "Take an action, or two of support in one step", ref("Case"),
            NUMBER, MATCH, headers=ETAG,
        )
    },
    "/api/cases/{number}/aside": {
        "get": operation(
            "getAside", "Tags, and cases with the same problem; not for customers", ref("Aside"),
            NUMBER,
        )
    },
    "/api/cases/{number}/tags": {
        "post": operation("tagCase", "Add and remove tags", ref("Aside"), NUMBER)
    },
    "/api/cases/{number}/spam": {
        "post": operation(
            "markSpam", "Mark it as spam, or take the mark away", ref("Aside"), NUMBER
        )
    },
    "/api/cases/{number}/links": {
        "post": operation(
            "linkCase", "Link it to cases with the same problem, or unlink", ref("Aside"),
            NUMBER,
        )
    },
    "/api/cases/{number}/copies": {
        "get": operation(
            "listCopies", "Who is told what the customer is told", ref("Copies"), NUMBER
        ),
        "post": operation(
            "copyCase", "Give copies to people, or end them", ref("Copies"), NUMBER
        ),
    },
    "/api/cases/{number}/company": {
        "post": operation(
            "setCompany", "Say to which company its customer belongs", ref("CompanyOrNone"),
            NUMBER,
        )
    },
    "/api/cases/{number}/satisfaction": {
        "get": operation(
            "getSatisfaction", "What the customer said of a closed case", ref("SatisfactionOrNone"),
            NUMBER,
        ),
        "post": operation(
            "rateCase", "Say how it went, once the case is closed", ref("Satisfaction"),
            NUMBER,
        ),
    },
    "/api/satisfaction": {
        "get": operation(
            "listSatisfaction", "All answers, newest cases first", listed(ref("Satisfaction")),
            LIMIT, CURSOR,
        )
    },
    "/api/cases/{number}/chains": {
        "get": operation(
            "listChains", "The pairs of actions that may be taken in one step now", ref("Chains"),
            NUMBER,
        )
    },
    "/api/cases/{number}/preview": {
        "post": operation(
            "previewActions", "What these actions would do now; changes nothing", ref("Preview"),
            NUMBER,
        )
    },
    "/api/cases/{number}/modify": {
        "post": operation(
            "modifyCase", "Move, skip or retime what it waits for, past the drawing", ref("Case"),
            NUMBER, MATCH, headers=ETAG,
        )
    },
    "/api/cases/{number}/modify/preview": {
        "post": operation(
            "previewModification", "What modifying it would do now; changes nothing",
            ref("Preview"), NUMBER,
        )
    },
    "/api/cases/{number}/events/{name}": {
        "post": operation(
            "sendEvent", "Send a message that the diagram waits for", ref("Case"),
            NUMBER, EVENT_NAME, MATCH, headers=ETAG,
        )
    },
    "/api/cases/{number}/messages": {
        "post": operation(
            "addMessage", "Write in the conversation", ref("CaseAfterMessage"), NUMBER,
            status=201, headers=ETAG,
        ),
        "get": operation(
            "listMessages", "The conversation", listed(ref("Message")), NUMBER, LIMIT, CURSOR
        ),
    },
    "/api/cases/{number}/files": {
        "get": operation("listFiles", "The files of a case", ref("Files"), NUMBER)
    },
    "/api/files": {
        "post": bringing(
            operation(
                "bringFiles", "Bring files, to name them with a text", ref("Files"), status=201
            )
        )
    },
    "/api/files/{file}": {
        "get": as_file(
            operation("getFile", "Save a file", {}, FILE_ID), ["application/octet-stream"]
        )
    },
    "/api/cases/{number}/repeat": {
        "post": operation(
            "repeatCase", "Open a repeat case", ref("Case"), NUMBER, status=201,
            headers=LOCATION | ETAG,
        )
    },
    "/api/cases/{number}/history": {
        "get": operation(
            "listHistory", "What happened", listed(ref("Event")), NUMBER, LIMIT, CURSOR
        )
    },
    "/api/cases/{number}/state": {
        "get": operation("getState", "Tokens and path, for a viewer", ref("State"), NUMBER)
    },
    "/api/bulk": {
        "post": operation(
            "changeCases", "Begin to change several cases", ref("BulkRun"), status=202
        )
    },
    "/api/bulk/{run}": {
        "get": operation("getBulkRun", "How far that has come", ref("BulkRun"), RUN_ID)
    },
    "/api/teams": {
        "get": operation("listTeams", "The teams", ref("Teams")),
        "post": operation("addTeam", "Add a team", ref("Team"), status=201),
    },
    "/api/teams/{name}": {
        "patch": operation("changeTeam", "Change a team", ref("Team"), TEAM),
    },
    "/api/teams/{name}/members/{email}": {
        "put": operation(
            "putMember", "Make a person a member, or a lead", ref("Team"), TEAM, MEMBER
        ),
        "delete": operation("dropMember", "Take a person out of a team", ref("Team"), TEAM, MEMBER),
    },
    "/api/people": {
        "get": operation("listPeople", "Those who work here, or did", ref("Accounts")),
        "post": operation(
            "addPerson", "Add a person, or roles to one", ref("Account"), status=201
        ),
    },
    "/api/people/{email}": {
        "get": operation("getPerson", "An account", ref("AccountWithChanges"), MEMBER),
        "patch": operation("changePerson", "Change name or address", ref("Account"), MEMBER),
        "delete": operation("removePerson", "End the access", ref("HandedOver"), MEMBER, HEIR),
    },
    "/api/people/{email}/roles": {
        "put": operation("setRoles", "Say which roles a person has", ref("Account"), MEMBER)
    },
    "/api/people/{email}/restore": {
        "post": operation("restorePerson", "Give access again", ref("Account"), MEMBER)
    },
    "/api/people/{email}/merge": {
        "post": operation(
            "mergePerson", "Merge it into another entry of the person", ref("Account"), MEMBER
        )
    },
    "/api/people/{email}/absence": {
        "put": operation("setAbsenceOf", "Say that a person is away", ref("Account"), MEMBER),
        "delete": operation("endAbsenceOf", "Say that they are back", ref("Account"), MEMBER),
    },
    "/api/people/{email}/sessions": {
        "delete": operation("endSessions", "End all sessions of a person", ref("Ended"), MEMBER)
    },
    "/api/people/{email}/tokens": {
        "post": operation("addToken", "Make a token", ref("NewToken"), MEMBER, status=201),
        "delete": operation(
            "revokeTokens", "Revoke tokens", ref("Revoked"), MEMBER, TOKEN_NAMED
        ),
    },
    "/api/tokens": {"get": operation("listTokens", "The tokens that are good", ref("Tokens"))},
    "/api/audit": {
        "get": operation(
            "listAudit", "Who changed what beside the cases, newest first",
            listed(ref("AuditLine")), *AUDIT_FILTERS, LIMIT, CURSOR,
        )
    },
    "/api/incidents": {
        "get": operation("listIncidents", "What needs an admin", ref("Incidents"))
    },
    "/api/incidents/retry": {
        "post": operation("retryDeadLetters", "Try all dead letters again", ref("Retried"))
    },
    "/api/incidents/resolve": {
        "post": operation("resolveIncidents", "Resolve incidents", ref("Resolved"))
    },
    "/api/diagrams": {
        "post": operation(
            "deployDiagram", "Deploy a diagram", ref("Version"), status=201, headers=LOCATION
        ),
        "get": operation(
            "listDiagrams", "Versions, newest first", listed(ref("Version")), LIMIT, CURSOR
        ),
    },
    "/api/lifecycles": {
        "get": operation("listLifecycles", "What a new case may start on", ref("Lifecycles"))
    },
    "/api/lifecycles/{process}": {
        "patch": operation(
            "changeLifecycle", "Make it the default, put it beside, or take it out of intake",
            ref("ChangedLifecycles"), PROCESS_ID,
        )
    },
    "/api/diagrams/plan": {
        "post": operation(
            "planMigration", "What moving to a draft would do to every running case",
            ref("Migration"),
        )
    },
    "/api/diagrams/{version}/migrate": {
        "post": operation(
            "migrateCases", "Move running cases to a version", ref("Migration"),
            VERSION_ID, LIMIT, CURSOR,
        )
    },
    "/api/migrations/{migration}/undo": {
        "post": operation(
            "undoMigration", "Take back what a migration moved", ref("UndoneMigration"),
            MIGRATION_ID, LIMIT, CURSOR,
        )
    },
    "/api/diagrams/check": {
        "post": operation(
            "checkDiagram", "What the gate says of a draft; keeps nothing", ref("Findings")
        )
    },
    "/api/diagrams/{version}": {
        "get": operation("getVersion", "A version with its files", ref("WholeVersion"), VERSION_ID)
    },
    "/api/log": {
        "get": as_file(
            operation("exportLog", "The event log of all cases", {}, *LOG_PARAMETERS),
            tuple(LOG_KINDS.values()),
        )
    },
    "/api/diagrams/{version}/approve": {
        "post": operation(
            "approveDiagram", "Let a version go live that waits for a second person",
            ref("Version"), VERSION_ID,
        )
    },
    "/api/notifications": {
        "get": operation(
            "listNotifications", "Your notifications", listed(ref("Notification")), LIMIT, CURSOR
        )
    },
    "/api/me": {
        "get": operation("getMe", "Who you are", ref("Me")),
        "patch": operation(
            "changeMe", "Choose the language and the time zone of what you read", ref("Me")
        ),
    },
    "/api/me/absence": {
        "put": operation("setAbsence", "Say that you are away, and who stands in", ref("Me")),
        "delete": operation("endAbsence", "Say that you are back", ref("Me")),
    },
    "/api/me/notifications": {
        "get": operation("getPreferences", "How you are told of what", ref("Preferences")),
        "patch": operation(
            "changePreferences", "Choose how you are told of some topics", ref("Preferences")
        ),
    },
    "/api/me/mail-times": {
        "get": operation("getMailTimes", "When you get mails", ref("MailTimes")),
        "put": operation(
            "setMailTimes", "Set your quiet hours, your digest and what never waits",
            ref("MailTimes"),
        ),
    },
    "/api/views": {
        "get": operation(
            "listViews", "Saved views: your own, then those that are shared", ref("Views")
        ),
        "post": operation("saveView", "Save a view", ref("View"), status=201),
    },
    "/api/views/{view}": {
        "patch": operation("changeView", "Rename, change or share a view", ref("View"), VIEW_ID),
        "delete": operation("deleteView", "Delete a view: what it was", ref("View"), VIEW_ID),
    },
    "/api/hooks/{name}": {
        "post": as_body(
            without_token(
                operation(
                    "takeDelivery", "Deliver to a hook, with its proof", ref("TakenDelivery"),
                    HOOK, status=200,
                )
            ),
            "application/json",
        )
    },
    "/api/mails": {
        "post": {
            **as_body(
                operation(
                    "takeMail", "Hand a mail over, with its mailbox's token", ref("TakenMail")
                ),
                "application/octet-stream",
            ),
            "security": [{"mailbox": []}],
        }
    },
    "/api/ready": {
        "get": without_token(operation("getReady", "May requests be sent here?", ref("Ready")))
    },
    "/api/health": {"get": without_token(operation("getHealth", "Is all well?", ref("Health")))},
    "/api/test/clock": {
        "post": without_token(
            operation("setClock", "Move the clock (only with --test-clock)", ref("Clock"))
        )
    },
}  # fmt: skip

WITHOUT_KEY = frozenset(
    [
        *("previewActions", "previewModification", "checkDiagram", "planMigration"),  # keep nothing
        *("migrateCases", "undoMigration"),  # many transactions: sent again, they go on
        "bringFiles",  # written before any transaction; what nobody sends goes
        "addToken",  # its answer is a secret, and would be kept
        *("takeMail", "takeDelivery", "setClock"),  # of no person; mails and deliveries have ids
    ]
)
"""The operations that change something, or are sent as if they did, and know no key."""

for _methods in PATHS.values():
    for _method, _operation in _methods.items():
        if _method != "get" and _operation["operationId"] not in WITHOUT_KEY:
            _operation["parameters"].append(KEY)

_DIAGRAM = operation("getDiagram", "The diagram that new cases start on", {})
_DIAGRAM["responses"]["200"] = {
    "description": "BPMN 2.0 XML",
    "content": {"application/xml": {"schema": {"type": "string"}}},
    "headers": ETAG,
}


def document(version: str, with_clock: bool) -> Json:
    """The OpenAPI document."""
    paths = {**PATHS, "/api/diagram": {"get": _DIAGRAM}}
    if not with_clock:
        paths.pop("/api/test/clock")
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Caselane",
            "version": version,
            "description": "Support cases that follow a drawing.",
        },
        "security": [{"bearer": []}],
        "paths": paths,
        "components": {
            "schemas": {**CASE_ANSWERS, **DIAGRAM_ANSWERS, **PEOPLE_ANSWERS, **NODE_ANSWERS},
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer"},
                "mailbox": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "The token that the file of mailboxes gives one of them",
                },
            },
        },
    }
