"""People work while nodes are killed; afterwards everything is accounted for."""

import time

from runner.delivery.procrastinate_worker import CONCURRENCY
from tests.ports import free_port

WEB = ("before", "after", "any")


WORKER = ("before", "after", "sent", "any")
"""Where nodes are killed; those that only serve send nothing."""


def run(site, deaths, servers=1, workers=0, meanwhile=lambda: None):
    """People work until every node has died as it should; then they finish, and the books are made up."""
    ports = [free_port() for _ in range(servers)]
    more = ["--no-worker"] if workers else []
    for port in ports:
        site.node("serve", "--port", str(port), *more, deaths=deaths(WEB if workers else WORKER))
    for _ in range(workers):
        site.node("work", deaths=deaths(WORKER))
    site.people([f"http://127.0.0.1:{port}" for port in ports], pause=0.02)
    meanwhile()
    for node in site.nodes:
        assert node.at_last.wait(600)
    time.sleep(2)
    site.go_home()
    site.settle(within=700)
    result = site.account()
    print(result)
    assert result.events > result.acknowledged  # a receiver is told of each, and of timers
    return result


def check(result, jobs="table"):
    assert result.faults == []
    assert (result.lost, result.duplicated) == (0, 0)
    assert result.acknowledged > 10
    assert result.breaches > 0
    # A kill between the server's "taken" and our note of it: what the worker had in its hands.
    at_once = CONCURRENCY if jobs == "procrastinate" else 1
    assert max(result.mails_twice, result.events_twice) <= result.kills * at_once
