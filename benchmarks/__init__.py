"""Measurements: `python -m benchmarks`."""

import os
import tempfile

# The tests that some of them borrow from keep their files in memory, where nothing is ever flushed.
os.environ.setdefault("TMPDIR", tempfile.gettempdir())
