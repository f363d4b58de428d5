"""Cases that the office enters for whoever brought them: whose they are, and since when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.cases.application.cases import list_own_cases, read_case
from chalicelib.cases.domain.forged_urgency import forged_at
from chalicelib.cases.domain.on_behalf import ForeignNumber
from chalicelib.cases.domain.standings import spells
from chalicelib.identity.domain.account_events import AccountEvent, AccountEventType
from chalicelib.identity.domain.accounts import Account
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from chalicelib.kernel.ids import new_seed
from tests.support.cases import ELSEWHERE, INTAKE, LEADER, OFFICER, SUPERVISOR
from tests.support.entering import HOTLINE, EntryOffice
from tests.support.people import PHONE, claims_of, make_account
from tests.support.roles import PEOPLE

MONDAY = datetime(2026, 8, 10, 3, 0, tzinfo=UTC)
"""10:00 in Lào Cai."""


@pytest.fixture
def entry() -> EntryOffice:
    return EntryOffice()


def set_clock(entry: EntryOffice, now: datetime) -> None:
    entry.office.clock.advance(seconds=(now - entry.office.clock.now()).total_seconds())


def registered(entry: EntryOffice, id: str = "A1", phone: str = PHONE) -> Account:
    """Somebody makes an account."""
    account = make_account(id, phone)
    event = AccountEvent(AccountEventType.ACCOUNT_CREATED, entry.office.clock.now(), "c-1")
    made = entry.people.accounts.create(account, claims_of(account), event)
    assert isinstance(made, Account)
    return made


def own(entry: EntryOffice, account: Account) -> list[str]:
    page = list_own_cases(entry.office.desk, account.id, 10, None)
    return [card.code for card in page.items]


def test_who_is_known_by_phone_finds_the_case(entry: EntryOffice) -> None:
    """However the phone was said."""
    account = registered(entry)
    case = entry.enter(phone="+84 912 345 678")
    assert own(entry, account) == [case.code]
    assert read_case(entry.office.desk, Actor(Role.CITIZEN, account.id), case.code) == case


def test_who_registers_later_finds_it_too(entry: EntryOffice) -> None:
    """All that were entered under the phone, and no trace of the guest is left."""
    first, second = entry.enter(), entry.enter(description="Đèn đường hỏng đã ba hôm nay.")
    account = registered(entry)
    assert set(own(entry, account)) == {first.code, second.code}
    assert entry.people.accounts.guests == {}
    assert entry.enter().reporter == account.id


def test_a_stranger_finds_nothing(entry: EntryOffice) -> None:
    """Another phone's account sees neither the list's line nor the case."""
    case, account = entry.enter(), registered(entry, "A2", "+84912345679")
    assert own(entry, account) == []
    with pytest.raises(NotFound):
        read_case(entry.office.desk, Actor(Role.CITIZEN, account.id), case.code)


def test_without_a_phone_each_case_has_a_person_of_its_own(entry: EntryOffice) -> None:
    """Nobody is taken for another because of a name, and a case without any is taken all the
    same."""
    named = [entry.enter(phone=None, full_name="Lù A Sử", channel="paper") for _ in range(2)]
    nameless = entry.enter(phone=None, channel="counter")
    assert len({case.reporter for case in (*named, nameless)}) == 3
    assert {guest.full_name for guest in entry.people.accounts.guests.values()} == {"Lù A Sử"}


def test_the_same_request_enters_it_once(entry: EntryOffice) -> None:
    """Also where it comes again after a crash."""
    told: dict[str, Any] = {"seed": new_seed(), "foreign": ForeignNumber("1022", "7")}
    assert entry.enter(**told) == entry.enter(**told)
    assert len(entry.office.store.cases) == 1


def test_a_foreign_number_is_claimed_once(entry: EntryOffice) -> None:
    """The second time nothing is written, and it is said which case has it; another system may
    have the same number."""
    number = ForeignNumber("tong-dai-1022", "1022-2026-004711")
    case = entry.enter(foreign=number, phone=None)
    with pytest.raises(Conflict) as refused:
        entry.enter(foreign=number)
    assert (refused.value.code, refused.value.params) == (
        "foreign_number_taken",
        {"case": case.code},
    )
    assert list(entry.office.store.cases) == [case.code]
    assert entry.people.accounts.guests == {}
    entry.enter(foreign=ForeignNumber("khac", number.number))


@pytest.mark.parametrize("who", [a for a in PEOPLE.values() if a], ids=lambda a: f"{a.role}-{a.id}")
def test_hotline_and_intake_enter_cases(entry: EntryOffice, who: Actor) -> None:
    """And nobody else."""
    if who.role in (Role.HOTLINE, Role.INTAKE):
        assert entry.enter(who).timeline[0].actor == who
        return
    with pytest.raises(Forbidden):
        entry.enter(who)
    assert not entry.office.store.cases


def test_who_entered_it_sees_it_and_other_offices_do_not(entry: EntryOffice) -> None:
    """The hotline sees what it entered itself."""
    case, desk = entry.enter(), entry.office.desk
    for who in (HOTLINE, INTAKE, SUPERVISOR):
        assert read_case(desk, who, case.code) == case
    for other in (Actor(Role.HOTLINE, "h2", HOTLINE.agency), OFFICER, LEADER, ELSEWHERE):
        with pytest.raises(NotFound):
            read_case(desk, other, case.code)


def test_the_clock_starts_when_it_was_received(entry: EntryOffice) -> None:
    """The paper lay over the weekend: its hours began on Friday."""
    set_clock(entry, MONDAY)
    friday = datetime(2026, 8, 7, 2, 0, tzinfo=UTC)
    case = entry.enter(received_at=friday, channel="paper", document="15/PA-TCD")
    late, now = case.clock, entry.enter().clock
    assert case.submitted_at == case.round.started_at == friday
    assert late
    assert now
    assert late.due_at == datetime(2026, 8, 10, 2, 30, tzinfo=UTC) < now.due_at
    assert case.on_behalf
    assert case.on_behalf.document == "15/PA-TCD"
    assert case.overdue
    assert case.timeline[0].facts == {
        "received_at": "2026-08-07T02:00:00.000000Z",
        "overdue": True,
    }


def test_figures_of_days_that_are_over_stay_as_they_were(entry: EntryOffice) -> None:
    """It counts as received on its day, and is known since it was entered."""
    set_clock(entry, MONDAY)
    (spell,) = spells(entry.enter(received_at=datetime(2026, 8, 7, 2, 0, tzinfo=UTC)))
    assert spell.standing.started.isoformat() == "2026-08-07"
    assert spell.entered.isoformat() == "2026-08-10"
    assert spell.standing.source == "hotline"


@pytest.mark.parametrize(
    ("received", "now", "code"),
    [
        ("2026-08-10T10:00+07:00", "2026-08-10T10:00+07:00", None),
        ("2026-08-10T10:00:00.000001+07:00", "2026-08-10T10:00+07:00", "in_the_future"),
        ("2026-08-03T07:00+07:00", "2026-08-10T17:00+07:00", None),
        ("2026-08-03T07:00+07:00", "2026-08-10T17:00:00.000001+07:00", "received_too_long_ago"),
        ("2026-08-01T07:00+07:00", "2026-08-07T17:00+07:00", None),
        ("2026-07-31T23:59+07:00", "2026-08-10T10:00+07:00", "received_too_long_ago"),
        ("2025-08-10T10:00+07:00", "2026-08-10T10:00+07:00", "received_too_long_ago"),
    ],
)
def test_how_long_ago_it_may_have_been_received(
    entry: EntryOffice, received: str, now: str, code: str | None
) -> None:
    """Never in the future, and entered by the close of the fifth working day after that day."""
    set_clock(entry, datetime.fromisoformat(now).astimezone(UTC))
    received_at = datetime.fromisoformat(received).astimezone(UTC)
    if code is None:
        assert entry.enter(received_at=received_at).submitted_at == received_at
        return
    with pytest.raises(Invalid) as refused:
        entry.enter(received_at=received_at)
    assert [(fault.path, fault.code) for fault in refused.value.faults] == [
        (("received_at",), code)
    ]


def test_all_that_is_wrong_is_said_at_once(entry: EntryOffice) -> None:
    """And nothing is written."""
    with pytest.raises(Invalid) as refused:
        entry.enter(
            phone="0912",
            received_at=entry.office.clock.now() + timedelta(days=7),
            category="x",
            commune="00000",
        )
    assert {fault.path for fault in refused.value.faults} == {
        ("reporter", "phone"),
        ("received_at",),
        ("category",),
        ("commune_code",),
    }
    assert not entry.office.store.cases


def test_urgency_that_the_office_was_told_of_is_nobodys_forgery(entry: EntryOffice) -> None:
    """Whoever owns the phone may never have called."""
    assert forged_at(entry.enter(urgent=True)) is None
