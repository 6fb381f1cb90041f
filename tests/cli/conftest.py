"""A shell with the command line, in an installation of its own."""

import pytest
from click.testing import CliRunner

from runner import cli
from tests.desk import PARTS


@pytest.fixture
def caselane(tmp_path, monkeypatch):
    """Runs a command in a fresh installation."""
    monkeypatch.setenv("CASELANE_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)

    def run(*args, code=0):
        result = CliRunner().invoke(cli.main, args, catch_exceptions=False, obj=PARTS)
        assert result.exit_code == code, result.output
        return result.output

    return run
