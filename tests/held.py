"""Lists of what holds, each line with the tests that hold it: `path below tests::function`."""

import importlib
from collections import Counter
from collections.abc import Iterable


def find(name):
    """The test of a line. Raises ImportError or AttributeError."""
    path, function = name.split("::")
    return getattr(importlib.import_module(f"tests.{path.replace('/', '.')}"), function)


def files_of(names: Iterable[str]) -> str:
    """Their files, for a page: how many tests of each."""
    files = Counter(f"tests/{name.partition('::')[0]}.py" for name in names)
    return ", ".join(f"`{file}`" + (f" ({n})" if n > 1 else "") for file, n in files.items())
