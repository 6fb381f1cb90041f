"""The programs that may open cases and send them events, from the file that CASELANE_HOOKS names:
how each proves itself, and what of its JSON is which part of a case. Decision 0264."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

import orjson

from runner.config import Settings, read_toml
from runner.delivery.incoming.mail_text import plain
from runner.errors import ConfigError

Proof = Literal["github", "gitlab", "token"]
PROOFS: tuple[Proof, ...] = get_args(Proof)

SHORTEST_SECRET, LONGEST_SECRET = 24, 200
"""Characters."""

MOST_EACH, LONGEST_VALUE = 100, 80_000
"""Parts of one delivery that are looked at; characters of a text."""

_NAME = re.compile(r"[a-z0-9_-]{1,40}")
_SECRET = re.compile(rf"[!-~]{{{SHORTEST_SECRET},{LONGEST_SECRET}}}")
_POINTER = re.compile(r"\{(/[^{}]*)\}")

_OF_CASE = ("subject", "text", "customer", "product", "priority", "lifecycle")
_KEYS = {"when", "each", "reference", "event", "fields", *_OF_CASE}


@dataclass(frozen=True, slots=True)
class HookRule:
    """What is done with a delivery, or with each part of it (`each`, a JSON pointer), that has the
    values of `when` at its pointers. With an `event` it goes to the open cases of the `references`;
    without one a case is opened, unless one of the references has an open case of this hook. All
    texts are templates: `{/issue/title}` is what the part has at this JSON pointer (RFC 6901)."""

    when: Mapping[str, tuple[str, ...]]
    each: str
    references: tuple[str, ...]
    event: str
    fields: Mapping[str, str]
    case: Mapping[str, str]

    def fits(self, part: Any) -> bool:
        return all(text_at(part, pointer) in wanted for pointer, wanted in self.when.items())

    def parts(self, body: Any) -> Sequence[Any]:
        if not self.each:
            return [body]
        found = _at(body, self.each)
        return found[:MOST_EACH] if isinstance(found, list) else []


@dataclass(frozen=True, slots=True)
class Hook:
    """`person` is the address of the account as whom it acts."""

    name: str
    person: str
    proof: Proof
    secret: str = field(repr=False)
    rules: tuple[HookRule, ...]

    def is_proven(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Whether a delivery is from who knows the secret. `headers` by their names in small
        letters. Compared in equal time."""
        if self.proof == "github":
            signed = hmac.new(self.secret.encode(), body, hashlib.sha256).hexdigest()
            return _equal(headers.get("x-hub-signature-256", ""), f"sha256={signed}")
        if self.proof == "gitlab":
            return _equal(headers.get("x-gitlab-token", ""), self.secret)
        scheme, _, token = headers.get("authorization", "").partition(" ")
        return scheme.lower() == "bearer" and _equal(token.strip(), self.secret)

    def fitting(self, body: Any) -> Iterator[tuple[HookRule, Any]]:
        """Each part with the first rule that it fits."""
        done: set[int] = set()
        for rule in self.rules:
            for part in rule.parts(body):
                if id(part) not in done and rule.fits(part):
                    done.add(id(part))
                    yield rule, part


def _equal(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), wanted.encode())


# ------------------------------------------------------------------ what a part has


def text_at(part: Any, pointer: str) -> str:
    """'' for what is not there. Objects and lists are their JSON."""
    value = _at(part, pointer)
    if value is None:
        return ""
    text = value if isinstance(value, str) else orjson.dumps(value).decode()
    return plain(text[:LONGEST_VALUE])


def filled(template: str, part: Any) -> str:
    """What is filled in is never looked at again."""
    return _POINTER.sub(lambda found: text_at(part, found[1]), template)[:LONGEST_VALUE].strip()


def _at(value: Any, pointer: str) -> Any:
    for step in pointer.split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        if isinstance(value, Mapping):
            value = value.get(name)
        elif isinstance(value, list) and re.fullmatch(r"[0-9]{1,6}", name, re.ASCII):
            value = value[int(name)] if int(name) < len(value) else None
        else:
            return None
    return value


# ------------------------------------------------------------------ the file


def read_hooks(settings: Settings) -> dict[str, Hook]:
    """Hooks by name; none where no file is named. Raises ConfigError, which repeats no secret."""
    if not settings.hooks.parts:
        return {}
    tables = read_toml(settings.hooks, "The file of hooks")
    return {name: _hook(name, table) for name, table in tables.items()}


def _hook(name: str, table: Any) -> Hook:
    if not isinstance(table, Mapping) or not _NAME.fullmatch(name):
        raise ConfigError(
            "CASELANE_HOOKS: each hook is a table such as [github], named in small letters, "
            f"digits, - and _. '{name[:60]}' is not."
        )
    if unknown := table.keys() - {"person", "sign", "secret", "rules"}:
        raise _wrong(name, f"has person, sign, secret and rules, but no {', '.join(unknown)}")
    person, secret = str(table.get("person", "")).strip().lower(), table.get("secret")
    if "@" not in person:
        raise _wrong(name, "has person, the address of the account as whom it acts")
    if not isinstance(secret, str) or not _SECRET.fullmatch(secret):
        raise _wrong(
            name,
            f"has a secret of {SHORTEST_SECRET} to {LONGEST_SECRET} letters, digits and signs. "
            "Make one: openssl rand -base64 32",
        )
    proof = table.get("sign", "token")
    if proof not in PROOFS:
        raise _wrong(name, f"has sign, one of {', '.join(PROOFS)}")
    rules = table.get("rules")
    if not isinstance(rules, list) or not rules:
        raise _wrong(name, "has one [[NAME.rules]] or more")
    return Hook(name, person, proof, secret, tuple(_rule(name, rule) for rule in rules))


def _rule(name: str, table: Any) -> HookRule:
    if not isinstance(table, Mapping) or (table.keys() - _KEYS):
        raise _wrong(name, f"has rules of {', '.join(sorted(_KEYS))} and nothing else")
    given = table.get("reference", [])
    references = [given] if isinstance(given, str) else given
    when, fields, event = table.get("when", {}), table.get("fields", {}), table.get("event", "")
    case = {key: table[key] for key in _OF_CASE if key in table}
    texts = [*references, *_texts(fields), *case.values(), table.get("each", ""), event]
    if not all(isinstance(text, str) for text in texts) or not isinstance(when, Mapping):
        raise _wrong(name, "has texts in its rules, and when as a table")
    if event and (case or not references):
        raise _wrong(name, "has a reference with each event, and nothing of a new case beside it")
    if not event and not {"subject", "text", "customer"} <= case.keys():
        raise _wrong(name, "has an event, or subject, text and customer, in each of its rules")
    if wrong := [one for one in [*when, table.get("each", "")] if one and one[0] != "/"]:
        raise _wrong(name, f"has pointers such as /issue/title in its rules, not {wrong[0]}")
    wanted = {pointer: _any_of(value) for pointer, value in when.items()}
    return HookRule(wanted, table.get("each", ""), tuple(references), event, fields, case)


def _texts(fields: Any) -> list[Any]:
    return list(fields.values()) if isinstance(fields, Mapping) else [None]


def _any_of(value: Any) -> tuple[str, ...]:
    """One value, or several of which any will do, as `text_at` says them."""
    values = value if isinstance(value, list) else [value]
    return tuple(one if isinstance(one, str) else orjson.dumps(one).decode() for one in values)


def _wrong(name: str, what: str) -> ConfigError:
    return ConfigError(f"CASELANE_HOOKS: the hook {name} {what}.")
