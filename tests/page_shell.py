"""A shell that does what the blocks of a page say, in a folder and an installation of its own."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Collection, Mapping
from pathlib import Path
from types import MappingProxyType

from tests.conftest import ROOT
from tests.documentation import BLOCKS

PREAMBLE = r"""
set -aeu -o pipefail

caselane() {
  case "$1" in
    serve) until_it_runs "$@" --port 0 ;;
    work) until_it_runs "$@" ;;
    *) command caselane "$@" ;;
  esac
}

until_it_runs() {  # and no longer: what the page does next is for another window
  command caselane "$@" > running 2>&1 &
  until grep -q 'Ctrl+C to stop' running; do kill -0 $!; sleep 0.02; done
  kill $!
  wait $!
}

make() { command make --dry-run --directory "$ROOT" "$@" > /dev/null; }

pip() {  # has the extras that it is asked for
  for extra in $(sed -n 's/.*\[\(.*\)\].*/\1/p' <<< "$*" | tr , ' '); do
    grep -q "^$extra = " "$ROOT/pyproject.toml"
  done
}

as_somebody_else() { "$@"; }
sudo() { shift 2; as_somebody_else "$@"; }
runuser() { shift 3; as_somebody_else "$@"; }
podman-compose() { while [ $# -gt 0 ] && [ "$1" != web ]; do shift; done; "${@:2}"; }
useradd() { :; }
systemctl() { :; }
python3() { [ "$2" = venv ] || command python3 "$@"; }
"""
"""What is not done as it stands: a server is started and stopped; what would install, change users
or start services is not done, but its names are looked up and commands in it run."""


class PageShell:
    """Does what blocks say, with bash in `folder`. `places`: what stands there for what pages name,
    such as an address or the number of a case. `before`: what has to be done before a line that
    begins so. `refused`: lines that are to end with an error."""

    def __init__(
        self,
        folder: Path,
        command: Path,
        places: Mapping[str, str] = MappingProxyType({}),
        before: Mapping[str, str] = MappingProxyType({}),
        refused: Collection[str] = (),
    ):
        self.folder, self.said = folder, ""
        self.places, self._before, self._refused = dict(places), before, refused
        self.environment = {
            "PATH": f"{command}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(folder),
            "LANG": "C.UTF-8",
            "ROOT": str(ROOT),
            "CASELANE_DATA_DIR": str(folder / "data"),
        }

    def follow(self, page: str) -> None:
        """Runs, changes and sees what the blocks of a page say, one after the other."""
        does = {"sh": self.run, "diff": self.change, "text": self.see}
        for one in BLOCKS:
            if one.page == page and one.language in does:
                does[one.language](one.text)

    def run(self, block: str) -> str:
        """What was said. The variables that it sets are there for the next one."""
        script = f"{PREAMBLE}\n{self._here(block)}\nenv -0 > .environment"
        with open(os.devnull) as nothing:
            done = subprocess.run(
                ["bash", "-c", script], cwd=self.folder, env=self.environment, text=True,
                stdin=nothing, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
            )  # fmt: skip
        refused = block.splitlines()[-1] in self._refused  # what stood behind it would not run
        assert (done.returncode != 0) == refused, f"{block}\n{done.stdout[-4000:]}"
        if not refused:
            lines = (self.folder / ".environment").read_text().split("\0")
            self.environment = dict(line.split("=", 1) for line in lines if line)
        self.said = done.stdout
        return done.stdout

    def change(self, lines: str) -> None:
        """Takes the lines with `-` out of the one file where they stand, with those around them, in
        one place, and puts those with `+` in."""
        before = "\n".join(line[1:] for line in lines.splitlines() if line[0] != "+")
        after = "\n".join(line[1:] for line in lines.splitlines() if line[0] != "-")
        files = [file for file in self.folder.glob("my-process/**/*") if file.is_file()]
        [file] = [one for one in files if before in one.read_text()]
        text = file.read_text()
        assert text.count(before) == 1, before
        file.write_text(text.replace(before, after))

    def see(self, text: str) -> None:
        """That it was said, wherever its lines are broken."""
        assert " ".join(text.split()) in " ".join(self.said.split()), self.said

    def _here(self, block: str) -> str:
        for beginning, lines in self._before.items():
            line = re.compile(rf"^{re.escape(beginning)}", re.MULTILINE)
            block = line.sub(lambda found, lines=lines: f"{lines}\n{found[0]}", block)
        for there, here in self.places.items():
            block = block.replace(there, here)
        return block
