"""Who looks at a case: the fake and the table alike."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from chalicelib.cases.adapters.case_viewers import DynamoCaseViewers
from chalicelib.cases.application.viewing import CaseViewers
from tests.support.clock import NOW
from tests.support.tables import cloud, make_table
from tests.support.viewing import MemoryCaseViewers


@pytest.fixture(params=["memory", "moto", "emulator"])
def viewers(request: pytest.FixtureRequest) -> Iterator[CaseViewers]:
    if request.param == "memory":
        yield MemoryCaseViewers()
        return
    on_emulator = request.param == "emulator"
    with cloud(request.getfixturevalue("emulator_endpoint") if on_emulator else None):
        yield DynamoCaseViewers(make_table("LedgerTable"))


def test_each_look_tells_of_all_of_that_day(viewers: CaseViewers) -> None:
    """With when each looked last; another case and another day have their own."""
    later = NOW + timedelta(seconds=45)
    assert viewers.look("LC-1", "o1", NOW) == {"o1": NOW}
    assert viewers.look("LC-1", "o2", NOW) == {"o1": NOW, "o2": NOW}
    assert viewers.look("LC-1", "o1", later) == {"o1": later, "o2": NOW}
    assert viewers.look("LC-2", "o3", later) == {"o3": later}
    tomorrow = NOW + timedelta(days=1)
    assert viewers.look("LC-1", "o2", tomorrow) == {"o2": tomorrow}
