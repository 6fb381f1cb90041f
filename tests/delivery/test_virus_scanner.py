"""clamd is asked for each file, over a real connection."""

import io
import os
import subprocess
import time
from contextlib import contextmanager

import pytest

from runner.config import Settings
from runner.delivery.virus_scanner import PIECE, VirusScanner
from runner.errors import ConfigError, Infected, NotExamined, ScannerAway
from runner.operations.scanner_check import checked_scanner
from tests.delivery.clamd import NAME, VIRUS, clamd
from tests.patience import PATIENCE
from tests.required import missing


@pytest.mark.parametrize("local", [True, False])
def test_it_says_what_a_file_has_in_it(tmp_path, local):
    with clamd(tmp_path / "clamd.ctl" if local else None) as (url, seen):
        scanner = VirusScanner(url)
        scanner.examine("a.txt", io.BytesIO(b"x" * (3 * PIECE + 1)))
        with pytest.raises(Infected, match=f"“a.txt”: it has a virus \\({NAME}\\)"):
            scanner.examine("a.txt", io.BytesIO(b"x" * PIECE + VIRUS))
        assert seen == [3 * PIECE + 1, PIECE + len(VIRUS)]
        assert [check.level for check in checked_scanner(Settings(clamd=url))] == ["ok"]


def test_what_it_does_not_look_at_is_said():
    with (
        clamd(most=PIECE) as (url, _seen),
        pytest.raises(NotExamined, match=r"“a.txt”: .*size limit exceeded"),
    ):
        VirusScanner(url).examine("a.txt", io.BytesIO(b"x" * 20 * PIECE))
    with pytest.raises(ScannerAway, match="No file is taken without it"):
        VirusScanner(url).examine("a.txt", io.BytesIO(b"x"))
    [check] = checked_scanner(Settings(clamd=url))
    assert (check.level, "Start clamd" in check.text) == ("error", True)


@pytest.mark.parametrize(
    "url", ["clamd", "tcp://", "unix://", "http://here:1", "tcp://here:port", "tcp://[::1"]
)
def test_an_address_that_is_none_is_refused(url):
    with pytest.raises(ConfigError, match="CASELANE_CLAMD"):
        VirusScanner(url)


@contextmanager
def _real(folder):
    """Debian's clamd with a list of one virus. Yields its URL."""
    program = next(
        (p for p in ("/usr/sbin/clamd", "/usr/bin/clamd") if os.access(p, os.X_OK)), None
    )
    if program is None:
        missing("clamd", "clamd", "apt-get install clamav-daemon")
    (folder / "known").mkdir()
    (folder / "known" / "own.ndb").write_text(f"{NAME}:0:*:{VIRUS.hex()}\n")
    (folder / "clamd.conf").write_text(
        f"LocalSocket {folder}/ctl\nDatabaseDirectory {folder}/known\nForeground yes\n"
        f"StreamMaxLength 1M\nUser {os.environ.get('USER', 'root')}\n"
    )
    server = subprocess.Popen([program, "-c", folder / "clamd.conf"], stdout=subprocess.DEVNULL)
    try:
        end = time.monotonic() + PATIENCE
        while not (folder / "ctl").exists() and time.monotonic() < end:
            time.sleep(0.05)
        yield f"unix://{folder}/ctl"
    finally:
        server.terminate()
        server.wait()


@pytest.mark.soak
def test_the_real_clamd_says_the_same(tmp_path):
    with _real(tmp_path) as url:
        scanner = VirusScanner(url)
        scanner.check()
        scanner.examine("a.txt", io.BytesIO(b"x" * (3 * PIECE + 1)))
        with pytest.raises(Infected, match=rf"“a.txt”: it has a virus \({NAME}\.UNOFFICIAL\)"):
            scanner.examine("a.txt", io.BytesIO(b"x" * PIECE + VIRUS))
        with pytest.raises(NotExamined, match=r"“a.txt”: .*size limit exceeded"):
            scanner.examine("a.txt", io.BytesIO(b"x" * 80 * PIECE))
