"""The morning list's desk, over people and messages in memory."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from chalicelib.agencies.application.ports import Directory
from chalicelib.campaign.adapters.campaign_files import read_campaign_days
from chalicelib.campaign.application.morning_list import MorningListDesk
from chalicelib.campaign.application.reach import ReachDesk
from chalicelib.campaign.domain.campaign_days import CampaignDays
from chalicelib.kernel.clock import Clock
from chalicelib.messages.adapters.template_files import read_templates
from chalicelib.messages.application.messages import MessageStore
from tests.support.campaign import MemoryCounts, MemoryVisitBook
from tests.support.directory import LAO_CAI
from tests.support.faults import FakeFaults
from tests.support.limits import FakeLimiter

LONG_OVER = CampaignDays(date(2020, 8, 1), date(2020, 8, 30), time(7, 30), time(11, 30))
OF_LAO_CAI = read_campaign_days("lao_cai")


def make_morning_list(
    clock: Clock,
    directory: Directory,
    messages: MessageStore,
    counts: Any = None,
    days: CampaignDays = OF_LAO_CAI,
) -> MorningListDesk:
    """Of the first province."""
    kept = counts or MemoryCounts(MemoryVisitBook())
    return MorningListDesk(
        days=days,
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
