"""The REST API."""

from web.api.audit_lines import audit
from web.api.cases import cases
from web.api.file_transfer import files
from web.api.incidents import incidents
from web.api.incoming import incoming
from web.api.log_file import log
from web.api.me import me
from web.api.people import people
from web.api.requests import carry_out_once, check_parameters
from web.api.saved_views import views
from web.api.server import server, test_clock
from web.api.teams import teams
from web.api.versions import versions

BLUEPRINTS = (
    cases,
    files,
    versions,
    teams,
    people,
    incidents,
    audit,
    views,
    log,
    me,
    server,
    incoming,
)
TEST_CLOCK = test_clock
"""Moves the clock: only where the server was started with one that can be moved."""

for blueprint in (*BLUEPRINTS, TEST_CLOCK):
    blueprint.before_request(check_parameters)
    blueprint.record(carry_out_once)

__all__ = ["BLUEPRINTS", "TEST_CLOCK"]
