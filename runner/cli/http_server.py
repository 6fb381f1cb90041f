"""The HTTP server: waitress, with limits. See decision 0200, decision 0356."""

from __future__ import annotations

import gc
import socket
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from copy import copy
from functools import partial
from typing import Any

import orjson
from flask import Flask
from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import BaseWSGIServer, create_server
from waitress.task import ErrorTask, WSGITask
from werkzeug.exceptions import HTTPException

from runner.clock import stopwatch
from runner.config import WAITING_WRITERS
from web.shared.numbers import LARGEST_REQUEST
from web.site import largest_body

LATEST = 0.5
"""Seconds after which a server notices that it is to stop."""

FINISHING = 10
"""Seconds that a stopping server gives requests which it has already."""

LIMITS = {
    "threads": 2 * WAITING_WRITERS + 8,  # those that wait for a place or to write stop no reader
    "max_request_header_size": 32_768,
    "connection_limit": 800,  # below the 1,024 files that a process may usually have open
    "channel_timeout": 30,  # seconds until a connection on which nothing comes is closed
    "cleanup_interval": 5,
    "asyncore_use_poll": True,
}
"""One thread reads requests from all connections and waits for none; only a request that is whole
is given a thread. So a slow sender costs a socket and no thread, and a body that is too large is
refused by its header, before anything is stored. A form that may bring files is larger; it is kept
on the disk until it is whole."""

OF_ADDRESS = LIMITS["connection_limit"] // 2
"""Connections from one address, where no proxy hides whose they are: nobody takes all."""

WHOLE_WITHIN, SLOWEST = 30, 5_000
"""Seconds that a request may take to come, and bytes a second for what is larger."""

MOST_PASSED_OVER = 200_000_000
"""Bytes behind a refusal that are read and forgotten, before the connection is closed."""

DETAILS = {
    431: "The headers of the request are too large. Shorten them.",
}


class _Refusal(ErrorTask):
    """The answer to a request that does not reach the application: problem details for programs."""

    def execute(self) -> None:
        request: Any = self.request
        kind, body = self._text(request, getattr(request, "path", ""))
        self.status = f"{request.error.code} {request.error.reason}"
        self.response_headers = [("Content-Type", kind)]
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)
        self.close_on_finish = False  # its channel does, once what comes was passed over
        channel: Any = self.channel
        channel.pass_over()

    def _text(self, request: Any, path: str) -> tuple[str, bytes]:
        error = request.error
        detail = DETAILS.get(error.code, f"The request cannot be read: {error.body}.")
        if error.code == 413:
            most = request.adj.max_request_body_size
            detail = f"The request is larger than {most:,} bytes. Shorten it."
        if path != "/api" and not path.startswith("/api/"):
            return "text/plain; charset=utf-8", f"{detail}\n".encode()
        document = {
            "type": "urn:caselane:problem:http", "title": error.reason, "status": error.code,
            "detail": detail, "instance": path,
        }  # fmt: skip
        return "application/problem+json", orjson.dumps(document)


class _Parser(HTTPRequestParser):
    def parse_header(self, header_plus: bytes) -> None:
        """Only where files or mails are taken may a request be larger than LARGEST_REQUEST: what
        another address would refuse is not stored first."""
        super().parse_header(header_plus)
        request: Any = self
        if request.chunked or request.content_length > LARGEST_REQUEST:
            most = request.adj.largest_body(request.command, request.path, request.headers)
            request.adj = copy(request.adj)
            request.adj.max_request_body_size = most


class _Answering(WSGITask):
    def service(self) -> None:
        """What came behind a request is read on once that is done, and has its time from then."""
        channel: Any = self.channel
        try:
            super().service()
        finally:
            channel.begin()


class _Channel(HTTPChannel):
    """A connection. One that is too much, or too slow, is closed without an answer: who reads one
    that slowly would keep it open. Decision 0355."""

    parser_class = _Parser
    task_class = _Answering
    error_task_class = _Refusal

    def __init__(self, server: Any, sock: socket.socket, addr: Any, *more: Any, **others: Any):
        super().__init__(server, sock, addr, *more, **others)
        self._refused = False
        self.begin()
        others_of_it = sum(one.addr[0] == addr[0] for one in server.active_channels.values()) - 1
        self.will_close = others_of_it >= server.adj.connections_of_address

    def received(self, data: bytes) -> bool:
        begun = self.request
        self._sent += len(data)
        if self._refused:
            self.will_close = self._sent > MOST_PASSED_OVER
            return True
        took = super().received(data)
        if self.request is not begun:
            self.begin()
        return took

    def begin(self) -> None:
        """A request has its whole time from here on."""
        self._since, self._sent = stopwatch(), 0

    def is_late(self) -> bool:
        """Whether the rest of a request has not come in its time. While an answer goes out nothing
        more is read: what came behind that request has its time from then."""
        if self.total_outbufs_len:
            self.begin()
        waits = self._refused or (self.request is not None and not self.requests)
        return waits and self._since() > WHOLE_WITHIN + self._sent / SLOWEST

    def pass_over(self) -> None:
        """Reads what comes behind a refusal and forgets it. The system would reset a connection
        that is closed before, and nobody could read why, be it through a proxy. Decision 0333."""
        channel: Any = self
        with channel.requests_lock:
            del channel.requests[1:]  # what stands behind it is its body, and no request
            self.request, self._refused = None, True
        self._end_answer()

    def handle_write(self) -> None:
        super().handle_write()
        self._end_answer()

    def _end_answer(self) -> None:
        if self._refused and self.socket and not self.total_outbufs_len:
            with suppress(OSError):
                self.socket.shutdown(socket.SHUT_WR)

    def service(self) -> None:
        """Leaves a request alone whose client did not wait for its turn: most have sent it again,
        and a server that is behind would do everything several times."""
        if not self._is_left():
            return super().service()
        self.cancel()
        return self.server.pull_trigger()

    def _is_left(self) -> bool:
        try:
            return self.socket is None or self.socket.recv(1, socket.MSG_PEEK) == b""
        except BlockingIOError:
            return False
        except OSError:
            return True


