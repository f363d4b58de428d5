"""Up to which day posts that ended have been closed: in memory and in the table alike."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from chalicelib.staff.adapters.post_marks import DynamoPostMarks
from chalicelib.staff.application.posts import PostMarks
from tests.support.posts import MemoryPostMarks
from tests.support.tables import cloud, make_table


@pytest.fixture(params=["memory", "moto"])
def marks(request: pytest.FixtureRequest) -> Iterator[PostMarks]:
    if request.param == "memory":
        yield MemoryPostMarks()
        return
    with cloud(None):
        yield DynamoPostMarks(make_table("LedgerTable"))


def test_the_last_whole_run_is_remembered(marks: PostMarks) -> None:
    """None before the first."""
    assert marks.done_on() is None
    for day in (date(2026, 8, 3), date(2026, 8, 4)):
        marks.keep(day)
        assert marks.done_on() == day
