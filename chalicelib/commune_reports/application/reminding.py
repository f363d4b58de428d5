"""Communes that have not sent their report are reminded, and the centre is told who they are.

The minute schedule asks; on a day of reminders the first runs after the time do it, and a run that
was cut off is gone on with by the next. Nobody is told anything twice: messages have keys.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.agencies.application.ports import Directory
from chalicelib.agencies.application.reading import active_staff
from chalicelib.agencies.domain.scopes import committee_for
from chalicelib.commune_reports.application.commune_reports import (
    CommuneReportDesk,
    DueReport,
    due_of,
    last_month,
    list_reports,
    plan_of,
)
from chalicelib.commune_reports.application.prefilling import FOR_ALL
from chalicelib.commune_reports.domain.commune_reports import (
    CommuneReport,
    ReportState,
    month_after,
)
from chalicelib.kernel.actors import Role
from chalicelib.kernel.channels import Channel
from chalicelib.kernel.faults import Work
from chalicelib.kernel.isolation import Isolation
from chalicelib.kernel.quotas import Limiter, Quota
from chalicelib.messages.application.messages import MessageStore
from chalicelib.messages.domain.office_mails import OfficeMail, officer_mail
from chalicelib.messages.domain.templates import LANGUAGES, Templates

_ALL_COMMUNES = 1000
_RUNS = Quota(3, timedelta(days=1))
"""Of one day of reminders: after the third there is nothing left that a crash kept from being
told."""
_LANGUAGE = LANGUAGES[0]


@dataclass(frozen=True)
class ReportReminderDesk:
    """What reminding needs. `app` is how the platform is called."""

    reports: CommuneReportDesk
    directory: Directory
    messages: MessageStore
    templates: Templates
    limiter: Limiter
    app: str


def next_reminder(desk: ReportReminderDesk, now: datetime) -> datetime | None:
    """The next instant (UTC) at which somebody is reminded, of the present month or the next."""
    reports, present = desk.reports, last_month(desk.reports)
    months = (present, month_after(present))
    instants = (
        plan_of(reports, month).reminders.next_after(month, due_of(reports, month), now)
        for month in months
    )
    return min((at for at in instants if at is not None), default=None)


def remind_communes(desk: ReportReminderDesk, correlation_id: str) -> int:
    """How many mails go out by this run; none on most days, and nothing is asked but the plan."""
    reports, now = desk.reports, desk.reports.clock.now()
    month = last_month(reports)
    due = due_of(reports, month)
    day = plan_of(reports, month).reminders.day_of(month, due, now)
    if day is None or desk.limiter.take(f"commune-reports-{month}-{due}-{day}", [_RUNS], now):
        return 0
    found = list_reports(reports, FOR_ALL, month, None, _ALL_COMMUNES, None)
    waiting = [one for one in found.items if one.report.state is not ReportState.SENT]
    isolation, told = Isolation(reports.faults, Work.TELL), 0
    for one in waiting:
        with isolation.of(one.report.id):
            told += _remind(desk, one, day, correlation_id)
    if waiting and day > 0:
        told += _tell_the_centre(desk, month, waiting, day, correlation_id)
    return told


def _remind(desk: ReportReminderDesk, one: DueReport, day: int, correlation_id: str) -> int:
    kind = "commune_report_late" if day > 0 else "commune_report_due"
    values = {
        "app": desk.app,
        "month": _shown(one.report.month),
        "due": f"{one.due:%d/%m/%Y}",
        "commune": _name(desk, one),
    }
    text = desk.templates.render(kind, _LANGUAGE, Channel.EMAIL, values)
    about = f"commune_reports#{one.report.id}#{one.due}#{day}"
    mail, committee = OfficeMail(kind, about, text), committee_for(one.report.commune)
    return _tell(desk, mail, committee, Role.LEADER, correlation_id)


def tell_returned(desk: ReportReminderDesk, report: CommuneReport, correlation_id: str) -> int:
    """The commune's leaders hear that the centre sent it back; the reason stands in the report."""
    commune = desk.reports.gazetteer.commune(report.commune)
    values = {
        "app": desk.app,
        "month": _shown(report.month),
        "commune": commune.name if commune else report.commune,
    }
    kind = "commune_report_returned"
    text = desk.templates.render(kind, _LANGUAGE, Channel.EMAIL, values)
    at = f"{report.returned_at:%Y%m%dT%H%M%S}" if report.returned_at else ""
    mail = OfficeMail(kind, f"commune_reports#{report.id}#returned#{at}", text)
    return _tell(desk, mail, committee_for(report.commune), Role.LEADER, correlation_id)


def _tell_the_centre(
    desk: ReportReminderDesk,
    month: str,
    waiting: Sequence[DueReport],
    day: int,
    correlation_id: str,
) -> int:
    kind = "commune_reports_missing"
    values = {
        "app": desk.app,
        "month": _shown(month),
        "due": f"{waiting[0].due:%d/%m/%Y}",
        "count": str(len(waiting)),
        "lines": "\n".join(_name(desk, one) for one in waiting),
    }
    text = desk.templates.render(kind, _LANGUAGE, Channel.EMAIL, values)
    about = f"commune_reports#{month}#{waiting[0].due}#{day}"
    mail, centre = OfficeMail(kind, about, text), desk.reports.province.central_agency
    return _tell(desk, mail, centre, Role.SUPERVISOR, correlation_id)


def _tell(
    desk: ReportReminderDesk, mail: OfficeMail, agency: str, role: Role, correlation_id: str
) -> int:
    now = desk.reports.clock.now()
    return sum(
        desk.messages.claim(officer_mail(mail, who.id, now, now, correlation_id))
        for who in active_staff(desk.directory, agency, role)
    )


def _name(desk: ReportReminderDesk, one: DueReport) -> str:
    commune = desk.reports.gazetteer.commune(one.report.commune)
    return commune.name if commune else one.report.commune


def _shown(month: str) -> str:
    """`2026-08` as it is said: 08/2026."""
    year, _, number = month.partition("-")
    return f"{number}/{year}"
