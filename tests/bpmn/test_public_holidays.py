import subprocess
import sys
from datetime import date

import holidays
import pytest
from holidays import HolidayBase

from runner.bpmn.public_holidays import PublicHolidays

CHRISTMAS = date(2026, 12, 25)


@pytest.mark.parametrize(
    ("country", "part", "day"),
    [
        ("GB", "SCT", date(2026, 11, 30)),
        ("GBR", None, CHRISTMAS),
        ("DE", "BY", date(2026, 1, 6)),
        ("US", None, date(2026, 7, 3)),
        ("GU", None, date(2026, 7, 21)),  # made from the class of another country
    ],
)
def test_a_country_and_a_part_of_it(country, part, day):
    assert day in PublicHolidays(country, part)
    assert date(2026, 5, 19) not in PublicHolidays(country, part)


@pytest.mark.parametrize(("country", "part"), [("XX", None), ("GB", "XX")])
def test_one_that_is_not_known(country, part):
    with pytest.raises(NotImplementedError, match="XX"):
        PublicHolidays(country, part).look_up()


def test_who_asks_while_those_of_a_year_are_found_out_is_told_of_all(monkeypatch):
    """What is said of a day is remembered: said wrong once, every later due date would be wrong."""
    britain, christmas, asked = PublicHolidays("GB", None), date(2093, 12, 25), []
    find_out = HolidayBase._populate

    def find_out_and_be_overtaken(found, year):
        monkeypatch.undo()
        asked.append(christmas in britain)
        find_out(found, year)

    monkeypatch.setattr(HolidayBase, "_populate", find_out_and_be_overtaken)
    asked.append(christmas in britain)
    assert asked == [True, True]


def test_only_the_country_that_is_asked_for_is_imported():
    code = """
import sys
from runner.bpmn.public_holidays import PublicHolidays
PublicHolidays("GB", None).look_up()
print(*[name for name in sys.modules if name.startswith("holidays.countries.")])
"""
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.split() == ["holidays.countries.united_kingdom"]


@pytest.mark.soak
def test_every_country_of_the_library_is_found():
    for code in holidays.list_supported_countries():
        PublicHolidays(code, None).look_up()
