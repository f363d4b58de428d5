"""The centre sends a report back: the commune writes and confirms it anew."""

from __future__ import annotations

from chalicelib.commune_reports.application.commune_reports import ReportChange, saved
from chalicelib.commune_reports.application.reminding import ReportReminderDesk, tell_returned
from chalicelib.commune_reports.domain.commune_reports import (
    CommuneReport,
    ReportState,
    returned,
)
from chalicelib.kernel.actors import Role
from chalicelib.kernel.errors import Forbidden
from chalicelib.kernel.versions import check_version

_RETURNERS = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})


def return_report(desk: ReportReminderDesk, change: ReportChange, reason: str) -> CommuneReport:
    """With a reason; the commune's leaders are told by mail. The same again changes nothing, and
    tells whoever was not told.

    Raises Forbidden (the province's supervisors and administrators alone), VersionMissing, Stale,
    Conflict (`report_not_sent`).
    """
    before, actor = change.before, change.actor
    if not actor.province or actor.role not in _RETURNERS:
        raise Forbidden("not_yours_to_change")
    if before.state is ReportState.RETURNED and before.return_reason == reason:
        tell_returned(desk, before, change.correlation_id)
        return before
    if before.state is ReportState.SENT:
        check_version(change.expected_version, before.version)
    back = returned(before, reason, desk.reports.clock.now(), actor.id)
    after = saved(desk.reports, change, back)
    tell_returned(desk, after, change.correlation_id)
    return after
