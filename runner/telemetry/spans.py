"""Where spans begin: requests, transactions that write, jobs. `tracing` sends them, where it
is switched on; else nothing is made. Decision 0332."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Protocol


class OpenSpan(Protocol):
    def describe(self, about: Mapping[str, str | int], name: str = "") -> None:
        """Says what it is about, by the names of OpenTelemetry, and what it is called now."""
        ...

    def failed(self, error: BaseException) -> None:
        """Says by what it failed: the kind of the error, as its words may be those of people."""
        ...


Opened = AbstractContextManager[OpenSpan | None]
Opener = Callable[[str, str], Opened]
"""Opens a span by its name, and by the `traceparent` that it continues, which may be empty."""

OFF: Opened = nullcontext()
opener: Opener | None = None
"""What opens spans. It is read once, as another thread may switch it off:
`with begin("job", "") if (begin := spans.opener) else spans.OFF as span`."""


def switch(wanted: Opener | None) -> None:
    """From now on this opens spans; None: nothing does."""
    global opener  # noqa: PLW0603  as with the log, there is one for the process
    opener = wanted
