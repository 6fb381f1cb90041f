"""Several machines, for real: each in a network namespace with an address of its own."""

import time

import pytest

from tests.crash.kills import check
from tests.crash.network import Network
from tests.crash.site import Site
from tests.postgresql import Cluster


@pytest.fixture
def network():
    network = Network()
    yield network
    network.remove()


@pytest.mark.soak
@pytest.mark.parametrize("jobs", ["table", "procrastinate"])
def test_a_machine_is_cut_off_another_dies_and_all_is_accounted_for(network, tmp_path, jobs):
    """Two web nodes, two workers, PostgreSQL and the people, each on a machine of its own. The test
    looks at the database through its socket, which is a file."""
    address = network.host("database")
    cluster = Cluster(address=address, prefix=network.on("database"))
    site = Site(tmp_path, cluster.new(), jobs, mail=False)
    try:
        result = _run(network, site, cluster, address)
    finally:
        site.close()
        cluster.remove()
    check(result)
    assert result.kills == 2


def _run(network, site, cluster, address):
    url = cluster.url(site.settings.url.partition("@/")[2].partition("?")[0], address)
    urls = []
    for name in ("web1", "web2"):
        urls.append(f"http://{network.host(name)}:8160")
        arguments = ("serve", "--no-worker", "--host", network.hosts[name], "--port", "8160")
        site.node(*arguments, prefix=network.on(name), database_url=url)
    for name in ("worker1", "worker2"):
        network.host(name)
        site.node("work", prefix=network.on(name), database_url=url)
    network.host("people")
    site.wait_until_up()
    site.people(urls, prefix=network.on("people"), pause=0.02)
    for trouble in _troubles(network, site):
        time.sleep(8)
        trouble()
    time.sleep(40)  # what was cut off comes back, leases run out
    site.go_home()
    site.settle(within=240)
    result = site.account()
    print(result)
    return result


def _troubles(network, site):
    web1, _, worker1, _ = site.nodes
    yield lambda: network.cut("web2")
    yield worker1.kill
    yield lambda: network.cut("worker2")
    yield web1.kill
    yield lambda: network.heal("web2")
    yield lambda: network.cut("database")
    yield lambda: network.heal("database")
    yield lambda: network.heal("worker2")
