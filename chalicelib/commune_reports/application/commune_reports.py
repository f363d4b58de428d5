"""Communes' monthly reports are prefilled, written, confirmed and listed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from chalicelib.agencies.application.ports import Directory
from chalicelib.agencies.domain.scopes import commune_of
from chalicelib.audit.domain.events import AuditEvent
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.commune_reports.application.ports import CommuneReportStore
from chalicelib.commune_reports.application.prefilling import (
    FigureSources,
    figures_for,
    texts_for,
)
from chalicelib.commune_reports.domain.commune_reports import (
    CommuneReport,
    ReportState,
    is_final,
    report_id,
    sent,
    written,
)
from chalicelib.figures.application.reports import month_of
from chalicelib.figures.domain.reports import Period
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import (
    Fault,
    Forbidden,
    Invalid,
    NotFound,
    Stale,
)
from chalicelib.kernel.faults import Faults, Work
from chalicelib.kernel.instants import local_date
from chalicelib.kernel.isolation import Isolation
from chalicelib.kernel.pages import Page, Position, page_of
from chalicelib.kernel.time_forms import parse_month
from chalicelib.kernel.versions import check_version
from chalicelib.places.domain.communes import Gazetteer
from chalicelib.places.domain.provinces import Province
from chalicelib.rules.domain.report_plans import ReportForm, ReportPlan

_WRITERS = frozenset({Role.OFFICER, Role.LEADER, Role.INTAKE, Role.SUPERVISOR})
_ID = re.compile(r"([0-9]{4}-[0-9]{2})\.([0-9]{5})")
_MOST = 1000
"""Reports of a month that are read at once: more than there are communes."""


@dataclass(frozen=True)
class CommuneReportDesk:
    """What the use cases of communes' reports need."""

    kept: CommuneReportStore
    directory: Directory
    province: Province
    gazetteer: Gazetteer
    sources: FigureSources
    clock: Clock
    faults: Faults


@dataclass(frozen=True)
class DueReport:
    """A commune's report as it stands, and by the end of which local day it is due."""

    report: CommuneReport
    due: date
    late: bool


@dataclass(frozen=True)
class ReportChange:
    """Who changes which report, and which version was seen."""

    actor: Actor
    before: CommuneReport
    expected_version: int | None
    correlation_id: str


def last_month(desk: CommuneReportDesk) -> str:
    """The month that is reported on now: the last that is over."""
    today = local_date(desk.clock.now())
    first = today.replace(day=1)
    for _ in range(3):
        if period_of(desk, f"{first:%Y-%m}").end <= today:
            break
        first = (first - timedelta(days=1)).replace(day=1)
    return f"{first:%Y-%m}"


def period_of(desk: CommuneReportDesk, month: str) -> Period:
    """The days of a report month, cut off at its end; raises Invalid."""
    try:
        first = parse_month(month)
    except Invalid as invalid:
        raise Invalid([replace(one, path=("period",)) for one in invalid.faults]) from None
    start, end = month_of(first.year, first.month, desk.province.report_day)
    return Period(start, end, end)


def due_of(desk: CommuneReportDesk, month: str) -> date:
    """The local day at whose end the communes' reports of that month are due."""
    return plan_of(desk, month).commune_day.due(period_of(desk, month).end)


def plan_of(desk: CommuneReportDesk, month: str) -> ReportPlan:
    """Calendar and form of the reports of that month: those that hold on its last day. What is
    edited later is of later months, unless it says that it holds from before."""
    last = period_of(desk, month).end - timedelta(days=1)
    return desk.directory.roll_out(day=last).reports


def form_of(desk: CommuneReportDesk, report: CommuneReport) -> ReportForm:
    """What the report was written to, once its figures are final; until then what holds for its
    month."""
    if is_final(report):
        return desk.directory.roll_out(report.form_version).reports.form
    return plan_of(desk, report.month).form


def find_report(desk: CommuneReportDesk, reader: Actor, id: str) -> CommuneReport:
    """As it stands; what nobody has begun yet is prefilled, in version 0.

    Raises NotFound for what is no commune's of the reader, or of a month that has not begun.
    """
    month, commune = _named(desk, id)
    if not may_read(reader, commune):
        raise NotFound("report_not_found")
    found = desk.kept.store.find(month, report_id(month, commune))
    return found if found else _begun(desk, month, commune)


def may_read(reader: Actor, commune: str) -> bool:
    """The commune's own people, and the province."""
    return reader.province or commune_of(reader.agency) == commune


def write_report(
    desk: CommuneReportDesk, change: ReportChange, texts: Mapping[str, str]
) -> CommuneReport:
    """Texts in place of those before, with the figures as they are known now; the same texts of a
    report whose figures are final change nothing.

    Raises Invalid, Forbidden (the commune's own people alone), VersionMissing, Stale, Conflict.
    """
    before, actor = change.before, change.actor
    known = {one.id for one in form_of(desk, before).texts}
    faults = [Fault(("texts", name), "unknown_field") for name in texts if name not in known]
    if faults:
        raise Invalid(faults)
    if commune_of(actor.agency) != before.commune or actor.role not in _WRITERS:
        raise Forbidden("not_yours_to_change")
    final = is_final(before)
    if final and dict(before.texts) == {name: text for name, text in texts.items() if text}:
        return before
    _check_version(change)
    fresh = before if final else _prefilled(desk, before.month, before.commune)
    base = replace(
        before,
        figures=fresh.figures,
        as_of=fresh.as_of,
        provisional=fresh.provisional,
        form_version=fresh.form_version,
    )
    return saved(desk, change, written(base, texts, desk.clock.now(), actor.id))


