"""Mails that come in: each is taken in once, and does what the same words would do in the portal.

What a mail does and that it was taken in are kept in one transaction; its files, and the mail
itself where a person has to decide, are written before it. Decision 0285.
"""

from __future__ import annotations

import hashlib
import io
import logging
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from runner.cases.attachments import Attachments
from runner.cases.change import CLOCK
from runner.cases.commands import Commands
from runner.cases.conversation import History
from runner.cases.dependencies import Dependencies
from runner.cases.intake import Intake
from runner.cases.mail_contents import KeptFiles, answer_of, keep_files, name_of, submission_of
from runner.cases.mail_routing import MailRoute, MailRouting
from runner.cases.transaction import Transactions
from runner.delivery.incoming.mail_fetching import UNREAD, unread_of
from runner.delivery.incoming.mail_reading import read_mail
from runner.delivery.incoming.mailboxes import Mailbox, mailbox_of_token
from runner.delivery.jobs import FETCH
from runner.errors import (
    CaselaneError,
    EngineError,
    NotFound,
    NotSignedIn,
    StoreError,
    TooManyAttempts,
    UnreadableMail,
)
from runner.language import _
from runner.model import (
    IncomingMail,
    MailPlace,
    MailState,
    NewJob,
    ReceivedMail,
    size_in_words,
    to_id,
    to_number,
)
from runner.people.accounts import customer
from runner.people.attempts import CASES_PER_EMAIL, count_attempts
from runner.people.person_fields import plausible_email
from runner.store import Transaction, cases, incoming_mails

log = logging.getLogger("caselane.mail")

MAILS_PER_SENDER = 30
"""How many mails of one sender are taken in within RATE_WINDOW; the others wait for a person."""

LOOKED_INTO = timedelta(minutes=15)
"""Each mailbox is looked into once a minute: one that was not for so long is read by no node."""

LONGEST_NOTE = 1_000
"""Characters of a machine's mail that the history of a case repeats."""

FLOOD = (
    "More mails come from one sender than a person writes: those above the limit wait on the page "
    "of mails. Look what sends them; it may be two machines that answer one another."
)
NOT_TAKEN = (
    "A mail could not be taken in, and waits on the page of mails. Look at it there; the log says "
    "more. The mailbox goes on with the next one."
)


@dataclass(frozen=True, slots=True)
class TakenMail:
    """What became of a mail: its state, `known` for one that came before. `number` is that of its
    case, '' for none; `why` says why it waits, or by what sign a machine wrote it."""

    state: str
    number: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class _Arrival:
    """A mail with where it came to. `place` is None where it was handed over."""

    box: Mailbox
    mail: IncomingMail
    raw: bytes
    place: MailPlace | None


