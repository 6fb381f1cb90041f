"""Machines of their own for processes: network namespaces on a bridge, which sees nothing but them."""

import os
import shutil
import subprocess

from tests.required import missing


class Network:
    """`10.213.7.0/24` between namespaces. Needs root and iproute2, else the test is skipped."""

    def __init__(self):
        if os.geteuid() != 0 or not shutil.which("ip"):
            missing(
                "namespaces",
                "The right to make network namespaces",
                "root, apt-get install iproute2",
            )
        self._name = f"cl{os.getpid() % 100_000}"
        self.hosts: dict[str, str] = {}
        if _try("netns", "add", f"{self._name}-hub"):
            missing("namespaces", "The right to make network namespaces", "run the tests as root")
        self._in("hub", "link", "add", "bridge", "type", "bridge")
        self._in("hub", "link", "set", "bridge", "up")

    def host(self, name: str) -> str:
        """A new machine. Returns its address."""
        self.hosts[name] = address = f"10.213.7.{len(self.hosts) + 1}"
        _ip("netns", "add", f"{self._name}-{name}")
        self._in(name, "link", "set", "lo", "up")
        self._in("hub", "link", "add", f"to-{name}", "type", "veth", "peer", "name", "eth0",
                 "netns", f"{self._name}-{name}")  # fmt: skip
        self._in("hub", "link", "set", f"to-{name}", "master", "bridge", "up")
        self._in(name, "address", "add", f"{address}/24", "dev", "eth0")
        self._in(name, "link", "set", "eth0", "up")
        return address

    def on(self, name: str) -> tuple[str, ...]:
        """What to put in front of a command that is to run there."""
        return ("ip", "netns", "exec", f"{self._name}-{name}")

    def cut(self, name: str) -> None:
        """Pulls its cable: nothing arrives, nobody is told."""
        self._in("hub", "link", "set", f"to-{name}", "down")

    def heal(self, name: str) -> None:
        self._in("hub", "link", "set", f"to-{name}", "up")

    def remove(self) -> None:
        for name in (*self.hosts, "hub"):
            _try("netns", "delete", f"{self._name}-{name}")

    def _in(self, name: str, *arguments: str) -> None:
        _ip("-n", f"{self._name}-{name}", *arguments)


def _ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True)


def _try(*arguments: str) -> int:
    return subprocess.run(["ip", *arguments], check=False, capture_output=True).returncode
