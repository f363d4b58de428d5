"""Every combination of conditions × list × role: a case stands wherever one would look for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product

import pytest

from chalicelib.attention.application.attention import AttentionDesk, what_needs_attention
from chalicelib.cases.application.inbox import READERS, InboxQueue, read_inbox
from chalicelib.cases.application.ports import Card, Queue
from chalicelib.cases.domain import commands
from chalicelib.cases.domain.cases import Case
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.instants import LOCAL_ZONE
from chalicelib.kernel.pages import Page, Position
from tests.support.actors import central
from tests.support.cases import (
    ELSEWHERE,
    INTAKE,
    LEADER,
    OFFICER,
    SUPERVISOR,
    FakeCaseStore,
    Office,
    change_policy,
)
from tests.support.living import live
from tests.support.messages import MemoryMessageStore

ADMINISTRATOR = central(Role.ADMINISTRATOR, "a1")
CENTRE = (INTAKE, SUPERVISOR, ADMINISTRATOR)
COLLEAGUE = Actor(Role.OFFICER, "o2", "so-xay-dung")
AGENCYS = tuple(Actor(role, f"{role}-a", "so-xay-dung") for role in (Role.INTAKE, Role.SUPERVISOR))
COMMUNES = tuple(Actor(role, f"{role}-c", "ubnd-02647") for role in (Role.INTAKE, Role.SUPERVISOR))
"""Of the commune that the case lies in."""
ABROAD = tuple(Actor(role, f"{role}-x", "ubnd-02683") for role in (Role.INTAKE, Role.SUPERVISOR))
SCOPED = (*AGENCYS, *COMMUNES, *ABROAD)
READING = (*CENTRE, OFFICER, COLLEAGUE, LEADER, ELSEWHERE, *SCOPED)
QUESTION = commands.RequestInfo("Đoạn nào của con đường?")


@dataclass(frozen=True)
class Situation:
    """What may hold of one case at once."""

    holder: str
    """desk: not yet taken in; returned: to the desk; agency: without an officer; officer: o1."""
    late: str
    """no; overdue; escalated: overdue, and come to the supervisors."""
    wait: str
    """no; stands: the clock does; beyond: the cap is used up, the clock runs on."""

    @property
    def exists(self) -> bool:
        """Nothing climbs from the desk, and what was returned cannot be asked about there."""
        climbs = self.holder != "desk" or self.late != "escalated"
        return climbs and (self.holder != "returned" or self.wait == "no")

    @property
    def is_overdue(self) -> bool:
        """What waits is not."""
        return self.late != "no" and self.wait != "stands"

    def stands_in(self, queue: InboxQueue, reader: Actor) -> bool:
        """Where the handbook has it (§2, §8), and docs/deadlines.md."""
        central = reader in CENTRE
        agency = self.holder in ("agency", "officer") and reader.agency == "so-xay-dung"
        here = reader in COMMUNES
        mine = self.holder == "officer" and reader == OFFICER
        in_own = central or here or (mine if reader.role is Role.OFFICER else agency)
        match queue:
            case InboxQueue.MINE:
                return mine
            case InboxQueue.AGENCY:
                return agency
            case InboxQueue.INTAKE:
                waits = self.holder in ("desk", "returned")
                return waits and (central or here)
            case InboxQueue.PUBLICATION | InboxQueue.EXTENSIONS:
                return False
            case InboxQueue.OVERDUE:
                return in_own and self.is_overdue
            case InboxQueue.ESCALATED:
                return self.late == "escalated" if central else in_own and self.is_overdue


SITUATIONS = [
    situation
    for parts in product(
        ("desk", "returned", "agency", "officer"),
        ("no", "overdue", "escalated"),
        ("no", "stands", "beyond"),
    )
    if (situation := Situation(*parts)).exists
]
WHEN = {"no": "08-03 15:00", "overdue": "08-07 09:00", "escalated": "08-10 17:30"}
"""A case of roads of Monday 3 August 08:05 is due on Thursday at 17:00, at the desk on Tuesday;
an hour later with a cap of an hour used up, and so it climbs on Monday in place of Friday."""


def local(text: str) -> datetime:
    """`08-06 17:00` in 2026."""
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=LOCAL_ZONE)


class CountedStore(FakeCaseStore):
    """Counts the queries of lists."""

    queries = 0

    def page(
        self,
        queue: Queue,
        key: str,
        *,
        limit: int,
        position: Position | None,
        due_before: datetime | None = None,
    ) -> Page[Card]:
        self.queries += 1
        return super().page(queue, key, limit=limit, position=position, due_before=due_before)


def bring_about(office: Office, situation: Situation) -> Case:
    """By what people do and time brings, never by hand."""
    change_policy(office, pause_cap=timedelta(hours=1), no_reply_days=20)
    if situation.holder == "desk":
        case = office.submit()
    else:
        officer = "o1" if situation.holder == "officer" else None
        case = office.take(office.accepted(), INTAKE, commands.Assign("so-xay-dung", officer))
    asker = INTAKE if situation.holder == "desk" else COLLEAGUE
    if situation.wait == "beyond":
        case = office.take(case, asker, QUESTION)
    live(office, local(WHEN[situation.late]))
    case = office.find(case)
    if situation.wait == "stands":
        case = office.take(case, asker, QUESTION)
    if situation.holder == "returned":
        case = office.take(case, INTAKE, commands.Assign("so-y-te", "o3"))
        case = office.take(case, ELSEWHERE, commands.Return("Không thuộc thẩm quyền"))
    office.clock.advance(minutes=1)
    return case


@pytest.fixture
def office() -> Office:
    return Office(store=CountedStore())


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda s: f"{s.holder}-{s.late}-{s.wait}")
def test_every_list_has_what_one_would_look_for_in_it(office: Office, situation: Situation) -> None:
    """Overdue, escalated, without an officer, waiting, and any of these at once."""
    case = bring_about(office, situation)
    for reader, queue in product(READING, InboxQueue):
        if queue is InboxQueue.PUBLICATION and not reader.province:
            continue
        if reader.role in READERS[queue]:
            page = read_inbox(office.desk, reader, queue, 10, None)
            wanted = [case.code] if situation.stands_in(queue, reader) else []
            assert [card.code for card in page.items] == wanted, (reader.role, queue)
    desk = AttentionDesk(office.store, MemoryMessageStore(), NoLetters())
    found = [card.code for card in what_needs_attention(desk, SUPERVISOR, 9, None).unmanned.items]
    assert found == ([case.code] if situation.holder == "agency" else [])


@pytest.mark.parametrize(("queue", "wanted"), [("overdue", 9), ("escalated", 6)])
def test_a_page_is_one_query_however_many_conditions_hold(
    office: Office, queue: str, wanted: int
) -> None:
    """The province's lists: soonest deadline first, each once, whoever has the case."""
    for category in ("land", "roads", "lighting_water"):
        office.submit(category=category)
        for officer in ("o1", None):
            case = office.accepted(category=category)
            office.take(case, INTAKE, commands.Assign("so-xay-dung", officer))
    live(office, local("08-20 10:00"))
    found: list[Card] = []
    position, pages = None, 0
    while pages == 0 or position is not None:
        page = read_inbox(office.desk, SUPERVISOR, InboxQueue(queue), 2, position)
        found += page.items
        position, pages = page.position, pages + 1
        assert isinstance(office.store, CountedStore)
        assert office.store.queries == pages
    assert len({card.code for card in found}) == len(found) == wanted
    assert found == sorted(found, key=due)


def due(card: Card) -> datetime:
    """What the list shows."""
    assert card.due
    return card.due.at


class NoLetters:
    """No dead letters."""

    def counts(self) -> list[tuple[str, int]]:
        return []
