"""Units, compose file and image start what there is, with settings that there are."""

import re
import shlex
import shutil
import subprocess
import tomllib
from dataclasses import fields

import click
import pytest
import yaml

from runner.cli import main
from runner.config import Settings
from tests.conftest import ROOT
from tests.required import missing

PACKAGING = ROOT / "packaging"
UNITS = sorted((PACKAGING / "systemd").glob("*.service"))
COMPOSE = yaml.safe_load((PACKAGING / "compose.yaml").read_text())
SETTINGS = {f"CASELANE_{field.name.upper()}" for field in fields(Settings)}


def check_command(words):
    """That the command and its options exist."""
    group, rest = main, list(words)
    while isinstance(group, click.Group):
        group = group.get_command(None, rest.pop(0))
        assert group, words
    group.make_context(group.name, rest)


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_starts_a_command_that_there_is(unit):
    [line] = re.findall(r"^ExecStart=(.+)$", unit.read_text(), re.MULTILINE)
    program, *words = shlex.split(line)
    assert program == "/opt/caselane/bin/caselane"
    check_command(words)


def test_units_are_what_systemd_reads(tmp_path):
    if not shutil.which("systemd-analyze"):
        missing("systemd", "systemd-analyze", "apt-get install systemd")
    for unit in UNITS:
        text = unit.read_text().replace("/opt/caselane/bin/caselane", "/bin/true")
        (tmp_path / unit.name).write_text(text.replace("User=caselane", "User=root"))
    read = ["systemd-analyze", "verify", "--man=no", *tmp_path.glob("*.service")]
    done = subprocess.run(read, capture_output=True, text=True, check=False)
    ours = [line for line in done.stderr.splitlines() if "caselane" in line]
    assert not ours
    assert not done.returncode, done.stderr


def test_services_start_commands_that_there_are():
    commands = [
        service["command"] for service in COMPOSE["services"].values() if "command" in service
    ]
    assert len(commands) == 3
    for words in commands:
        check_command(words)


def test_services_wait_for_services_that_there_are():
    services = COMPOSE["services"]
    for service in services.values():
        for name, wait in service.get("depends_on", {}).items():
            healthy = wait["condition"] == "service_healthy"
            assert "healthcheck" in services[name] if healthy else services[name]["restart"] == "no"


def test_every_setting_that_is_named_is_one():
    text = "".join(path.read_text() for path in PACKAGING.rglob("*") if path.is_file())
    named = set(re.findall(r"CASELANE_[A-Z_]+", text))
    assert {"CASELANE_DATABASE_URL", "CASELANE_SECRET_KEY"} <= named <= SETTINGS


def test_the_image_ends_in_a_command_that_there_is():
    text = (PACKAGING / "Containerfile").read_text()
    [entry], [words] = (
        re.findall(rf"^{name} (\[.+\])$", text, re.MULTILINE) for name in ("ENTRYPOINT", "CMD")
    )
    assert yaml.safe_load(entry) == ["caselane"]
    check_command(yaml.safe_load(words))
    assert re.search(r"^USER caselane$", text, re.MULTILINE)
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"][
        "optional-dependencies"
    ]
    assert set(re.findall(r"--extra (\w+)", text)) == extras.keys() - {
        "postgres",
        "test",
        "quality",
    }
