"""Teams: those who work on the cases of a product together."""

from __future__ import annotations

from dataclasses import dataclass

from runner.model.person import Person

ANY_PRODUCT = "*"
"""Stands for every product that no team has, and for cases that name none."""


@dataclass(frozen=True, slots=True)
class Member:
    person: Person
    leads: bool = False


@dataclass(frozen=True, slots=True)
class Team:
    """`shares`: a case that comes to the team gets an owner at once, whoever of the members who
    are present has the fewest open cases. `products` are those whose new cases come to it. A case
    names its team without products and members."""

    id: int
    name: str
    shares: bool = False
    products: tuple[str, ...] = ()
    members: tuple[Member, ...] = ()
