"""The minute schedule wakes whoever does what is due, and says how far that is behind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from chalicelib.cases.application.cases import CaseDesk
from chalicelib.cases.application.due_work import work_off
from chalicelib.kernel.ids import new_seed
from chalicelib.rule_edits.application.recomputation import RecomputationDesk, keep_up
from chalicelib.runtime.faults import passed_lines
from chalicelib.runtime.services import services
from chalicelib.runtime.workers.batches import BatchAnswer, Envelope, process
from chalicelib.runtime.workers.lanes import go_along, lane_named
from chalicelib.runtime.workers.logs import logger
from chalicelib.schedule.application.waking import LaneDesk, wake_lanes
from chalicelib.uploads.application.expiry import expire_uploads

_RESERVE_MS = 10_000
"""Time left to the function at which a run takes up nothing more; the next run goes on."""


class RunFailed(Exception):
    """Names the phases that a run did not come through."""


def handle(context: Any) -> dict[str, Any]:
    """One run; what it leaves over is still due in the next minute.

    Whatever keeps one phase from going on, the others have their turn. Raises RunFailed at the end
    if there was such a phase, so that the run counts as failed.
    """

    correlation_id = f"tick-{new_seed()[:16]}"
    logger.set_correlation_id(correlation_id)
    done: dict[str, Any] = {}
    failed = [
        phase.name for phase in _PHASES if not _came_through(phase, done, correlation_id, context)
    ]
    logger.info("tick", extra=done)
    if failed:
        raise RunFailed(", ".join(failed))
    return done


def settle(event: dict[str, Any], context: Any) -> BatchAnswer:
    """The queue `settling`: do what is due for the cases of a shard."""

    def work(envelope: Envelope) -> None:
        lane = lane_named(envelope.event)
        desk, correlation_id = services().get(CaseDesk), envelope.correlation_id
        off = partial(work_off, desk, correlation_id, shards=[lane.shard])
        go_along(lane, context, _RESERVE_MS, off)

    return process(event, work)


def _lanes(_correlation_id: str, _may_go_on: Callable[[], bool]) -> dict[str, Any]:
    woken = wake_lanes(services().get(LaneDesk))
    return {"lanes": len(woken)}


def _uploads(_correlation_id: str, may_go_on: Callable[[], bool]) -> dict[str, Any]:
    desk = services().get(CaseDesk)
    return {"uploads": expire_uploads(desk.uploads, desk.faults, may_go_on)}


def _recomputation(correlation_id: str, may_go_on: Callable[[], bool]) -> dict[str, Any]:
    return {"followed": keep_up(services().get(RecomputationDesk), correlation_id, may_go_on)}


def _reports(correlation_id: str, _may_go_on: Callable[[], bool]) -> dict[str, Any]:
    """Imported here: the other function of this module does without."""
    from chalicelib.commune_reports.application.reminding import (
        ReportReminderDesk,
        remind_communes,
    )

    return {"reminded": remind_communes(services().get(ReportReminderDesk), correlation_id)}


def _morning_list(correlation_id: str, _may_go_on: Callable[[], bool]) -> dict[str, Any]:
    """Imported here likewise."""
    from chalicelib.campaign.application.morning_list import MorningListDesk, tell_who_is_behind

    return {"told_behind": tell_who_is_behind(services().get(MorningListDesk), correlation_id)}


def _difficulties(correlation_id: str, _may_go_on: Callable[[], bool]) -> dict[str, Any]:
    """Imported here likewise."""
    from chalicelib.difficulties.application.ports import DifficultyStore
    from chalicelib.difficulties.application.reminding import (
        DifficultyReminderDesk,
        remind_new_leaders,
    )
    from chalicelib.kernel.faults import Faults

    desk, kept = services().get(DifficultyReminderDesk), services().get(DifficultyStore)
    told = remind_new_leaders(desk, kept, services().get(Faults), correlation_id)
    return {"told_of_difficulties": told}


def _ratings(_correlation_id: str, _may_go_on: Callable[[], bool]) -> dict[str, Any]:
    """Imported here likewise."""
    from chalicelib.schedule.application.low_ratings import RatingsDesk, count_low_ratings

    counted = count_low_ratings(services().get(RatingsDesk))
    return {} if counted is None else {"low_rated": counted}


def _posts(correlation_id: str, may_go_on: Callable[[], bool]) -> dict[str, Any]:
    """And here."""
    from chalicelib.staff.application.posts import PostDesk, close_ended_posts

    closed = close_ended_posts(services().get(PostDesk), correlation_id, may_go_on)
    return {} if closed is None else {"posts_closed": closed}


@dataclass(frozen=True)
class _Phase:
    """What it does, as long as there is time."""

    name: str
    work: Callable[[str, Callable[[], bool]], dict[str, Any]]


_PHASES = (
    _Phase("lanes", _lanes),
    _Phase("recomputation", _recomputation),
    _Phase("uploads", _uploads),
    _Phase("reports", _reports),
    _Phase("morning list", _morning_list),
    _Phase("difficulties", _difficulties),
    _Phase("ratings", _ratings),
    _Phase("posts", _posts),
)
"""In this order."""


def _came_through(phase: _Phase, done: dict[str, Any], correlation_id: str, context: Any) -> bool:
    """Whether it did; the run fails where one phase did not. The log gets the kind of its fault and
    its lines of code, never its text."""

    def may_go_on() -> bool:
        return bool(context.get_remaining_time_in_millis() > _RESERVE_MS)

    try:
        done |= phase.work(correlation_id, may_go_on)
    except Exception as fault:  # noqa: BLE001 - whatever it is, the other phases have their turn
        kind, passed = type(fault).__name__, passed_lines(fault)
        logger.error("phase failed", phase=phase.name, fault=kind, passed=passed)
        return False
    return True
