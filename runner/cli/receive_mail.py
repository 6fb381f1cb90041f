"""Taking in mails that a mail server hands over."""

from __future__ import annotations

import sys
from typing import BinaryIO

import click

from runner.cli.application import open_app
from runner.cli.group import command, main, say
from runner.errors import StoreError
from runner.model import size_in_words

TRY_AGAIN = 75
"""EX_TEMPFAIL of sysexits.h: mail servers keep a mail and hand it over again."""

TOO_LARGE = 69
"""EX_UNAVAILABLE: mail servers send a mail back to its sender. No mailbox has it, as one that is
fetched, and here it is not kept."""


@command(main, "receive-mail", "caselane receive-mail --mailbox support < mail.eml")
@click.argument("file", type=click.File("rb"), default="-")
@click.option(
    "--mailbox", required=True, metavar="NAME", help="The mailbox of CASELANE_MAILBOXES it is for."
)
def receive_mail(file: BinaryIO, mailbox: str) -> None:
    """Takes in one mail, from FILE or standard input, as a mail server pipes it.

    Exit code 75: the database cannot take it now; the mail server is to try again. 69: it is too
    large; the mail server is to send it back. A mail that was handed over before is passed over.
    """
    with open_app("check") as app:
        most = app.cases.largest_mail
        raw = file.read(most + 1)
        if len(raw) > most:
            click.echo(f"Error: The mail is larger than {size_in_words(most)}.", err=True)
            sys.exit(TOO_LARGE)
        try:
            taken = app.cases.take_mail(mailbox, raw)
        except StoreError as error:
            click.echo(f"Error: {error}", err=True)
            sys.exit(TRY_AGAIN)
    about = f" {taken.number}" if taken.number else ""
    say(f"{taken.state}{about}{f': {taken.why}' if taken.why else ''}")
