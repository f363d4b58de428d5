"""Who gets the next case: by load and absence, with stand-ins, evenly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from chalicelib.agencies.domain.agencies import Absence, Officer
from chalicelib.agencies.domain.duty import choose, stand_in_for
from chalicelib.kernel.actors import Role
from tests.support.directory import make_officer

DAY = date(2026, 8, 3)
AWAY = Absence(date(2026, 8, 1), date(2026, 8, 10))
AN, BINH, CHI = make_officer("an"), make_officer("binh"), make_officer("chi")
LAN = make_officer("lan", role=Role.LEADER)


def away(officer: Officer, stand_in: str | None = None) -> Officer:
    return replace(officer, absences=(replace(AWAY, stand_in=stand_in),))


def left(officer: Officer) -> Officer:
    return replace(officer, active=False)


TABLE: list[tuple[str, tuple[Officer, ...], Mapping[str, int], str | None, str | None]] = [
    ("the least work", (AN, BINH, LAN), {"an": 3, "binh": 2}, None, "binh"),
    ("no work at all", (AN, BINH, LAN), {"an": 1}, None, "binh"),
    ("who is away gets nothing", (AN, away(BINH), LAN), {"an": 9}, None, "an"),
    ("who has left gets nothing", (AN, left(BINH), LAN), {"an": 9}, None, "an"),
    (
        "a stand-in carries the other's",
        (AN, away(BINH, "an"), CHI),
        {"binh": 5, "chi": 3},
        None,
        "chi",
    ),
    ("but not more", (AN, away(BINH, "an"), CHI), {"binh": 2, "chi": 3}, None, "an"),
    ("nobody's work is forgotten", (AN, away(BINH), CHI), {"binh": 5, "chi": 1}, None, "an"),
    ("no officer: the leader", (away(AN), left(BINH), LAN), {"lan": 50}, None, "lan"),
    ("a leader only then", (AN, LAN), {"an": 50}, None, "an"),
    ("nobody", (away(AN), left(BINH), away(LAN)), {}, None, None),
    ("an empty agency", (), {}, None, None),
    ("whoever had it", (AN, BINH, LAN), {"an": 50}, "an", "an"),
    ("not who is away", (away(AN), BINH, CHI), {"chi": 1}, "an", "binh"),
    ("but the stand-in", (away(AN, "chi"), BINH, CHI), {"chi": 50}, "an", "chi"),
    ("a stand-in who is away is none", (away(AN, "chi"), BINH, away(CHI)), {}, "an", "binh"),
    ("not who has left", (left(AN), BINH), {}, "an", "binh"),
    ("not who is elsewhere", (BINH,), {}, "an", "binh"),
    ("a leader who had it", (AN, LAN), {}, "lan", "lan"),
]


@pytest.mark.parametrize(
    ("about", "staff", "load", "before", "chosen"), TABLE, ids=[row[0] for row in TABLE]
)
def test_who_gets_the_case(about, staff, load, before, chosen) -> None:
    """The whole rule, line by line."""
    assert about
    assert choose(staff, DAY, lambda id: load.get(id, 0), "LC-260803-00001", before) == chosen


@pytest.mark.parametrize(
    ("day", "there"),
    [("2026-07-31", True), ("2026-08-01", False), ("2026-08-09", False), ("2026-08-10", True)],
)
def test_an_absence_ends_before_the_first_day_back(day: str, there: bool) -> None:
    """At each of its boundaries."""
    assert away(AN).is_on_duty(date.fromisoformat(day)) is there


def test_a_hundred_cases_spread_evenly() -> None:
    """Each next case goes to whoever has the fewest: the loads never differ by more than one."""
    load: Counter[str] = Counter()
    for number in range(100):
        code = f"LC-260803-{number:05d}"
        chosen = choose((AN, BINH, CHI, LAN), DAY, load.__getitem__, code)
        assert chosen
        load[chosen] += 1
    assert sorted(load.values()) == [33, 33, 34]


def test_cases_that_arrive_together_spread_although_nobody_counts_them_yet() -> None:
    """The index lags: for all of them the loads look equal."""
    codes = [f"LC-260803-{number:05d}" for number in range(300)]
    chosen = Counter(choose((AN, BINH, CHI), DAY, lambda _: 0, code) for code in codes)
    assert min(chosen.values()) > 70


def test_nobody_stands_in_for_who_is_there() -> None:
    """A stand-in is one on the days of the absence only."""
    staff = (away(AN, "chi"), BINH, CHI)
    assert stand_in_for(staff, "an", DAY) == CHI
    assert stand_in_for(staff, "an", date(2026, 8, 10)) is None
    assert stand_in_for(staff, "binh", DAY) is None
    assert stand_in_for(staff, "nobody", DAY) is None
