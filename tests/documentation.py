"""The pages of the documentation and their blocks, for tests that do what stands there."""

import re
from typing import NamedTuple

from tests.conftest import ROOT

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("**/*.md"))]
_BLOCK = re.compile(r"^( *)```(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)


class Block(NamedTuple):
    page: str
    """Such as `docs/mail.md`."""
    language: str
    text: str


BLOCKS = [
    Block(str(page.relative_to(ROOT)), found[2], re.sub(f"^{found[1]}", "", found[3], flags=re.M))
    for page in PAGES
    for found in _BLOCK.finditer(page.read_text())
]


def blocks_of(page: str, *languages: str) -> list[str]:
    """The texts of a page's blocks in these languages, in their order."""
    return [one.text for one in BLOCKS if one.page == page and one.language in languages]
