"""Where events may go, and the file that says where."""

import socket

import pytest

from runner.delivery.channels import outbound
from runner.delivery.channels.receivers import read_receivers
from runner.errors import ChannelError, ConfigError, Undeliverable
from tests.delivery.receiver import KEY, SECRET, naming, send

# ------------------------------------------------------------------ where it may go


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "127.1", "0.0.0.0", "10.0.0.1",
     "192.168.1.1", "172.16.0.1", "100.64.0.1", "169.254.169.254", "224.0.0.1", "[::1]", "[::]",
     "[::ffff:7f00:1]", "[::127.0.0.1]", "[fd00:ec2::254]", "[fe80::1]", "[fec0::1]", "[ff02::1]",
     "[64:ff9b::a9fe:a9fe]", "[2002:7f00:1::]", "255.255.255.255"],
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


# ------------------------------------------------------------------ the file


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[a]\nurl = 'https://x.example/'", "no secret"),
        ("[a]\nsecret = '{secret}'", "url like"),
        ("[a]\nurl = 7\nsecret = '{secret}'", "url like"),
        ("[a]\nurl = 'ftp://x.example/geheim'\nsecret = '{secret}'", "url like"),
        ("[a]\nurl = 'file:///etc/passwd'\nsecret = '{secret}'", "url like"),
        ("[a]\nurl = 'https:///geheim'\nsecret = '{secret}'", "url like"),
        ("[a]\nurl = 'https://bob:geheim@x.example/'\nsecret = '{secret}'", "without a user"),
        ("[a]\nurl = 'https://x.example:99999/geheim'\nsecret = '{secret}'", "url like"),
        ("[a]\nurl = 'https://x.example/geheim\\r\\nX: 1'\nsecret = '{secret}'", "url like"),
        ('[a]\nurl = "https://x.example/geheim\\r\\nX: 1"\nsecret = "{secret}"', "url like"),
        (f"[a]\nurl = 'https://{'a' * 70}.example/geheim'\nsecret = '{{secret}}'", "url like"),
        ("[a]\nurl = 'https://x.example/'\nsecret = 'geheim'", "Make one"),
        ("[a]\nurl = 'https://x.example/'\nsecret = 'whsec_geheim'", "Make one"),
        ("[a]\nurl = 'https://x.example/'\nsecret = '{secret}'\nprivate = 'yes'", "true or false"),
        ("[a]\nurl = 'https://x.example/'\nsecret = '{secret}'\nevents = 1", "no events"),
        ("url = 'https://x.example/geheim'", "each receiver is a table"),
        ("['a:b']\nurl = 'https://x.example/'\nsecret = '{secret}'", "each receiver is a table"),
        ("[a", "cannot be read"),
    ],
)
def test_a_wrong_file_is_named_without_what_is_secret_in_it(tmp_path, text, said):
    path = tmp_path / "webhooks.toml"
    path.write_text(text.replace("{secret}", SECRET))
    with pytest.raises(ConfigError, match=f"CASELANE_WEBHOOKS.*{said}") as caught:
        read_receivers(path)
    assert "geheim" not in str(caught.value)
    assert SECRET not in str(caught.value)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ConfigError, match="nowhere"):
        read_receivers(tmp_path / "nowhere.toml")


def test_a_receiver_shows_neither_url_nor_key(tmp_path):
    receiver = read_receivers(naming(tmp_path, "https://x.example/?token=geheim"))["bugs"]
    assert "geheim" not in repr(receiver)
    assert repr(KEY)[2:-1] not in repr(receiver)
