"""What every test may use: the shipped workflows, read once."""

import os
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from runner import bpmn as diagrams
from runner.bpmn import Diagram
from runner.bpmn.calendar import Calendars, read_calendars
from runner.engine import Process
from runner.language import ENGLISH, speak
from tests.command_server import command_on_path
from tests.desk import Desk
from tests.memory import keep_files_in_memory
from tests.postgresql import FAST, Cluster
from tests.required import REQUIRE

ROOT = Path(__file__).parent.parent
WORKFLOWS = ROOT / "workflows"
CASELANE = Path(sys.executable).parent / "caselane"
"""The command, as it is installed."""

keep_files_in_memory()

settings.register_profile(
    "caselane", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("caselane")

# How an installation on this machine is set up is none of the tests' business.
for name in [name for name in os.environ if name.startswith("CASELANE_") and name != REQUIRE]:
    del os.environ[name]
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # else each node that a test starts compiles anew


@pytest.fixture(scope="session")
def calendars() -> Calendars:
    return read_calendars((WORKFLOWS / "calendars.toml").read_text())


@pytest.fixture(scope="session")
def default_files() -> dict[str, str]:
    return {path.name: path.read_text() for path in WORKFLOWS.glob("*.dmn")}


@pytest.fixture(scope="session")
def default_diagram(default_files) -> Diagram:
    return diagrams.read((WORKFLOWS / "case_lifecycle.bpmn").read_bytes(), default_files)


@pytest.fixture(scope="session")
def default_process(default_diagram, calendars) -> Process:
    return Process(default_diagram, calendars)


@pytest.fixture(scope="session")
def postgresql():
    """A PostgreSQL, where it is installed."""
    cluster = Cluster(*FAST)
    yield cluster
    cluster.remove()


def pytest_xdist_auto_num_workers():
    """One more than there are cores: some worker always waits for a browser or another program."""
    return (os.cpu_count() or 1) + 1


@pytest.fixture(scope="session")
def caselane_command(tmp_path_factory):
    """A folder for the path, with the command `caselane`, which starts at once."""
    folder = tmp_path_factory.mktemp("bin")
    with command_on_path(folder):
        yield folder


def pytest_runtest_setup():
    """A page that was asked for in this thread left its language there."""
    speak(ENGLISH)


@pytest.fixture
def kind():
    """Of the database. Folders whose tests hold on both have a fixture of this name that says so."""
    return "sqlite"


@pytest.fixture
def database_url(kind, request, tmp_path):
    """A new database."""
    if kind == "postgresql":
        return request.getfixturevalue("postgresql").new()
    return f"sqlite:///{tmp_path}/caselane.sqlite3"


@pytest.fixture
def desk_url(kind, request):
    """The database of a new installation; None for the one that a desk begins by itself."""
    return request.getfixturevalue("postgresql").begun() if kind == "postgresql" else None


@pytest.fixture
def desk(tmp_path, desk_url):
    desk = Desk(tmp_path, database_url=desk_url)
    yield desk
    desk.app.close()
