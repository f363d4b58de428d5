"""Reports of the campaign's reach, and its targets. Source: docs/handbook.md §8, §10."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from chalicelib.agencies.domain.scopes import DESK_ROLES, commune_of
from chalicelib.audit.domain.events import AuditEvent
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.campaign.application.ports import CountStore, TargetStore
from chalicelib.campaign.domain.reach import (
    ReachLine,
    ReachPeriod,
    ReachSum,
    reach_of_communes,
    reach_of_teams,
    whole,
)
from chalicelib.campaign.domain.targets import CommuneTarget, Targets, target_faults
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import Fault, Forbidden, Invalid, Stale
from chalicelib.kernel.instants import local_date
from chalicelib.places.domain.communes import Gazetteer

MOST_DAYS = 92
"""Of one report."""
_READERS = DESK_ROLES | {Role.LEADER}


@dataclass(frozen=True)
class ReachDesk:
    """What reports of the reach need."""

    clock: Clock
    counts: CountStore
    targets: TargetStore
    gazetteer: Gazetteer


@dataclass(frozen=True)
class ReachReport:
    """The total, a line for each key of the level, and who is behind, farthest first."""

    period: ReachPeriod
    level: str
    total: ReachLine
    rows: Mapping[str, ReachLine]

    @property
    def behind(self) -> list[str]:
        """Keys of the lines that have not come to their targets."""
        late = [key for key, line in self.rows.items() if line.behind]
        return sorted(late, key=lambda key: (-self.rows[key].behind, key))


def make_reach(
    desk: ReachDesk,
    reader: Actor,
    since: date | None,
    until: date | None,
    level: str,
    commune: str | None,
) -> ReachReport:
    """In two calls, however many accounts there are. Without days: this month up to and with today.

    The centre reads everything; a commune's leader, desk and supervisors what is of the commune.
    Raises Forbidden, Invalid.
    """
    commune = commune_for(reader, commune)
    period = _period(desk, since, until)
    _check_place(desk, level, commune)
    if level in ("hamlet", "team") and commune:
        sums = _of_commune(desk, period, commune, by_hamlet=level == "hamlet")
    else:
        sums = _of_province(desk, period, commune)
    rows = {} if level == "province" else {key: sums[key].line(period) for key in sorted(sums)}
    return ReachReport(period, level, whole(sums.values()).line(period), rows)


def set_targets(
    desk: ReachDesk,
    actor: Actor,
    wanted: Sequence[CommuneTarget],
    seen: int | None,
    correlation_id: str,
) -> Targets:
    """Put these in place of all that were there, seen in that version. Raises Invalid, Stale."""
    faults = target_faults(wanted, (one.code for one in desk.gazetteer.communes()))
    if faults:
        raise Invalid(faults)
    present = desk.targets.find()
    if seen != present.version:
        raise Stale("stale_version")
    fresh = Targets(present.version + 1, tuple(sorted(wanted, key=lambda one: one.commune)))
    before = {one.commune: one for one in present.communes}
    after = {one.commune: one for one in fresh.communes}
    changed = sorted(c for c in {*before, *after} if before.get(c) != after.get(c))
    what = {"version": fresh.version, "communes": changed}
    event = AuditEvent(AuditKind.TARGETS_SET, desk.clock.now(), actor, correlation_id, what)
    if not desk.targets.put(fresh, event):
        raise Stale("stale_version")
    return fresh


def _of_province(
    desk: ReachDesk, period: ReachPeriod, commune: str | None
) -> Mapping[str, ReachSum]:
    base = desk.counts.base(period.first_of_month)
    counts = desk.counts.communes(period.first_of_month, period.end)
    sums = reach_of_communes(period, base.present, counts, base.targets.communes, base.lists)
    return sums if commune is None else {commune: sums.get(commune, ReachSum())}


def _of_commune(
    desk: ReachDesk, period: ReachPeriod, commune: str, *, by_hamlet: bool
) -> Mapping[str, ReachSum]:
    counts = desk.counts.teams(commune, period.start, period.end)
    sums = reach_of_teams(period, counts, by_hamlet=by_hamlet)
    for hamlet, listed in desk.counts.listed_in(commune).items() if by_hamlet else ():
        sums.setdefault(hamlet, ReachSum()).lists.append(listed)
    return sums


def _period(desk: ReachDesk, since: date | None, until: date | None) -> ReachPeriod:
    today = local_date(desk.clock.now())
    tomorrow = today + timedelta(days=1)
    period = ReachPeriod(since or today.replace(day=1), until or tomorrow, tomorrow)
    if period.end <= period.start:
        raise Invalid([Fault(("to",), "empty_period")])
    if (period.end - period.start).days > MOST_DAYS:
        raise Invalid([Fault(("to",), "too_many_days", {"max": MOST_DAYS})])
    return period


def _check_place(desk: ReachDesk, level: str, commune: str | None) -> None:
    if commune is None:
        if level in ("hamlet", "team"):
            raise Invalid([Fault(("commune",), "missing")])
    elif desk.gazetteer.commune(commune) is None:
        raise Invalid([Fault(("commune",), "unknown_commune")])


def commune_for(reader: Actor, commune: str | None) -> str | None:
    """What the reader may read of that: None is the province. Raises Forbidden."""
    if reader.province:
        return commune
    own = commune_of(reader.agency) if reader.role in _READERS else None
    if own is None or commune not in (None, own):
        raise Forbidden("report_not_allowed")
    return own
