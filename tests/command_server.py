"""`caselane` for shells of tests, without its start of a second: one process has the program loaded,
and each call is a fork of it that takes over what the caller has: words, folder, variables, files.

python -m tests.command_server SOCKET
"""

import gc
import json
import os
import signal
import socket
import subprocess
import sys
import traceback
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from select import select
from tempfile import TemporaryDirectory

from runner.cli.group import COMMANDS, main
from tests.desk import Desk
from tests.patience import until

CALL = """#!{python} -ISB
import json, os, signal, socket, sys
server = socket.socket(socket.AF_UNIX)
server.connect({address!r})
call = json.dumps([sys.argv[1:], os.getcwd(), dict(os.environ)]).encode()
socket.send_fds(server, [len(call).to_bytes(4, "big")], [0, 1, 2])
server.sendall(call)
process = int.from_bytes(server.recv(4), "big")
signal.signal(signal.SIGTERM, lambda number, _: os.kill(process, number))
sys.exit(int.from_bytes(server.recv(1) or bytes([70]), "big"))
"""
"""The command that shells find on their path."""


@contextmanager
def command_on_path(folder: Path):
    """`folder` holds the command `caselane` while this lasts."""
    address = str(folder / "socket")
    command = folder / "caselane"
    command.write_text(CALL.format(python=sys.executable, address=address))
    command.chmod(0o755)
    words = [sys.executable, "-m", "tests.command_server", address]
    server = subprocess.Popen(words, cwd=Path(__file__).parent.parent, stdin=subprocess.PIPE)
    try:
        until(lambda: Path(address).exists() or server.poll() is not None)
        yield
    finally:
        server.terminate()
        server.wait()


def serve(address: str) -> None:
    for module, _ in COMMANDS.values():
        import_module(f"runner.cli.{module}")
    with TemporaryDirectory() as folder:  # what a process makes once, forks have from here
        desk = Desk(Path(folder))
        desk.open()
        desk.app.close()
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the forks
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(f"{address}.new")
    listening.listen()
    os.rename(f"{address}.new", address)
    while listening in select([listening, sys.stdin], [], [])[0]:  # until the tests are gone
        caller, _ = listening.accept()
        if os.fork() == 0:
            listening.close()
            _run(caller)
        caller.close()


def _run(caller: socket.socket) -> None:
    """Ends the process with the command."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    head, files, _, _ = socket.recv_fds(caller, 4, 3)
    with caller.makefile("rb") as stream:
        words, folder, variables = json.loads(stream.read(int.from_bytes(head, "big")))
    for here, there in enumerate(files):
        os.dup2(there, here)
        os.close(there)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(variables)
    caller.sendall(os.getpid().to_bytes(4, "big"))
    code = 1
    try:
        main(words, prog_name="caselane")
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        caller.sendall(bytes([code]))
        os._exit(code)


if __name__ == "__main__":
    serve(sys.argv[1])
