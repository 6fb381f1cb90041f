"""Which addresses are called, of webhooks and of chat rooms."""

import socket

import pytest

from runner.delivery.channels import outbound
from runner.errors import ChannelError, Undeliverable
from tests.delivery.receiver import send

# ------------------------------------------------------------------ where it may go


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "127.1", "0.0.0.0", "10.0.0.1",
     "192.168.1.1", "172.16.0.1", "100.64.0.1", "169.254.169.254", "224.0.0.1", "[::1]", "[::]",
     "[::ffff:7f00:1]", "[::127.0.0.1]", "[fd00:ec2::254]", "[fe80::1]", "[fec0::1]", "[ff02::1]",
     "[64:ff9b::a9fe:a9fe]", "[2002:7f00:1::]", "255.255.255.255", "192.88.99.1", "198.18.0.1", "192.0.0.9",
     "203.0.113.1", "[2001::1]", "[2001:db8::1]", "[3fff::1]"],
)  # fmt: skip
def test_addresses_that_are_not_public_are_refused_unless_the_file_says_so(tmp_path, host):
    with pytest.raises(Undeliverable, match="private = true"):
        send(tmp_path, f"http://{host}:9/", private=False)


@pytest.mark.parametrize(
    "host",
    ["169.254.169.254", "[::ffff:a9fe:a9fe]", "[fe80::1]", "0.0.0.0", "[fd00:ec2::254]",
     "[fd00:ec2::23]", "[fd20:ce::254]", "100.100.100.200", "168.63.129.16"],
)  # fmt: skip
def test_the_services_of_clouds_are_refused_even_then(tmp_path, host):
    with pytest.raises(Undeliverable, match="never called"):
        send(tmp_path, f"http://{host}/latest/meta-data")


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "2606:2800:21f:cb07::1", "64:ff9b::5db8:d70e"]
)
def test_public_addresses_are_reached(address):
    assert outbound.may_be_reached(address, private=False)


def test_a_name_is_resolved_once_and_what_was_looked_at_is_what_is_called(tmp_path, monkeypatch):
    """A name that means a public address first and then loopback leads nowhere else."""
    answers = iter(["93.184.215.14", "127.0.0.1"])
    called = []

    def resolve(host, port, **_):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    def connect(address, timeout):
        called.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(outbound.socket, "getaddrinfo", resolve)
    monkeypatch.setattr(outbound.socket, "create_connection", connect)
    with pytest.raises(ChannelError):
        send(tmp_path, "http://rebinding.example/", private=False)
    assert called == [("93.184.215.14", 80)]
    with pytest.raises(Undeliverable, match=r"127\.0\.0\.1"):
        send(tmp_path, "http://rebinding.example/", private=False)


@pytest.mark.parametrize("resolved", [["93.184.215.14", "10.0.0.1"], ["::1", "93.184.215.14"]])
def test_one_address_that_is_not_public_is_enough_to_refuse(tmp_path, monkeypatch, resolved):
    monkeypatch.setattr(
        outbound.socket, "getaddrinfo", lambda *_, **__: [(0, 0, 0, "", (a, 80)) for a in resolved]
    )
    with pytest.raises(Undeliverable):
        send(tmp_path, "http://two.example/", private=False)
