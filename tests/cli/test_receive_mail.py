"""Mails that a mail server hands over."""

from contextlib import closing

from click.testing import CliRunner

from runner import cli
from runner.bootstrap import Parts
from runner.errors import StoreBusy
from runner.store import Database
from tests.cases.mailing import MailDesk
from tests.delivery.incoming.letters import letter
from tests.desk import PARTS


def test_a_mail_is_taken_in_from_a_pipe_and_from_a_file(tmp_path, monkeypatch):
    MailDesk(tmp_path).app.close()
    monkeypatch.setenv("CASELANE_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("CASELANE_MAILBOXES", str(tmp_path / "mailboxes.toml"))
    file = tmp_path / "mail.eml"
    file.write_bytes(letter("Another.", From="zoe@bakery.example"))

    def received(*args, parts=PARTS, **more):
        command = ["receive-mail", "--mailbox", *args]
        return CliRunner().invoke(cli.main, command, catch_exceptions=False, obj=parts, **more)

    assert received("support", input=letter()).output == "taken C-1001\n"
    assert received("support", "-", input=letter()).output == "known\n"
    assert received("support", str(file)).output == "taken C-1002\n"
    assert received("known", str(file), input="").output == "known\n"
    assert received("support", input=b"\x1b[2J").output == "waiting: it has no sender, or several\n"
    wrong = received("sales", input=letter())
    assert (wrong.exit_code, "names no mailbox 'sales'" in wrong.output) == (1, True)

    class Busy(Database):
        def write(self):
            raise StoreBusy("The database is busy.")

    later = received("support", input=letter("New."), parts=Parts(database=Busy))
    assert (later.exit_code, later.output) == (75, "Error: The database is busy.\n")

    monkeypatch.setenv("CASELANE_MESSAGE_FILE_BYTES", "100000")
    large = received("support", input=letter("Much. " * 30_000))
    assert (large.exit_code, large.output) == (69, "Error: The mail is larger than 150 KB.\n")
    with closing(MailDesk(tmp_path).app) as app:
        assert app.cases.mails.waiting(app.accounts.by_email("alice@example.com")) == 1
