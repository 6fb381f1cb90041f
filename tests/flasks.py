"""The web application over parts of the tests."""

from types import CodeType

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Map

import web
from runner.bootstrap import App
from runner.clock import ManualClock
from runner.language import Language, spoken
from web.site import Site


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


class Routes(Map):
    """The addresses of the applications of this process, which are the same. Compiling them is
    nine tenths of making an application."""

    def __init__(self):
        super().__init__()
        self._known: set[tuple] = set()

    def add(self, rulefactory) -> None:
        key = rulefactory.rule, rulefactory.endpoint, frozenset(rulefactory.methods or ())
        if key not in self._known:
            self._known.add(key)
            super().add(rulefactory)


_ROUTES = Routes()


class SiteOfTests(Site):
    """With the addresses that move the clock of tests."""

    url_map_class = staticmethod(lambda **_: _ROUTES)


def create_app(app: App, *, demo: bool = False) -> Flask:
    site = SiteOfTests if isinstance(app.clock, ManualClock) else Site
    flask = web.create_app(app, demo=demo, site=site)
    flask.jinja_env.bytecode_cache = _COMPILED
    return flask
