"""A real IMAP server on loopback."""

import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

from imap_tools import MailBoxUnencrypted

from tests.ports import free_port, wait_for


class ImapServer:
    """With one user, `demouser`, whose folder is INBOX."""

    def __init__(self, port):
        self.url = f"imap://demouser:demopass@127.0.0.1:{port}"
        self._port = port

    def deliver(self, *mails, folder="INBOX"):
        with self._signed_in() as box:
            for mail in mails:
                box.append(mail, folder)

    def begin_again(self, folder):
        """The folder is made anew, and its mails have other numbers."""
        with self._signed_in() as box:
            if box.folder.exists(folder):
                box.folder.delete(folder)
            box.folder.create(folder)

    def seen(self, folder):
        with self._signed_in() as box:
            box.folder.set(folder)
            return box.uids("SEEN", charset=None)

    def _signed_in(self):
        return MailBoxUnencrypted("127.0.0.1", self._port).login("demouser", "demopass")


@contextmanager
def imap_server():
    port = free_port()
    command = [Path(sys.executable).parent / "pymap", "--host", "127.0.0.1", "--port", str(port)]
    more = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen([*command, "--no-tls", "dict", "--demo-data"], **more) as server:
        try:
            wait_for(port, server)
            yield ImapServer(port)
        finally:
            server.terminate()
