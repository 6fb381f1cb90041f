"""Installations that may be killed."""

import pytest

from tests.crash.site import Site
from tests.postgresql import Cluster


@pytest.fixture(scope="module")
def durable():
    """A PostgreSQL that keeps what it says it has kept, whatever kills it."""
    cluster = Cluster("restart_after_crash=on")
    yield cluster
    cluster.remove()


@pytest.fixture
def site_on(tmp_path, request):
    sites = []

    def make(kind, jobs="table"):
        url = request.getfixturevalue("durable").new() if kind == "postgresql" else ""
        sites.append(Site(tmp_path, url, jobs))
        return sites[-1]

    yield make
    for site in sites:
        site.close()
