"""Every error that Caselane raises on purpose.

The message says what happened and what to do next; doors (web, command line) show it as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence


class CaselaneError(Exception):
    """The root: catch this to catch everything that Caselane raises on purpose."""


# ------------------------------------------------------------------ what the caller may not do


class NotFound(CaselaneError):
    """There is no such thing, or the asker may not know that there is."""


class NotDrawn(NotFound):
    """The diagram that a case runs on has no action or event of this `name`."""

    def __init__(self, message: str, name: str):
        self.name = name
        super().__init__(message)


class LinkOver(CaselaneError):
    """A signed link was good once: its time, or what it was for, is over. `way_on` is where its
    person may still go."""

    def __init__(self, message: str, way_on: str = ""):
        super().__init__(message)
        self.way_on = way_on


class NotSignedIn(CaselaneError):
    """Nobody stands behind this request: no token, or one that is not valid (any more)."""


class TooManyAttempts(NotSignedIn):
    """Signing in has failed too often: nobody is let in for a while."""


class Forbidden(CaselaneError):
    """The person is known and the thing exists, but this is not theirs to do."""


class Conflict(CaselaneError):
    """The case is not (any more) as the caller believes. `current` is the case as it stands now,
    in the form in which the door shows cases, `explanation` says what changed it last, and that it
    was migrated; the cases floor fills them in."""

    current: object = None
    explanation: str = ""


class StaleCase(Conflict):
    """The case changed after the caller had loaded it, at revision `seen` where that is known."""

    def __init__(self, message: str, seen: int | None = None):
        self.seen = seen
        super().__init__(message)


class NotPossible(Conflict):
    """The diagram does not allow this where the case now stands."""


class OutdatedProposal(Conflict):
    """The answer belongs to an earlier proposal."""


class InvalidInput(CaselaneError):
    """The request itself is wrong. `errors` names each field with sentences about it."""

    def __init__(self, errors: Mapping[str, Sequence[str]], message: str | None = None):
        self.errors = {field: list(texts) for field, texts in errors.items()}
        super().__init__(message or "; ".join(f"{f}: {t}" for f, ts in errors.items() for t in ts))


class KeyReused(InvalidInput):
    """An idempotency key came back with another request."""


# ------------------------------------------------------------------ diagrams


class DiagramError(CaselaneError):
    """A diagram cannot be read or run. `findings` are the reasons (`runner.model.Finding`)."""

    def __init__(self, message: str, findings: Sequence[object] = ()):
        self.findings = tuple(findings)
        super().__init__(message)


class ExpressionError(CaselaneError):
    """A text is not an expression of the closed language."""


class CalendarError(CaselaneError):
    """A calendar or a duration is wrong, or a calendar has no working time."""


# ------------------------------------------------------------------ engine


class EngineError(CaselaneError):
    """The engine cannot carry out a step. The case stays as it was."""

    case_id: int | None = None


class Stuck(EngineError):
    """After the step nobody and nothing could have acted on the case any more: it was refused."""


class StateError(EngineError):
    """The stored state of a case cannot be written or read."""


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
    """The database did not do what was asked. Nothing was changed (but see OutcomeUnknown)."""


class StoreBusy(StoreError):
    """The database is locked or does not answer: try again in a moment."""


class OutcomeUnknown(StoreBusy):
    """The connection broke during the commit: whether the change was kept has to be looked up. With
    an Idempotency-Key the same request may simply be sent again."""


class StoreFull(StoreError):
    """There is no room left for the database: free some space, then try again."""


class ChannelError(CaselaneError):
    """A message could not be handed over to the outside; it is tried again."""


class TooSlow(ChannelError):
    """The other side did not answer in time."""


class ReceiverPaused(ChannelError):
    """The receiver was not called: it did not answer in time a moment ago."""


class Undeliverable(ChannelError):
    """The other side refused for good: asking again would be told the same."""


class RetriesExhausted(CaselaneError):
    """A job used up its attempts without ever ending: it stopped its worker, or hung."""


class ConfigError(CaselaneError):
    """A setting is wrong. The message names it."""
