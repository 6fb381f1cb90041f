"""The web application over parts of the tests."""

from types import CodeType

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

import web
from runner.bootstrap import App
from runner.language import Language, spoken


class Compiled(BytecodeCache):
    """The templates that some application of this process has compiled: half of a page's test. Each
    is compiled once for a language."""

    def __init__(self):
        self._code: dict[tuple[Language, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._code.get((spoken(), bucket.key))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[spoken(), bucket.key] = bucket.code


_COMPILED = Compiled()


def create_app(app: App, *, demo: bool = False) -> Flask:
    flask = web.create_app(app, demo=demo)
    flask.jinja_env.bytecode_cache = _COMPILED
    return flask
