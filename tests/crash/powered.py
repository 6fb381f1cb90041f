"""A site whose power will fail: `python -m tests.crash.powered FOLDER SYNCHRONOUS CASES`.

Everything from the empty folder on happens in this process and its children, so that one trace has all of it in
order: the tables are made, people are added, a web node and a worker serve until people have walked through so
many cases and their timers have fired. The ledger tells where in the trace a change was acknowledged.
"""

import sys
from functools import partial
from pathlib import Path

from runner import bootstrap
from tests.crash.site import Site
from tests.desk import PARTS
from tests.ports import free_port

PEOPLE = {"people": 3, "seed": 1}
"""They do the same whenever they are asked, with the same Idempotency-Keys."""

durable = partial(bootstrap.build, parts=bootstrap.Parts(hasher=PARTS.hasher))
"""As durable as the settings say, unlike a desk of the tests. Who looks on until the end closes the database
last, and moves the log into it."""


def serve(site, cases):
    port = free_port()
    site.node("serve", "--no-worker", "--port", str(port))
    site.node("work")
    site.wait_until_up()
    site.people([f"http://127.0.0.1:{port}"], most=cases, **PEOPLE)
    site.wait_for_people()
    site.settle()


if __name__ == "__main__":
    folder, synchronous, cases = sys.argv[1:]
    site = Site(Path(folder), "", mail=False, secret_key="", build=durable, synchronous=synchronous)
    try:
        serve(site, int(cases))
    finally:
        site.close()
