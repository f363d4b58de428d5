"""Cases that may be the same: which are found, in what order, for whom, in how many reads."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.cases.application.similar import SimilarDesk, similar_before_sending, similar_to
from chalicelib.cases.domain import commands
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.likeness import METRES_IN_A_DEGREE, Sought
from chalicelib.kernel.errors import Invalid
from tests.support.case_index import FakeCaseIndex
from tests.support.cases import CITIZEN, ELSEWHERE, INTAKE, OFFICER, STRANGER, Office

HERE = (22.4856, 103.9707)
HOLE = "Ổ gà sâu trước cổng trường, xe máy ngã nhiều lần."
SOUGHT = Sought(HOLE, "roads", HERE, "02647")


class Street(Office):
    """An office with an index, and cases along a street."""

    def __init__(self) -> None:
        super().__init__()
        self.index = FakeCaseIndex(self.store)

    @property
    def similar(self) -> SimilarDesk:
        return SimilarDesk(self.desk, self.index)

    def at(self, metres: float, **changes: Any) -> Case:
        """Taken in, so many metres to the east, a stranger's unless it is said."""
        east = metres / (METRES_IN_A_DEGREE * math.cos(math.radians(HERE[0])))
        place = (HERE[0], HERE[1] + east)
        values = {"reporter": STRANGER.id, "description": HOLE, "location": place, **changes}
        return self.accepted(**values)

    def codes(self, sought: Sought = SOUGHT) -> list[str]:
        """What the citizen is shown."""
        return [one.case.code for one in similar_before_sending(self.similar, CITIZEN, sought)]

    def beside(self, case: Case, reader: Any = INTAKE) -> list[str]:
        """What an officer is shown on the case page."""
        return [one.case.code for one in similar_to(self.similar, reader, case)]


@pytest.fixture
def street() -> Street:
    return Street()


def test_what_lies_within_fifty_metres_is_enough_where_there_is_enough(street: Street) -> None:
    """The nearest first; what lies farther off is another matter in a town."""
    case = street.at(0)
    far, near = street.at(45), street.at(10)
    middle = street.at(30)
    street.at(80)
    assert street.beside(case) == [near.code, middle.code, far.code]


def test_the_reach_grows_where_little_was_sent_in(street: Street) -> None:
    """To a hundred metres, then to 250, and no farther."""
    case = street.at(0)
    near, far = street.at(20), street.at(240)
    street.at(260)
    assert street.beside(case) == [near.code, far.code]


def test_reads_are_bounded_whatever_lies_around(street: Street) -> None:
    """Five queries, two batches of a hundred at most; ten candidates."""
    case = street.at(0)
    for _ in range(60):
        street.at(200, category="land", description="Sổ đỏ chưa được cấp cho gia đình tôi")
    street.index.queries = street.index.batches = 0
    assert street.beside(case) == []
    assert street.index.queries <= 5
    assert street.index.batches == 2
    street.clock.advance(minutes=1)
    for _ in range(20):
        street.at(5)
    street.index.queries = street.index.batches = 0
    assert len(street.beside(case)) == 10
    assert street.index.batches == 1


def test_old_cases_and_dead_ends_are_no_candidates(street: Street) -> None:
    """Twelve weeks; withdrawn, rejected and redirected cases, and duplicates themselves."""
    street.at(5)
    street.clock.advance(weeks=12, minutes=1)
    withdrawn = street.at(5, reporter=CITIZEN.id)
    street.take(withdrawn, CITIZEN, commands.Withdraw())
    redirected = street.at(5)
    street.take(redirected, INTAKE, commands.Redirect("complaint", "Xin gửi Ban Tiếp công dân."))
    parent = street.at(8)
    duplicate = street.at(5)
    street.take(duplicate, INTAKE, commands.MarkDuplicate(parent.code))
    assert street.beside(street.at(0)) == [parent.code]


def test_another_category_is_a_candidate_by_its_words(street: Street) -> None:
    """People call one thing by two names; what shares neither is left out."""
    case = street.at(0)
    alike = street.at(5, category="other", description="o ga truoc cong truong lam nga xe may")
    same = street.at(10, description="Mặt đường sụt lún, đề nghị vá lại ngay")
    street.at(15, category="land", description="Sổ đỏ chưa được cấp cho gia đình tôi")
    found = similar_to(street.similar, INTAKE, case)
    assert [one.case.code for one in found] == [alike.code, same.code]
    assert [one.same_category for one in found] == [False, True]
    assert found[0].alike > 50 > found[1].alike


