"""The HTTP server: waitress, with limits. See decision 0200."""

from __future__ import annotations

import gc
from copy import copy
from typing import Any

import orjson
from flask import Flask
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import BaseWSGIServer, create_server
from waitress.task import ErrorTask

from runner.config import WAITING_WRITERS
from web.shared.numbers import LARGEST_REQUEST

LIMITS = {
    "threads": WAITING_WRITERS + 8,  # those that wait to write never stop those that read
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

DETAILS = {
    431: "The headers of the request are too large. Shorten them.",
}


class _Refusal(ErrorTask):
    """The answer to a request that does not reach the application: problem details for programs."""

    def execute(self) -> None:
        request: Any = self.request
        kind, body = self._text(request.error, getattr(request, "path", ""))
        self.status = f"{request.error.code} {request.error.reason}"
        self.response_headers = [("Content-Type", kind)]
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)

    def _text(self, error: Any, path: str) -> tuple[str, bytes]:
        detail = DETAILS.get(error.code, f"The request cannot be read: {error.body}.")
        if error.code == 413:
            request: Any = self.request
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
        """Only a form that may bring files may be larger than LARGEST_REQUEST."""
        super().parse_header(header_plus)
        if not self.headers.get("CONTENT_TYPE", "").lower().startswith("multipart/form-data"):
            self.adj = copy(self.adj)
            self.adj.max_request_body_size = LARGEST_REQUEST


class _Channel(HTTPChannel):
    parser_class = _Parser
    error_task_class = _Refusal


def _largest(app: Flask) -> int:
    return LARGEST_REQUEST + app.extensions["caselane"].settings.message_file_bytes


def serve(app: Flask, host: str, port: int, trusted_proxies: int) -> None:
    """Serves until the process is told to end. Raises OSError when it cannot listen there."""
    sockets: dict[int, Any] = {}
    server = create_server(
        app, map=sockets, host=host, port=port, max_request_body_size=_largest(app),
        clear_untrusted_proxy_headers=trusted_proxies == 0, **LIMITS,
    )  # fmt: skip
    for listener in sockets.values():  # two where `localhost` is an address of IPv4 and IPv6
        if isinstance(listener, BaseWSGIServer):
            listener.channel_class = _Channel
    gc.freeze()  # a search of all that was imported would hold up every request for 70 ms
    server.run()
