"""docs/reverse-proxy.md, tried: a real nginx, a real Caddy, TLS, and a node behind them."""

import json
import os
import re
import shutil
import ssl
import subprocess
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.conftest import CASELANE, ROOT
from tests.ports import free_port, wait_for
from tests.required import missing, needs

HOST = "support.example.com"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("proxies")


@pytest.fixture(scope="module")
def certificate(folder):
    needs("openssl")
    names = f"subjectAltName=DNS:{HOST},DNS:localhost,IP:127.0.0.1"
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-subj",
        f"/CN={HOST}",
        "-addext",
        names,
    ]
    files = ["-keyout", folder / "privkey.pem", "-out", folder / "fullchain.pem"]
    subprocess.run([*command, *files], check=True, capture_output=True)
    return folder / "fullchain.pem"


@pytest.fixture(scope="module")
def node(folder):
    """A node as the page says, and where its access log goes."""
    port, log = free_port(), folder / "node.log"
    environment = {
        **os.environ,
        "CASELANE_DATA_DIR": str(folder / "data"),
        "CASELANE_BASE_URL": f"https://{HOST}",
        "CASELANE_TRUSTED_PROXIES": "1",
        "CASELANE_ACCESS_LOG": "1",
        "CASELANE_LOG": "json",
    }
    with log.open("w") as out:
        server = subprocess.Popen(
            [CASELANE, "serve", "--port", str(port)], env=environment, stderr=out
        )
    try:
        wait_for(port, server)
        yield port, log
    finally:
        server.terminate()
        server.wait()


def start_nginx(folder: Path, node: int, plain: int, secure: int):
    text = (ROOT / "packaging/proxy/nginx.conf").read_text()
    text = text.replace("127.0.0.1:8000", f"127.0.0.1:{node}").replace(
        "/etc/caselane/tls", str(folder)
    )
    text = text.replace("listen 80;", f"listen 127.0.0.1:{plain};").replace(
        "listen 443", f"listen 127.0.0.1:{secure}"
    )
    paths = "".join(
        f"{kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    main = folder / "nginx.conf"
    main.write_text(
        f"{'user root; ' if os.geteuid() == 0 else ''}daemon off; pid {folder}/nginx.pid; error_log stderr; events {{}}\n"
        f"http {{ access_log off;\n{paths}{text} }}\n"
    )
    return subprocess.Popen(["nginx", "-p", folder, "-c", main, "-e", "stderr"])


def start_caddy(folder: Path, node: int, plain: int, secure: int):
    text = (
        (ROOT / "packaging/proxy/Caddyfile")
        .read_text()
        .replace("127.0.0.1:8000", f"127.0.0.1:{node}")
    )
    chain = f"\ttls {folder}/fullchain.pem {folder}/privkey.pem"
    text = text.replace(f"{HOST} {{", f"{HOST}:{secure} {{\n\tbind 127.0.0.1\n{chain}")
    (folder / "Caddyfile").write_text(
        f"{{\n\tadmin off\n\thttp_port {plain}\n\thttps_port {secure}\n}}\n{text}"
    )
    environment = {
        **os.environ,
        "HOME": str(folder),
        "XDG_DATA_HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder),
    }
    return subprocess.Popen(["caddy", "run", "--config", folder / "Caddyfile"], env=environment)


@pytest.fixture(scope="module", params=[start_nginx, start_caddy], ids=["nginx", "caddy"])
def proxy(request, folder, certificate, node):
    name = request.param.__name__.removeprefix("start_")
    if not shutil.which(name):
        missing(name, f"The command {name}", f"apt-get install {name}")
    plain, secure = free_port(), free_port()
    server = request.param(folder, node[0], plain, secure)
    try:
        wait_for(secure, server)
        yield Asked(plain, secure, ssl.create_default_context(cafile=certificate))
    finally:
        server.terminate()
        server.wait()


class Asked:
    """A client that resolves the host's name to the proxy under test."""

    def __init__(self, plain, secure, trust):
        self.plain, self.secure, self.trust = plain, secure, trust

    def get(self, path, headers=None, data=None):
        request = urllib.request.Request(
            f"https://localhost:{self.secure}{path}", data, headers or {}
        )
        request.add_header("Host", HOST)
        opener = urllib.request.build_opener(urllib.request.HTTPSHandler(context=self.trust), _Stay)
        try:
            return opener.open(request)
        except urllib.error.HTTPError as error:
            return error

    def redirected(self):
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.plain}/inbox", headers={"Host": HOST}
        )
        try:
            return urllib.request.build_opener(_Stay).open(request)
        except urllib.error.HTTPError as error:
            return error


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def test_a_page_comes_over_tls_and_says_so_for_a_year(proxy):
    answer = proxy.get("/sign-in")
    assert answer.status == 200
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert all("Secure" in cookie for cookie in answer.headers.get_all("Set-Cookie", []))


def test_plain_http_is_sent_to_tls(proxy):
    answer = proxy.redirected()
    assert answer.status in (301, 308)
    assert re.match(rf"https://{HOST}(:\d+)?/inbox", answer.headers["Location"])


def test_the_client_is_the_one_the_proxy_saw_and_no_forged_one(proxy, node):
    asked = proxy.get("/api/me", {"X-Forwarded-For": "203.0.113.9"})
    assert asked.status == 401
    name = asked.headers["X-Request-Id"]
    lines = [json.loads(line) for line in node[1].read_text().splitlines() if name in line]
    assert [line["address"] for line in lines if "address" in line] == ["127.0.0.1"]


def test_a_form_that_is_larger_than_a_buffer_gets_through(proxy):
    assert proxy.get("/api/cases", data=bytes(50_000)).status == 401


def test_what_is_too_large_is_refused_or_cut_off_in_front(proxy):
    try:
        status = proxy.get("/api/cases", data=bytes(64_000_000)).status
    except urllib.error.URLError:  # it closed the connection under our hands
        status = 413
    assert status == 413
