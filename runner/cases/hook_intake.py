"""What programs deliver: a bug tracker or a monitor opens cases and sends them events, each
delivery once. It does what the account of its hook could do; nothing or all. Decision 0264."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from runner.cases.change import LONGEST_SUBJECT
from runner.cases.commands import Commands
from runner.cases.dependencies import Dependencies
from runner.cases.intake import Intake, Submission
from runner.delivery.incoming.hook_rules import Hook, HookRule, filled
from runner.errors import CaselaneError, InvalidInput, NotFound, NotSignedIn, StoreError
from runner.language import _
from runner.model import HookDelivery, Person, to_id, to_number
from runner.model.strict_json import read_json
from runner.people.permissions import require
from runner.store import Transaction, cases, hook_deliveries

log = logging.getLogger("caselane.hooks")

LISTED, LONGEST_SHOWN = 20, 5_000
"""Deliveries of a hook on the page; characters of each that are kept."""

_IDS = ("x-github-delivery", "x-gitlab-event-uuid", "webhook-id", "idempotency-key")
"""Headers in which a delivery has a name of its own, in this order; else its content tells it."""

NO_RULE = "no rule of the hook is for it"


@dataclass(frozen=True, slots=True)
class HookLine:
    """A hook with its newest deliveries."""

    hook: Hook
    deliveries: tuple[HookDelivery, ...]


class HookIntake:
    def __init__(self, dependencies: Dependencies, intake: Intake, commands: Commands):
        self._db = dependencies.db
        self._clock = dependencies.clock
        self._accounts = dependencies.accounts
        self._hooks = dependencies.hooks
        self._intake = intake
        self._commands = commands

    def listed(self, by: Person) -> list[HookLine]:
        """Those of the file, in its order. Raises Forbidden."""
        require(by, "see_health")
        with self._db.read() as tx:
            return [
                HookLine(hook, tuple(hook_deliveries.of(tx, hook.name, LISTED)))
                for hook in self._hooks.values()
            ]

    def take(self, name: str, headers: Mapping[str, str], body: bytes) -> HookDelivery:
        """Takes a delivery in; `headers` by their names in small letters. Raises NotFound,
        NotSignedIn where the secret is not right, InvalidInput and others for what is refused,
        which the page of hooks shows, and StoreError."""
        hook = self._hook(name)
        if not hook.is_proven(headers, body):
            why = f"its proof ({hook.proof}) is missing or wrong: compare the secrets"
            unproven = HookDelivery(name, "unproven", self._clock.now(), "refused", why)
            with self._db.write() as tx:  # one line for all of them, and nothing that they say
                hook_deliveries.keep(tx, unproven)
            raise NotSignedIn(
                _("The signature or token is missing or wrong: see docs/webhooks.md.")
            )
        delivery = self._new(hook, headers, body)
        try:
            given = _json(body)
            named = self._naming(hook, given)
            with self._db.write() as tx:
                return self._act(tx, hook, delivery, given, named)
        except StoreError:
            raise
        except CaselaneError as error:
            log.warning("hook %s refused a delivery: %s", name, error)
            with self._db.write() as tx:
                refused = replace(delivery, state="refused", why=str(error)[:500])
                hook_deliveries.keep(tx, refused)
            raise

    def rehearse(self, name: str, body: bytes, by: Person) -> list[str]:
        """What a delivery would do, in a line for each part that a rule is for; nothing is done.
        Raises Forbidden, NotFound and InvalidInput."""
        require(by, "see_health")
        hook = self._hook(name)
        with self._db.read() as tx:
            found = [self._plan(tx, hook, *each) for each in hook.fitting(_json(body))]
        return found or [NO_RULE]

    def _hook(self, name: str) -> Hook:
        if name not in self._hooks:
            raise NotFound(_("CASELANE_HOOKS names no hook '%(name)s'.", name=name[:60]))
        return self._hooks[name]

    def _new(self, hook: Hook, headers: Mapping[str, str], body: bytes) -> HookDelivery:
        key = _key(hook, headers, body)
        shown = body.decode("utf-8", "replace")[:LONGEST_SHOWN].replace("\0", "")
        return HookDelivery(hook.name, key, self._clock.now(), "done", body=shown)

    def _naming(self, hook: Hook, body: Any) -> list[int]:
        """Open cases that name a reference of this delivery. All open cases are read for it: before
        the lock of the hook is taken, and none where no rule sends an event."""
        wanted = {
            reference
            for rule, part in hook.fitting(body)
            if rule.event
            for reference in _references(rule, part)
        }
        with self._db.read() as tx:
            return hook_deliveries.naming(tx, sorted(wanted)) if wanted else []

    def _act(
        self, tx: Transaction, hook: Hook, delivery: HookDelivery, body: Any, named: list[int]
    ) -> HookDelivery:
        tx.lock(f"hook {hook.name}")  # two of one reference open one case
        if not hook_deliveries.keep(tx, delivery):
            return replace(delivery, state="known")
        person = self._accounts.active(hook.person)
        fits = list(hook.fitting(body))
        moved: list[str] = []
        for rule, part in fits:
            if rule.event:
                moved += self._deliver(person, rule, part, _waiting(tx, hook, rule, part, named))
            else:
                moved += self._open(tx, hook, person, rule, part)
        if moved:
            done = replace(delivery, cases=tuple(dict.fromkeys(moved)))
        else:
            why = "there is no case for it, or it did its work before" if fits else NO_RULE
            done = replace(delivery, state="ignored", why=why)
        hook_deliveries.finish(tx, done)
        return done

    def _deliver(self, person: Person, rule: HookRule, part: Any, waiting: list[str]) -> list[str]:
        """Sends the event of a rule to cases. Returns their numbers."""
        fields = {name: filled(text, part) for name, text in rule.fields.items()}
        for number in waiting:
            self._commands.deliver(person, number, rule.event, fields)
        return waiting

    def _open(
        self, tx: Transaction, hook: Hook, person: Person, rule: HookRule, part: Any
    ) -> list[str]:
        """Opens a case, unless one of its references has one. Returns its number."""
        references = _references(rule, part)
        if hook_deliveries.open_cases(tx, hook.name, references):
            return []
        number = self._intake.open(person, _submission(hook, rule, part)).case.number
        for reference in references:
            hook_deliveries.refer(tx, hook.name, reference, to_id(number) or 0)
        return [number]

    def _plan(self, tx: Transaction, hook: Hook, rule: HookRule, part: Any) -> str:
        named = ", ".join(_references(rule, part)) or "no reference"
        if rule.event:
            named_in = hook_deliveries.naming(tx, _references(rule, part))
            found = ", ".join(_waiting(tx, hook, rule, part, named_in))
            waiting = found or "no case that waits for it"
            return f"sends {rule.event} ({named}) to {waiting}"
        if known := hook_deliveries.open_cases(tx, hook.name, _references(rule, part)):
            return f"opens nothing: {to_number(known[0])} is open for {named}"
        new = _submission(hook, rule, part)
        return f"opens a case ({named}): {new.subject}"


def _key(hook: Hook, headers: Mapping[str, str], body: bytes) -> str:
    """What tells one delivery from another. A name that is not signed with the body could be given
    to it again by whoever saw it once: there the body is its own name."""
    digest = hashlib.sha256(body).hexdigest()
    if hook.proof == "github":
        return digest
    given = next((headers[one] for one in _IDS if headers.get(one)), "")
    return given[:200] if given and given.isprintable() else digest


def _waiting(tx: Transaction, hook: Hook, rule: HookRule, part: Any, named: list[int]) -> list[str]:
    """The open cases of a reference that wait for the event of a rule. `named` are cases that had
    one when that was looked for."""
    references = _references(rule, part)
    opened = hook_deliveries.open_cases(tx, hook.name, references)
    found = {one: cases.by_id(tx, one) for one in (*opened, *named)}
    return [
        case.number
        for one, case in found.items()
        if case and rule.event in case.waits.messages
        and (one in opened or case.facts.get("reference") in references)
    ]  # fmt: skip


def _json(body: bytes) -> Any:
    try:
        return read_json(body)
    except ValueError as error:
        sentence = _("cannot be read as JSON: %(error)s", error=error)
        raise InvalidInput({"body": [sentence]}) from error


def _references(rule: HookRule, part: Any) -> list[str]:
    found = (filled(template, part)[:200] for template in rule.references)
    return list(dict.fromkeys(filter(None, found)))


def _submission(hook: Hook, rule: HookRule, part: Any) -> Submission:
    said = {key: filled(template, part) for key, template in rule.case.items()}
    subject = " ".join(said["subject"].split())[:LONGEST_SUBJECT]
    return Submission(
        subject or "(no subject)",
        said["text"] or "(no text)",
        priority=said.get("priority") or None,
        channel=hook.name,
        customer_email=said["customer"],
        lifecycle=said.get("lifecycle") or None,
        product=said.get("product") or None,
        fields={key: filled(template, part) for key, template in rule.fields.items()},
    )
