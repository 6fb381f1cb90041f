"""A mail whose taking in is killed half-way comes again, and is there once, with its file."""

import os
import signal
import subprocess
import sys

import pytest

from tests.cases.mailing import MailDesk
from tests.conftest import ROOT
from tests.delivery.incoming.letters import letter


@pytest.mark.soak
@pytest.mark.parametrize(("when", "then"), [("before", "taken C-1001"), ("after", "known")])
def test_a_kill_around_the_commit_loses_nothing_and_does_nothing_twice(tmp_path, when, then):
    MailDesk(tmp_path).app.close()
    mail = letter(files=[("log.txt", b"hot", "text/plain")])
    settings = {
        "CASELANE_DATA_DIR": str(tmp_path),
        "CASELANE_MAILBOXES": str(tmp_path / "mailboxes.toml"),
    }

    def receive(*death):
        command = [sys.executable, "-m", "tests.crash.node", *death, "receive-mail"]
        return subprocess.run(
            [*command, "--mailbox", "support"], input=mail, capture_output=True, check=False,
            cwd=ROOT, env=os.environ | settings,
        )  # fmt: skip

    assert receive(when, "1").returncode == -signal.SIGKILL
    again = receive("never", "1")
    assert again.stdout.decode() == f"{then}\n", again.stderr
    desk = MailDesk(tmp_path)
    (case,) = desk.app.cases.list(desk.carol).items
    (file,) = desk.app.cases.attachments.of_case(desk.alice, case.number)
    assert desk.app.cases.attachments.get(desk.alice, file.id)[1].read() == b"hot"
    assert desk.tallies_are_right()
    desk.app.close()