class MailIntake:
    def __init__(
        self,
        dependencies: Dependencies,
        transactions: Transactions,
        history: History,
        intake: Intake,
        commands: Commands,
        attachments: Attachments,
    ):
        self._db = dependencies.db
        self._clock = dependencies.clock
        self._jobs = dependencies.jobs
        self._folder = dependencies.folder
        self._limits = dependencies.file_limits
        self._mailboxes = dependencies.mailboxes
        self._routing = MailRouting(dependencies.reply_addresses, dependencies.own_addresses)
        self._transactions = transactions
        self._history = history
        self._intake = intake
        self._commands = commands
        self._attachments = attachments

    @property
    def largest(self) -> int:
        """Bytes of a mail that is taken in: its files are a third longer in it than they are."""
        return self._limits.message_bytes * 3 // 2

    def fetch(self, only: str = "") -> None:
        """Gives a job to each mailbox that is read, unless none is; or to the one of this name."""
        read = [box for box in self._mailboxes.values() if box.access]
        if not only:
            self._settle_removed({box.name for box in read})
        read = [box for box in read if only in ("", box.name)]
        if not read:
            return
        now = self._clock.now()
        with self._db.write() as tx:
            for box in read:
                payload = {"mailbox": box.name}
                job = NewJob(FETCH, f"{FETCH}:{box.name}", now, None, payload, FETCH)
                self._jobs.enqueue(tx, job)

    def _settle_removed(self, read: Collection[str]) -> None:
        """Nobody waits for a mailbox that the file does not name any more. That of another node may
        still name it: then a worker looked into it, or tried to, a short while ago."""
        since = self._clock.now() - LOOKED_INTO
        with self._db.read() as tx:
            looks = incoming_mails.looks(tx)
        for name in looks.keys() - read:
            if looks[name].at < since:
                self._transactions.settle(UNREAD, unread_of(name))

    def take(self, mailbox: str, raw: bytes, place: MailPlace | None = None) -> TakenMail:
        """Takes in a mail that came to a mailbox, where it has this place. Whatever is wrong with
        it, it waits for a person. Raises StoreError, and then nothing was done; NotFound for a
        mailbox that is not set up."""
        box = self._mailbox(mailbox)
        if len(raw) > self.largest:
            return self.skip(mailbox, hashlib.sha256(raw).hexdigest(), len(raw), place)
        try:
            mail = read_mail(raw, box.trusted_server, box.domain)
        except UnreadableMail as error:
            return self._wait(_unread(box, raw, place), str(error))
        except Exception as error:
            return self._fail(_unread(box, raw, place), error)
        return self._take(_Arrival(box, mail, raw, place))

    def receive(self, token: str, raw: bytes) -> TakenMail:
        """Takes in a mail that a mail server hands over with the token of a mailbox. Raises
        NotSignedIn and StoreError."""
        box = mailbox_of_token(self._mailboxes, token)
        if box is None:
            raise NotSignedIn(_("No mailbox has this token: see `token` in docs/mail.md."))
        return self.take(box.name, raw)

    def skip(self, mailbox: str, digest: str, size: int, place: MailPlace | None) -> TakenMail:
        """Notes a mail of so many bytes that is too large. `digest` tells it from others."""
        why = f"it is too large ({size_in_words(size)}): look at it in the mailbox"
        return self._wait(_Arrival(self._mailbox(mailbox), _unreadable(digest), b"", place), why)

    def _mailbox(self, name: str) -> Mailbox:
        if name not in self._mailboxes:
            known = ", ".join(self._mailboxes) or _("none")
            raise NotFound(
                _(
                    "CASELANE_MAILBOXES names no mailbox '%(name)s', but: %(known)s.",
                    name=name[:60],
                    known=known,
                )
            )
        return self._mailboxes[name]

    def _take(self, arrival: _Arrival) -> TakenMail:
        try:
            with self._db.read() as tx:
                route = self._routing.of(tx, arrival.mail, arrival.box)
            if route.purpose == "waiting":
                return self._wait(arrival, route.why, route.case_id)
            if route.purpose == "machine":
                return self._note_machine(arrival, route)
            return self._act(arrival, route)
        except StoreError:
            raise  # the next mail would meet the same
        except TooManyAttempts:
            self._transactions.report(None, "Flood of mails", FLOOD)
            return self._wait(arrival, "too many came from its sender")
        except EngineError as error:
            self._transactions.report(error.case_id, "The diagram cannot go on", str(error))
            return self._wait(arrival, str(error))
        except CaselaneError as error:
            return self._wait(arrival, str(error))
        except Exception as error:
            return self._fail(arrival, error)

    # -------------------------------------------------------------- what a person wrote

    def _act(self, arrival: _Arrival, route: MailRoute) -> TakenMail:
        """Writes the message or opens the case. What is refused undoes all of it."""
        kept = keep_files(arrival.mail, self._attachments, self._limits)
        with self._db.write() as tx:
            mail_id = self._add(tx, arrival, "taken")
            if mail_id is None:
                return TakenMail("known")
            self._count(tx, f"mails {arrival.mail.sender}", MAILS_PER_SENDER)
            if route.purpose == "message":
                number = self._write(tx, arrival.mail, route, kept)
            else:
                number = self._open(tx, arrival, kept)
            case_id = to_id(number)
            assert case_id is not None
            incoming_mails.set_case(tx, mail_id, case_id)
            incoming_mails.forget_bounce(tx, arrival.mail.sender)
            return TakenMail("taken", number)

    def _write(self, tx: Transaction, mail: IncomingMail, route: MailRoute, kept: KeptFiles) -> str:
        assert route.person is not None
        assert route.case_id is not None
        number = to_number(route.case_id)
        files = self._attachments.waiting_of(tx, route.person, kept.files)
        text = answer_of(mail, kept)
        self._commands.comment(route.person, number, text, files=[file.id for file in files])
        return number

    def _open(self, tx: Transaction, arrival: _Arrival, kept: KeptFiles) -> str:
        email = plausible_email(arrival.mail.sender, "sender")
        self._count(tx, f"mail {email}", CASES_PER_EMAIL)
        person = customer(tx, email, name_of(arrival.mail), self._clock.now())
        files = self._attachments.waiting_of(tx, person, kept.files)
        new = submission_of(arrival.mail, arrival.box, kept, files)
        return self._intake.open(person, new).case.number

    # -------------------------------------------------------------- what a machine wrote

    def _note_machine(self, arrival: _Arrival, route: MailRoute) -> TakenMail:
        """Keeps it, with its case where that is sure. It moves nothing."""
        raw, number = self._keep(arrival.raw), ""
        with self._db.write() as tx:
            if self._add(tx, arrival, "machine", route.why, raw, route.case_id) is None:
                return TakenMail("known")
            if route.case_id is not None and not self._is_flood(
                tx, _about_whom(arrival.mail, route)
            ):
                self._note_in_case(tx, arrival.mail, route, route.case_id)
                number = to_number(route.case_id)
        return TakenMail("machine", number, route.why)

    def _note_in_case(
        self, tx: Transaction, mail: IncomingMail, route: MailRoute, case_id: int
    ) -> None:
        case, email = cases.by_id(tx, case_id, for_change=True), _about_whom(mail, route)
        if case is None:
            return
        if mail.bounce and email in mail.failed:
            incoming_mails.note_bounce(tx, email, self._clock.now())
        values = {"address": email, "subject": mail.subject, "text": mail.text[:LONGEST_NOTE]}
        kind = "mail_returned" if mail.bounce else "machine_mail"
        change = self._transactions.begin(tx, case, CLOCK)
        self._history.record_internal(change, kind, {**values, "sign": route.why})

    def _is_flood(self, tx: Transaction, email: str) -> bool:
        try:
            self._count(tx, f"mails {email}", MAILS_PER_SENDER)
        except TooManyAttempts:
            self._transactions.report(None, "Flood of mails", FLOOD)
            return True
        return False

    def _count(self, tx: Transaction, bucket: str, most: int) -> None:
        """Raises TooManyAttempts when the bucket is full."""
        count_attempts(tx, {bucket: most}, self._clock.now())

    # -------------------------------------------------------------- what waits for a person

    def _fail(self, arrival: _Arrival, error: Exception) -> TakenMail:
        """One mail that nobody foresaw stops no mailbox."""
        log.error("a mail to %s could not be taken in", arrival.box.address, exc_info=error)
        self._transactions.report(None, "A mail could not be taken in", NOT_TAKEN)
        return self._wait(arrival, f"it could not be taken in ({type(error).__name__})")

    def _wait(self, arrival: _Arrival, why: str, named: int | None = None) -> TakenMail:
        """`named` is the case that it says it is about, if there is one of that number."""
        raw = self._keep(arrival.raw) if arrival.raw else None
        with self._db.write() as tx:
            known = named if named is not None and cases.by_id(tx, named) else None
            added = self._add(tx, arrival, "waiting", why, raw, known)
        return TakenMail("known") if added is None else TakenMail("waiting", why=why)

    def _keep(self, raw: bytes) -> str:
        return self._folder.put(io.BytesIO(raw), len(raw))[0]

    def _add(
        self, tx: Transaction, arrival: _Arrival, state: MailState, why: str = "",
        raw: str | None = None, case_id: int | None = None,
    ) -> int | None:  # fmt: skip
        """None for a mail that came before: it is passed over."""
        mail, box = arrival.mail, arrival.box
        if arrival.place is not None:
            incoming_mails.set_place(tx, box.name, arrival.place)
        received = ReceivedMail(
            0, mail.digest, box.name, mail.message_id, self._clock.now(), mail.sender,
            mail.subject, mail.text, state, why, raw, case_id,
        )  # fmt: skip
        return incoming_mails.add(tx, received)


def _about_whom(mail: IncomingMail, route: MailRoute) -> str:
    """Whom a machine answers for: all bounces of a mail server have one sender."""
    return route.person.email if route.person else mail.sender


def _unread(box: Mailbox, raw: bytes, place: MailPlace | None) -> _Arrival:
    return _Arrival(box, _unreadable(hashlib.sha256(raw).hexdigest()), raw, place)


def _unreadable(digest: str) -> IncomingMail:
    return IncomingMail(
        f"<{digest}>", digest, "", "", (), "", "", (), "", False, (), (), "", False, ()
    )
