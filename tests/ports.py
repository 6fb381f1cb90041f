"""Ports of loopback for servers that tests start."""

import socket
import subprocess

from tests.patience import until

_held: list[socket.socket] = []


def free_port() -> int:
    """One that nobody else is given while these tests run: a socket holds it that does not listen.
    A server may listen there, as it sets SO_REUSEADDR, and again when it was killed."""
    held = socket.socket()
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    held.bind(("127.0.0.1", 0))
    _held.append(held)
    return held.getsockname()[1]


def wait_for(port: int, server: subprocess.Popen | None = None) -> None:
    """Until somebody listens there. Fails when the process that is to do so has ended."""

    def listens() -> bool:
        assert server is None or server.poll() is None, f"It ended with {server.returncode}."
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    until(listens)
