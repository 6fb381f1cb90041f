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


@cache
def java(name: str) -> list[str]:
    """The command of the contestant `On` and its name, compiled against its packages from Maven."""
    program, compiler, maven = (shutil.which(tool) for tool in ("java", "javac", "mvn"))
    if not program or not compiler or not maven:
        raise NotHere("a JDK and Maven are not on the path")
    folder = PLACE / name
    if not (folder / "installed").exists():
        folder.mkdir(parents=True, exist_ok=True)
        copy = ["dependency:copy-dependencies", f"-DoutputDirectory={folder / 'packages'}"]
        _run([maven, "-q", "-B", "-f", str(HERE / "java" / f"{name}.xml"), *copy], folder)
        (folder / "installed").touch()
    main = f"On{name.capitalize()}"
    sources = [str(HERE / "java" / f"{part}.java") for part in ("Contestant", main)]
    path = f"{folder / 'packages'}/*:{folder / 'classes'}"
    _run([compiler, "-cp", path, "-d", str(folder / "classes"), *sources], folder)
    return [program, "-cp", path, main]


def _run(command: list[str], folder: Path) -> None:
    print(f"preparing {folder.relative_to(ROOT)} ...", file=sys.stderr)
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, timeout=600
    )
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines() or ["nothing was said"]
        raise NotHere(f"installing failed: {said[-1]}")
