"""Whoever forged urgency has the next urgent cases taken in as ordinary, for a while."""

from __future__ import annotations

from chalicelib.cases.application.cases import CaseDesk
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.forged_urgency import forged_at


def judge_urgency(desk: CaseDesk, case: Case | None) -> None:
    """Remember against its reporter that this case was not urgent; costs no call for others.

    Looks at the case as it stands now: however often it is called, a case counts once.
    """
    at = forged_at(case) if case else None
    if case is None or at is None:
        return
    limits = desk.directory.policy().usage_limits
    desk.urgency_record.judge(case.reporter, case.code, at, limits)
