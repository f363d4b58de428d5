"""A campaign under way, as its board shows it: communes at their targets and behind, and teams."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from chalicelib.campaign.domain.counts import CountPlace, Measure, visits_measure
from chalicelib.campaign.domain.officials import OfficialCount
from chalicelib.campaign.domain.targets import CommuneTarget, Targets
from chalicelib.campaign.domain.teams import Team
from chalicelib.campaign.domain.visits import VisitResult
from chalicelib.kernel.actors import Role
from chalicelib.kernel.instants import local_date
from tests.support.actors import central
from tests.support.whole_api import WholeApi

FAR, NEAR, MET = "02647", "02683", "02671"
"""Communes by how far they are behind; the last one is not."""


def run_campaign(api: WholeApi, *more: str) -> None:
    """Two days of it: of a target of 90 by today and 600 in the end each; `more` communes have as
    many accounts as their place in the list says, in tens."""
    counts, today = api.campaign.counts, local_date(api.clock.now())
    made = {FAR: 20, NEAR: 80, MET: 95, **{code: 10 * n for n, code in enumerate(more)}}
    for code, accounts in made.items():
        for back in (1, 0):
            place = CountPlace(today - timedelta(days=back), code)
            half = accounts // 2
            counts.cells[place].update({Measure.PRESENT: half, Measure.ALONE: half})
            counts.cells[place].update({visits_measure(VisitResult.ABSENT): 4})
    counts.targets.put(
        Targets(1, tuple(_target(api, code) for code in sorted(made))), _targets_set(api)
    )
    counts.keep_list(FAR, {"Thôn Nậm Kén": 40, "Tổ dân phố số 5": 60}, api.clock.now())
    team = CountPlace(today, FAR, Team(FAR, "Tổ dân phố số 4"), "Tổ dân phố số 5")
    cell = {Measure.ASSISTED: 12, visits_measure(VisitResult.ACCOUNT_MADE): 12}
    counts.cells[team] = Counter({**cell, visits_measure(VisitResult.LATER): 3})
    api.campaign.officials.counts["so-y-te"] = OfficialCount("so-y-te", 1, 10, 9, api.clock.now())


def _target(api: WholeApi, code: str) -> CommuneTarget:
    today = local_date(api.clock.now())
    return CommuneTarget(code, {today: 90, today + timedelta(days=9): 600})


def _targets_set(api: WholeApi):  # type: ignore[no-untyped-def]
    from chalicelib.audit.domain.events import AuditEvent
    from chalicelib.audit.domain.kinds import AuditKind

    by = central(Role.ADMINISTRATOR, "a1")
    return AuditEvent(AuditKind.TARGETS_SET, api.clock.now(), by, "request-1")