class InTurn:
    """A WSGI application in which what changes something has its turn in `place`."""

    def __init__(self, app: Flask, place: Callable[[], AbstractContextManager[None]]):
        self._app = app
        self._place = place

    def __call__(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] in ("GET", "HEAD", "OPTIONS"):
            return self._app(environ, start)
        with self._place():
            return self._app(environ, start)


def _largest_body(app: Flask) -> Callable[[str, str, Mapping[str, str]], int]:
    """Says how many bytes a request may bring, by its method, path and headers."""
    addresses = app.url_map.bind("")

    def most(method: str, path: str, headers: Mapping[str, str]) -> int:
        try:
            endpoint, _ = addresses.match(path, method)
        except HTTPException:
            return LARGEST_REQUEST
        kind = headers.get("CONTENT_TYPE", "").partition(";")[0].strip().lower()
        return largest_body(app.extensions["caselane"], endpoint, kind)

    return most


def bind(host: str, port: int) -> list[socket.socket]:
    """Takes an address, or two where `localhost` is one of IPv4 and one of IPv6, without answering
    there yet. Raises OSError when somebody else answers there."""
    taken: list[socket.socket] = []
    try:
        for family, kind, protocol, _, address in socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        ):
            one = socket.socket(family, kind, protocol)
            taken.append(one)
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:
                one.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            one.bind(address)
    except OSError:
        for one in taken:
            one.close()
        raise
    return taken


def serve(
    app: Flask,
    taken: Sequence[socket.socket],
    trusted_proxies: int,
    ready: Callable[[], None] = lambda: None,
    stopping: threading.Event | None = None,
) -> None:
    """Serves at the addresses that `bind` took until `stopping` is set; requests that came by then
    are answered. `ready` is called when it answers. Raises OSError when somebody else began to
    answer there meanwhile."""
    sockets: dict[int, Any] = {}
    in_turn = InTurn(app, app.extensions["caselane"].db.place_for_change)
    server = create_server(
        in_turn, map=sockets, sockets=list(taken),
        max_request_body_size=LARGEST_REQUEST,
        clear_untrusted_proxy_headers=trusted_proxies == 0, **LIMITS,
    )  # fmt: skip
    ours = {  # waitress knows neither
        "largest_body": _largest_body(app),
        "connections_of_address": LIMITS["connection_limit"] if trusted_proxies else OF_ADDRESS,
    }
    listeners = [each for each in sockets.values() if isinstance(each, BaseWSGIServer)]
    for listener in listeners:
        listener.channel_class = _Channel
        listener.maintenance = partial(_close_what_waits, listener)
        for name, value in ours.items():
            setattr(listener.adj, name, value)
    gc.freeze()  # a search of all that was imported would hold up every request for 70 ms
    ready()
    try:
        _answer(sockets, listeners, stopping or threading.Event())
    finally:
        server.task_dispatcher.shutdown()


def _close_what_waits(listener: Any, now: int) -> None:
    """Called every `cleanup_interval`: nothing else looks at a connection that fell silent."""
    BaseWSGIServer.maintenance(listener, now)
    for channel in listener.active_channels.values():
        if channel.is_late():
            channel.will_close = True


def _answer(
    sockets: dict[int, Any], listeners: Sequence[BaseWSGIServer], stopping: threading.Event
) -> None:
    """As waitress's own loop, which ends without answering what was asked already."""
    while not stopping.is_set():
        wasyncore.loop(LATEST, use_poll=True, map=sockets, count=1)
    for listener in listeners:
        wasyncore.dispatcher.close(listener)  # not its own `close`: answers still need its trigger
    since = stopwatch()
    while since() < FINISHING and any(map(_is_busy, sockets.values())):
        wasyncore.loop(0.05, use_poll=True, map=sockets, count=1)


def _is_busy(each: Any) -> bool:
    """Whether a connection waits for an answer, or for the rest of one."""
    return isinstance(each, HTTPChannel) and bool(each.requests or each.total_outbufs_len)
