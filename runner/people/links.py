"""Signed links: access to one case for one person and one purpose, without signing in.

A link carries its case, person, purpose and the request that it answers (a proposal, or the visit
of the task that asks), signed with the secret key (HMAC, compared in constant time by
itsdangerous). Nothing is stored: a link ends at its date, with the person's access, when the
person's links are revoked, or with the key.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from itsdangerous import BadData, URLSafeSerializer

from runner.clock import Clock
from runner.errors import LinkOver, NotFound
from runner.language import _

LIFETIME = timedelta(days=60)
"""Longer than the default diagram lets a customer be silent in any status."""

FOLLOW, REPEAT, RATE = "/follow", "/repeat", "/rate"
"""Purposes: to see a case and write to it; to open a repeat case; to say how it went. Any
other purpose is the id of an action. An id of XML has no slash, so the two kinds cannot collide."""


@dataclass(frozen=True, slots=True)
class Link:
    case_id: int
    person_id: int
    purpose: str
    proposal: str | None
    issued: datetime = field(default=datetime.min.replace(tzinfo=UTC), compare=False)


class Links:
    """`keys`: the newest first. Links are signed with the newest; the older ones still verify."""

    def __init__(self, keys: Sequence[str], base_url: str, clock: Clock):
        self._signer = URLSafeSerializer(list(reversed(keys)), salt="caselane.link")
        self._base = base_url.rstrip("/")
        self._clock = clock

    def token(self, case_id: int, person_id: int, purpose: str, proposal: str | None = None) -> str:
        until = int((self._clock.now() + LIFETIME).timestamp())
        signed = self._signer.dumps([case_id, person_id, purpose, proposal, until])
        return signed if isinstance(signed, str) else signed.decode()

    def url(self, case_id: int, person_id: int, purpose: str, proposal: str | None = None) -> str:
        return f"{self._base}/l/{self.token(case_id, person_id, purpose, proposal)}"

    def page(self, path: str) -> str:
        """The URL of a page that needs a sign-in."""
        return f"{self._base}{path}"

    def read(self, token: str) -> Link:
        """Raises NotFound when the signature is wrong (not made here, or changed since), LinkOver
        when the link has expired."""
        try:
            case_id, person_id, purpose, proposal, until = self._signer.loads(token)
        except (BadData, ValueError) as error:
            raise NotFound(
                _(
                    "This link is incomplete or was changed on its way. Open it again from "
                    "the message that it came with."
                )
            ) from error
        end = datetime.fromtimestamp(until, UTC)
        if end < self._clock.now():
            raise LinkOver(_("This link has expired. A newer message of ours has a new one."))
        return Link(case_id, person_id, purpose, proposal, end - LIFETIME)
