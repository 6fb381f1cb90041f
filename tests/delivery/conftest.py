"""What tests of several ways to the outside need."""

import subprocess
from datetime import timedelta

import pytest

from tests.delivery.shop import Shop
from tests.desk import Desk
from tests.required import needs


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    """One for `localhost` that nobody but itself vouches for."""
    needs("openssl")
    folder = tmp_path_factory.mktemp("certificate")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
         "-keyout", "key.pem", "-out", "cert.pem", "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost"],
        cwd=folder, check=True, capture_output=True,
    )  # fmt: skip
    return folder / "cert.pem"


@pytest.fixture
def put_off_for_minutes(monkeypatch):
    """What fails: the clock of the database goes on while a slow machine looks at what was put off."""
    monkeypatch.setattr("runner.delivery.jobs.retries.FIRST_RETRY", timedelta(minutes=10))


@pytest.fixture
def procrastinate(postgresql, tmp_path):
    """Jobs that Procrastinate keeps."""
    desk = Desk(tmp_path, database_url=postgresql.begun("procrastinate"), jobs="procrastinate")
    yield Shop(desk, "procrastinate")
    desk.app.close()
