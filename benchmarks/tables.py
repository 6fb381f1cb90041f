"""Results as tables, for people and for docs/benchmarks.md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from benchmarks.measure import Spread


@dataclass(frozen=True, slots=True)
class Table:
    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]

    def markdown(self) -> str:
        lines = [f"### {self.title}", "", _line(self.heads), _line(["---"] * len(self.heads))]
        return "\n".join([*lines, *map(_line, self.rows), ""])


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def against(title: str, found: Mapping[str, Spread]) -> Table:
    """Each contestant, and how many times cheaper than the first one it is."""
    first = next(iter(found.values()))
    rows = [
        (name, str(value), f"{first.middle / value.middle:.1f}x") for name, value in found.items()
    ]
    return Table(title, ("", "median (quartiles)", "cheaper"), rows)
