"""Whether the histories of cases are as they were written."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import click
import orjson

from runner.cli.application import open_app
from runner.cli.group import command, counted, main, say
from runner.config import secret_keys
from runner.operations.heads import read_heads, write_heads
from runner.operations.verification import Verified

FILE = click.Path(path_type=Path)


@command(main, "verify", "caselane verify --heads /mnt/elsewhere/heads.txt")
@click.option("--case", "number", metavar="NUMBER", help="Look at this case alone.")
@click.option(
    "--heads", type=FILE, help="Compare with a file of heads: what was cut off behind shows."
)
@click.option(
    "--write-heads", "written", type=FILE,
    help="Write the heads of all chains into this new file, signed. Keep it elsewhere.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def verify(number: str | None, heads: Path | None, written: Path | None, as_json: bool) -> None:
    """Checks that the history of each case is as it was written: the chain of its events, the texts
    that they cover, and its status, which is worked out anew from its events.

    Exit code 0: all is. 1: something differs; each difference names the case and the event. What
    this proves, and what it cannot: docs/audit.md.
    """
    with open_app("check") as app:
        keys = secret_keys(app.settings)
        known = read_heads(heads, keys) if heads else []
        found = app.verification.verify(number, known)
        if written and not found.differences:
            kept = write_heads(written, app.verification.heads(), app.clock.now(), keys[0])
            click.echo(f"{written}: the heads of {counted(kept, 'case')}.", err=True)
    if as_json:
        click.echo(orjson.dumps(asdict(found), option=orjson.OPT_INDENT_2))
    else:
        _show(found)
    sys.exit(bool(found.differences))


def _show(found: Verified) -> None:
    for difference in found.differences:
        say(str(difference))
    more = f", {found.late} of them chained after they were written" if found.late else ""
    gone = f" {counted(found.erased, 'text')} erased." if found.erased else ""
    wrong = len(found.differences)
    result = f"{wrong} differ{'s' if wrong == 1 else ''}." if wrong else "Nothing differs."
    say(f"{counted(found.cases, 'case')}, {counted(found.lines, 'event')}{more}.{gone} {result}")
