"""The minute schedule stops in time, whatever it is that has a backlog."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from chalicelib import bootstrap
from chalicelib.entrypoints import schedules
from tests.support.cases import Office


class Context:
    """A Lambda context with so much time left."""

    def __init__(self, milliseconds: int) -> None:
        self._milliseconds = milliseconds

    def get_remaining_time_in_millis(self) -> int:
        return self._milliseconds


@pytest.fixture
def allowed(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[bool]]:
    """Whether the sending of messages was told to go on."""
    said: list[bool] = []

    def send_due(_desk: Any, _now: Any, may_go_on: Callable[[], bool]) -> int:
        said.append(may_go_on())
        return 0

    monkeypatch.setattr(schedules, "send_due", send_due)
    monkeypatch.setattr(schedules, "keep_up", lambda *_args: 0)
    office = Office()
    parts = {"case_desk": office.desk, "clock": office.clock}
    bootstrap.use(
        SimpleNamespace(**parts, recomputation_desk=None, notification_desk=None)  # type: ignore[arg-type]
    )
    yield said
    bootstrap.use(None)


@pytest.mark.parametrize(("left", "goes_on"), [(20_001, True), (20_000, False)])
def test_messages_are_sent_only_within_the_time_of_a_run(
    allowed: list[bool], left: int, goes_on: bool
) -> None:
    """Twenty seconds before its end a run sends nothing more; the next one goes on."""
    schedules.handle(Context(left))
    assert allowed == [goes_on]
