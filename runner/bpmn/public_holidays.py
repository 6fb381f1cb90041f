"""Public holidays of a country or of a part of it, from the library `holidays`."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import ModuleType

import holidays

_COUNTRIES = "holidays.countries"


def _let_countries_come_one_by_one() -> None:
    """Asked for a country, the library imports all 250 of them: a quarter of a second of each
    start. Behind a package that is empty it imports that one. Decision 0338."""
    package = ModuleType(_COUNTRIES)
    package.__path__ = [str(Path(holidays.__file__).with_name("countries"))]
    sys.modules.setdefault(_COUNTRIES, package)


_let_countries_come_one_by_one()


@dataclass(frozen=True, slots=True)
class PublicHolidays:
    """Those of a country by its code, or of a part of it. They are computed year by year and then
    kept: the library's own objects fill themselves when asked, and while they do, they answer
    other threads wrongly."""

    country: str
    subdivision: str | None

    def look_up(self) -> None:
        """Raises NotImplementedError, with a sentence, where the library does not know them."""
        holidays.country_holidays(self.country, subdiv=self.subdivision)

    def __contains__(self, day: date) -> bool:
        return day in _in_year(self.country, self.subdivision, day.year)


@lru_cache(maxsize=256)
def _in_year(country: str, subdivision: str | None, year: int) -> frozenset[date]:
    return frozenset(
        holidays.country_holidays(country, subdiv=subdivision, years=year, expand=False)
    )
