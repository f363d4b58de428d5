"""A case's lines follow its events: by what an event says, or by the case as it stands."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from typing import Any

import pytest

from chalicelib.cases.domain import commands
from chalicelib.cases.domain.answer_commands import CorrectAnswer
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.workflow import Action
from chalicelib.search.application.indexing import IndexDesk, index_event
from chalicelib.search.domain.changes import STATE_ALONE
from chalicelib.search.domain.entries import groups_of
from tests.support.cases import CITIZEN, INTAKE, LEADER, OFFICER, Office
from tests.support.search import MemorySearchIndex, hashed_word
from tests.support.subscriptions import queues_for


class World:
    """An office, and lists that are written from its events as the relay would bring them."""

    def __init__(self) -> None:
        self.office = Office()
        self.index = MemorySearchIndex()
        self.told = 0

    def follow(self) -> int:
        """Bring what has happened since; how many letters there were."""
        events = [event for event in self.office.store.events[self.told :] if is_wanted(event)]
        self.told = len(self.office.store.events)
        self.bring(events)
        return len(events)

    def bring(self, events: Iterable[Mapping[str, Any]]) -> None:
        desk = IndexDesk(self.office.store, self.index, hashed_word, self.office.clock)
        for event in events:
            index_event(desk, event)

    def missing(self, case: Case) -> list[str]:
        """Lists in which the case should stand as it is now, and does not."""
        place = f"{case.submitted_at:%Y-%m-%dT%H:%M:%S.%fZ}#{case.code}"
        groups = groups_of(self.office.find(case), hashed_word).values()
        entries = [entry for group in groups for entry in group]
        there = self.index.lists
        return [one.list for one in entries if there.get(one.list, {}).get(place) != one.marks]


def is_wanted(event: Mapping[str, Any]) -> bool:
    return "search" in queues_for("case_event/1", str(event["action"]))


def lived(world: World, following: bool) -> Case:
    """Taken in under another category, returned, answered, corrected, reopened, answered again."""
    office = world.office
    case = office.submit(location=(22.4856, 103.9707))
    steps: list[tuple[Any, commands.Command]] = [
        (INTAKE, commands.Accept(category="sanitation")),
        (INTAKE, commands.Assign("so-xay-dung", "o1")),
        (OFFICER, commands.Return("Nhầm cơ quan.")),
        (INTAKE, commands.Assign("so-xay-dung", "o2", coordinating=("so-y-te",))),
        (OFFICER, commands.Start()),
        (OFFICER, commands.RequestInfo("Đoạn nào?")),
        (CITIZEN, commands.Supplement("Gần cầu Cốc Lếu, phía chợ.")),
        (OFFICER, commands.ProposeAnswer("Đã vá ổ gà.", without_parts="Gấp.")),
        (LEADER, commands.SendBack("Thiếu ngày.")),
        (OFFICER, commands.ProposeAnswer("Đã vá ngày 04/8.", without_parts="Gấp.")),
        (LEADER, commands.Approve()),
        (LEADER, CorrectAnswer("Đã vá ngày 05/8.", "Nhầm ngày.")),
        (CITIZEN, commands.Reopen("Lại hỏng.")),
    ]
    for actor, command in steps:
        if following:
            world.follow()
            assert world.missing(case) == []
        case = office.take(office.find(case), actor, command)
    return case


def test_after_each_event_the_case_stands_where_it_is_looked_for() -> None:
    """Whatever happens to it, all along."""
    world = World()
    case = lived(world, following=True)
    world.follow()
    assert world.missing(case) == []


@pytest.mark.parametrize("seed", range(6))
def test_late_doubled_and_in_any_order(seed: int) -> None:
    """The same, once all letters have come."""
    world = World()
    case = lived(world, following=False)
    events = [event for event in world.office.store.events if is_wanted(event)] * 2
    random.Random(seed).shuffle(events)
    world.bring(events)
    assert world.missing(case) == []


def test_an_event_writes_what_it_brought_and_not_all_anew() -> None:
    """Another officer of the agency brings two lists in two scopes, an answer its words too; of an
    agency that gets the case all is new, and so it is after the category was changed."""
    world = World()
    case = world.office.assigned()
    world.follow()
    groups = groups_of(world.office.find(case), hashed_word)
    of_agency = sum(len(group) for name, group in groups.items() if name.startswith("so-"))

    def entries(actor: Any, command: commands.Command) -> int:
        before = world.index.entries
        world.office.take(world.office.find(case), actor, command)
        world.follow()
        assert world.missing(case) == []
        return world.index.entries - before

    assert entries(LEADER, commands.Assign("so-xay-dung", "o2")) == 2 * 2
    assert of_agency < entries(INTAKE, commands.Assign("so-y-te", "o3")) < of_agency + 4


def test_an_event_of_older_code_asks_the_case() -> None:
    """It does not say when the case was sent in."""
    world = World()
    case = lived(world, following=False)
    (start,) = [event for event in world.office.store.events if event["action"] == "start"]
    world.bring([{name: value for name, value in start.items() if name != "submitted_at"}])
    assert world.missing(case) == []


def test_most_events_are_one_write_and_no_read() -> None:
    """Those that change the state alone; what changes no list comes to no queue."""
    world = World()
    case = world.office.in_progress()
    world.follow()
    world.office.store.unreadable.add(case.code)  # a read would be told
    before = world.index.entries
    world.bring([{**world.office.store.events[-1], "action": "send_back", "to": "in_progress"}])
    assert world.index.entries == before + 2  # the province's list and the agency's
    unread = {Action.NOTE, Action.COMMENT, Action.RATE, Action.DISPUTE, Action.REMIND}
    assert not any(is_wanted({"action": action}) for action in unread)
    assert all(is_wanted({"action": action}) for action in STATE_ALONE)
