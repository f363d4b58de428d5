"""Places where the same comes again."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

import pytest

from chalicelib.audit.application.reading import ReadersDesk
from chalicelib.cases.domain import commands
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.errors import Forbidden, NotFound
from chalicelib.kernel.pages import Page, Position
from chalicelib.search.application.hot_spots import MOST_A_PAGE, hot_spots
from chalicelib.search.application.indexing import IndexDesk, index_case
from chalicelib.search.application.searching import SearchDesk
from chalicelib.search.domain.hot_spots import HotSpot
from tests.support.audit import MemoryAudit
from tests.support.case_index import FakeCaseIndex
from tests.support.cases import INTAKE, LEADER, OFFICER, SUPERVISOR, Office
from tests.support.search import MemorySearchIndex, hashed_word

HERE = (22.4856, 103.9707)


@dataclass
class Watched:
    """An office whose cases are written to the lists."""

    office: Office = field(default_factory=Office)
    index: MemorySearchIndex = field(default_factory=MemorySearchIndex)

    def __post_init__(self) -> None:
        self.cards = FakeCaseIndex(self.office.store)

    def write(self, *codes: str) -> None:
        desk = IndexDesk(self.office.store, self.index, hashed_word, self.office.clock)
        for code in codes:
            index_case(desk, self.office.store.cases[code])

    def sent(self, *, written: bool = True, hours: float = 1, **changes: Any) -> str:
        code = self.office.submit(**{"location": HERE, **changes}).code
        if written:
            self.write(code)
        self.office.clock.advance(hours=hours)
        return code

    def page(
        self, who: Actor = SUPERVISOR, limit: int = 20, position: Position | None = None, **o: Any
    ) -> Page[HotSpot]:
        readers = ReadersDesk(MemoryAudit(), self.office.clock)
        desk = SearchDesk(self.office.desk, self.cards, self.index, hashed_word, readers)
        return hot_spots(desk, who, o.get("agency"), limit, position)

    def found(self, who: Actor = SUPERVISOR, **asked: Any) -> list[list[str]]:
        return [list(spot.codes) for spot in self.page(who, **asked).items]


@pytest.fixture
def watched() -> Watched:
    return Watched()


def test_three_of_a_place_and_category_are_a_hot_spot(watched: Watched) -> None:
    """Two are none; others of the same place or category do not count."""
    codes = [watched.sent(), watched.sent()]
    watched.sent(category="land")
    watched.sent(location=(22.4956, 103.9707))
    watched.sent(location=(22.4867, 103.9707))
    watched.sent(location=None)
    assert watched.found() == []
    codes.append(watched.sent(location=(22.48561, 103.97072)))
    assert watched.found() == [codes[::-1]]
    (spot,) = watched.page().items
    assert (spot.category, spot.commune, spot.location) == ("roads", "02647", (22.4856, 103.9707))
    codes.append(watched.sent())
    assert watched.found() == [codes[::-1]]


@pytest.mark.parametrize(
    ("others", "near"),
    [
        ([(22.48599, 103.9707), (22.48601, 103.9707), (22.4861, 103.97075)], True),
        ([(22.4999, 103.9999), (22.5001, 103.9999), (22.5003, 104.0001)], True),
        ([(22.4999, 103.9999), (22.5003, 103.9995), (22.5004, 104.0004)], True),
        ([(22.485, 103.9707), (22.48599, 103.9707), (22.48549, 103.97)], True),
        ([(22.485, 103.9707), (22.486, 103.9707), (22.4855, 103.9707)], False),
        ([(22.485, 103.97), (22.4855, 103.9705), (22.4861, 103.9709)], False),
    ],
)
def test_no_edge_parts_what_is_near(
    watched: Watched, others: list[tuple[float, float]], near: bool
) -> None:
    """Within a thousandth of a degree to the north and to the east, wherever that begins."""
    codes = [watched.sent(location=where) for where in others]
    assert watched.found() == ([codes[::-1]] if near else [])


def test_whichever_three_of_a_place_there_are_it_is_told(watched: Watched) -> None:
    """Of a hundred cases along some streets, written in any order, by trying every square: one case
    at least of each three that are near is in a place that is told, and no case in two of one
    cell."""
    chance = random.Random(7)
    where = {}
    for _ in range(100):
        at = (22.48 + chance.randrange(700) / 100_000, 103.97 + chance.randrange(700) / 100_000)
        where[watched.sent(location=at, hours=0.1, written=False)] = at
    watched.write(*chance.sample(list(where), len(where)))
    told, position = set[str](), None
    for _ in range(20):
        page = watched.page(position=position)
        for spot in page.items:
            told |= set(spot.codes)
            sides = zip(*(where[code] for code in spot.codes), strict=True)
            assert all(max(side) - min(side) < 0.001 for side in sides)
        position = page.position
        if position is None:
            break
    whole = [(round(lat * 100_000), round(lon * 100_000)) for lat, lon in where.values()]
    for south in {lat for lat, _ in whole}:
        for west in {lon for _, lon in whole}:
            inside = [
                code
                for code, (lat, lon) in zip(where, whole, strict=True)
                if 0 <= lat - south < 100 and 0 <= lon - west < 100
            ]
            assert len(inside) < 3 or told & set(inside), inside


def test_three_in_ninety_days_and_not_in_more(watched: Watched) -> None:
    """The first is forgotten once it is older."""
    codes = [watched.sent(hours=24 * 40), watched.sent(hours=24 * 40), watched.sent(hours=1)]
    assert watched.found() == [codes[::-1]]
    watched.office.clock.advance(days=11)
    assert watched.found() == []
    again = watched.sent()
    assert watched.found() == [[again, *codes[:0:-1]]]


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (1, 3, 0, 2)])
def test_in_whatever_order_cases_are_written_the_same_is_found(
    watched: Watched, order: tuple[int, ...]
) -> None:
    """Letters come late, and who writes all anew goes by segments."""
    codes = [watched.sent(written=False) for _ in range(4)]
    watched.write(*(codes[number] for number in order))
    assert watched.found() == [codes[::-1]]
    assert watched.index.consistent > 0


def test_an_agency_sees_what_it_has_and_the_centre_all(watched: Watched) -> None:
    """Cases that are no longer the agency's do not count."""
    office = watched.office
    cases = []
    for _ in range(3):
        code = watched.sent()
        taken = office.take(office.store.cases[code], INTAKE, commands.Accept())
        cases.append(office.take(taken, INTAKE, commands.Assign("so-xay-dung", "o1")))
        watched.write(code)
    codes = [case.code for case in cases][::-1]
    for who in (OFFICER, LEADER, SUPERVISOR):
        assert watched.found(who) == [codes]
    assert watched.found(INTAKE, agency="so-xay-dung") == [codes]
    assert watched.found(INTAKE, agency="so-y-te") == []
    assert watched.found(Actor(Role.LEADER, "l3", "so-y-te")) == []
    office.take(cases[0], OFFICER, commands.Return("Nhầm cơ quan."))
    assert watched.found(OFFICER) == []
    assert watched.found(SUPERVISOR) == [codes]


