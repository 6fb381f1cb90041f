"""A real receiver of webhooks, on loopback, and the file that names it."""

import base64
import json
import ssl
import threading
from collections import Counter
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from runner.delivery.channels.receivers import read_receivers
from runner.delivery.channels.webhook import WebhookClient
from tests.desk import MONDAY

KEY = b"a key of a test, 32 bytes long.."
SECRET = f"whsec_{base64.b64encode(KEY).decode()}"


class Receiver:
    """Takes what it is sent. `answers` decides on the status, by the event and how often it came."""

    def __init__(self, certificate=None):
        self.got = []
        """Of each request its headers and its body, in the order in which they came."""
        self.answers = lambda event, times: 200
        self.head, self.after = {}, b""
        self._lock = threading.Lock()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                length = int(self.headers["Content-Length"])
                body = self.rfile.read(length)
                if len(body) == length:  # else the sender was killed in the middle
                    receiver._take(self, dict(self.headers), body)

            do_GET = do_HEAD = do_POST

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}/hooks?for=caselane"
        if certificate:
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            context.load_cert_chain(certificate, certificate.with_name("key.pem"))
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
            self.url = f"https://localhost:{self.port}/hooks"
        threading.Thread(target=self._server.serve_forever, args=[0.02], daemon=True).start()

    def _take(self, request, headers, body):
        with self._lock:
            self.got.append((headers, body))
            times = self.ids[headers["webhook-id"]]
        status = self.answers(json.loads(body), times)
        if status is None:
            request.close_connection = True  # it took the event, and its answer is lost
            return
        request.send_response(status)
        for name, value in self.head.items():
            request.send_header(name, value)
        request.end_headers()
        request.wfile.write(self.after)

    @property
    def ids(self):
        return Counter(headers["webhook-id"] for headers, _ in self.got)

    @property
    def events(self):
        """Of each event what it says, once."""
        return {headers["webhook-id"]: json.loads(body) for headers, body in self.got}

    def close(self):
        self._server.shutdown()
        self._server.server_close()


class Room(Receiver):
    """A chat room: takes posts. `answers` decides on the status, by how often a post came."""

    def _take(self, request, headers, body):
        self.got.append((headers, body))
        status = self.answers(json.loads(body), len(self.got))
        request.send_response(status)
        request.end_headers()

    @property
    def posts(self):
        return [json.loads(body) for _, body in self.got]


@contextmanager
def receiving(certificate=None):
    receiver = Receiver(certificate)
    try:
        yield receiver
    finally:
        receiver.close()


def naming(folder, url, name="bugs", private=True, secret=SECRET):
    """The file that names a receiver."""
    folder.mkdir(exist_ok=True)
    path = folder / "webhooks.toml"
    path.write_text(
        f'[{name}]\nurl = "{url}"\nsecret = "{secret}"\nprivate = {str(private).lower()}\n'
    )
    return path


def send(folder, url, **more):
    """Hands one event to a receiver."""
    receivers = read_receivers(naming(folder, url, **more))
    WebhookClient().send(receivers["bugs"], "C-1-1", b"{}", MONDAY)


def naming_room(folder, url, product="slack", private=True):
    """The file that names the room `support`."""
    path = folder / "chat.toml"
    path.write_text(
        f'[support]\nproduct = "{product}"\nurl = "{url}"\nprivate = {str(private).lower()}\n'
    )
    return path
