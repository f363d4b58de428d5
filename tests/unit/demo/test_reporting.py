"""The demo's reader of the monthly report must notice what is wrong in it."""

from __future__ import annotations

import io
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest

from localstack.demo.console import Console
from localstack.demo.reporting import OUTCOMES, show_report
from localstack.demo.stack import Login, RunningStack
from localstack.demo.world import World

SUPERVISOR = Login("gs1", "", "supervisor", "so-khcn", "+84986000001", "gs1@example.vn")


def figures(**given: Any) -> dict[str, Any]:
    """A line of the report: nothing but what is given."""
    nothing = {"name": "Sở Xây dựng", "carried_over": 0, "received": {}, "reopened": 0}
    return nothing | dict.fromkeys(OUTCOMES, 0) | {"on_time": {"n": 0, "of": 0}} | given


@dataclass
class Reader:
    """A supervisor to whom the API shows this report."""

    report: dict[str, Any]

    @property
    def api(self) -> Any:
        return SimpleNamespace(get=lambda *_, **__: SimpleNamespace(json=lambda: self.report))


class ReportedWorld(World):
    """Nobody works here, and one reader reads."""

    def __init__(
        self, total: dict[str, Any], rows: list[dict[str, Any]], *, provisional: bool = False
    ) -> None:
        nowhere = "http://nowhere.test"
        stack = RunningStack(nowhere, nowhere, "region", "name", SUPERVISOR, (SUPERVISOR,))
        super().__init__(stack, Console(io.StringIO()), b"")
        period = {"as_of": "2026-09-01", "provisional": provisional}
        self._reader = Reader({"period": period, "total": total, "rows": rows})

    def at_desk(self, username: str) -> Any:  # noqa: ARG002
        return self._reader


@pytest.mark.parametrize(
    ("line", "complaints"),
    [
        ({"received": {"app": 2}, "answered_on_time": 1, "pending_in_time": 1}, 0),
        ({"carried_over": 1, "reopened": 1, "waiting": 2}, 0),
        ({"received": {"app": 2, "hotline": 1}, "answered_on_time": 2}, 1),
        ({"pending_overdue": 1}, 1),
    ],
)
def test_a_line_that_does_not_balance_is_noticed(line: dict[str, Any], complaints: int) -> None:
    """What came is what became of it, in every row."""
    world = ReportedWorld(figures(), [figures(**line)])
    show_report(world)
    assert len(world.complaints) == complaints


def test_a_report_that_is_not_final_is_noticed() -> None:
    """The demo ends after the month it reports on."""
    world = ReportedWorld(figures(), [], provisional=True)
    show_report(world)
    assert world.complaints == ["Báo cáo còn tạm tính đến 2026-09-01"]


def test_figures_of_cases_that_nobody_sent_are_noticed() -> None:
    """On a stack that was empty, the total is what the story did, no more."""
    world = ReportedWorld(figures(received={"app": 1}, rejected=1), [])
    world.started_empty = True
    show_report(world)
    assert len(world.complaints) == 1