def test_another_category_is_another_spot(watched: Watched) -> None:
    """The desk corrects what a citizen chose."""
    codes = [watched.sent() for _ in range(3)]
    case = watched.office.store.cases[codes[1]]
    watched.office.take(case, INTAKE, commands.Accept("land"))
    watched.write(codes[1])
    assert watched.found() == []


def test_a_page_costs_so_many_reads_and_no_more(watched: Watched) -> None:
    """Ten places are eleven queries and two batches, however much is asked for and lies there."""
    for number in range(14):
        for _ in range(3):
            watched.sent(location=(22.4856, 103.9707 + number / 500), hours=0.1)
    watched.index.queries = watched.cards.batches = 0
    page = watched.page(limit=100)
    assert len(page.items) == MOST_A_PAGE
    assert (watched.index.queries, watched.cards.batches) == (11, 2)
    rest = watched.page(limit=100, position=page.position)
    assert (len(rest.items), rest.more) == (4, False)


def test_who_handles_no_cases_and_who_asks_for_others_is_told_nothing(watched: Watched) -> None:
    """As if the agency were not there."""
    with pytest.raises(Forbidden):
        watched.page(Actor(Role.HOTLINE, "h1", "so-khcn"))
    for agency in ("so-y-te", "nowhere"):
        with pytest.raises(NotFound):
            watched.page(OFFICER, agency=agency)


def test_a_place_cannot_be_read_from_the_lists(watched: Watched) -> None:
    """Neither where it is nor what comes there."""
    watched.sent()
    lists = watched.index.lists
    cells = [name for name in lists if "#cell=" in name]
    said = " ".join([*lists, *(marks for name in cells for marks in lists[name].values())])
    assert cells
    assert [one for one in ("22485", "248560", "103970", "397070") if one in said] == []
    assert not [name for name in cells if "roads" in name]
