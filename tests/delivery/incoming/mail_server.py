"""Real IMAP servers on loopback, and one that lies."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from contextlib import contextmanager, suppress
from pathlib import Path

from imap_tools import MailBoxUnencrypted

from runner.delivery.incoming.mailboxes import ImapAccess
from tests.ports import free_port, wait_for


class ImapServer:
    """With one user, `demouser`, whose folder is INBOX."""

    def __init__(self, port):
        self.url = f"imap://demouser:demopass@127.0.0.1:{port}"
        self._port = port

    def deliver(self, *mails, folder="INBOX"):
        with self.signed_in() as box:
            for mail in mails:
                box.append(mail, folder)

    def begin_again(self, folder):
        """The folder is made anew, and its mails have other numbers."""
        with self.signed_in() as box:
            if box.folder.exists(folder):
                box.folder.delete(folder)
            box.folder.create(folder)

    def seen(self, folder):
        with self.signed_in() as box:
            box.folder.set(folder)
            return box.uids("SEEN", charset=None)

    def signed_in(self):
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
            server.kill()  # with Python 3.12 it would wait for who is connected


@contextmanager
def liar(*answers):
    """A server that says `OK`, and these lines for the commands from the fourth on."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve():
            with suppress(OSError):
                connection = listening.accept()[0]
                with connection, connection.makefile("rwb", 0) as line:
                    line.write(b"* OK [CAPABILITY IMAP4rev1] here\r\n")
                    talk(line, [b"* CAPABILITY IMAP4rev1\r\n", b"", b"* 1 EXISTS\r\n", *answers])

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield ImapAccess("imap", "127.0.0.1", listening.getsockname()[1], "a", "b", "INBOX")


def talk(line, answers):
    """An answer of None ends the connection; one that begins with NO refuses."""
    for answer in answers:
        tag = line.readline().split(b" ")[0]
        if answer is None:
            return
        refused = answer.startswith(b"NO")
        line.write(b"" if refused else answer)
        if b"{" in answer:  # and in the middle of it
            return
        line.write(tag + b" " + (answer if refused else b"OK done") + b"\r\n")
    line.readline()


_DOVECOT = """
base_dir = {folder}/run
log_path = {folder}/log
protocols = imap
ssl = no
disable_plaintext_auth = no
mail_location = maildir:{folder}/mails
first_valid_uid = 1
mail_max_userip_connections = 50
passdb {{
  driver = static
  args = password=demopass
}}
userdb {{
  driver = static
  args = uid=nobody gid=nogroup home={folder}
}}
service imap-login {{
  inet_listener imap {{
    address = 127.0.0.1
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
"""


@contextmanager
def dovecot():
    """Dovecot, as most mailboxes lie on; it has to be started by root, and reads mails as nobody."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="caselane-dovecot-") as folder:
        shutil.chown(folder, "nobody")
        Path(folder).chmod(0o755)
        config = Path(folder, "dovecot.conf")
        config.write_text(_DOVECOT.format(folder=folder, port=port))
        with subprocess.Popen(["dovecot", "-F", "-c", config]) as server:
            try:
                wait_for(port, server)
                yield ImapServer(port)
            finally:
                server.kill()  # with Python 3.12 it would wait for who is connected


def best_server():
    """Dovecot where it is installed, for whoever may start it; else pymap."""
    return dovecot() if os.geteuid() == 0 and shutil.which("dovecot") else imap_server()
