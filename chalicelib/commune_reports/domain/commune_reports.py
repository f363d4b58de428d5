"""A commune's monthly report: prefilled, written, confirmed by its leader, sent by a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from chalicelib.kernel.errors import Conflict
from chalicelib.kernel.instants import local_date
from chalicelib.rules.domain.report_plans import ReportForm

Value = int | tuple[int, int]
"""A number; of a share its numerator and its denominator."""


class ReportState(StrEnum):
    """How far a report has come."""

    MISSING = "missing"
    DRAFT = "draft"
    SENT = "sent"
    RETURNED = "returned"


@dataclass(frozen=True)
class CommuneReport:
    """One commune's report of one month (`2026-08`) in its present version; version 0 is written
    nowhere yet. Instants are UTC; officers by id; figures as known at the local midnight `as_of`.
    What was sent back says so, with the reason, also when it is sent again.
    """

    commune: str
    month: str
    version: int
    form_version: int
    figures: Mapping[str, Value]
    as_of: date
    provisional: bool
    texts: Mapping[str, str] = field(default_factory=dict)
    changed_at: datetime | None = None
    changed_by: str | None = None
    sent_at: datetime | None = None
    sent_by: str | None = None
    returned_at: datetime | None = None
    returned_by: str | None = None
    return_reason: str | None = None

    @property
    def id(self) -> str:
        """A commune reports once a month."""
        return report_id(self.month, self.commune)

    @property
    def parts(self) -> tuple[str, ...]:
        """The reports of a month."""
        return (self.month,)

    @property
    def state(self) -> ReportState:
        """Sent by its leader, sent back by the centre, begun, or neither."""
        if self.sent_at is not None:
            return ReportState.SENT
        if self.returned_at is not None:
            return ReportState.RETURNED
        return ReportState.DRAFT if self.version else ReportState.MISSING

    def is_late(self, due: date, today: date) -> bool:
        """Sent after its day, or not sent though it is over."""
        return due < (local_date(self.sent_at) if self.sent_at else today)


def report_id(month: str, commune: str) -> str:
    """How it is named in addresses: `2026-08.02647`."""
    return f"{month}.{commune}"


def is_final(report: CommuneReport) -> bool:
    """Whether it is begun, and its figures change no more."""
    return report.version > 0 and not report.provisional


def month_after(month: str) -> str:
    """`2027-01` after `2026-12`."""
    year, number = int(month[:4]), int(month[5:])
    return f"{year + number // 12:04}-{number % 12 + 1:02}"


def written(
    before: CommuneReport, texts: Mapping[str, str], now: datetime, officer: str
) -> CommuneReport:
    """The next version with these texts; raises Conflict (`report_already_sent`)."""
    if before.sent_at is not None:
        raise Conflict("report_already_sent")
    kept = {name: text for name, text in texts.items() if text}
    return replace(_next(before, now, officer), texts=kept)


def sent(before: CommuneReport, form: ReportForm, now: datetime, leader: str) -> CommuneReport:
    """The next version, confirmed.

    Raises Conflict: `report_not_begun`, `report_not_closed` (its figures may still change),
    `report_incomplete`.
    """
    if not before.version:
        raise Conflict("report_not_begun")
    if before.provisional:
        raise Conflict("report_not_closed")
    missing = [one.id for one in form.texts if one.required and one.id not in before.texts]
    if missing:
        raise Conflict("report_incomplete", {"missing": ", ".join(missing)})
    return replace(_next(before, now, leader), sent_at=now, sent_by=leader)


def returned(before: CommuneReport, reason: str, now: datetime, officer: str) -> CommuneReport:
    """The next version, to be written and confirmed anew; raises Conflict (`report_not_sent`)."""
    if before.sent_at is None:
        raise Conflict("report_not_sent")
    back = replace(_next(before, now, officer), sent_at=None, sent_by=None)
    return replace(back, returned_at=now, returned_by=officer, return_reason=reason)


def _next(before: CommuneReport, now: datetime, officer: str) -> CommuneReport:
    return replace(before, version=before.version + 1, changed_at=now, changed_by=officer)
