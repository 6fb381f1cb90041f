"""Who writes to a desk without moving anything: machines, and people who say that they are others."""

from __future__ import annotations

import email
from email.policy import default
from typing import TYPE_CHECKING

from tests.browser.day_site import MAILBOX
from tests.browser.doors import answer_to, new_mail
from tests.delivery.incoming.letters import BOUNCE

if TYPE_CHECKING:
    from tests.browser.day import Day, DayLife


class Strangers:
    def __init__(self, day: Day):
        self._day = day

    def write(self, life: DayLife) -> None:
        """What moves nothing: every third step is followed by such a mail."""
        kinds = (self._away, self._forger, self._agent_away, self._pretender, self._bounce)
        if life.steps % 3 == 0:
            kinds[(life.index + life.steps // 3) % len(kinds)](life)

    def _away(self, life: DayLife) -> None:
        letter = self._day.newest(life, life.customer.person.email)
        if letter is not None:
            mail = answer_to(letter, life.customer.person.email, "I am away until Monday.")
            mail["Auto-Submitted"] = "auto-replied"
            self._day.post(mail, life, "", "machine")

    def _agent_away(self, life: DayLife) -> None:
        for one in self._day.agents:
            letter = self._day.newest(life, one.person.email)
            if letter is not None:
                mail = answer_to(letter, one.person.email, "I am away until Monday.")
                mail["Auto-Submitted"] = "auto-replied"
                self._day.post(mail, life, "", "machine")
                return

    def _forger(self, life: DayLife) -> None:
        """Another customer names the case."""
        other = self._day.customers[(life.index + 1) % len(self._day.customers)].person.email
        self._day.post(
            new_mail(other, MAILBOX, f"Re: [{life.number}] Mine", "forged"), life, "", "waiting"
        )

    def _pretender(self, life: DayLife) -> None:
        """Somebody says that they are an agent."""
        agent = self._day.agents[0].person.email
        self._day.post(
            new_mail(agent, MAILBOX, f"[{life.number}] From me", "forged"), life, "", "waiting"
        )

    def _bounce(self, life: DayLife) -> None:
        """A mail of ours to the customer comes back."""
        letter = self._day.newest(life, life.customer.person.email)
        if letter is not None:
            raw = BOUNCE.replace(b"Bob@example.com", life.customer.person.email.encode())
            mail = email.message_from_bytes(raw % letter["Reply-To"].encode(), policy=default)
            del mail["Message-ID"]
            self._day.post(mail, life, "", "machine")
