"""The morning list's desk, over people and messages in memory."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import Any

from chalicelib.agencies.application.ports import Directory
from chalicelib.campaign.application.morning_list import MorningListDesk
from chalicelib.campaign.application.reach import ReachDesk
from chalicelib.kernel.clock import Clock
from chalicelib.messages.adapters.template_files import read_templates
from chalicelib.messages.application.messages import MessageStore
from chalicelib.rules.domain.campaign_days import CampaignDays
from chalicelib.rules.domain.roll_out import RollOutPlan
from tests.support.campaign import MemoryCounts, MemoryVisitBook
from tests.support.directory import LAO_CAI
from tests.support.faults import FakeFaults
from tests.support.limits import FakeLimiter

LONG_OVER = CampaignDays(date(2020, 8, 1), date(2020, 8, 30), time(7, 30), time(11, 30))
OF_LAO_CAI = LAO_CAI.rules.roll_out.campaign


class PlannedDirectory:
    """A directory with a plan of its own; all else is another's."""

    def __init__(self, directory: Any, plan: RollOutPlan) -> None:
        self._directory, self.plan = directory, plan

    def __getattr__(self, name: str) -> Any:
        return getattr(self._directory, name)

    def roll_out(self) -> RollOutPlan:
        return self.plan


def make_morning_list(
    clock: Clock,
    directory: Directory,
    messages: MessageStore,
    counts: Any = None,
    days: CampaignDays | None = OF_LAO_CAI,
) -> MorningListDesk:
    """Of the first province; without days with those of the directory."""
    kept = counts or MemoryCounts(MemoryVisitBook())
    if days is not None:
        plan = replace(LAO_CAI.rules.roll_out, campaign=days)
        directory = PlannedDirectory(directory, plan)  # type: ignore[assignment]
    return MorningListDesk(
        clock=clock,
        reach=lambda: ReachDesk(clock, kept, kept.targets, LAO_CAI.gazetteer),
        directory=directory,
        messages=messages,
        templates=read_templates(),
        limiter=FakeLimiter(),
        faults=FakeFaults(),
        app="LaoCai-S",
        centre="so-khcn",
    )
