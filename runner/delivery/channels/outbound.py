"""HTTP out, to addresses that others wrote down.

Nothing that the other side does may hurt us: its address is looked at after it was resolved and
used as it was looked at, redirects are not followed, the body of its answer is not read, and it is
left after a while, however it spends that.
"""

from __future__ import annotations

import re
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPException
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

from runner.errors import ChannelError, ReceiverPaused, TooSlow, Undeliverable

PORTS = {"http": 80, "https": 443}

CONNECTING = 5
"""Seconds for a connection to an address."""

LONGEST = 15
"""Seconds for all that follows: greeting, sending and the head of the answer."""

ADDRESSES = 3
"""Of one host, that are tried."""

LATER = (408, 409, 425, 429)
"""Answers of 4xx that may be others later."""

PAUSE = timedelta(minutes=1)
"""For which an endpoint is not called that did not answer in time: its queue is left to the
others."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a POST goes. `name` is what errors call it, such as *Receiver 'bugs'*. `private`: it
    may lie in a network of our own. Its URL may carry a token: it is never shown."""

    name: str
    url: SplitResult = field(repr=False)
    private: bool = False

    @property
    def host(self) -> str:
        return self.url.hostname or ""

    @property
    def port(self) -> int:
        return self.url.port or PORTS[self.url.scheme]


def read_url(text: object) -> SplitResult | None:
    """A URL that can be called, without a user in it; None for anything else."""
    try:
        url = urlsplit(text if isinstance(text, str) and re.fullmatch(r"[!-~]+", text) else "")
        port = url.port
        (url.hostname or "").encode("idna")
    except ValueError:
        return None
    usable = url.scheme in PORTS and url.hostname and "@" not in url.netloc and port != 0
    return url if usable else None


LONGEST_WAIT = timedelta(hours=1)
"""The most that a receiver may ask for by Retry-After: what it says may be anything."""


@dataclass(frozen=True, slots=True)
class _Pause:
    """`asked`: by the receiver itself, with Retry-After."""

    until: datetime
    asked: bool


class Client:
    """Posts to endpoints, and pauses those that do not answer in time or ask for it."""

    def __init__(self) -> None:
        self._pauses: dict[str, _Pause] = {}

    def post(
        self, endpoint: Endpoint, headers: Mapping[str, str], body: bytes, now: datetime
    ) -> None:
        """Raises ChannelError: ReceiverPaused, TooSlow when it took too long, Undeliverable when it
        was refused for good."""
        self._check_pause(endpoint, now)
        try:
            _check(endpoint, _call(endpoint, headers, body), now)
        except TooSlow:
            self._pauses[endpoint.name] = _Pause(now + PAUSE, asked=False)
            raise
        except ChannelError as error:
            if error.wait:
                self._pauses[endpoint.name] = _Pause(now + error.wait, asked=True)
            raise

    def _check_pause(self, endpoint: Endpoint, now: datetime) -> None:
        """A pause that ends later than any may is of a clock that was set back since."""
        pause = self._pauses.get(endpoint.name)
        left = pause.until - now if pause else timedelta(0)
        if pause is None or left <= timedelta(0) or left > LONGEST_WAIT:
            return
        if pause.asked:
            raise ReceiverPaused(f"{endpoint.name} asked to be called later.", wait=left)
        if left <= PAUSE:
            raise ReceiverPaused(f"{endpoint.name} did not answer in time and is paused.")


def _call(endpoint: Endpoint, headers: Mapping[str, str], body: bytes) -> tuple[int, str]:
    """The status of the answer, and what it says of a time to wait."""
    try:
        return _post(endpoint, headers, body)
    except TimeoutError as error:
        raise TooSlow(f"{endpoint.name} did not answer in time.") from error
    except HTTPException as error:  # what it said instead may be anything
        raise ChannelError(f"{endpoint.name} gave no answer of HTTP.") from error
    except (OSError, ValueError) as error:
        raise ChannelError(f"{endpoint.name} was not reached: {error}") from error


