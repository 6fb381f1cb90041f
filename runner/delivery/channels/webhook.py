"""Events out, by HTTP, signed as Standard Webhooks says (https://www.standardwebhooks.com).

Nothing that a receiver does may hurt us: its address is looked at after it was resolved and used as
it was looked at, redirects are not followed, the body of its answer is not read, and it is left
after a while, however it spends that.
"""

from __future__ import annotations

import base64
import hmac
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from http.client import HTTPConnection, HTTPException
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from runner.delivery.channels.receivers import Receiver
from runner.errors import ChannelError, TooSlow, Undeliverable

CONNECTING = 5
"""Seconds for a connection to an address."""

LONGEST = 15
"""Seconds for all that follows: greeting, sending and the head of the answer."""

ADDRESSES = 3
"""Of one host, that are tried."""

LATER = (408, 409, 425, 429)
"""Answers of 4xx that may be others later."""


class WebhookChannel:
    def send(self, receiver: Receiver, id: str, body: bytes, now: datetime) -> None:
        """Hands an event over. Raises ChannelError: TooSlow when that took too long, Undeliverable
        when the receiver refused for good."""
        try:
            status = _post(receiver, _headers(receiver, id, body, now), body)
        except TimeoutError as error:
            raise TooSlow(f"Receiver '{receiver.name}' did not answer in time.") from error
        except HTTPException as error:  # what it said instead may be anything
            raise ChannelError(f"Receiver '{receiver.name}' gave no answer of HTTP.") from error
        except (OSError, ValueError) as error:
            raise ChannelError(f"Receiver '{receiver.name}' was not reached: {error}") from error
        _check(receiver, status)


def _headers(receiver: Receiver, id: str, body: bytes, now: datetime) -> dict[str, str]:
    seconds = str(int(now.timestamp()))
    content = b".".join([id.encode(), seconds.encode(), body])
    signatures = [hmac.digest(key, content, "sha256") for key in receiver.keys]
    return {
        "Host": receiver.url.netloc,
        "User-Agent": "Caselane",
        "Content-Type": "application/json",
        "Connection": "close",
        "webhook-id": id,
        "webhook-timestamp": seconds,
        "webhook-signature": " ".join(f"v1,{base64.b64encode(s).decode()}" for s in signatures),
    }


def _post(receiver: Receiver, headers: dict[str, str], body: bytes) -> int:
    """The status of the answer."""
    url = receiver.url
    target = (url.path or "/") + (f"?{url.query}" if url.query else "")
    connection = HTTPConnection(receiver.host, receiver.port)
    connection.sock = sock = _connected(receiver)
    try:
        with _hanging_up(sock):
            if isinstance(sock, ssl.SSLSocket):
                sock.do_handshake()
            connection.request("POST", target, body, headers)
            with connection.getresponse() as response:
                return response.status
    finally:
        sock.close()


def _check(receiver: Receiver, status: int) -> None:
    if 200 <= status < 300:
        return
    said = f"Receiver '{receiver.name}' answered {status}"
    if 300 <= status < 400:
        raise Undeliverable(f"{said}: redirects are not followed, name the place itself.")
    if 400 <= status < 500 and status not in LATER:
        raise Undeliverable(f"{said}.")
    raise ChannelError(f"{said}.")


# ------------------------------------------------------------------ connecting


def _connected(receiver: Receiver) -> socket.socket:
    """A connection to an address that was looked at. Over TLS, nothing is said yet."""
    failed: OSError = OSError("no address")
    for address in _addresses(receiver)[:ADDRESSES]:
        try:
            sock = socket.create_connection((address, receiver.port), CONNECTING)
        except OSError as error:
            failed = error
            continue
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # head and body at once
        sock.settimeout(LONGEST)
        if receiver.url.scheme == "http":
            return sock
        return ssl.create_default_context().wrap_socket(
            sock, server_hostname=receiver.host, do_handshake_on_connect=False
        )
    raise failed


def _addresses(receiver: Receiver) -> list[str]:
    """Those of its host, as numbers: they are not resolved again. How long that takes is limited
    by the resolver of the machine."""
    found = socket.getaddrinfo(receiver.host, receiver.port, type=socket.SOCK_STREAM)
    addresses = [str(address[0]) for *_, address in found]
    for address in addresses:
        if not may_be_reached(address, receiver.private):
            raise Undeliverable(
                f"Receiver '{receiver.name}' has the address {address}, which is not one of the "
                "public internet. If it is to be reached, say private = true; addresses of the "
                "link and of clouds' own services are never called."
            )
    return addresses


_NAT64 = IPv6Network("64:ff9b::/96")
_PUBLIC = IPv6Network("2000::/3")
_OF_CLOUDS = frozenset(
    map(
        ip_address,
        ["fd00:ec2::254", "fd00:ec2::23", "fd20:ce::254", "100.100.100.200", "168.63.129.16"],
    )
)
"""Where Amazon, Google, Alibaba and Azure serve their machines besides the address of the link."""


def may_be_reached(address: str, private: bool) -> bool:
    """May events go to this address? On the link (RFC 3927, RFC 4291 2.5.6), and at a few more
    addresses, lie the services of clouds that hand out credentials, and no receivers."""
    meant = _meant(ip_address(address.partition("%")[0]))
    if meant.is_link_local or meant.is_multicast or meant.is_unspecified or meant in _OF_CLOUDS:
        return False
    return private or (meant.is_global and (meant.version == 4 or meant in _PUBLIC))


def _meant(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The address of IPv4 that one of IPv6 leads to, if it does."""
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address


@contextmanager
def _hanging_up(sock: socket.socket) -> Iterator[None]:
    """Ends a connection that takes too long: one that says a byte at a time, too. Raises
    TimeoutError."""
    late = threading.Event()

    def hang_up() -> None:
        late.set()
        with suppress(OSError):
            socket.socket.shutdown(sock, socket.SHUT_RDWR)  # below TLS, which others are using

    timer = threading.Timer(LONGEST, hang_up)
    timer.daemon = True
    timer.start()
    try:
        yield
    except (OSError, HTTPException):
        if not late.is_set():
            raise
    finally:
        timer.cancel()
    if late.is_set():  # what was cut off may look like an answer
        raise TimeoutError
