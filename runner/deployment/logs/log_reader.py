"""Opens a log, whatever it is: XES or CSV, packed or not."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from lxml import etree

from runner.deployment.logs.csv_log import read_csv
from runner.deployment.logs.event_log import LogFormat, Trace
from runner.deployment.logs.xes import read_xes
from runner.errors import LogError

PACKED = b"\x1f\x8b"


def read_log(path: Path, log_format: LogFormat | None = None) -> Iterator[Trace]:
    """The cases of a log, one at a time, in the order in which the file begins them. What it is is
    told by its first bytes. Raises LogError."""
    log_format = log_format or LogFormat()
    try:
        with _opened(path) as file:
            head = file.read(64)
            file.seek(0)
            read = read_xes if _is_xml(head) else read_csv
            yield from read(file, log_format)
    except (OSError, EOFError, zlib.error) as error:
        why = getattr(error, "strerror", None) or error  # not its path, which may be ours
        raise LogError(f"The log cannot be read: {why}") from error
    except etree.XMLSyntaxError as error:
        raise LogError(f"The log cannot be read: its XML is broken, {error.msg}") from error


def _opened(path: Path) -> BinaryIO:
    with path.open("rb") as file:
        packed = file.read(2) == PACKED
    return cast(BinaryIO, gzip.open(path, "rb")) if packed else path.open("rb")


def _is_xml(head: bytes) -> bool:
    """In any encoding: without the marks of one, and without the zeros of UTF-16."""
    return head.lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n").startswith(b"<")
