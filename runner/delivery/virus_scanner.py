"""The virus scanner beside us: clamd, asked by its own protocol (clamd(8), INSTREAM).

Decision 0330.
"""

from __future__ import annotations

import socket
from urllib.parse import urlsplit

from runner.errors import ConfigError, ScannerAway
from runner.language import _
from runner.store.file_folder import Source

PIECE = 65_536
PORT = 3310
TIMEOUT = 30
"""Seconds for each answer: clamd looks at the largest files in a few."""

LONGEST_ANSWER = 4_096


class VirusScanner:
    """`url` is such as tcp://127.0.0.1:3310 or unix:///run/clamav/clamd.ctl. Raises ConfigError."""

    def __init__(self, url: str):
        parts = urlsplit(url)
        try:
            self._path, self._host = parts.path, parts.hostname or ""
            self._port = parts.port or PORT
        except ValueError:
            self._host = ""
        self._is_local = parts.scheme == "unix"
        if not (self._path if self._is_local else parts.scheme == "tcp" and self._host):
            raise ConfigError(
                f"CASELANE_CLAMD is '{url}', and has to be like tcp://127.0.0.1:3310 or "
                "unix:///run/clamav/clamd.ctl."
            )

    def found_in(self, source: Source) -> str:
        """The name of the virus in a file; '' for none. Raises ScannerAway where that is not
        known."""
        answer = self._ask(b"zINSTREAM\0", source)
        said, _colon, verdict = answer.partition(": ")
        if said == "stream" and verdict == "OK":
            return ""
        if said == "stream" and verdict.endswith(" FOUND"):
            return verdict.removesuffix(" FOUND")
        raise ScannerAway(
            _("The virus scanner could not look at the file: it said “%(said)s”.", said=answer)
        )

    def check(self) -> None:
        """Raises ScannerAway unless it answers."""
        if (answer := self._ask(b"zPING\0")) != "PONG":
            raise ScannerAway(_("The virus scanner said “%(said)s” to a PING.", said=answer))

    def _ask(self, command: bytes, source: Source | None = None) -> str:
        try:
            with self._connected() as connection:
                try:
                    connection.sendall(command)
                    if source is not None:
                        _send(connection, source)
                except (BrokenPipeError, ConnectionResetError):
                    pass  # a file that is too large for it: it has said so, and hung up
                return _answer(connection)
        except OSError as error:
            raise ScannerAway(
                _(
                    "The virus scanner does not answer (%(error)s). No file is taken without it; "
                    "try again in a moment.",
                    error=error,
                )
            ) from error

    def _connected(self) -> socket.socket:
        if not self._is_local:
            return socket.create_connection((self._host, self._port), TIMEOUT)
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(TIMEOUT)
        try:
            connection.connect(self._path)
        except OSError:
            connection.close()
            raise
        return connection


def _send(connection: socket.socket, source: Source) -> None:
    """Pieces with their lengths before them, up to one of none."""
    while piece := source.read(PIECE):
        connection.sendall(len(piece).to_bytes(4, "big") + piece)
    connection.sendall((0).to_bytes(4, "big"))


def _answer(connection: socket.socket) -> str:
    """Up to its NUL."""
    said = b""
    while b"\0" not in said and len(said) < LONGEST_ANSWER:
        piece = connection.recv(LONGEST_ANSWER)
        if not piece:
            break
        said += piece
    return said.partition(b"\0")[0].decode("utf-8", "replace").strip()
