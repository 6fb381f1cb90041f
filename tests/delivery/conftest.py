"""What tests of several ways to the outside need."""

import shutil
import subprocess

import pytest

from tests.required import missing


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    """One for `localhost` that nobody but itself vouches for."""
    if not shutil.which("openssl"):
        missing("openssl", "The command openssl", "apt-get install openssl")
    folder = tmp_path_factory.mktemp("certificate")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
         "-keyout", "key.pem", "-out", "cert.pem", "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost"],
        cwd=folder, check=True, capture_output=True,
    )  # fmt: skip
    return folder / "cert.pem"
