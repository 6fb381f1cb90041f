"""Taking in mails that a mail server hands over."""

from __future__ import annotations

import sys
from typing import BinaryIO

import click

from runner.cli.application import open_app
from runner.cli.group import command, main, say
from runner.errors import StoreError

TRY_AGAIN = 75
"""EX_TEMPFAIL of sysexits.h: mail servers keep a mail and hand it over again."""


@command(main, "receive-mail", "caselane receive-mail --mailbox support < mail.eml")
@click.argument("file", type=click.File("rb"), default="-")
@click.option(
    "--mailbox", required=True, metavar="NAME", help="The mailbox of CASELANE_MAILBOXES it is for."
)
def receive_mail(file: BinaryIO, mailbox: str) -> None:
    """Takes in one mail, from FILE or standard input, as a mail server pipes it.

    Exit code 75: the database cannot take it now; the mail server is to try again. A mail that was
    handed over before is passed over.
    """
    with open_app("check") as app:
        try:
            taken = app.cases.take_mail(mailbox, file.read(app.cases.largest_mail + 1))
        except StoreError as error:
            click.echo(f"Error: {error}", err=True)
            sys.exit(TRY_AGAIN)
    about = f" {taken.number}" if taken.number else ""
    say(f"{taken.state}{about}{f': {taken.why}' if taken.why else ''}")
