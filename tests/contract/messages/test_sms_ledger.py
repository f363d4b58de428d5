"""The day's short messages: what the fake promises, DynamoDB keeps, however many count at once."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from chalicelib.messages.adapters.sms_ledger import DynamoSmsLedger
from chalicelib.messages.application.sms_ledger import SmsLedger
from chalicelib.messages.domain.sms_budget import SmsBudget, SmsSpent, SmsUse
from tests.support.clock import NOW
from tests.support.senders import FakeSmsLedger
from tests.support.tables import cloud, make_table

BUDGET = SmsBudget(40, 50)
CODE, URGENT, ORDINARY = SmsUse.CODE, SmsUse.URGENT, SmsUse.ORDINARY


@pytest.fixture(params=["memory", "moto", "emulator"])
def ledger(request: pytest.FixtureRequest) -> Iterator[SmsLedger]:
    if request.param == "memory":
        yield FakeSmsLedger(BUDGET)
        return
    on_emulator = request.param == "emulator"
    with cloud(request.getfixturevalue("emulator_endpoint") if on_emulator else None):
        yield DynamoSmsLedger(make_table("LedgerTable"), BUDGET)


def test_parts_are_counted_by_use(ledger: SmsLedger) -> None:
    """Codes in the whole alone."""
    assert ledger.spend(2, ORDINARY, NOW) == SmsSpent(2, 2)
    assert ledger.spend(1, CODE, NOW) == SmsSpent(3, 2)
    assert ledger.spend(3, URGENT, NOW) == SmsSpent(6, 5)


def test_ordinary_messages_stop_at_their_share(ledger: SmsLedger) -> None:
    """To the part: what is smaller still fits."""
    assert ledger.spend(19, ORDINARY, NOW) == SmsSpent(19, 19)
    assert ledger.spend(2, ORDINARY, NOW) is None
    assert ledger.spend(1, ORDINARY, NOW) == SmsSpent(20, 20)
    assert ledger.spend(1, ORDINARY, NOW) is None
    assert ledger.spend(5, URGENT, NOW) == SmsSpent(25, 25)
    assert ledger.spend(5, CODE, NOW) == SmsSpent(30, 25)


def test_ordinary_messages_stop_at_the_whole(ledger: SmsLedger) -> None:
    """Though their own share has room; codes go on."""
    assert ledger.spend(39, CODE, NOW) == SmsSpent(39, 0)
    assert ledger.spend(2, ORDINARY, NOW) is None
    assert ledger.spend(1, ORDINARY, NOW) == SmsSpent(40, 1)
    assert ledger.spend(9, CODE, NOW) == SmsSpent(49, 1)


def test_each_day_has_its_own(ledger: SmsLedger) -> None:
    """And its first message has room, however large it is."""
    assert ledger.spend(99, ORDINARY, NOW) == SmsSpent(99, 99)
    assert ledger.spend(1, ORDINARY, NOW) is None
    assert ledger.spend(1, ORDINARY, NOW + timedelta(days=1)) == SmsSpent(1, 1)


@pytest.mark.parametrize("ledger", ["memory", "emulator"], indirect=True)
def test_of_two_hundred_at_once_twenty_have_room(ledger: SmsLedger) -> None:
    """Exactly (moto lets threads in between check and write)."""
    start = Barrier(200)

    def spend(_: int) -> bool:
        start.wait()
        return ledger.spend(1, ORDINARY, NOW) is not None

    with ThreadPoolExecutor(200) as pool:
        assert list(pool.map(spend, range(200))).count(True) == 20
