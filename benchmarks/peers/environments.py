"""The packages of the contestants, in throw-away environments under `.benchmarks/`, made when they
are first needed and kept for the next run."""

from __future__ import annotations

import shutil
import subprocess
import sys
import venv
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
PLACE = ROOT / ".benchmarks" / "peers"
NODE = (("bpmn-engine", "25.0.1"), ("bpmn-moddle", "10.3.1"), ("better-sqlite3", "12.11.1"))


class NotHere(Exception):
    """A contestant that cannot be installed or does not run, with the reason."""


def python(package: str, version: str) -> Path:
    """The Python of an environment that has the package."""
    folder = PLACE / package
    if not (folder / "installed").exists():
        venv.create(folder, clear=True, with_pip=True)
        pip = [folder / "bin" / "python", "-m", "pip", "install", "--disable-pip-version-check"]
        _run([*map(str, pip), "--quiet", f"{package}=={version}"], folder)
        (folder / "installed").touch()
    return folder / "bin" / "python"


@cache
def node() -> tuple[str, Path]:
    """Node, and a folder with bpmn-engine in which the contestant's script and drawing lie."""
    program, npm = shutil.which("node"), shutil.which("npm")
    if not program or not npm:
        raise NotHere("Node and npm are not on the path")
    folder = PLACE / "node"
    if not (folder / "installed").exists():
        folder.mkdir(parents=True, exist_ok=True)
        packages = [f"{name}@{version}" for name, version in NODE]
        _run(
            [npm, "install", "--no-audit", "--no-fund", "--prefix", str(folder), *packages], folder
        )
        (folder / "installed").touch()
    for name in ("on_bpmn_engine.mjs", "lifecycle.bpmn"):
        shutil.copy(HERE / name, folder)
    return program, folder


def _run(command: list[str], folder: Path) -> None:
    print(f"installing into {folder.relative_to(ROOT)} ...", file=sys.stderr)
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, timeout=600
    )
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines() or ["nothing was said"]
        raise NotHere(f"installing failed: {said[-1]}")
