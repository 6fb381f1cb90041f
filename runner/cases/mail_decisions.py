"""Mails that wait: a person lets each in, or discards it."""

from __future__ import annotations

from dataclasses import replace

from runner.cases.attachments import Attachments
from runner.cases.commands import Commands
from runner.cases.dependencies import Dependencies
from runner.cases.intake import Intake, Submission
from runner.cases.mail_contents import keep_files, name_of, quoted, submission_of
from runner.delivery.incoming.mail_reading import read_mail
from runner.delivery.incoming.mailboxes import Mailbox
from runner.errors import NotFound, NotPossible
from runner.language import _
from runner.model import IncomingMail, MailState, Page, Person, ReceivedMail, page, to_id
from runner.people.permissions import may, require
from runner.people.person_fields import plausible_email
from runner.store import Transaction, incoming_mails

LISTED = 20
"""Mails on a page."""


class MailDecisions:
    """Each method raises Forbidden; those that name a mail NotFound."""

    def __init__(
        self,
        dependencies: Dependencies,
        intake: Intake,
        commands: Commands,
        attachments: Attachments,
    ):
        self._db = dependencies.db
        self._clock = dependencies.clock
        self._folder = dependencies.folder
        self._limits = dependencies.file_limits
        self._mailboxes = dependencies.mailboxes
        self._intake = intake
        self._commands = commands
        self._attachments = attachments

    def listed(
        self, person: Person, state: MailState = "waiting", before: int | None = None
    ) -> Page[ReceivedMail]:
        """Newest first."""
        require(person, "sort_mails")
        with self._db.read() as tx:
            found = incoming_mails.in_state(tx, state, before, LISTED + 1)
        return page(found, LISTED, lambda mail: mail.id)

    def waiting(self, person: Person) -> int | None:
        """How many wait for a person; None for who may not decide, and where no mailbox is set
        up."""
        if not self._mailboxes or not may(person, "sort_mails"):
            return None
        with self._db.read() as tx:
            return incoming_mails.count_waiting(tx)

    def get(self, person: Person, mail_id: int) -> ReceivedMail:
        require(person, "sort_mails")
        with self._db.read() as tx:
            mail = incoming_mails.by_id(tx, mail_id)
        if mail is None:
            raise NotFound(_("There is no such mail."))
        return mail

    def accept(self, person: Person, mail_id: int, number: str = "", internal: bool = False) -> str:
        """Lets in a mail that waits: as what the customer of a case said, as an internal note of
        it, or, without a number, as a new case of its sender. What a machine wrote is never what a
        customer said. Returns the number of the case. Raises NotPossible and InvalidInput."""
        received = self.get(person, mail_id)
        mail = self._read_again(received)
        kept = keep_files(mail, self._attachments, self._limits, decided=True)
        internal = internal or received.state == "machine" or bool(mail.machine)
        with self._db.write() as tx:
            self._decide(tx, received, "accepted", person)
            files = self._attachments.waiting_of(tx, person, kept.files)
            if number:
                self._commands.comment(
                    person,
                    number,
                    quoted(mail, kept),
                    "internal" if internal else "public",
                    on_behalf_of_customer=not internal,
                    files=[file.id for file in files],
                )
            else:
                new = submission_of(mail, self._box_of(received), kept, files)
                number = self._open(person, mail, new)
            case_id = to_id(number)
            assert case_id is not None
            incoming_mails.set_case(tx, mail_id, case_id)
        return number

    def _open(self, person: Person, mail: IncomingMail, new: Submission) -> str:
        """A new case of the sender. Raises InvalidInput for one that can be nobody's address."""
        email = plausible_email(mail.sender, "sender")
        theirs = replace(new, customer_email=email, customer_name=name_of(mail))
        return self._intake.open(person, theirs).case.number

    def discard(self, person: Person, mail_id: int) -> None:
        """Lets a mail that waits do nothing. Raises NotPossible."""
        received = self.get(person, mail_id)
        with self._db.write() as tx:
            self._decide(tx, received, "discarded", person)

    def _decide(
        self, tx: Transaction, mail: ReceivedMail, state: MailState, person: Person
    ) -> None:
        if not incoming_mails.decide(tx, mail.id, state, person.id or None, self._clock.now()):
            raise NotPossible(_("Somebody else has decided about this mail. Reload the page."))

    def _box_of(self, received: ReceivedMail) -> Mailbox:
        """One without an address for a mailbox that is not in the file any more."""
        return self._mailboxes.get(received.mailbox) or Mailbox(received.mailbox, "")

    def _read_again(self, received: ReceivedMail) -> IncomingMail:
        if received.raw is None:
            raise NotPossible(
                _("This mail was decided about, or lies only in its mailbox. Reload the page.")
            )
        with self._folder.open(received.raw) as file:
            raw = file.read()
        try:
            return read_mail(raw, domain=self._box_of(received).domain)
        except Exception as error:
            raise NotPossible(
                _(
                    "This mail cannot be read by Caselane. Look at it in its mailbox, write "
                    "down what matters in the case, and discard it here."
                )
            ) from error
