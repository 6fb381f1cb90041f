"""The addresses at which people answer mails by mail: signed for a case, a person and the mail
address that the person has then, so that an answer is known for theirs.

They are part of a mail address: small letters and digits only, since some servers change the case.
The signature has 80 bits; mails that guess are quarantined and counted. Decisions 0283 and 0263.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from runner.model import Person

_TAG = re.compile(r"c(\d{1,12})p(\d{1,12})-([a-z2-7]{16})", re.ASCII)


@dataclass(frozen=True, slots=True)
class ReplyTo:
    """Whom a reply address says that it was made for; `is_for` says whether that is true."""

    case_id: int
    person_id: int
    signature: str = field(default="", compare=False, repr=False)


class ReplyAddresses:
    """`keys` are those of links: the newest first, all of them are good. `mailbox` is the address
    that the signed part is added to, '' where no mail is taken in. `domain` is that of our mails'
    ids."""

    def __init__(self, keys: Sequence[str], mailbox: str = "", domain: str = "localhost"):
        self._keys = keys
        self.mailbox = mailbox.lower()
        self._local, _, self._at = self.mailbox.partition("@")
        self._domain = domain.lower()
        named = hmac.digest(keys[-1].encode(), b"caselane.installation", hashlib.sha256)
        self._installation = base64.b32encode(named[:5]).decode().lower()

    def address(self, case_id: int, person: Person) -> str:
        """Where a person answers what is sent to the address that they have now. '' where no mail
        is taken in."""
        if not self.mailbox:
            return ""
        signature = _signature(self._keys[0], case_id, person.id, person.email)
        return f"{self._local}+c{case_id}p{person.id}-{signature}@{self._at}"

    def read(self, addresses: Iterable[str]) -> list[ReplyTo]:
        """What those of these addresses say that are reply addresses."""
        return list(filter(None, map(self._read, addresses)))

    def is_for(self, claim: ReplyTo, email: str) -> bool:
        """Whether we signed this reply address, for a mail to this address of the person."""
        known = [_signature(key, claim.case_id, claim.person_id, email) for key in self._keys]
        good = [hmac.compare_digest(one, claim.signature) for one in known]  # all, in equal time
        return any(good)

    def _read(self, address: str) -> ReplyTo | None:
        local, _, domain = address.lower().rpartition("@")
        name, _, tag = local.partition("+")
        found = _TAG.fullmatch(tag)
        if not found or (name, domain) != (self._local, self._at):
            return None
        return ReplyTo(int(found[1]), int(found[2]), found[3])

    def is_tagged(self, address: str) -> bool:
        """Whether an address is one of ours to answer at, be it signed well or not."""
        local, _, domain = address.lower().rpartition("@")
        name, plus, _ = local.partition("+")
        return bool(plus) and (name, domain) == (self._local, self._at)

    # -------------------------------------------------------------- threads

    def thread(self, case_id: int) -> str:
        """The id of the mail that all mails of a case answer. It was never sent, and proves
        nothing: it only keeps them together."""
        return f"<caselane.{self._installation}.case-{case_id}@{self._domain}>"

    def message_id(self, what: str) -> str:
        """The id of the mail about something that we sent: the same however often it is sent, and
        no other installation's that writes from the same domain."""
        return f"<caselane.{self._installation}.{what}@{self._domain}>"

    def case_of(self, ids: Iterable[str]) -> int | None:
        """The case that one of these ids of mails is the thread of."""
        form = rf"<caselane\.{self._installation}\.case-(\d{{1,12}})@{re.escape(self._domain)}>"
        ours = re.compile(form, re.ASCII)
        found = next(filter(None, (ours.fullmatch(one.lower()) for one in ids)), None)
        return int(found[1]) if found else None


def _signature(key: str, case_id: int, person_id: int, email: str) -> str:
    said = f"caselane.reply {case_id} {person_id} {email.lower()}".encode()
    digest = hmac.digest(key.encode(), said, hashlib.sha256)
    return base64.b32encode(digest[:10]).decode().lower()
