"""What a page offers is what passes: each action, over random lives, held against the commands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from chalicelib.cases.application.transitions import circumstances, let_time_pass
from chalicelib.cases.domain import commands
from chalicelib.cases.domain.actions.apply import apply
from chalicelib.cases.domain.answer_commands import CorrectAnswer, RecordAnswer
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.dispute_commands import AnswerDispute, RaiseDispute
from chalicelib.cases.domain.on_behalf import SignedDocument
from chalicelib.cases.domain.part_commands import AnswerPart, AskPart, AssignPart
from chalicelib.cases.domain.permissions import RulesNow, allowed_actions, may_see
from chalicelib.cases.domain.referral_commands import Refer, RevokeReferral
from chalicelib.cases.domain.reinspection_commands import Reinspect
from chalicelib.cases.domain.visibility import Visibility
from chalicelib.cases.domain.workflow import Action, State
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.errors import DomainError
from chalicelib.uploads.domain.attachments import Attachment
from chalicelib.worktime.domain.limits import Limit
from tests.support.cases import CITIZEN, ELSEWHERE, INTAKE, LEADER, OFFICER, SUPERVISOR, Office
from tests.support.lives import random_lives

FILES = (Attachment("01J00000000000000000000007", "photo"),)
SIGNED = SignedDocument("15/SXD", date(2026, 8, 3))
READERS = (
    *(CITIZEN, INTAKE, SUPERVISOR, OFFICER, LEADER, ELSEWHERE),
    Actor(Role.LEADER, "l3", "so-y-te"),
    Actor(Role.INTAKE, "i4", "so-xay-dung"),
    Actor(Role.SUPERVISOR, "s4", "so-xay-dung"),
    Actor(Role.INTAKE, "i5", "ubnd-02647"),
)
SOON = timedelta(minutes=1)
Commands = Callable[[Office, Case, Actor], Sequence[commands.Command]]
TRIED: Mapping[Action, Commands] = {
    Action.REQUEST_INFO: lambda *_: [commands.RequestInfo("Ở đâu?")],
    Action.SUPPLEMENT: lambda *_: [commands.Supplement("Ngay trước cổng trường.")],
    Action.ACCEPT: lambda *_: [commands.Accept()],
    Action.REJECT: lambda *_: [commands.Reject("spam", "Quảng cáo")],
    Action.REDIRECT: lambda *_: [commands.Redirect("Thanh tra", "Xin gửi thanh tra.")],
    Action.UNMARK_DUPLICATE: lambda *_: [commands.UnmarkDuplicate()],
    Action.ASSIGN: lambda _office, _case, who: [
        commands.Assign("so-xay-dung" if who.province else who.agency or "")
    ],
    Action.HAND_OVER: lambda *_: [commands.HandOver("o1"), commands.HandOver("o2")],
    Action.RETURN: lambda *_: [commands.Return("Không thuộc thẩm quyền")],
    Action.START: lambda *_: [commands.Start()],
    Action.REQUEST_EXTENSION: lambda *_: [commands.RequestExtension(Limit(1, "hours"), "Mưa")],
    Action.DECIDE_EXTENSION: lambda *_: [commands.DecideExtension(False)],
    Action.PROPOSE_ANSWER: lambda *_: [commands.ProposeAnswer("Đã vá xong.", FILES, "Không cần")],
    Action.APPROVE: lambda *_: [commands.Approve()],
    Action.SEND_BACK: lambda *_: [commands.SendBack("Bổ sung ảnh")],
    Action.RATE: lambda *_: [commands.Rate(2)],
    Action.REOPEN: lambda *_: [commands.Reopen("Vẫn chưa xong")],
    Action.CLOSE: lambda *_: [commands.Close()],
    Action.WITHDRAW: lambda *_: [commands.Withdraw()],
    Action.SNOOZE: lambda office, _case, _who: [
        commands.Snooze("Chờ vật tư", until=office.clock.now() + SOON)
    ],
    Action.ACKNOWLEDGE: lambda *_: [commands.Acknowledge()],
    Action.RECORD_ANSWER: lambda _office, case, _who: [
        RecordAnswer(case.agency or "", SIGNED, "Đã vá xong.", FILES)
    ],
    Action.CORRECT_ANSWER: lambda *_: [CorrectAnswer("Đã vá lại.", "Ghi nhầm")],
    Action.ASK_PART: lambda office, _case, _who: [
        AskPart(one, office.clock.now() + SOON) for one in ("so-y-te", "so-xay-dung")
    ],
    Action.ASSIGN_PART: lambda *_: [AssignPart("o3")],
    Action.ANSWER_PART: lambda *_: [AnswerPart("Đã kiểm tra.")],
    Action.NOTE: lambda *_: [commands.Note("Đã gọi điện.")],
    Action.COMMENT: lambda *_: [commands.Comment("Đã đặt vật tư.")],
    Action.PUBLISH: lambda *_: [commands.Publish()],
    Action.SET_VISIBILITY: lambda *_: [commands.SetVisibility(hidden=())],
    Action.DISPUTE: lambda *_: [RaiseDispute("Vẫn còn ổ gà.")],
    Action.ANSWER_DISPUTE: lambda *_: [AnswerDispute(1, "Sẽ vá lại.")],
    Action.REINSPECT: lambda *_: [Reinspect(True, "Đã vá.")],
    Action.REFER: lambda *_: [Refer("evn-lao-cai", "Khi nào sửa?", "00" * 32)],
    Action.REVOKE_REFERRAL: lambda *_: [RevokeReferral(1, "Không cần nữa")],
}
"""A mark as duplicate hangs on another case, and is left out."""


def offered(office: Office, case: Case, reader: Actor) -> set[Action]:
    about = circumstances(office.desk, case, reader)
    rules = RulesNow(about.policy, about.calendar, about.now)
    return set(allowed_actions(reader, case, about.sole_staff, rules))


def passes(office: Office, case: Case, reader: Actor, command: commands.Command) -> bool:
    try:
        apply(case, command, circumstances(office.desk, case, reader, command))
    except DomainError:
        return False
    return True


def check(office: Office, case: Case) -> None:
    for reader in READERS:
        if not may_see(reader, case):
            continue
        legal = {
            action
            for action, tried in TRIED.items()
            if any(passes(office, case, reader, one) for one in tried(office, case, reader))
        }
        assert offered(office, case, reader) - {Action.MARK_DUPLICATE} == legal, reader


@pytest.mark.parametrize("seed", range(8))
def test_what_is_offered_passes_and_nothing_else_does(seed: int) -> None:
    """Over cases of any state; later, when windows have closed; and private ones."""
    office = random_lives(seed, cases=6, moves=40)
    for case in office.store.cases.values():
        check(office, case)
        private = replace(case, visibility=Visibility.PRIVATE)
        assert Action.PUBLISH not in offered(office, private, INTAKE)
        assert Action.DISPUTE not in offered(office, private, CITIZEN)


def answered_twice() -> tuple[Office, Case]:
    """Reopened as often as it may be."""
    office = Office()
    case = office.answered()
    for _ in range(2):
        case = office.take(case, CITIZEN, commands.Reopen("Vẫn chưa xong"))
        case = office.take(case, OFFICER, commands.Start())
        case = office.take(case, OFFICER, commands.ProposeAnswer("Đã vá lại lần nữa."))
        case = office.take(case, LEADER, commands.Approve())
    return office, case


def test_a_case_that_was_reopened_as_often_as_it_may_be_offers_it_no_more() -> None:
    """Rating is still open."""
    office, case = answered_twice()
    assert case.state is State.ANSWERED
    check(office, case)
    assert Action.REOPEN not in offered(office, case, CITIZEN)
    assert Action.RATE in offered(office, case, CITIZEN)


@pytest.mark.parametrize(("later", "open_"), [(timedelta(0), True), (timedelta(seconds=1), False)])
def test_windows_close_with_their_last_second(later: timedelta, open_: bool) -> None:
    """Fourteen days after the answer, nobody rates, disputes or reopens, nor is offered to."""
    office = Office()
    case = office.answered()
    office.clock.advance(days=14, seconds=later.total_seconds())
    let_time_pass(office.desk, case.code, "test")
    case = office.find(case)
    check(office, case)
    windows = {Action.RATE, Action.DISPUTE, Action.REOPEN}
    assert (windows & offered(office, case, CITIZEN)) == (windows if open_ else set())


def test_a_case_is_not_handed_back_when_it_is_too_late() -> None:
    """Four working hours after it came."""
    office = Office()
    case = office.assigned()
    assert Action.RETURN in offered(office, case, OFFICER)
    office.clock.advance(days=1)
    check(office, case)
    assert Action.RETURN not in offered(office, case, OFFICER)


def test_a_link_that_is_over_is_not_offered_to_be_revoked() -> None:
    """By itself, after its days."""
    office = Office()
    case = office.take(office.assigned(), OFFICER, Refer("dien-luc", "Khi nào sửa?", "00" * 32))
    assert Action.REVOKE_REFERRAL in offered(office, case, OFFICER)
    office.clock.advance(days=60)
    assert Action.REVOKE_REFERRAL not in offered(office, case, OFFICER)
