"""Lives of cases that go any way that the rules allow."""

from __future__ import annotations

import random

from chalicelib.cases.application.transitions import let_time_pass
from chalicelib.cases.domain import commands
from chalicelib.kernel.errors import DomainError
from chalicelib.worktime.domain.limits import Limit
from tests.support.cases import CITIZEN, INTAKE, LEADER, OFFICER, Office

EXTENSION = commands.RequestExtension(Limit(2, "days"), "Chờ vật tư")
MOVES = (
    (INTAKE, commands.Accept()),
    (INTAKE, commands.Assign("so-xay-dung", "o1")),
    (INTAKE, commands.Assign("so-y-te", "o3")),
    (OFFICER, commands.Start()),
    (OFFICER, commands.Return("Không thuộc thẩm quyền")),
    (OFFICER, commands.RequestInfo("Ở đâu?")),
    (CITIZEN, commands.Supplement("Ngay trước cổng trường.")),
    (OFFICER, commands.ProposeAnswer("Đã xử lý xong việc này.")),
    (LEADER, commands.Approve()),
    (LEADER, commands.SendBack("Bổ sung ảnh")),
    (CITIZEN, commands.Rate(2)),
    (CITIZEN, commands.Rate(5)),
    (CITIZEN, commands.Reopen("Vẫn chưa xong")),
    (CITIZEN, commands.Withdraw()),
    (INTAKE, commands.Reject("spam", "Quảng cáo")),
    (OFFICER, EXTENSION),
    (LEADER, commands.DecideExtension(True)),
    (OFFICER, commands.Snooze("Chờ vật tư về kho.", working_hours=2)),
    (LEADER, commands.Acknowledge()),
)
CATEGORIES = ("roads", "land", "health")


def random_lives(seed: int, cases: int, moves: int) -> Office:
    """So many cases, over some weeks."""
    chance, office = random.Random(seed), Office()
    for _ in range(cases):
        office.submit(category=chance.choice(CATEGORIES))
    _move(office, chance, moves)
    return office


def go_on(office: Office, chance: random.Random, moves: int) -> None:
    """One case more, and some moves of all that there are."""
    office.submit(category=chance.choice(CATEGORIES))
    _move(office, chance, moves)


def _move(office: Office, chance: random.Random, moves: int) -> None:
    cases = list(office.store.cases.values())
    for _ in range(moves):
        office.clock.advance(hours=chance.choice([0.2, 1, 5, 20]))
        case = office.find(chance.choice(cases))
        actor, command = chance.choice(MOVES)
        try:
            office.take(case, actor, command)
        except DomainError:
            let_time_pass(office.desk, case.code, "test")
