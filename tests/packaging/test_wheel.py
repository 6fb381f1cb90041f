"""What is shipped runs where neither Node nor the repository is."""

import os
import subprocess
import sys
import sysconfig
import tarfile
import urllib.request
import zipfile

import pytest

from tests.conftest import ROOT
from tests.ports import free_port, wait_for
from tests.required import missing

BUILT = ROOT / "web" / "static" / "built"


@pytest.fixture(scope="module")
def packages(tmp_path_factory):
    """The source package, and the wheel that is made from it with no Node on the PATH."""
    if not BUILT.exists():
        missing("browser", "The bundle of the pages", "make install")
    folder = tmp_path_factory.mktemp("packages")
    bare = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "LANG": "C.UTF-8"}
    hatchling = [sys.executable, "-m", "hatchling", "build", "-d", folder]
    _run([*hatchling, "-t", "sdist"], ROOT, {**bare, "SKIP_FRONTEND": "1"})
    [source] = folder.glob("*.tar.gz")
    _run(["tar", "-xf", source], folder, bare)
    _run([*hatchling, "-t", "wheel"], folder / source.name.removesuffix(".tar.gz"), bare)
    [wheel] = folder.glob("*.whl")
    return source, wheel


def test_both_hold_the_bundled_scripts_and_the_lifecycle(packages):
    source, wheel = packages
    inside = set(zipfile.ZipFile(wheel).namelist())
    assert {"runner/workflows/case_lifecycle.bpmn", "web/static/built/app.js"} <= inside
    assert not [name for name in inside if "node_modules" in name or name.startswith("tests/")]
    with tarfile.open(source) as archive:
        files = {name.split("/", 1)[1] for name in archive.getnames() if "/" in name}
    assert {
        "uv.lock",
        "SECURITY.md",
        "packaging/Containerfile",
        "web/static/built/app.js",
    } <= files
    assert not [name for name in files if "node_modules" in name]


def test_the_scripts_are_bundled_with_the_node_of_a_wheel(tmp_path):
    """Where no Node is on the PATH. Whoever installs for editing would have pages without scripts."""
    (tmp_path / "sh").symlink_to("/bin/sh")
    code = "import hatch_build; hatch_build.npm('exec', '-c', 'node --version')"
    _run([sys.executable, "-c", code], ROOT, {"PATH": str(tmp_path), "HOME": str(tmp_path)})


def test_the_wheel_serves_far_from_the_repository(packages, tmp_path):
    """The packages it needs are lent to it: what is asked is whether it has all of its own."""
    home = tmp_path / "home"
    _run([sys.executable, "-m", "venv", home], tmp_path, os.environ)
    _run([home / "bin/pip", "install", "-q", "--no-deps", packages[1]], tmp_path, os.environ)
    data = tmp_path / "data"
    environment = {
        "PYTHONPATH": sysconfig.get_path("purelib"), "CASELANE_DATA_DIR": str(data), "PATH": "/usr/bin:/bin",
    }  # fmt: skip
    port = free_port()
    serve = [home / "bin/caselane", "serve", "--port", str(port)]
    server = subprocess.Popen(serve, cwd=tmp_path, env=environment)
    try:
        wait_for(port, server)
        for place in ("/sign-in", "/static/built/app.js", "/api/openapi.json"):
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{place}") as answer:
                assert answer.status == 200
    finally:
        server.terminate()
        server.wait()
    code = "import runner, sys; sys.stdout.write(runner.__file__)"
    where = _run([home / "bin/python", "-c", code], tmp_path, environment)
    assert where.startswith(str(home))


def _run(command, folder, environment):
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
