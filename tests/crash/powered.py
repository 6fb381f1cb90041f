"""A site whose power will fail: `python -m tests.crash.powered FOLDER SYNCHRONOUS CASES`.

Everything from the empty folder on happens in this process and its children, so that one trace has all of it in
order: the tables are made, people are added, a web node and a worker serve until people have walked through so
many cases and their timers have fired. The ledger tells where in the trace a change was acknowledged.
"""

import sys
from pathlib import Path

from tests.crash.site import Site
from tests.ports import free_port

PEOPLE = {"people": 3, "seed": 1}
"""They do the same whenever they are asked, with the same Idempotency-Keys."""


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
    site = Site(Path(folder), "", mail=False, secret_key="", synchronous=synchronous)
    try:
        serve(site, int(cases))
    finally:
        site.close()
