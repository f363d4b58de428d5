"""How the schedule's things are made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.agencies.application.ports import Directory
from chalicelib.cases.application.ports import CaseStore, LowRatings
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.due_work import Waker
from chalicelib.messages.application.messages import MessageStore
from chalicelib.runtime.services import Services
from chalicelib.schedule.application.waking import Backlog, LaneDesk

if TYPE_CHECKING:
    from chalicelib.schedule.application.low_ratings import RatingsDesk

_USE_CASES = "chalicelib.schedule.application"


def register(services: Services) -> None:
    """What the minute schedule wakes lanes with."""
    services.register(Backlog, _backlog)
    services.register(LaneDesk, _lane_desk)
    services.register_late(f"{_USE_CASES}.low_ratings:RatingsDesk", _ratings_desk)


def _backlog(_services: Services) -> Backlog:
    from chalicelib.schedule.adapters.backlog import MetricBacklog

    return MetricBacklog()


def _lane_desk(services: Services) -> LaneDesk:
    return LaneDesk(
        clock=services.get(Clock),
        cases=services.get(CaseStore),
        messages=services.get(MessageStore),
        directory=services.get(Directory),
        waker=services.get(Waker),
        backlog=services.get(Backlog),
    )


def _ratings_desk(services: Services) -> RatingsDesk:
    from chalicelib.figures.application.ports import FigureLog
    from chalicelib.schedule.application.low_ratings import RatingsDesk

    return RatingsDesk(
        clock=services.get(Clock),
        directory=services.get(Directory),
        figures=services.get(FigureLog),
        low_ratings=services.get(LowRatings),
    )
