"""The web application over parts of the tests."""

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

import web
from runner.bootstrap import App


class Compiled(BytecodeCache):
    """The templates that some application of this process has compiled: half of a page's test."""

    def __init__(self):
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._code:
            bucket.bytecode_from_string(self._code[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[bucket.key] = bucket.bytecode_to_string()


_COMPILED = Compiled()


def create_app(app: App, *, demo: bool = False) -> Flask:
    flask = web.create_app(app, demo=demo)
    flask.jinja_env.bytecode_cache = _COMPILED
    return flask