def test_without_a_point_the_commune_and_the_words_must_do(street: Street) -> None:
    """The same category and like words; the distance is not known."""
    case = street.at(0, location=None)
    alike = street.at(0, location=None, description="Ổ gà trước cổng trường, xe máy hay ngã")
    street.at(0, location=None, description="Biển báo bị che khuất bởi cành cây")
    street.at(0, location=None, commune="02683")
    (found,) = similar_to(street.similar, INTAKE, case)
    assert (found.case.code, found.metres) == (alike.code, None)


def test_a_citizen_is_shown_public_cases_that_were_taken_in_and_the_own(street: Street) -> None:
    """Nothing private of anybody else's, nothing that the office has not looked at."""
    public = street.at(10)
    street.at(10, visibility="private")
    street.submit(reporter=STRANGER.id, location=HERE)
    asked = street.submit(reporter=STRANGER.id, location=HERE)
    street.take(asked, INTAKE, commands.RequestInfo("Đoạn nào?"))
    own = street.submit(reporter=CITIZEN.id, location=HERE, visibility="private")
    assert set(street.codes()) == {public.code, own.code}


def test_a_strangers_place_is_told_no_nearer_than_it_is_published() -> None:
    """The distance is that to the rounded place, wherever in its surroundings the case is."""
    found = set()
    for metres in (0, 5, 10):
        one = Street()
        one.at(metres)
        (candidate,) = similar_before_sending(one.similar, CITIZEN, SOUGHT)
        found.add(candidate.metres)
    assert len(found) == 1


@pytest.mark.parametrize("lat", [90, -90, 89.999999, 60, -22.4856])
def test_no_place_on_earth_asks_for_more_than_five_queries(street: Street, lat: float) -> None:
    """Near a pole, where so many metres to the east are every meridian."""
    place = replace(SOUGHT, location=(lat, 103.9976), commune="02647")
    assert street.codes(place) == []
    assert street.index.queries <= 5


def test_nobody_tries_out_a_number_in_a_strangers_words(street: Street) -> None:
    """A phone, a house, a plate: one's own text tells whether it is there, a stranger's never."""
    said = "Gọi 0912.345.678, nhà số 12B, xe 24A-12345 đỗ chắn lối vào"
    street.at(5, description=said)
    street.at(5, description=said, reporter=CITIZEN.id)
    for number in ("0912.345.678", "0912", "345", "12B", "24A", "12345"):
        tried = replace(SOUGHT, description=f"{number} {number} {number}")
        found = similar_before_sending(street.similar, CITIZEN, tried)
        alike = {one.case.reporter: one.alike for one in found}
        assert alike[STRANGER.id] == 0
        assert alike[CITIZEN.id] > 0


def test_officers_are_shown_what_they_may_see(street: Street) -> None:
    """Those of their own agency, and those at the centre all; never the case itself."""
    ours = street.take(street.at(5), INTAKE, commands.Assign("so-xay-dung", "o1"))
    street.take(street.at(8), INTAKE, commands.Assign("so-y-te", "o3"))
    case = street.take(street.at(0), INTAKE, commands.Assign("so-xay-dung", "o1"))
    assert street.beside(case, OFFICER) == [ours.code]
    assert case.code not in street.beside(case, ELSEWHERE)
    assert len(street.beside(case)) == 2


def test_a_case_that_nobody_can_read_takes_no_other_along(street: Street) -> None:
    """It is left out."""
    case, good, broken = street.at(0), street.at(10), street.at(5)
    street.store.unreadable = {broken.code}
    assert street.beside(case) == [good.code]


@pytest.mark.parametrize(
    ("change", "path", "code"),
    [
        ({"category": "weather"}, ("category",), "unknown_category"),
        ({"commune": "99999"}, ("commune_code",), "unknown_commune"),
        ({"commune": None, "location": None}, ("location",), "missing"),
    ],
)
def test_what_is_not_there_is_named(street: Street, change, path, code) -> None:
    """As when a case is sent."""
    with pytest.raises(Invalid) as caught:
        street.codes(replace(SOUGHT, **change))
    assert [(fault.path, fault.code) for fault in caught.value.faults] == [(path, code)]