def _post(endpoint: Endpoint, headers: Mapping[str, str], body: bytes) -> tuple[int, str]:
    url = endpoint.url
    target = (url.path or "/") + (f"?{url.query}" if url.query else "")
    connection = HTTPConnection(endpoint.host, endpoint.port)
    connection.sock = sock = _connected(endpoint)
    try:
        with _hanging_up(sock):
            if isinstance(sock, ssl.SSLSocket):
                sock.do_handshake()
            connection.request("POST", target, body, {**_HEADERS, "Host": url.netloc, **headers})
            with connection.getresponse() as response:
                return response.status, response.getheader("Retry-After") or ""
    finally:
        sock.close()


_HEADERS = {
    "User-Agent": "Caselane", "Content-Type": "application/json", "Connection": "close",
}  # fmt: skip


def _check(endpoint: Endpoint, answer: tuple[int, str], now: datetime) -> None:
    status, wait = answer
    if 200 <= status < 300:
        return
    said = f"{endpoint.name} answered {status}"
    if 300 <= status < 400:
        raise Undeliverable(f"{said}: redirects are not followed, name the place itself.")
    if 400 <= status < 500 and status not in LATER:
        raise Undeliverable(f"{said}.")
    raise ChannelError(f"{said}.", _asked_for(wait, now))


def _asked_for(wait: str, now: datetime) -> timedelta:
    """What Retry-After says (RFC 9110, 10.2.3): seconds, or a date. Nothing for anything else, and
    at most LONGEST_WAIT."""
    if re.fullmatch(r"[0-9]{1,9}", wait, re.ASCII):
        return min(timedelta(seconds=int(wait)), LONGEST_WAIT)
    try:
        at = parsedate_to_datetime(wait[:60])
        left = at.replace(tzinfo=at.tzinfo or UTC) - now
    except (ValueError, OverflowError, TypeError, IndexError):
        return timedelta(0)
    return max(timedelta(0), min(left, LONGEST_WAIT))


# ------------------------------------------------------------------ connecting


def _connected(endpoint: Endpoint) -> socket.socket:
    """A connection to an address that was looked at. Over TLS, nothing is said yet."""
    failed: OSError = OSError("no address")
    for address in _addresses(endpoint)[:ADDRESSES]:
        try:
            sock = socket.create_connection((address, endpoint.port), CONNECTING)
        except OSError as error:
            failed = error
            continue
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # head and body at once
        sock.settimeout(LONGEST)
        if endpoint.url.scheme == "http":
            return sock
        return ssl.create_default_context().wrap_socket(
            sock, server_hostname=endpoint.host, do_handshake_on_connect=False
        )
    raise failed


def _addresses(endpoint: Endpoint) -> list[str]:
    """Those of its host, as numbers: they are not resolved again. How long that takes is limited
    by the resolver of the machine."""
    found = socket.getaddrinfo(endpoint.host, endpoint.port, type=socket.SOCK_STREAM)
    addresses = [str(address[0]) for *_, address in found]
    for address in addresses:
        if not may_be_reached(address, endpoint.private):
            raise Undeliverable(
                f"{endpoint.name} has the address {address}, which is not one of the "
                "public internet. If it is to be reached, say private = true; addresses of the "
                "link and of clouds' own services are never called."
            )
    return addresses


_NAT64 = IPv6Network("64:ff9b::/96")
_PUBLIC = IPv6Network("2000::/3")
_SPECIAL = tuple(
    map(
        ip_network,
        ["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
         "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
         "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
         "2001::/23", "2001:db8::/32", "3fff::/20"],
    )
)  # fmt: skip
"""What is no place of the public internet, by the registries of IANA for special purposes
(RFC 6890). `is_global` of ipaddress says other things in other releases of Python."""

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
    return private or _is_public(meant)


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    special = any(address in network for network in _SPECIAL)
    return not special and (address.version == 4 or address in _PUBLIC)


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
