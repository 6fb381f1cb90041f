"""Every error that Caselane raises on purpose.

A class is a kind of error; its docstring says which. A message says what happened and what to do
next; web and command line show it as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta


class CaselaneError(Exception):
    """The base class of every error that Caselane raises on purpose."""


# ------------------------------------------------------------------ what the caller may not do


class NotFound(CaselaneError):
    """It does not exist, or the person may not know that it does."""


class NotDrawn(NotFound):
    """The diagram of the case has no action or event called `name`."""

    def __init__(self, message: str, name: str):
        self.name = name
        super().__init__(message)


class LinkOver(CaselaneError):
    """A signed link has expired, or what it was for is over. `way_on` is where its person can go
    instead, '' if nowhere."""

    def __init__(self, message: str, way_on: str = ""):
        super().__init__(message)
        self.way_on = way_on


class NotSignedIn(CaselaneError):
    """The request has no session and no token, or one that is not valid."""


class TokenExpired(NotSignedIn):
    """The token was good, and its time is over: ask for a new one."""


class SignInElsewhere(CaselaneError):
    """The organisation's sign-in does not answer, or is not set up as the settings say."""


class TooManyAttempts(CaselaneError):
    """Too many attempts by an account, a mail or a network address: wait a quarter of an hour."""


class TooManyRequests(CaselaneError):
    """A person, a token or a network address asks more often than it may: wait a minute."""


class Forbidden(CaselaneError):
    """The person is signed in, but has no right to do this."""


class OutOfScope(Forbidden):
    """The person may do this, but not by the token that was sent: its scopes leave it out."""


class Conflict(CaselaneError):
    """The case is not, or no longer, as the caller assumes. `runner.cases` fills in
    `current`, the case as it is now, and `explanation`: what changed it last, and whether it was
    migrated. An answer of 409 in the API and on pages (`web/shared/problem_details.py`)."""

    current: object = None
    explanation: str = ""


class StaleCase(Conflict):
    """The case changed after the caller loaded it, at revision `seen` if that is known; `news` is
    the line of the history (`runner.model.Event`) that they have not seen. `differs` is what would
    come out otherwise than they were shown. Raised by `cases.change` before a step, and where it is
    saved when another transaction was first."""

    def __init__(
        self,
        message: str,
        seen: int | None = None,
        news: object = None,
        differs: Sequence[str] = (),
    ):
        self.seen, self.news, self.differs = seen, news, differs
        super().__init__(message)


class NotPossible(Conflict):
    """The diagram does not allow this in the present state of the case."""


class OutdatedProposal(Conflict):
    """The customer answered an earlier proposal: a newer one is open, or none."""


class Overtaken(Conflict):
    """Another version of the diagram went live after the one that the caller built on."""


class StaleDraft(Conflict):
    """Somebody else saved the draft of a diagram after the caller loaded it."""


class InvalidInput(CaselaneError):
    """The request is wrong. `errors` holds, for each field, what is wrong with it."""

    def __init__(self, errors: Mapping[str, Sequence[str]], message: str | None = None):
        self.errors = {field: list(map(str, texts)) for field, texts in errors.items()}
        super().__init__(message or "; ".join(f"{f}: {t}" for f, ts in errors.items() for t in ts))


class KeyReused(InvalidInput):
    """The same idempotency key was sent with another request."""


class Infected(InvalidInput):
    """A virus was found in a file."""


class NotExamined(InvalidInput):
    """The virus scanner answers, and could not look at this file: it is too large for it, or
    broken."""


# ------------------------------------------------------------------ diagrams


class DiagramError(CaselaneError):
    """A diagram cannot be read, deployed or run. `findings` (`runner.model.Finding`) say why."""

    def __init__(self, message: str, findings: Sequence[object] = ()):
        self.findings = tuple(findings)
        super().__init__(message)


class ExpressionError(CaselaneError):
    """A text is not an expression of the closed language (decision 0003)."""


class LogError(CaselaneError):
    """An event log of another system cannot be read. The message names the line."""


class CalendarError(CaselaneError):
    """A calendar or a duration cannot be read, or a calendar has no working time left."""


# ------------------------------------------------------------------ engine


class EngineError(CaselaneError):
    """The engine cannot execute a step. The case stays as it was."""

    case_id: int | None = None


class Stuck(EngineError):
    """No person, message or timer could have moved the case after the step: it was refused."""


class StateError(EngineError):
    """The state of a case cannot be written or read."""


class UnsupportedState(StateError):
    """The state was written by another version of Caselane."""


class CannotMove(CaselaneError):
    """A case cannot be migrated to another version of its diagram: it stays on its own. `element`
    is where it waits, in its own drawing."""

    def __init__(self, message: str, element: str = ""):
        self.element = element
        super().__init__(message)


# ------------------------------------------------------------------ storage and the outside world


class StoreError(CaselaneError):
    """The database refused or failed. Nothing was changed; the exception is OutcomeUnknown."""


class StoreBusy(StoreError):
    """The database is locked or does not answer: try again in a moment."""


class OutcomeUnknown(StoreBusy):
    """The connection broke during the commit: the change may or may not have been made. Reload to
    see; with an Idempotency-Key the same request can be sent again."""


class StoreFull(StoreError):
    """The disk of the database is full: free some space, then try again."""


class ScannerAway(StoreBusy):
    """The virus scanner does not answer, so that a file is not taken: as with a database that is
    busy, nothing was changed, and it is tried again in a moment."""


class NotRecorded(StoreBusy):
    """The database cannot take now that something was done outside. Whoever did it records it as
    soon as it can; anybody else would do it again."""


class ChannelError(CaselaneError):
    """A mail or web hook could not be delivered. It is tried again, and not before `wait` is over:
    so long did the receiver ask for."""

    def __init__(self, message: str, wait: timedelta = timedelta(0)):
        super().__init__(message)
        self.wait = wait


class UnreadableMail(CaselaneError):
    """A mail is built to take longer to read than others wait."""


class TooSlow(ChannelError):
    """The receiver did not answer in time."""


class ReceiverPaused(ChannelError):
    """The receiver was not called: it did not answer in time a moment ago, or asked to `wait`."""


class Undeliverable(ChannelError):
    """The receiver refused for good: another attempt would be refused too."""


class RetriesExhausted(CaselaneError):
    """A job used up its attempts without ever ending: it stopped its worker, or hung."""


class ConfigError(CaselaneError):
    """A setting is missing or wrong. The message names it."""


class BackupError(CaselaneError):
    """A backup cannot be made, is damaged, or has no empty place to be restored into."""
