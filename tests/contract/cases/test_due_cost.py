"""What due work reads follows what is due, not how many cases are open: counted, never timed."""

from __future__ import annotations

from collections import Counter
from unittest import mock

from botocore.session import get_session

from bench.meter import CallTally, Meter
from chalicelib.cases.adapters.case_documents import CaseDocuments
from chalicelib.cases.adapters.cases import DynamoCaseStore
from chalicelib.cases.application.due_work import work_off
from tests.support.cases import Office
from tests.support.keys import make_sealer
from tests.support.tables import cloud, make_table

DUE = 5


def test_due_work_reads_the_same_whatever_is_open() -> None:
    """Five due among 20 open cases cost as many calls and read units as five among 200."""
    few, many = _worked_off(others=20), _worked_off(others=200)
    assert _calls(few) == _calls(many)
    assert few.read_units == many.read_units
    assert _calls(few)["GetItem"] == DUE


def _worked_off(others: int) -> CallTally:
    """The tally of a run that finds so many cases due, while so many others are open."""
    session = get_session()
    with cloud(), mock.patch("pynamodb.connection.base.get_session", return_value=session):
        meter = Meter(session)
        store = DynamoCaseStore(make_table("CasesTable"), CaseDocuments(make_sealer()))
        office = Office(store=store)  # type: ignore[arg-type]
        for _ in range(DUE):
            office.submit()
        office.clock.advance(days=1)
        for _ in range(others):
            office.submit()
        office.clock.advance(hours=1)
        with meter.counting() as tally:
            worked = work_off(office.desk, "test", lambda: True)
        assert (worked.moved, worked.finished) == (DUE, True)
        return tally


def _calls(tally: CallTally) -> Counter[str]:
    return Counter(call.operation for call in tally.calls)
