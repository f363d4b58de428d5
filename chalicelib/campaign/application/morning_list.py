"""Each working morning of the campaign supervisors hear which communes are behind their targets.

The minute schedule asks; the first runs of a morning do it, and a run that was cut off is gone on
with by the next. Nobody is told anything twice: messages have keys. Source: docs/handbook.md §10.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from chalicelib.agencies.application.ports import Directory
from chalicelib.agencies.application.reading import active_staff
from chalicelib.agencies.domain.scopes import committee_for
from chalicelib.campaign.application.reach import ReachDesk, ReachReport, make_reach
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.channels import Channel
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.faults import Faults, Work
from chalicelib.kernel.isolation import Isolation
from chalicelib.kernel.quotas import Limiter, Quota
from chalicelib.messages.application.messages import MessageStore
from chalicelib.messages.domain.office_mails import OfficeMail, officer_mail
from chalicelib.messages.domain.templates import LANGUAGES, Templates

FOR_ALL = Actor(Role.SYSTEM, "campaign", province=True)
_RUNS = Quota(3, timedelta(days=1))
"""Of one morning: after the third there is nothing left that a crash kept from being told."""
_DAY, _LANGUAGE = timedelta(days=1), LANGUAGES[0]


@dataclass(frozen=True)
class MorningListDesk:
    """What telling needs; days and time are the directory's. `reach` is asked for on mornings of
    the campaign alone; `app` is how the platform is called, `centre` the central agency."""

    clock: Clock
    reach: Callable[[], ReachDesk]
    directory: Directory
    messages: MessageStore
    templates: Templates
    limiter: Limiter
    faults: Faults
    app: str
    centre: str


def next_morning_list(desk: MorningListDesk, now: datetime) -> datetime | None:
    """The next instant (UTC) at which supervisors are told; None once the campaign is over."""
    days = desk.directory.roll_out().campaign
    return days.next_morning(now, desk.directory.calendar())


def tell_who_is_behind(desk: MorningListDesk, correlation_id: str) -> int:
    """How many mails go out by this run; outside the campaign's mornings none, and
    nothing is asked but its days."""
    now = desk.clock.now()
    days = desk.directory.roll_out().campaign
    day = days.told_of(now, desk.directory.calendar()) if days.may_tell(now) else None
    if day is None or desk.limiter.take(f"morning-list-{day}", [_RUNS], now):
        return 0
    reach = desk.reach()
    report = make_reach(reach, FOR_ALL, day, day + _DAY, "commune", None)
    names = {one.code: one.name for one in reach.gazetteer.communes()}
    if not report.behind:
        return 0
    isolation, told = Isolation(desk.faults, Work.TELL), 0
    for commune in (None, *report.behind):
        with isolation.of(commune or "province"):
            told += _tell(desk, report, day, names, commune, correlation_id)
    return told


def _tell(
    desk: MorningListDesk,
    report: ReachReport,
    day: date,
    names: Mapping[str, str],
    commune: str | None,
    correlation_id: str,
) -> int:
    """The province's supervisors of all that are behind, a commune's of its own."""
    behind = report.behind if commune is None else [commune]
    values = {
        "app": desk.app,
        "day": f"{day:%d/%m/%Y}",
        "count": str(len(behind)),
        "commune": names.get(commune or "", ""),
        "lines": "\n".join(_lines(desk, report, behind, names)),
    }
    kind = "campaign_behind" if commune is None else "campaign_commune_behind"
    text = desk.templates.render(kind, _LANGUAGE, Channel.EMAIL, values)
    mail = OfficeMail(kind, f"campaign#{day}#{commune or 'province'}", text)
    agency = desk.centre if commune is None else committee_for(commune)
    now = desk.clock.now()
    return sum(
        desk.messages.claim(officer_mail(mail, who.id, now, now, correlation_id))
        for who in active_staff(desk.directory, agency, Role.SUPERVISOR)
    )


def _lines(
    desk: MorningListDesk, report: ReachReport, behind: Sequence[str], names: Mapping[str, str]
) -> Iterator[str]:
    """The farthest first, each with what is missing and what it would need."""
    for code in behind:
        line = report.rows[code]
        values = {
            "commune": names.get(code, code),
            "accounts": str(line.accounts),
            "target": str(line.target),
            "missing": str(line.behind),
            "made": str(line.alone + line.assisted),
        }
        yield desk.templates.word("campaign_line", "other", _LANGUAGE).format_map(values)
