"""The second step of signing in with a password: a code of an authenticator (TOTP, RFC 6238).

The secret of a person is made of a random text in the database and the secret key of the
installation: who has only one of them makes no codes. Decision 0259.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Sequence

from pyotp.totp import TOTP

from runner.clock import Clock
from runner.errors import InvalidInput
from runner.language import N_, _
from runner.model import Person
from runner.people.accounts import OPERATOR, Accounts
from runner.people.attempts import CODES_PER_PERSON, count_attempts
from runner.people.permissions import require
from runner.people.sessions import Sessions
from runner.store import Transaction, people, second_factor_rows
from runner.store.second_factor_rows import SecondStep

STEP = 30
"""Seconds that a code is shown. One that is a step older or newer is good, too."""

RECOVERY_CODES = 10

_WRONG = N_("is not the code of now, or was used before: wait for the next one")


class SecondFactor:
    """`keys`: the secret keys, the newest first. `roles`: of whom a second step is demanded. The
    clock is that of the machine, as telephones go by."""

    def __init__(
        self, sessions: Sessions, accounts: Accounts, clock: Clock, keys: Sequence[str],
        roles: frozenset[str],
    ):  # fmt: skip
        self._db = sessions.db
        self._sessions = sessions
        self._accounts = accounts
        self._clock = clock
        self._keys = {_id_of(key): key for key in reversed(keys)}
        self._newest = _id_of(keys[0])
        self._roles = roles

    def is_on(self, person: Person) -> bool:
        with self._db.read() as tx:
            found = second_factor_rows.of(tx, person.id)
        return found is not None and found.confirmed

    def is_demanded(self, person: Person) -> bool:
        return bool(person.roles & self._roles)

    def begin(self, person: Person) -> str:
        """The address that an authenticator reads (`otpauth://`), of a secret that is new. Nobody
        is asked for its codes until `turn_on`. Raises InvalidInput for one who has it on."""
        with self._db.write() as tx:
            found = second_factor_rows.of(tx, person.id)
            if found and found.confirmed:
                raise InvalidInput({"code": [_("is set up already: turn it off first")]})
            if found is None or found.key_id not in self._keys:
                nonce = secrets.token_urlsafe(24)
                second_factor_rows.begin(tx, person.id, nonce, self._newest)
                found = SecondStep(nonce, self._newest, 0, confirmed=False)
        return self._totp(person, found).provisioning_uri(name=person.email, issuer_name="Caselane")

    def turn_on(self, person: Person, key: str) -> list[str]:
        """After the first code was right. Ends all their sessions but the one with this key, since
        they began without a second step: decision 0365. Returns the recovery codes, which are shown
        this once."""
        with self._db.write() as tx:
            second_factor_rows.confirm(tx, person.id, self._clock.now())
            self._sessions.end_others_in(tx, person, key)
            self._accounts.note(tx, person, person, "second step set up")
            return _new_recovery_codes(tx, person)

    def check(self, person: Person, code: str) -> None:
        """Uses a code up, or a recovery code. Wrong ones are counted before they are looked at.
        Raises InvalidInput, TooManyAttempts."""
        now, bucket = self._clock.now(), f"code of {person.id}"
        with self._db.write() as tx:
            attempt = count_attempts(tx, {bucket: CODES_PER_PERSON}, now)
        with self._db.write() as tx:
            if not self._uses(tx, person, re.sub(r"[\s-]", "", code).lower()[:100]):
                raise InvalidInput({"code": [_WRONG]})
            people.forget_attempts(tx, attempt)

    def _uses(self, tx: Transaction, person: Person, code: str) -> bool:
        found = second_factor_rows.of(tx, person.id)
        if found is None:
            return False
        if found.confirmed and second_factor_rows.use_recovery_code(tx, person.id, _digest(code)):
            self._accounts.note(tx, person, person, "recovery code used")
            return True
        step = self._step_of(person, found, code)
        return step is not None and second_factor_rows.use(tx, person.id, step)

    def _step_of(self, person: Person, found: SecondStep, code: str) -> int | None:
        """The time step that a code is of; None where it is of none, or the secret key is gone."""
        if found.key_id not in self._keys:
            return None
        totp, now = self._totp(person, found), int(self._clock.now().timestamp()) // STEP
        given = code.encode()
        good = [s for s in (now - 1, now, now + 1)
                if hmac.compare_digest(totp.generate_otp(s).encode(), given)]  # fmt: skip
        return good[0] if good else None

    def turn_off(self, person: Person, code: str) -> None:
        """A person's own. Raises InvalidInput, also where it is demanded of them."""
        if self.is_demanded(person):
            raise InvalidInput({"code": [_("is demanded of your role: it stays on")]})
        self.check(person, code)
        with self._db.write() as tx:
            second_factor_rows.remove(tx, person.id)
            self._accounts.note(tx, person, person, "second step turned off")

    def take_off(self, email: str, by: Person = OPERATOR) -> None:
        """For who has lost telephone and recovery codes."""
        require(by, "manage_people")
        with self._db.write() as tx:
            person = self._accounts.by_email(email)
            second_factor_rows.remove(tx, person.id)
            self._accounts.note(tx, person, by, "second step taken off")

    def _totp(self, person: Person, found: SecondStep) -> TOTP:
        said = f"caselane.second {person.id} {found.nonce}".encode()
        digest = hmac.digest(self._keys[found.key_id].encode(), said, hashlib.sha256)
        return TOTP(base64.b32encode(digest[:20]).decode(), interval=STEP)


def _new_recovery_codes(tx: Transaction, person: Person) -> list[str]:
    """80 random bits each: a plain hash is enough."""
    codes = [
        base64.b32encode(secrets.token_bytes(10)).decode().lower() for _ in range(RECOVERY_CODES)
    ]
    second_factor_rows.set_recovery_codes(tx, person.id, map(_digest, codes))
    return ["-".join(code[at : at + 4] for at in range(0, 16, 4)) for code in codes]


def _digest(code: str) -> str:
    return hashlib.sha256(f"caselane.recovery {code}".encode("utf-8", "replace")).hexdigest()


def _id_of(key: str) -> str:
    return hashlib.sha256(f"caselane.key {key}".encode()).hexdigest()[:16]
