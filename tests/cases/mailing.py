"""A desk that takes mail in, for tests."""

from runner.delivery.incoming.mailboxes import read_mailboxes, reply_addresses
from runner.people.reply_addresses import ReplyAddresses
from tests.delivery.incoming.letters import letter
from tests.desk import Desk

MAILBOXES = """
[support]
address = "support@desk.example"
product = "Oven"
trusted_server = "mx.desk.example"
token = "a-token-of-a-mailbox-of-a-test-12345"
[known]
address = "known@desk.example"
strangers = false
"""

TOKEN = "a-token-of-a-mailbox-of-a-test-12345"
PROVEN = "Authentication-Results: mx.desk.example; dmarc=pass"
FORGED = "Authentication-Results: mx.desk.example; spf=fail; dkim=none; dmarc=fail"


class MailDesk(Desk):
    """`mail` is a mail of Bob's unless it says otherwise; it comes into the mailbox `support`."""

    def __init__(self, folder, **more):
        file = folder / "mailboxes.toml"
        file.write_text(MAILBOXES)
        super().__init__(folder, mailboxes=file, **more)
        self.sent = 0

    def mail(self, body="My oven is cold.", *, to=None, box="support", **headers):
        """Takes a new mail in; `to` is a case and a person whose reply address it goes to."""
        self.sent += 1
        headers.setdefault("Message_ID", f"<{self.sent}@bakery.example>")
        if to:
            headers["To"] = self.reply_address(*to)
        return self.app.cases.take_mail(box, letter(body, **headers))

    def reply_address(self, case, person):
        return self.replies.address(case.case.id, person)

    @property
    def replies(self) -> ReplyAddresses:
        return reply_addresses(self.settings, read_mailboxes(self.settings))

    def waiting(self):
        return self.app.cases.mails.listed(self.alice).items

    def incidents(self):
        admin = self.app.accounts.add("ada@example.com", "Ada", ["admin"])
        return [incident.kind for incident in self.app.incidents.listed(admin).incidents]
