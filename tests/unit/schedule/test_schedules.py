"""The minute schedule stops in time, whatever it is that has a backlog."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from chalicelib.cases.application.cases import CaseDesk
from chalicelib.cases.application.due_work import Worked
from chalicelib.kernel.clock import Clock
from chalicelib.messages.application.messaging import NotificationDesk
from chalicelib.rule_edits.application.recomputation import RecomputationDesk
from chalicelib.runtime.services import use
from chalicelib.schedule import worker as schedules
from tests.support.api import make_services
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
    nothing = SimpleNamespace()
    use(
        make_services(
            {
                CaseDesk: office.desk,
                Clock: office.clock,
                RecomputationDesk: nothing,
                NotificationDesk: nothing,
            }
        )
    )
    yield said
    use(None)


@pytest.mark.parametrize(("left", "goes_on"), [(20_001, True), (20_000, False)])
def test_messages_are_sent_only_within_the_time_of_a_run(
    allowed: list[bool], left: int, goes_on: bool
) -> None:
    """Twenty seconds before its end a run sends nothing more; the next one goes on."""
    schedules.handle(Context(left))
    assert allowed == [goes_on]


@pytest.mark.parametrize("broken", ["work_off", "send_due", "keep_up"])
def test_a_phase_that_fails_keeps_no_other_from_running(
    monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    """Cases, messages, recomputation: the other two are done, and the run fails in the end."""
    ran: list[str] = []
    stream = io.StringIO()
    monkeypatch.setattr(schedules.logger.registered_handler, "stream", stream)

    def phase(name: str) -> Callable[..., Any]:
        def run(*_: Any) -> Any:
            ran.append(name)
            if name == broken:
                raise ValueError("0912345678")
            return Worked(0, 0, finished=True) if name == "work_off" else 0

        return run

    for name in ("work_off", "send_due", "keep_up"):
        monkeypatch.setattr(schedules, name, phase(name))
    office = Office()
    nothing = SimpleNamespace()
    use(
        make_services(
            {
                CaseDesk: office.desk,
                Clock: office.clock,
                RecomputationDesk: nothing,
                NotificationDesk: nothing,
            }
        )
    )
    try:
        with pytest.raises(schedules.RunFailed) as failed:
            schedules.handle(Context(60_000))
    finally:
        use(None)
    assert ran == ["work_off", "send_due", "keep_up"]
    assert len(str(failed.value).split(", ")) == 1
    assert "ValueError" in stream.getvalue()
    assert "0912345678" not in stream.getvalue() + str(failed.value)
