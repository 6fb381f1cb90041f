"""Lists of what holds, each line with the tests that hold it: `path below tests::function`."""

import ast
from collections import Counter
from collections.abc import Collection, Iterable
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent


def is_test(name: str) -> bool:
    """Is there such a test? Looked up in the source: to import them all takes ten seconds."""
    path, _, function = name.partition("::")
    return function in names_in(HERE / f"{path}.py")


@cache
def names_in(path: Path) -> Collection[str]:
    """The names of the tests of a module, in its order; none where there is no such file."""
    tree = ast.parse(path.read_text() if path.exists() else "")
    names = [node.name for node in tree.body if isinstance(node, (ast.FunctionDef, ast.ClassDef))]
    return [name for name in names if name.startswith(("test_", "Test"))]


def files_of(names: Iterable[str]) -> str:
    """Their files, for a page: how many tests of each."""
    files = Counter(f"tests/{name.partition('::')[0]}.py" for name in names)
    return ", ".join(f"`{file}`" + (f" ({n})" if n > 1 else "") for file, n in files.items())