def confirm_report(desk: CommuneReportDesk, change: ReportChange) -> CommuneReport:
    """Sent to the central agency, by a leader of the commune; one that is sent stays as it is.

    Raises Forbidden (`leader_confirms`), VersionMissing, Stale, and Conflict as `sent` does.
    """
    before, actor = change.before, change.actor
    if commune_of(actor.agency) != before.commune or actor.role is not Role.LEADER:
        raise Forbidden("leader_confirms")
    if before.state is ReportState.SENT:
        return before
    if before.version:
        _check_version(change)
    confirmed = sent(before, form_of(desk, before), desk.clock.now(), actor.id)
    try:
        return saved(desk, change, confirmed)
    except Stale:
        present = desk.kept.store.find(before.month, before.id)
        if present and present.state is ReportState.SENT:
            return present
        raise


def list_reports(
    desk: CommuneReportDesk,
    reader: Actor,
    month: str,
    state: ReportState | None,
    limit: int,
    position: Position | None,
) -> Page[DueReport]:
    """A line for each commune that the reader may see, by its code; raises Invalid."""
    isolation = Isolation(desk.faults, Work.SHOW)
    period, due = period_of(desk, month).seen(desk.clock.now()), due_of(desk, month)
    _check_begun(desk, period)
    found = desk.kept.store.page([month], _MOST, None, isolation)
    there = {one.commune: one for one in found.items}
    today = local_date(desk.clock.now())
    lines, broken = [], []
    for commune in desk.gazetteer.communes():
        if not may_read(reader, commune.code):
            continue
        if report_id(month, commune.code) in found.unreadable:
            broken.append(commune.code)
            continue
        report = there.get(commune.code) or _missing(desk, month, commune.code, period)
        if state in (None, report.state):
            lines.append(DueReport(report, due, report.is_late(due, today)))
    shown = page_of(lines, limit, position, lambda one: {"commune": one.report.commune})
    return replace(shown, unreadable=tuple(broken))


def due_report(desk: CommuneReportDesk, report: CommuneReport) -> DueReport:
    """With its day."""
    due, today = due_of(desk, report.month), local_date(desk.clock.now())
    return DueReport(report, due, report.is_late(due, today))


def _named(desk: CommuneReportDesk, id: str) -> tuple[str, str]:
    found = _ID.fullmatch(id)
    if found is None or desk.gazetteer.commune(found.group(2)) is None:
        raise NotFound("report_not_found")
    try:
        period = period_of(desk, found.group(1)).seen(desk.clock.now())
        _check_begun(desk, period)
    except Invalid:
        raise NotFound("report_not_found") from None
    return found.group(1), found.group(2)


def _check_begun(desk: CommuneReportDesk, period: Period) -> None:
    if period.start > local_date(desk.clock.now()):
        raise Invalid([Fault(("period",), "period_not_begun")])


def _missing(desk: CommuneReportDesk, month: str, commune: str, period: Period) -> CommuneReport:
    version = plan_of(desk, month).form.version
    return CommuneReport(commune, month, 0, version, {}, period.as_of, period.provisional)


def _prefilled(desk: CommuneReportDesk, month: str, commune: str) -> CommuneReport:
    """With what the figures say of the commune now."""
    now, asked = desk.clock.now(), period_of(desk, month)
    figures = figures_for(desk.sources, plan_of(desk, month).form, commune, asked, now)
    return replace(_missing(desk, month, commune, asked.seen(now)), figures=figures)


def _begun(desk: CommuneReportDesk, month: str, commune: str) -> CommuneReport:
    """What nobody has begun: figures, and what stands on the list of difficulties."""
    new, asked = _prefilled(desk, month, commune), period_of(desk, month)
    form, isolation = plan_of(desk, month).form, Isolation(desk.faults, Work.SHOW)
    texts = texts_for(desk.sources, form, commune, asked, isolation)
    return replace(new, texts=texts)


def _check_version(change: ReportChange) -> None:
    """Whoever begins one need not say that there was none."""
    if change.before.version or change.expected_version is not None:
        check_version(change.expected_version, change.before.version)


def saved(desk: CommuneReportDesk, change: ReportChange, after: CommuneReport) -> CommuneReport:
    """Written over the version that was seen, with its line of the audit; raises Stale."""
    now: datetime = desk.clock.now()
    due = due_of(desk, after.month)
    what = {
        "month": after.month,
        "state": after.state.value,
        "version": after.version,
        "late": after.is_late(due, local_date(now)),
    }
    kind = AuditKind.COMMUNE_REPORT_CHANGED
    told = AuditEvent(kind, now, change.actor, change.correlation_id, what)
    before = change.before if change.before.version else None
    if not desk.kept.store.put(after, before, told):
        raise Stale("stale_version")
    return after
