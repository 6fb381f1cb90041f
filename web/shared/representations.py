"""Values of the runner as JSON documents of the API, and the answers that carry them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

import orjson
from flask import Response

from runner.bpmn.encodings import decoded
from runner.bpmn.forms import Schema
from runner.cases import ActionView, CaseView, Chain, EventView, Preview, StateView
from runner.cases.case_page import Upcoming
from runner.cases.preview import Told
from runner.deployment.deployment import Checked
from runner.deployment.migration import Group, Migrated
from runner.deployment.migration_undo import Undone
from runner.insight.incidents import IncidentList
from runner.model import (
    ApiToken,
    Attachment,
    BulkRun,
    Case,
    CaseAside,
    CaseLine,
    Delivery,
    Finding,
    Health,
    Hit,
    Instances,
    Lifecycle,
    MailTimes,
    Membership,
    Message,
    Milestone,
    Notification,
    Page,
    Participant,
    Person,
    PersonChange,
    Preference,
    Satisfaction,
    SavedView,
    Team,
    Version,
    case_fields,
    to_number,
)

Json = dict[str, Any]


def person(value: Person) -> Json:
    return {"name": value.name, "email": value.email or None}


def me(value: Person, now: datetime) -> Json:
    """`away` is whether they are away now; `away_from` may be still to come."""
    return {
        **person(value),
        "roles": sorted(value.roles),
        "teams": sorted(value.teams),
        "away": value.is_away(now),
        "away_from": value.away_from,
        "away_until": value.away_until,
        "language": value.language,
        "zone": value.zone,
    }


def account(value: Person, now: datetime) -> Json:
    return {**me(value, now), "active": value.active}


def person_change(value: PersonChange) -> Json:
    return {"at": value.at, "what": value.what, "details": dict(value.details)}


def token(value: ApiToken) -> Json:
    return {
        "person": person(value.person),
        "name": value.name,
        "created_at": value.created_at,
        "used_at": value.used_at,
        "scopes": sorted(value.limits.scopes),
        "expires_at": value.limits.expires_at,
    }


def incident_list(value: IncidentList) -> Json:
    """The newest of each; the counts are of all."""
    return {
        "incident_count": value.incident_count,
        "incidents": [
            {"case": _number_of(one.case_id), "at": one.at, "kind": one.kind,
             "message": one.message}
            for one in value.incidents
        ],
        "dead_letter_count": value.dead_count,
        "dead_letters": [
            {"case": _number_of(one.case_id), "kind": one.kind, "attempts": one.attempts,
             "error": one.error}
            for one in value.dead_letters
        ],
    }  # fmt: skip


def _number_of(case_id: int | None) -> str | None:
    return to_number(case_id) if case_id else None


def team(value: Team) -> Json:
    return {
        "name": value.name,
        "shares": value.round_robin,
        "products": list(value.products),
        "members": [{**person(one.person), "leads": one.leads} for one in value.members],
    }


def summary(case: Case | CaseLine) -> Json:
    return {
        "number": case.number,
        "status": case.status,
        "revision": case.revision,
        "subject": case.subject,
        "priority": case.priority,
        **case_fields(case),
        "owner": (case.owner.email or None) if case.owner else None,
        "team": case.team.name if case.team else None,
        "customer": person(case.customer),
        "resolution": case.resolution,
        "flags": list(case.flags),
        "diagram_version": case.version_id,
        "created_at": case.created_at,
        "updated_at": case.updated_at,
    }


def whole_case(view: CaseView) -> Json:
    case = view.case
    return {
        **summary(case),
        "description": case.description,
        "channel": case.channel,
        "lifecycle": view.lifecycle,
        "seen": case.events,
        "proposal": case.proposal,
        "repeat_of": to_number(case.repeat_of) if case.repeat_of else None,
        "repeats": list(view.repeats),
        "milestones": [milestone(item) for item in view.milestones],
        "actions": [action(item) for item in view.actions],
        "instances": [instances(item) for item in case.waits.instances],
    }


def instances(value: Instances) -> Json:
    return {"element": value.element, "done": value.done, "of": value.of}


def milestone(value: Milestone) -> Json:
    return {
        "name": value.name,
        "state": value.state,
        "started_at": value.started_at,
        "due_at": value.due_at,
        "reached_at": value.reached_at,
        "ended_at": value.ended_at,
    }


def action(value: ActionView) -> Json:
    return {
        "id": value.id,
        "label": value.label,
        "task": value.element,
        "audience": value.audience,
        "form": value.form,
    }


def chain(value: Chain) -> Json:
    return {
        "actions": list(value.actions),
        "label": value.label,
        "audience": value.audience,
        "form": value.form,
    }


def hit(value: Hit) -> Json:
    return {
        "case": summary(value.line),
        "found_in": value.found_in,
        "snippet": [{"text": text, "found": is_found} for text, is_found in value.words],
        "message": message(value.message) if value.message else None,
    }


def aside(value: CaseAside) -> Json:
    return {
        "tags": list(value.tags),
        "linked": [summary(line) for line in value.linked],
        "company": company(value.company),
        "spam": value.spam,
    }


def company(value: Membership | None) -> Json | None:
    return {"name": value.company, "shares_cases": value.all_share} if value else None


def copied(value: Participant) -> Json:
    return {**person(value.person), "may_decide": value.may_decide}


def satisfaction(value: Satisfaction) -> Json:
    return {
        "case": to_number(value.case_id),
        "good": value.good,
        "words": value.words,
        "answered_at": value.answered_at,
    }


def preview(value: Preview) -> Json:
    return {
        "before": value.before,
        "status": value.status,
        "closes": value.closes,
        "undone_by": value.undone_by,
        "stops": [_upcoming(event) for event in value.stops],
        "starts": [_upcoming(event) for event in value.starts],
        "milestones": [milestone(item) for item in value.milestones],
        "told": [_told(item) for item in value.told],
        "words": value.words,
        "expected": value.token,
    }


def _upcoming(event: Upcoming) -> Json:
    return {"at": event.at, "element": event.element, "name": event.name, "then": event.then}


def _told(item: Told) -> Json:
    named = {"person": person(item.person), "way": item.way, "topic": item.topic}
    return {**named, "subject": item.what, "body": item.body}


def message(value: Message) -> Json:
    return {
        "id": value.id,
        "time": value.at,
        "author": person(value.author),
        "side": value.side,
        "visibility": value.visibility,
        "body": value.body,
        "on_behalf_of_customer": value.on_behalf,
        "late": value.late,
        "files": [file(one) for one in value.files],
    }


def file(value: Attachment) -> Json:
    return {
        "id": value.id,
        "name": value.name,
        "type": value.kind,
        "bytes": value.size,
        "message": value.message_id,
    }


def event(view: EventView) -> Json:
    value = view.event
    return {
        "sequence": value.sequence,
        "time": value.at,
        "actor": person(value.actor) if value.actor else None,
        "event": value.event,
        "action": value.action,
        "element": value.element,
        "from_status": value.from_status,
        "to_status": value.to_status,
        "diagram_version": value.version_id,
        "progress": value.details.get("progress"),
        "values": dict(view.values),
    }


def state(view: StateView) -> Json:
    return {
        "diagram_version": view.version_id,
        "tokens": list(view.tokens),
        "path": list(view.path),
        "next": list(view.next),
    }


def notification(value: Notification) -> Json:
    return {
        "id": value.id,
        "case": to_number(value.case_id) if value.case_id else None,
        "element": value.element,
        "subject": value.subject,
        "body": value.body,
        "created_at": value.created_at,
        "read_at": value.read_at,
        "sent_at": value.sent_at,
        "topic": value.topic,
        "count": value.count,
        "deliveries": [delivery(item) for item in value.deliveries],
    }


def delivery(value: Delivery) -> Json:
    return {
        "way": value.way,
        "state": value.state,
        "queued_at": value.queued_at,
        "sent_at": value.sent_at,
        "error": value.error,
        "held_until": value.held_until,
    }


def mail_times(value: MailTimes) -> Json:
    return {
        "quiet_from": value.quiet_from,
        "quiet_until": value.quiet_until,
        "digest_at": value.digest_at,
        "urgent": sorted(value.urgent),
    }


def preference(value: Preference) -> Json:
    return {
        "topic": value.topic.name,
        "label": str(value.topic.label),
        "way": value.way,
        "ways": [way.name for way in value.ways],
    }


def health(value: Health) -> Json:
    return {
        "status": "ok" if value.ok else "attention",
        "jobs": {"due": value.due_jobs, "dead": value.dead_jobs},
        "incidents": value.incidents,
    }


def finding(value: Finding) -> Json:
    return {
        "element": value.element,
        "name": value.name,
        "line": value.line,
        "rule": value.rule,
        "severity": value.severity,
        "message": value.message,
        "suggestion": value.suggestion,
        "path": list(value.path),
    }


def checked(value: Checked) -> Json:
    return {
        "findings": [finding(item) for item in value.findings],
        "notes": list(value.notes),
    }


def lifecycle(value: Lifecycle, asked: Mapping[str, Schema]) -> Json:
    """`asked` are the forms that are filled in when a case is opened, by lifecycle."""
    return {
        "id": value.process,
        "name": value.name,
        "intake": value.intake,
        "version": value.version,
        "form": asked.get(value.process),
    }


def version(value: Version, current: Collection[int]) -> Json:
    return {
        "version": value.id,
        "process": value.process,
        "sha256": value.digest,
        "state": "waiting" if value.waiting else "current" if value.id in current else "live",
        "deployed_at": value.deployed_at,
        "deployed_by": person(value.deployed_by) if value.deployed_by else None,
        "live_at": value.live_at,
        "approved_by": person(value.approved_by) if value.approved_by else None,
        "findings": [finding(item) for item in value.findings],
        "notes": list(value.notes),
    }


def migrated(done: Migrated) -> Json:
    return {
        "version": done.version_id,
        "moved": done.moved,
        "stayed": done.stayed,
        "groups": [_group(group) for group in done.groups],
        "next_cursor": None if done.next_cursor is None else str(done.next_cursor),
        "migration": done.migration_id,
    }


def undone(done: Undone) -> Json:
    return {
        "version": done.version_id,
        "back": done.back,
        "stayed": [
            {"reason": reason, "cases": cases, "example": done.examples[reason]}
            for reason, cases in done.stayed.items()
        ],
        "next_cursor": None if done.next_cursor is None else str(done.next_cursor),
    }


def _group(group: Group) -> Json:
    return {
        "version": group.version_id,
        "waits_at": list(group.waits_at),
        "status": group.status,
        "becomes": group.becomes or None,
        "reason": group.reason or None,
        "cases": group.cases,
        "example": group.example,
        "effects": asdict(group.effects) if group.effects else None,
    }


def whole_version(value: Version, current: Collection[int]) -> Json:
    """With its files. The diagram as text is for reading; its very bytes are those of the hash."""
    return {
        **version(value, current),
        "bpmn": decoded(value.bpmn),
        "files": dict(value.files),
    }


def bulk_run(run: BulkRun) -> Json:
    """`waiting` is what it has not come to; it goes on unless it is `given_up`."""
    return {
        "id": run.id,
        "started_at": run.started_at,
        "given_up": run.given_up,
        "cases": [{"number": one.number, "state": one.state, "why": one.why} for one in run.cases],
    }


def saved_view(view: SavedView, reader: Person) -> Json:
    return {
        "id": view.id,
        "name": view.name,
        "shared": view.shared,
        "own": view.owner_id == reader.id,
        "query": {name: list(values) for name, values in view.query.items()},
    }


# ------------------------------------------------------------------ answers


def answer(document: Any, status: int = 200) -> Response:
    return Response(orjson.dumps(document), status=status, content_type="application/json")


def answer_case(view: CaseView, status: int = 200, **more: Any) -> Response:
    response = answer({**whole_case(view), **more}, status)
    response.headers["ETag"] = f'"{view.case.revision}"'
    return response


def answer_created(view: CaseView) -> Response:
    response = answer_case(view, status=201)
    response.headers["Location"] = f"/api/cases/{view.case.number}"
    return response


def answer_page(page: Page[Any], items: Iterable[Any]) -> Response:
    cursor = None if page.next_cursor is None else str(page.next_cursor)
    return answer({"items": list(items), "next_cursor": cursor})
