"""How far a long command is, as a bar on standard error that goes away with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress

from runner.deployment.processes import WorkWatch


@contextmanager
def progress_bar(title: str) -> Iterator[WorkWatch]:
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title)
        yield WorkWatch(
            lambda items: bar.update(task, total=items),
            lambda done: bar.update(task, completed=done),
        )
