"""A clamd of the tests: its protocol over real connections, and a list of one virus."""

import socketserver
import threading
from contextlib import contextmanager

VIRUS, NAME = b"the worst virus of all tests", "Worst.Of-All-Tests"


class _Handler(socketserver.StreamRequestHandler):
    def handle(self):
        command = self._line()
        if command == b"zPING":
            return self._say("PONG")
        assert command == b"zINSTREAM", command
        content = b""
        while size := int.from_bytes(self.rfile.read(4), "big"):
            if len(content) + size > self.server.most:
                return self._say("INSTREAM size limit exceeded. ERROR")
            content += self.rfile.read(size)
        self.server.seen.append(len(content))
        return self._say(f"stream: {NAME} FOUND" if VIRUS in content else "stream: OK")

    def _line(self):
        said = b""
        while not said.endswith(b"\0"):
            said += self.rfile.read(1)
        return said[:-1]

    def _say(self, text):
        self.wfile.write(text.encode() + b"\0")


class _Tcp(socketserver.ThreadingTCPServer):
    daemon_threads = True


class _Unix(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True


@contextmanager
def clamd(path=None, most=1_000_000):
    """Yields its URL, and the sizes of the files that it has seen. `most` is its StreamMaxLength."""
    server = _Unix(str(path), _Handler) if path else _Tcp(("127.0.0.1", 0), _Handler)
    server.most, server.seen = most, []
    thread = threading.Thread(target=server.serve_forever, args=[0.01])
    thread.start()
    try:
        yield (
            (f"unix://{path}" if path else f"tcp://127.0.0.1:{server.server_address[1]}"),
            server.seen,
        )
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
