"""A case is one item of a table: whatever people do, it stays well below what an item may be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random

import pytest

from bench.capacity import item_size
from chalicelib.cases.adapters.case_documents import CaseDocuments
from chalicelib.cases.adapters.cases import DynamoCaseStore
from chalicelib.cases.domain import commands, requests, room
from chalicelib.cases.domain.cases import Case, record
from chalicelib.cases.domain.permissions import allowed_actions
from chalicelib.cases.domain.workflow import Action, State
from chalicelib.kernel.actors import SCHEDULE, Actor
from chalicelib.kernel.errors import Conflict
from chalicelib.kernel.instants import after_days
from chalicelib.kernel.repeats import AnsweredRequest
from chalicelib.uploads.domain.attachments import Attachment
from tests.support.cases import CITIZEN, INTAKE, LEADER, OFFICER, Office
from tests.support.clock import NOW
from tests.support.keys import make_sealer

MOST_BYTES, ITEM_BYTES = 300 * 1024, 400 * 1024
"""What people may bring a case to; and what an item may be, with the answers of a day."""
REQUEST = AnsweredRequest("i" * 64, "b" * 64, "{}", NOW + timedelta(days=1))
CHANCE = Random(11)
Step = Callable[[Office, Case], Case]


def text(length: int) -> str:
    """Of four bytes a character, which no packing makes much shorter."""
    return "".join(chr(CHANCE.randrange(0x20000, 0x2A000)) for _ in range(length))


def files() -> tuple[Attachment, ...]:
    """Ten, with ids as they are given."""
    return tuple(
        Attachment(f"{CHANCE.getrandbits(128):026X}"[:26], "image/jpeg") for _ in range(10)
    )


def stored_bytes(case: Case) -> int:
    """Of the item, its event left out."""
    item = DynamoCaseStore("cases", CaseDocuments(make_sealer())).item(case, case.updated_at)
    return item_size(item.serialize(null_check=False))


def asked(office: Office, case: Case) -> Case:
    case = office.take(case, OFFICER, commands.RequestInfo(text(1000)))
    return office.take(case, CITIZEN, commands.Supplement(text(4000), files()))


def sent_back(office: Office, case: Case) -> Case:
    if case.state is State.IN_PROGRESS:
        case = office.take(case, OFFICER, commands.ProposeAnswer(text(4000), files(), text(1000)))
    return office.take(case, LEADER, commands.SendBack(text(1000)))


def snoozed(office: Office, case: Case) -> Case:
    return office.take(case, OFFICER, commands.Snooze(text(1000), working_hours=1))


def short_snooze(office: Office, case: Case) -> Case:
    return office.take(case, OFFICER, commands.Snooze("a", working_hours=1))


def assigned_again(office: Office, case: Case) -> Case:
    agencies = ("so-y-te", "so-tai-chinh")
    return office.take(
        case, INTAKE, commands.Assign("so-xay-dung", "o1", agencies, note=text(1000))
    )


def marked(office: Office, case: Case) -> Case:
    parent = office.submit()
    case = office.take(case, INTAKE, commands.MarkDuplicate(parent.code))
    return office.take(case, INTAKE, commands.UnmarkDuplicate())


@dataclass(frozen=True)
class Turn:
    """What is done to a case again and again, by whom it begins, and where the case stands."""

    step: Step
    action: Action
    by: Actor
    begun: bool = True
    lines: int = 0
    """Of a life before: short steps are many."""


TURNS = (
    Turn(asked, Action.REQUEST_INFO, OFFICER),
    Turn(sent_back, Action.SEND_BACK, LEADER),
    Turn(snoozed, Action.SNOOZE, OFFICER),
    Turn(short_snooze, Action.SNOOZE, OFFICER, lines=230),
    Turn(assigned_again, Action.ASSIGN, INTAKE, begun=False),
    Turn(marked, Action.MARK_DUPLICATE, INTAKE, begun=False, lines=220),
)


def until_full(office: Office, case: Case, step: Step) -> Case:
    """As often as it is let."""

    def go_on() -> None:
        for _ in range(2_000):
            step(office, office.store.cases[case.code])

    with pytest.raises(Conflict) as refused:
        go_on()
    assert refused.value.code == "case_full"
    return office.store.cases[case.code]


def ended(office: Office, case: Case) -> Case:
    """Answered at the greatest length, and rated."""
    if case.state is State.ASSIGNED:
        case = office.take(case, OFFICER, commands.Start())
    if case.state is State.IN_PROGRESS:
        case = office.take(case, OFFICER, commands.ProposeAnswer(text(4000), files(), text(1000)))
    case = office.take(case, LEADER, commands.Approve())
    return office.take(case, CITIZEN, commands.Rate(1, text(1000)))


@pytest.mark.parametrize("turn", TURNS, ids=lambda turn: turn.step.__name__)
def test_a_case_has_room_for_so_much_and_can_always_be_ended(turn: Turn) -> None:
    """Questions, drafts, snoozes, assignments, duplicates: each is refused at the bound; the answer
    and its rating have room, and so has a year of mornings on which the case is late."""
    office = Office()
    case = office.in_progress() if turn.begun else office.assigned()
    office.store.cases[case.code] = lived(case, turn.lines)
    full = until_full(office, case, turn.step)
    assert turn.action not in allowed_actions(turn.by, full, False)
    over = ended(office, full)
    assert over.state is State.ANSWERED
    assert stored_bytes(with_mornings(over, 365)) < MOST_BYTES
    with pytest.raises(Conflict) as refused:
        office.take(over, CITIZEN, commands.Reopen("Vẫn chưa xong"))
    assert refused.value.code == "case_full"


def lived(case: Case, lines: int) -> Case:
    """With so many lines more, of people and apart in time."""
    line = case.timeline[-1]
    before = (replace(line, at=line.at + timedelta(seconds=n)) for n in range(lines))
    return replace(case, timeline=(*case.timeline, *before))


def with_mornings(case: Case, count: int) -> Case:
    for day in range(count):
        at = after_days(case.updated_at, day)
        facts = {"reminder": "overdue_morning", "to": "officer"}
        case = record(case, Action.REMIND, SCHEDULE, at, case.state, facts=facts)
    return case


def test_the_answers_that_a_case_keeps_leave_room_for_it() -> None:
    """Eight at most, each short in bytes, whatever characters they are; others go elsewhere."""
    office = Office()
    kept = replace(REQUEST, answer=text(requests.MOST_ANSWER // 4))
    assert requests.has_room(kept)
    assert not requests.has_room(replace(kept, answer=kept.answer + "."))
    full = ended(office, until_full(office, office.in_progress(), sent_back))
    for _ in range(requests.MOST_REQUESTS):
        full = requests.with_request(full, replace(kept, answer=text(requests.MOST_ANSWER // 4)))
    assert stored_bytes(full) < ITEM_BYTES


def test_a_case_that_is_late_for_years_is_no_larger_than_an_item_may_be() -> None:
    """One line a working day, which packs to some bytes: eight years of them."""
    office = Office()
    assert stored_bytes(with_mornings(office.in_progress(), 2_000)) < MOST_BYTES


def test_reminders_take_no_room_from_people() -> None:
    """A case that is late all year can still be asked about."""
    case = Office().in_progress()
    assert room.room_taken(with_mornings(case, 365)) == room.room_taken(case)


def test_the_longest_ordinary_case_is_far_from_the_bound() -> None:
    """Three rounds, each with three questions, one return and two drafts, in Vietnamese."""
    case = Office().in_progress()
    words = "Đề nghị cho biết đoạn đường nào bị hỏng, gần số nhà bao nhiêu. " * 6
    line = replace(case.timeline[-1], note=words)
    assert room.room_taken(replace(case, timeline=(line,) * 60)) < room.ROOM / 1.5
