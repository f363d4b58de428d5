"""The record of forged urgency, in memory and in the table: what it lets pass, in any order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from unittest import mock

import pytest
from botocore.session import get_session
from pynamodb.connection import Connection

from bench.meter import Meter
from chalicelib.cases.adapters.urgency_record import DynamoUrgencyRecord
from chalicelib.cases.application.ports import UrgencyRecord
from chalicelib.kernel.together import Part, Refused
from chalicelib.rules.domain.usage_limits import DEFAULTS
from chalicelib.runtime.dynamodb.together import write_together
from tests.support import together as in_memory
from tests.support.clock import NOW
from tests.support.tables import cloud, make_table
from tests.support.urgency import FakeUrgencyRecord

DAY = timedelta(days=1)
TWICE = replace(DEFAULTS, forged_urgency_cases=2, forged_urgency_days=10)


@dataclass(frozen=True)
class Given:
    """A record, and how its parts are written."""

    record: UrgencyRecord
    write: Callable[[Part], None]

    def trusts(self, account: str, since: datetime) -> bool:
        part = self.record.trusted(account, since)
        try:
            self.write(part)
        except Refused as refused:
            return refused.part is not part
        return True


@pytest.fixture(params=["memory", "moto"])
def given(request: pytest.FixtureRequest) -> Iterator[Given]:
    if request.param == "memory":
        yield Given(FakeUrgencyRecord(), lambda part: in_memory.write_together([part]))
        return
    with cloud():
        record = DynamoUrgencyRecord(make_table("LedgerTable"))
        yield Given(record, lambda part: write_together(Connection(), [part]))


def test_nobody_is_distrusted_unheard(given: Given) -> None:
    """An account of which nothing is known, and one of which something is, for its time."""
    assert given.trusts("a", NOW)
    given.record.judge("a", "LC-1", NOW, DEFAULTS)
    assert not given.trusts("a", NOW - DAY)
    assert given.trusts("a", NOW)
    assert given.trusts("b", NOW - DAY)


def test_an_older_judgement_that_comes_late_changes_nothing(given: Given) -> None:
    """Letters come in any order, and more than once."""
    for code, at in (("LC-2", NOW), ("LC-1", NOW - 3 * DAY), ("LC-2", NOW)):
        given.record.judge("a", code, at, DEFAULTS)
    assert not given.trusts("a", NOW - DAY)


def test_a_case_counts_once(given: Given) -> None:
    """However often it is judged; two at the same instant are two."""
    for _ in range(3):
        given.record.judge("a", "LC-1", NOW, TWICE)
    assert given.trusts("a", NOW - DAY)
    given.record.judge("a", "LC-2", NOW, TWICE)
    assert not given.trusts("a", NOW - DAY)


def test_only_those_within_the_period_count_together(given: Given) -> None:
    """And what was once forged stays so when a later one stands alone."""
    given.record.judge("a", "LC-1", NOW, TWICE)
    given.record.judge("a", "LC-2", NOW + 11 * DAY, TWICE)
    assert given.trusts("a", NOW - DAY)
    given.record.judge("a", "LC-3", NOW + 21 * DAY, TWICE)
    assert not given.trusts("a", NOW + 20 * DAY)
    given.record.judge("a", "LC-4", NOW + 40 * DAY, TWICE)
    assert not given.trusts("a", NOW + 20 * DAY)
    assert given.trusts("a", NOW + 21 * DAY)


@pytest.mark.parametrize("_", range(5))
def test_judgements_at_the_same_moment_all_count(given: Given, _: int) -> None:
    """The last of them is the one that stands."""
    with ThreadPoolExecutor(8) as pool:
        list(
            pool.map(
                lambda n: given.record.judge("a", f"LC-{n}", NOW + n * DAY, DEFAULTS), range(8)
            )
        )
    assert not given.trusts("a", NOW + 6 * DAY)


def test_what_it_costs() -> None:
    """One call to look at what is known, two where something follows from it."""
    session = get_session()
    connected = mock.patch("pynamodb.connection.base.get_session", return_value=session)
    with cloud(), connected:
        record = DynamoUrgencyRecord(make_table("LedgerTable"))
        with Meter(session).counting() as tally:
            record.judge("a", "LC-1", NOW, DEFAULTS)
            assert len(tally.calls) == 2
            record.judge("a", "LC-1", NOW, DEFAULTS)
            assert len(tally.calls) == 3
