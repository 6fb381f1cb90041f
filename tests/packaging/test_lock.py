"""uv.lock is of this pyproject.toml: no index is asked, what both say is compared."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.conftest import ROOT
from tests.required import missing

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
LOCKED = tomllib.loads((ROOT / "uv.lock").read_text())["package"]
[OURS] = [package for package in LOCKED if package["name"] == PROJECT["name"]]
PACKAGES = {package["name"]: package for package in LOCKED}
EXTRAS = PROJECT["optional-dependencies"]


def said(lines):
    """Names with their extras, and versions in any order."""
    for line in lines:
        wanted = Requirement(line)
        yield canonicalize_name(wanted.name), frozenset(wanted.extras), str(wanted.specifier)


def locked(extra):
    mark = f"extra == '{extra}'" if extra else None
    for need in OURS["metadata"]["requires-dist"]:
        if need.get("marker") == mark:
            specifier = Requirement(f"x{need.get('specifier', '')}").specifier
            yield need["name"], frozenset(need.get("extras", ())), str(specifier)


@pytest.mark.parametrize("extra", [None, *EXTRAS])
def test_the_lock_knows_every_requirement(extra):
    """`make lock` writes it anew."""
    wanted = set(said(EXTRAS[extra] if extra else PROJECT["dependencies"]))
    assert set(locked(extra)) == wanted


def test_everything_locked_has_a_hash_and_comes_from_the_index():
    for package in LOCKED:
        if package is not OURS:
            assert package["source"] == {"registry": "https://pypi.org/simple"}
            files = [
                *package.get("wheels", ()),
                *([package["sdist"]] if "sdist" in package else []),
            ]
            assert files
            assert all(file["hash"].startswith("sha256:") for file in files)


def test_the_list_of_parts_names_what_a_node_needs_and_nothing_of_the_tests(tmp_path):
    """As `make dist` makes it."""
    uv = Path(sys.executable).with_name("uv")
    if not uv.exists():
        missing("uv", "The command uv", "make install")
    [line] = re.findall(r"\$\(BIN\)/uv (export .*cyclonedx.*)", (ROOT / "Makefile").read_text())
    made = tmp_path / "parts.json"
    words = [made if word.startswith("dist/") else word for word in line.split()]
    subprocess.run([uv, "--offline", *words], cwd=ROOT, check=True, capture_output=True)
    parts = {part["name"]: part["version"] for part in json.loads(made.read_text())["components"]}
    assert {need["name"] for need in OURS["dependencies"]} < parts.keys()
    assert parts.items() <= {name: each["version"] for name, each in PACKAGES.items()}.items()
    assert "pytest" not in parts
