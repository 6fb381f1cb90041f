"""Times, spans and events in words. Pure functions; templates use them as filters.

Decision 0031.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date as Day
from datetime import datetime, timedelta, tzinfo
from types import MappingProxyType

from runner.cases import EventView, modified_by, moved_by
from runner.insight.countdown import Countdown
from runner.language import N_, _, ngettext, spoken
from runner.model import CASE_FIELDS, Delivery, Milestone
from web.shared.status_words import called


def span(length: timedelta) -> str:
    """`2 days 3 h`, `1 h 20 min`, `9 min`: the two largest units; the sign is left out."""
    minutes = abs(int(length.total_seconds())) // 60
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    if days:
        text = ngettext("%(n)s day", "%(n)s days", days, n=days)
        return f"{text} {_hours(hours)}" if hours else text
    if hours:
        return f"{_hours(hours)} {_minutes(minutes)}" if minutes else _hours(hours)
    return _minutes(minutes) if minutes else _("less than a minute")


def _hours(n: int) -> str:
    return ngettext("%(n)s h", "%(n)s h", n, n=n)


def _minutes(n: int) -> str:
    return ngettext("%(n)s min", "%(n)s min", n, n=n)


def when(instant: datetime, now: datetime, zone: tzinfo) -> str:
    """`today 15:40`, `tomorrow 09:00`, `Thu 26 Nov 09:00`, with the year when it is another."""
    return f"{day(instant, now, zone)} {instant.astimezone(zone):%H:%M}"


def day(instant: datetime, now: datetime, zone: tzinfo) -> str:
    """`today`, `tomorrow`, `Thu 26 Nov`, with the year when it is another."""
    there, here = instant.astimezone(zone), now.astimezone(zone)
    match (there.date() - here.date()).days:
        case -1:
            return _("yesterday")
        case 0:
            return _("today")
        case 1:
            return _("tomorrow")
    named = _named(there)
    if there.year == here.year:
        return _("%(weekday)s %(day)s %(month)s", **named)
    return _("%(weekday)s %(day)s %(month)s %(year)s", **named)


def _named(there: Day) -> dict[str, object]:
    """A day as its language calls it, for the patterns of days."""
    words = spoken().words
    return {
        "weekday": words.short_weekdays[there.weekday()],
        "day": there.day,
        "month": words.short_months[there.month - 1],
        "year": there.year,
    }


def exact(instant: datetime, zone: tzinfo) -> str:
    """`Thursday 26 November 2026, 09:00:00 CET`."""
    there, words = instant.astimezone(zone), spoken().words
    time = f"{there:%H:%M:%S %Z}"
    return _(
        "%(weekday)s %(day)s %(month)s %(year)s, %(time)s",
        weekday=words.weekdays[there.weekday()], day=there.day,
        month=words.months[there.month - 1], year=there.year, time=time,
    )  # fmt: skip


def date(instant: datetime, zone: tzinfo) -> str:
    """`26 Nov 2026 09:00`."""
    there = instant.astimezone(zone)
    return f"{on_day(there)} {there:%H:%M}"


def on_day(day: Day | str) -> str:
    """`26 Nov 2026`: a day of the calendar, or the one that an ISO text begins with."""
    known = Day.fromisoformat(day[:10]) if isinstance(day, str) else day
    return _("%(day)s %(month)s %(year)s", **_named(known))


def in_month(month: str) -> str:
    """`2026-11` as `Nov 2026`."""
    return _("%(month)s %(year)s", **_named(Day.fromisoformat(f"{month}-01")))


def ago(instant: datetime, now: datetime, zone: tzinfo) -> str:
    """`just now`, `9 min ago`, `3 h ago`; from a day on the time itself."""
    past = now - instant
    if past < timedelta(minutes=1):
        return _("just now")
    if past < _HOUR:
        return _("%(span)s ago", span=_minutes(past // _MINUTE))
    if past < timedelta(hours=12):
        return _("%(span)s ago", span=_hours(past // _HOUR))
    return when(instant, now, zone)


_HOUR, _MINUTE = timedelta(hours=1), timedelta(minutes=1)


def title(name: str) -> str:
    """`first_response` as `First response`."""
    words = name.replace("_", " ").strip()
    return words[:1].upper() + words[1:]


_WORDS = {
    "customer": N_("Customer"), "agent": N_("Agent"), "lead": N_("Lead"),
    "process_owner": N_("Process owner"), "analyst": N_("Analyst"), "admin": N_("Admin"),
    "account": N_("Account"), "team": N_("Team"), "deployment": N_("Deployment"),
    "export": N_("Export"), "settings": N_("Settings"), "reading": N_("Reading"),
    "erasure": N_("Erasure"), "worker": N_("Worker"), "backup": N_("Backup"),
    "counts": N_("Counts"), "data": N_("Data"), "disk": N_("Disk"),
    "files": N_("Files"), "virus scanner": N_("Virus scanner"), "incidents": N_("Incidents"),
    "jobs": N_("Jobs"), "letters": N_("Dead letters"), "mailboxes": N_("Mailboxes"),
    "mails": N_("Mails"), "hooks": N_("Hooks"), "portal": N_("portal"), "mail": N_("mail"),
    "api": "API", "repeat": N_("repeat"), "phone": N_("phone"), "chat": N_("chat"),
    "met": N_("met"), "missed": N_("missed"), "running": N_("running"),
    "not_reached": N_("not reached"),
}  # fmt: skip


def words_of(name: str) -> str:
    """A role, a part of the audit log or of the installation, a channel, or how it stands with a
    milestone, as people call it."""
    return str(_WORDS.get(name) or title(name))


_FIELD_NAMES = {
    "address": N_("Address"), "at": N_("Date"), "body": N_("Text"), "case": N_("Case"),
    "code": N_("Code"), "comment": N_("Comment"), "confirm": N_("The tick"),
    "customer": N_("Customer"), "day": N_("Day"), "description": N_("Description"),
    "draft": N_("Draft"), "email": N_("Mail address"), "expires_at": N_("End"), "file": N_("File"),
    "files": N_("Files"), "format": N_("Format"), "intake": N_("How it takes cases"),
    "kind": N_("Kind"), "language": N_("Language"), "log": N_("Log"), "member": N_("Member"),
    "name": N_("Name"), "new": N_("New name"), "note": N_("Note"), "number": N_("Number"),
    "owner": N_("Owner"), "package": N_("File"), "password": N_("Password"), "plan": N_("Plan"),
    "play": N_("Play"), "policy": N_("Policy"), "priority": N_("Priority"), "reason": N_("Reason"),
    "role": N_("Role"), "scenarios": N_("Scenarios"), "scopes": N_("Scopes"), "share": N_("Share"),
    "stand_in": N_("Stand-in"), "status": N_("Status"), "subject": N_("Subject"),
    "team": N_("Team"), "template": N_("Template"), "text": N_("Text"), "to": N_("Recipients"),
    "until": N_("End"), "upload": N_("File"), "version": N_("Version"), "zone": N_("Time zone"),
}  # fmt: skip

_CASE_FIELD_NAMES = {item.name: item.metadata["label"] for item in CASE_FIELDS}


def field_words(name: str) -> str:
    """A field that an error is about, where its page says no label for it."""
    return str(_FIELD_NAMES.get(name) or _CASE_FIELD_NAMES.get(name) or title(name))


# ------------------------------------------------------------------ milestones


def tone(milestone: Milestone, count: Countdown) -> str:
    """How urgent it is: `calm`, `soon` (three quarters used), `late`, `met`, `gone`."""
    if milestone.state == "met":
        return "met"
    if milestone.state == "not_reached":
        return "gone"
    if milestone.state == "missed" or count.left < timedelta():
        return "late"
    return "soon" if count.used >= 0.75 else "calm"


def standing(milestone: Milestone, count: Countdown) -> str:
    """How a milestone stands, without its name: `due in 1 h 20 min`, `overdue by 9 min`,
    `met with 35 min to spare`, `missed by 2 h 5 min`, `missed and never reached`."""
    length = span(count.left)
    match tone(milestone, count):
        case "met":
            return _("met with %(length)s to spare", length=length)
        case "gone":
            return _("ended unreached")
        case "late" if milestone.ended_at:
            return _("missed and never reached")
        case "late":
            if milestone.reached_at:
                return _("missed by %(length)s", length=length)
            return _("overdue by %(length)s", length=length)
        case _other:
            return _("due in %(length)s", length=length)


def delivered(delivery: Delivery) -> str:
    """How far a notification came: `mail sent`, `mail waiting`, `chat room support: failed`."""
    name, _rest, address = delivery.way.partition(":")
    states = {"queued": _("waiting"), "sent": _("sent"), "failed": _("failed")}
    way, state = _(name), states[delivery.state]
    if address:
        return _("%(way)s room %(room)s: %(state)s", way=way, room=address, state=state)
    return _("%(way)s %(state)s", way=way, state=state)


# ------------------------------------------------------------------ history


def sentence(
    view: EventView,
    labels: Mapping[str, str],
    deeds: Mapping[str, str],
    names: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """A line of the history: who did what, and the new status. `names` are people by address."""
    return f"{deed(view, labels, deeds, names)}{_outcome(view)}"


def deed(
    view: EventView,
    labels: Mapping[str, str],
    deeds: Mapping[str, str],
    names: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """Who did what. `deeds` are the drawing's sentences for actions and elements, `labels` its
    names for the others."""
    event = view.event
    who = event.actor.name if event.actor else ""
    said = deeds.get(event.action or event.element or "")
    if said and event.event != "modified":
        done = f"{who} {said}." if who else f"{said[:1].upper()}{said[1:]}."
    else:
        done = _deed(view, who or _("The clock"), labels, names)
    progress = event.details.get("progress")
    return done + (" " + _("%(progress)s done.", progress=progress) if progress else "")


def told_customer(view: EventView, labels: Mapping[str, str], deeds: Mapping[str, str]) -> str:
    """A line of the history for a customer. A migration or a modification shows its change of
    status alone; '' where the status stayed the same."""
    if view.event.event in ("migrated", "modified"):
        return _outcome(view).strip()
    return sentence(view, labels, deeds)


def _deed(view: EventView, who: str, labels: Mapping[str, str], names: Mapping[str, str]) -> str:
    event = view.event
    match event.event:
        case "submitted":
            return _("%(who)s submitted the case%(came)s.", who=who, came=_came_to(view, names))
        case "changed" if _took(view):
            return _("%(who)s took the case.", who=who)
        case "changed":
            changes = [_changed(name, old, new, names) for name, (old, new) in view.values.items()]
            return _did(who, both(changes) or _("changed the case"))
        case "migrated":
            return f"{moved_by(event)}."
        case "modified":
            return f"{modified_by(event)}."
        case "copied":
            return _did(who, _copied(view))
        case "company" | "redacted" | "spam" | "not_spam":
            return str(_DONE[event.event]) % {"who": who}
        case "machine_mail" | "mail_returned":
            return _mailed(view)
        case "tagged" | "linked":
            return _did(who, _tagged_or_linked(view))
        case "timer":
            return _("Time passed: %(what)s.", what=_quoted(event.element, labels))
        case "message":
            return _did(who, _said(view))
        case _other:
            chosen = _quoted(event.action or event.element, labels)
            return _("%(who)s chose %(what)s.", who=who, what=chosen)


def _did(who: str, deed: str) -> str:
    return _("%(who)s %(deed)s.", who=who, deed=deed)


def both(texts: Iterable[str]) -> str:
    """`a, b and c` without the commas: `a and b and c`."""
    return _(" and ").join(map(str, texts))


def either(texts: Iterable[str]) -> str:
    """`a or b or c`."""
    return _(" or ").join(map(str, texts))


_DONE = {
    "company": N_("%(who)s set the company of the customer."),
    "redacted": N_("%(who)s erased texts of this case."),
    "spam": N_("%(who)s marked it as spam."),
    "not_spam": N_("%(who)s said that it is no spam."),
}


def _took(view: EventView) -> bool:
    """Whether the actor became the owner and changed nothing else."""
    actor, values = view.event.actor, view.values
    return actor is not None and list(values) == ["owner"] and values["owner"][1] == actor.email


def _came_to(view: EventView, names: Mapping[str, str]) -> str:
    team, owner = view.values.get("team"), view.values.get("owner")
    came = _("; it came to %(team)s", team=team) if team else ""
    if owner:
        return came + _(", and is %(owner)s’s", owner=names.get(str(owner), owner))
    return came


def _quoted(element_id: str | None, labels: Mapping[str, str]) -> str:
    return _("“%(label)s”", label=labels.get(element_id or "", element_id or _("something")))


def _mailed(view: EventView) -> str:
    """Of a mail that moved nothing; '' values for whoever may not see them."""
    address, subject = view.values.get("address", ""), view.values.get("subject", "")
    if view.event.event == "mail_returned":
        return _("A mail to %(address)s came back.", address=address)
    return _(
        "A machine answered for %(address)s: “%(subject)s” (%(sign)s).",
        address=address, subject=subject, sign=view.values.get("sign", ""),
    )  # fmt: skip


def _copied(view: EventView) -> str:
    """`has zoe@bakery.example told as well and lets zoe@bakery.example decide`."""
    said = {
        "added": _("has %(who)s told as well"),
        "removed": _("has %(who)s told no more"),
        "let_decide": _("lets %(who)s decide"),
        "let_no_more": _("lets %(who)s decide no more"),
    }
    who = {name: ", ".join(view.values.get(name, ())) for name in said}
    return both(said[name] % {"who": who[name]} for name in said if who[name])


def _tagged_or_linked(view: EventView) -> str:
    """`tagged it printer`, `took the tag printer away`, `linked it to C-1002`."""
    added, removed = (", ".join(view.values.get(name, ())) for name in ("added", "removed"))
    if view.event.event == "linked":
        done = (
            added and _("linked it to %(case)s", case=added),
            removed and _("unlinked it from %(case)s", case=removed),
        )
    else:
        done = (
            added and _("tagged it %(tag)s", tag=added),
            removed and _("took the tag %(tag)s away", tag=removed),
        )
    return both(filter(None, done))


def _said(view: EventView) -> str:
    details = view.event.details
    if details.get("late"):
        return _("wrote after the case was closed")
    if details.get("visibility") == "internal":
        return _("wrote an internal note")
    if view.values.get("on_behalf_of_customer"):
        return _("wrote down what the customer said")
    return _("wrote")


def _changed(name: str, old: object, new: object, names: Mapping[str, str]) -> str:
    if name == "owner":
        if not new:
            return _("took the owner away")
        return _("made %(owner)s the owner", owner=names.get(str(new), new))
    if name == "team" and new:
        return _("gave the case to %(team)s", team=new)
    field = _(name)
    if old and new:
        return _("changed the %(field)s from %(old)s to %(new)s", field=field, old=old, new=new)
    if new:
        return _("set the %(field)s to %(new)s", field=field, new=new)
    return _("cleared the %(field)s", field=field)


_FIELDS = (
    N_("priority"), N_("team"), N_("product"), N_("environment"), N_("subject"),
    N_("mail"), N_("chat"), N_("app"),
)  # fmt: skip
"""Names of what an event changes and of ways, as lines of the history say them."""


def _outcome(view: EventView) -> str:
    event = view.event
    if event.to_status is None or event.to_status == event.from_status:
        return ""
    if event.from_status:
        return " " + _("The case is now %(status)s.", status=called(event.to_status))
    return " " + _("The case is %(status)s.", status=called(event.to_status))
