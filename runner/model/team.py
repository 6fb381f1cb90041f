"""Teams: those who work on the cases of a product together."""

from __future__ import annotations

import re
from dataclasses import dataclass

from runner.model.person import Person

ANY_PRODUCT = "*"
"""Stands for every product that no team has, and for cases that name none."""


REMOVED_TEAM = "(removed)"
"""Stands in figures for the teams that cases had and that were removed since."""

_OF_A_TEAM = re.compile(r"team:\s*(\S.*)", re.IGNORECASE)


def team_named(word: str) -> str | None:
    """The name in `Team: Printers`, which is how a diagram says that a team is meant, and no role
    or lane of that name; None for any other word."""
    found = _OF_A_TEAM.fullmatch(word.strip())
    return found[1] if found else None


@dataclass(frozen=True, slots=True)
class Member:
    person: Person
    leads: bool = False


@dataclass(frozen=True, slots=True)
class Team:
    """`round_robin`: a case that comes to the team gets an owner at once, whoever of the members
    who are present has the fewest open cases. `products` are those whose new cases come to it. A
    case names its team without products and members."""

    id: int
    name: str
    round_robin: bool = False
    products: tuple[str, ...] = ()
    members: tuple[Member, ...] = ()

    def is_called(self, name: str) -> bool:
        return self.name.casefold() == name.strip().casefold()
