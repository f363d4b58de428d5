"""The office finds its cases: by words and by what they are, and nobody those of others."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.audit.application.reading import ReadersDesk
from chalicelib.cases.domain import commands
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.workflow import State
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.errors import Forbidden, Invalid
from chalicelib.kernel.pages import Page, Position
from chalicelib.search.application.indexing import IndexDesk, index_case
from chalicelib.search.application.ports import Sent
from chalicelib.search.application.searching import (
    MOST_LOOKS,
    CaseSearch,
    SearchDesk,
    search_cases,
)
from chalicelib.search.domain.changes import lines_told
from tests.support.actors import central
from tests.support.audit import MemoryAudit
from tests.support.case_index import FakeCaseIndex
from tests.support.cases import ELSEWHERE, INTAKE, LEADER, OFFICER, SUPERVISOR, Office
from tests.support.entering import EntryOffice
from tests.support.search import MemorySearchIndex, hashed_word

POTHOLE = "Ổ gà sâu trước cổng trường, xe máy ngã nhiều lần."


@dataclass
class Searched:
    """An office whose cases are written to the lists when a test says so."""

    office: Office = field(default_factory=Office)
    index: MemorySearchIndex = field(default_factory=MemorySearchIndex)
    audit: MemoryAudit = field(default_factory=MemoryAudit)

    def __post_init__(self) -> None:
        self.cards = FakeCaseIndex(self.office.store)

    def written(self, case: Case) -> str:
        desk = IndexDesk(self.office.store, self.index, hashed_word, self.office.clock)
        index_case(desk, self.office.find(case))
        self.office.clock.advance(minutes=1)
        return case.code

    def sent(self, text: str = POTHOLE, **changes: Any) -> str:
        return self.written(self.office.submit(description=text, **changes))

    def page(
        self, who: Actor, limit: int = 20, position: Position | None = None, **asked: Any
    ) -> Page[Any]:
        readers = ReadersDesk(self.audit, self.office.clock)
        desk = SearchDesk(self.office.desk, self.cards, self.index, hashed_word, readers)
        return search_cases(desk, who, CaseSearch(**asked), limit, position, "test")

    def found(self, who: Actor, **asked: Any) -> list[str]:
        return [card.code for card in self.page(who, **asked).items]

    def all_pages(self, who: Actor, limit: int, **asked: Any) -> list[str]:
        found, position = [], None
        for _ in range(200):
            page = self.page(who, limit, position, **asked)
            assert len(page.items) <= limit
            found += [card.code for card in page.items]
            position = page.position
            if position is None:
                return found
        raise AssertionError("no end")


@pytest.fixture
def searched() -> Searched:
    return Searched()


@pytest.mark.parametrize(
    ("words", "finds"),
    [
        ("ổ gà", True),
        ("gà", True),
        ("ga", True),
        ("GÀ", True),
        ("trường", True),
        ("truong", True),
        ("trượng", False),
        ("gà trường", True),
        ("ga truong", True),
        ("gà chợ", False),
        ("gàn", False),
        ("xe máy ngã nhiều", True),
        ("xe máy ngã ít", False),
    ],
)
def test_words_are_found_with_and_without_diacritics(
    searched: Searched, words: str, finds: bool
) -> None:
    """All of them must stand in the text, as whole words; a spelling finds itself only."""
    code = searched.sent()
    searched.sent("Rác đầy chợ Cốc Lếu, mùi rất nặng.")
    assert searched.found(SUPERVISOR, words=words) == ([code] if finds else [])


def test_what_was_answered_is_found_with_words_names_and_alone(searched: Searched) -> None:
    """Choices, yes and no; what was written in words makes no list."""
    hazardous = {"waste": "hazardous"}
    old = searched.sent("Thùng sơn bỏ ven suối.", category="sanitation", answers=hazardous)
    new = searched.sent("Pin cũ ở chợ.", category="sanitation", answers=hazardous)
    searched.sent(category="sanitation", answers={"waste": "household"})
    searched.sent(category="lighting_water", answers={"pole": "LC-0417"})
    asked = {"answered": ("waste", "hazardous")}
    assert searched.found(SUPERVISOR, **asked) == [new, old]
    assert searched.all_pages(SUPERVISOR, 1, **asked) == [new, old]
    assert searched.found(SUPERVISOR, **asked, words="suối") == [old]
    assert searched.found(SUPERVISOR, **asked, words="ven suoi") == [old]
    assert searched.found(SUPERVISOR, **asked, category="sanitation") == [new, old]
    assert searched.found(SUPERVISOR, **asked, state=State.CLOSED) == []
    assert searched.found(OFFICER, **asked) == []
    kept = " ".join(searched.index.lists)
    assert "hazardous" not in kept
    assert "waste" not in kept


@pytest.mark.parametrize(
    ("asked", "fault"),
    [
        ({"answered": ("weather", "rain")}, ("question", "unknown_question")),
        ({"answered": ("waste", "nuclear")}, ("answer", "not_acceptable")),
        ({"answered": ("pole", "LC-0417")}, ("answer", "not_acceptable")),
        (
            {"answered": ("waste", "household"), "category": "roads"},
            ("question", "unknown_question"),
        ),
    ],
)
def test_answers_that_nobody_can_have_given_are_refused(
    searched: Searched, asked: dict[str, Any], fault: tuple[str, str]
) -> None:
    with pytest.raises(Invalid) as refused:
        searched.found(SUPERVISOR, **asked)
    assert [(one.path[0], one.code) for one in refused.value.faults] == [fault]


def test_a_text_without_diacritics_is_found_by_any_spelling(searched: Searched) -> None:
    """Nobody knows which one was meant."""
    code = searched.sent("o ga sau truoc cong truong, xe may nga nhieu lan")
    assert searched.found(INTAKE, words="trường") == [code]
    assert searched.found(INTAKE, words="trượng gà") == [code]


def test_the_newest_stand_first(searched: Searched) -> None:
    """Page by page, each once."""
    codes = [searched.sent() for _ in range(7)]
    assert searched.all_pages(SUPERVISOR, 3, words="gà") == codes[::-1]
    assert searched.all_pages(SUPERVISOR, 3) == codes[::-1]
    assert searched.all_pages(SUPERVISOR, 7, words="gà trường") == codes[::-1]


def test_an_agency_finds_its_own_and_what_it_co_ordinates(searched: Searched) -> None:
    """Whatever is asked for; and by code what was never there."""
    office = searched.office
    own = searched.written(office.assigned())
    assign = commands.Assign("so-y-te", "o3", coordinating=("so-xay-dung",))
    shared = searched.written(office.take(office.accepted(), INTAKE, assign))
    other = searched.written(office.take(office.accepted(), INTAKE, commands.Assign("so-y-te")))
    desk = searched.sent()
    assert searched.found(SUPERVISOR) == [desk, other, shared, own]
    for who in (OFFICER, LEADER):
        assert searched.found(who) == [shared, own]
        assert searched.found(who, words="gà") == [shared, own]
        assert searched.found(who, agency="so-y-te") == [shared]
        assert searched.found(who, code=other) == []
        assert searched.found(who, code=own) == [own]
    assert searched.found(ELSEWHERE) == [other, shared]
    assert searched.found(INTAKE, agency="so-y-te") == [other, shared]


def test_what_an_agency_has_no_longer_it_does_not_find(searched: Searched) -> None:
    """Its lists still have a line; the case itself says whose it is."""
    case = searched.office.assigned()
    code = searched.written(case)
    assert searched.found(OFFICER, words="gà") == [code]
    returned = searched.office.take(case, OFFICER, commands.Return("Nhầm cơ quan."))
    searched.written(returned)
    assert searched.found(OFFICER, words="gà") == []
    assert searched.found(OFFICER, state=State.ASSIGNED) == []
    assert searched.found(SUPERVISOR, state=State.ACCEPTED) == [code]
    assert searched.found(SUPERVISOR, state=State.ASSIGNED) == []


def test_what_is_asked_for_must_all_hold(searched: Searched) -> None:
    """State, agency, commune, category, officer and day, each and together."""
    office = searched.office
    early = searched.written(office.in_progress())
    land = searched.sent(category="land", commune="02680")
    office.clock.advance(days=1)
    late = searched.written(office.assigned())
    sent = office.store.cases[late].submitted_at
    assert searched.found(INTAKE, state=State.IN_PROGRESS) == [early]
    assert searched.found(INTAKE, category="land") == [land]
    assert searched.found(INTAKE, commune="02647") == [late, early]
    assert searched.found(INTAKE, officer="o1") == [late, early]
    assert searched.found(INTAKE, officer="o1", state=State.ASSIGNED) == [late]
    assert searched.found(INTAKE, officer="o1", commune="02680") == []
    assert searched.found(INTAKE, words="gà", agency="so-xay-dung", category="roads") == [
        late,
        early,
    ]
    assert searched.found(INTAKE, sent=Sent(since=sent)) == [late]
    assert searched.found(INTAKE, sent=Sent(until=sent)) == [land, early]
    assert searched.found(INTAKE, words="gà", sent=Sent(sent - timedelta(days=3), sent)) == [
        land,
        early,
    ]
    assert searched.found(INTAKE, code=early, state=State.ASSIGNED) == []


@pytest.mark.parametrize(
    ("asked", "queries"),
    [
        ({}, 1),
        ({"words": "ga"}, 1),
        ({"words": "ga truong"}, 2),
        ({"state": State.RECEIVED}, 1),
        ({"commune": "02647"}, 1),
        ({"category": "roads", "agency": "so-xay-dung"}, 1),
        ({"code": "LC-260803-7K3QX"}, 0),
    ],
)
def test_a_page_is_one_query_a_word_and_one_batch(
    searched: Searched, asked: dict[str, Any], queries: int
) -> None:
    """However many cases there are."""
    for _ in range(30):
        searched.sent()
    searched.index.queries = searched.cards.batches = 0
    searched.page(SUPERVISOR, 10, **asked)
    assert (searched.index.queries, searched.cards.batches) == (queries, 1)


def test_what_hardly_anything_has_is_looked_for_a_few_times_over(searched: Searched) -> None:
    """A page reads so much and no more; it may be short, and goes on where it stopped."""
    rare = searched.sent(category="land")
    for _ in range(900):
        searched.sent()
    searched.index.queries = 0
    page = searched.page(SUPERVISOR, 10, words="ga", category="land")
    assert page.items == ()
    assert page.more
    assert searched.index.queries == MOST_LOOKS
    assert searched.all_pages(SUPERVISOR, 10, words="ga", category="land") == [rare]


def test_two_words_that_stand_in_many_texts_are_found_together(searched: Searched) -> None:
    """Also where each list is far longer than what is read of it at once."""
    both = []
    for number in range(300):
        searched.sent("Rác đầy chợ Cốc Lếu" if number % 2 else "Ngập nước cầu Kim Tân")
        if number % 100 == 0:
            both.append(searched.sent("Rác và nước ngập chợ"))
    assert searched.all_pages(SUPERVISOR, 10, words="rác ngập") == both[::-1]


def test_one_case_that_cannot_be_read_is_named_and_takes_no_other_with_it(
    searched: Searched,
) -> None:
    """It counts as part of the page."""
    codes = [searched.sent() for _ in range(3)]
    searched.office.store.unreadable.add(codes[1])
    page = searched.page(SUPERVISOR, words="ga")
    assert [card.code for card in page.items] == [codes[2], codes[0]]
    assert page.unreadable == (codes[1],)


@pytest.mark.parametrize("asked", [{"words": "ga"}, {"code": "it"}])
def test_a_communes_desk_hears_of_no_case_that_cannot_be_read(
    searched: Searched, asked: dict[str, str]
) -> None:
    """Nobody knows where it lies, so only those who see every case hear its code."""
    code = searched.sent()
    searched.office.store.unreadable.add(code)
    asked = {name: code if value == "it" else value for name, value in asked.items()}
    desk = Actor(Role.INTAKE, "i5", "ubnd-02683")
    assert searched.page(desk, **asked).unreadable == ()
    assert searched.page(SUPERVISOR, **asked).unreadable == (code,)


def test_a_case_that_is_gone_is_not_found(searched: Searched) -> None:
    """Its lines may still be there."""
    codes = [searched.sent() for _ in range(3)]
    searched.office.store.cases.pop(codes[1])
    assert searched.all_pages(SUPERVISOR, 1, words="ga") == [codes[2], codes[0]]


@pytest.mark.parametrize("words", [None, "ga"])
def test_a_communes_desk_finds_what_lies_there(searched: Searched, words: str | None) -> None:
    """Whoever has it; of other communes nothing, also when asked for by code."""
    code = searched.sent()
    here, there = (Actor(Role.INTAKE, "i5", f"ubnd-{one}") for one in ("02647", "02683"))
    assert searched.all_pages(here, 9, words=words) == [code]
    assert searched.all_pages(there, 9, words=words) == []
    assert searched.all_pages(there, 9, code=code) == []


@pytest.mark.parametrize("role", [Role.HOTLINE, Role.TEAM_MEMBER])
def test_who_handles_no_cases_looks_for_none(searched: Searched, role: Role) -> None:
    """And leaves nothing behind."""
    with pytest.raises(Forbidden):
        searched.page(central(role, "h1"), words="ga")
    assert searched.audit.reads == {}


def test_an_agencys_desk_finds_what_is_addressed_to_it(searched: Searched) -> None:
    """As long as it waits there; its officers do not, nor does it once another agency has it."""
    entry, desk = EntryOffice(searched.office), Actor(Role.INTAKE, "i4", "so-xay-dung")
    case = entry.enter(by=INTAKE, addressed_to="so-xay-dung", description=POTHOLE)
    code = searched.written(case)
    assert searched.found(desk, words="ổ gà") == [code]
    assert searched.found(desk, state=State.RECEIVED) == searched.found(desk) == [code]
    assert searched.found(OFFICER, words="ổ gà") == searched.found(ELSEWHERE) == []
    case = searched.office.take(case, INTAKE, commands.RequestInfo("Đoạn nào?"))
    event = searched.office.store.events[-1]
    told = lines_told(event)
    assert told
    searched.index.add(*told)
    assert searched.found(desk, state=State.NEEDS_INFO) == [code]
    case = searched.office.take(
        case, Actor(Role.CITIZEN, case.reporter), commands.Supplement("Trước cổng trường.")
    )
    case = searched.office.take(case, INTAKE, commands.Accept())
    case = searched.office.take(case, INTAKE, commands.Assign("so-y-te", "o3"))
    searched.written(case)
    assert searched.found(desk, words="ổ gà") == []
    assert searched.found(ELSEWHERE, words="ổ gà") == [code]


def test_a_search_is_written_down_without_its_words(searched: Searched) -> None:
    """They may name somebody; what else was asked for stands there."""
    searched.page(OFFICER, words="Vàng Kín", state=State.ASSIGNED)
    (event,) = searched.audit.reads.values()
    assert (event["type"], event["actor"]["id"]) == ("cases.searched", OFFICER.id)
    assert event["what"] == {"state": "assigned", "words": 2}
