"""`make bench-peers`: the same case on other engines and state machines, in turns with ours.

A file `on_NAME` for each contestant, run in the environment of its own package: `contestant` says
how; `__main__` makes the environments, lets them take turns and writes the page.

Decision 0065.
"""
