"""What of a mail goes into a case: its words, its files, and whose it says that it is."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass

from runner.cases.attachments import Attachments
from runner.cases.dependencies import FileLimits
from runner.cases.intake import Submission
from runner.delivery.incoming.mail_text import new_words
from runner.delivery.incoming.mailboxes import Mailbox
from runner.errors import Infected, InvalidInput, NotExamined
from runner.model import Attachment, IncomingMail

NO_TEXT, NO_SUBJECT = "(no text)", "(no subject)"

MOST_NAMED = 20
"""Files that are named as left out."""


@dataclass(frozen=True, slots=True)
class KeptFiles:
    """Files that lie in the folder, and what is said of those that do not."""

    files: tuple[Attachment, ...]
    left_out: str


def keep_files(
    mail: IncomingMail, attachments: Attachments, limits: FileLimits, decided: bool = False
) -> KeptFiles:
    """Writes the files of a mail into the folder, as far as the limits of a message let them; the
    others are named in its text. Raises Infected and NotExamined, unless a person has `decided`
    about the mail: then such a file is left out like the others."""
    kept: list[Attachment] = []
    left_out: list[str] = []
    for file in mail.files:
        size = sum(one.size for one in kept) + len(file.content)
        if len(kept) == limits.message_files or size > limits.message_bytes:
            left_out.append(f"“{file.name[:150]}”: a message may not have more files")
            continue
        try:
            kept.append(attachments.keep(file.name, io.BytesIO(file.content)))
        except InvalidInput as error:
            if isinstance(error, (Infected, NotExamined)) and not decided:
                raise
            left_out += error.errors.get("files", [])
    return KeptFiles(tuple(kept), _left_out(left_out))


def _left_out(names: list[str]) -> str:
    if not names:
        return ""
    more = [f"and {len(names) - MOST_NAMED} more"] if len(names) > MOST_NAMED else []
    listed = "\n".join(f"- {name}" for name in (*names[:MOST_NAMED], *more))
    return f"\n\nFiles of this mail that are only in the mailbox:\n{listed}"


def answer_of(mail: IncomingMail, kept: KeptFiles) -> str:
    """The words of a mail in a case, without what they answer."""
    return f"{new_words(mail.text).strip() or NO_TEXT}{kept.left_out}"


def quoted(mail: IncomingMail, kept: KeptFiles) -> str:
    """A mail that a person lets in: who it says it is from stands above it."""
    who = f"{mail.name} <{mail.sender}>" if mail.name else mail.sender
    return f"By mail from {who or 'an unknown sender'}:\n\n{answer_of(mail, kept)}"


def submission_of(
    mail: IncomingMail, box: Mailbox, kept: KeptFiles, files: Iterable[Attachment]
) -> Submission:
    """A new case of what a mail says. `files` are those kept, as they wait for who submits."""
    return Submission(
        mail.subject or NO_SUBJECT,
        f"{mail.text.strip() or NO_TEXT}{kept.left_out}",
        channel="mail",
        lifecycle=box.lifecycle,
        files=tuple(file.id for file in files),
        product=box.product,
    )


def name_of(mail: IncomingMail) -> str:
    """The name that a mail gives is believed only where its sender is proven: the address may be
    somebody's who never heard of us (decision 0092)."""
    usable = mail.proven and mail.name and "@" not in mail.name and mail.name.isprintable()
    return mail.name if usable else mail.sender.partition("@")[0]
