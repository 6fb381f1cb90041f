"""The virus scanner beside us: clamd, asked by its own protocol (clamd(8), INSTREAM).

Decision 0330.
"""

from __future__ import annotations

import socket
from urllib.parse import urlsplit

from runner.errors import ConfigError, Infected, NotExamined, ScannerAway
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
        try:
            parts = urlsplit(url)
            self._path, self._host = parts.path, parts.hostname or ""
            self._port = parts.port or PORT
        except ValueError:
            raise _no_address(url) from None
        self._is_local = parts.scheme == "unix"
        if not (self._path if self._is_local else parts.scheme == "tcp" and self._host):
            raise _no_address(url)

    def examine(self, name: str, source: Source) -> None:
        """Raises Infected for a file with a virus, NotExamined where it could not look at this one,
        and ScannerAway."""
        answer = self._ask(b"zINSTREAM\0", source)
        if answer == "stream: OK":
            return
        if answer.startswith("stream: ") and answer.endswith(" FOUND"):
            virus = answer.removeprefix("stream: ").removesuffix(" FOUND")
            why = _("cannot include “%(name)s”: it has a virus (%(virus)s)", name=name, virus=virus)
            raise Infected({"files": [why]})
        if answer.endswith("ERROR"):
            why = _(
                "cannot include “%(name)s”: the virus scanner could not look at it (%(said)s)",
                name=name,
                said=answer,
            )
            raise NotExamined({"files": [why]})
        raise ScannerAway(_("The virus scanner said “%(said)s” of a file.", said=answer))

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


def _no_address(url: str) -> ConfigError:
    return ConfigError(
        f"CASELANE_CLAMD is '{url}', and has to be like tcp://127.0.0.1:3310 or "
        "unix:///run/clamav/clamd.ctl."
    )


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
