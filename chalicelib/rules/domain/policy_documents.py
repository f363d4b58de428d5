"""A policy as the JSON document that administrators edit, and back.

An example is `chalicelib/data/lao_cai/policy.json`. Source of the rules: docs/handbook.md §3, §4.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time, timedelta
from typing import Any

from chalicelib.kernel.channels import Channel
from chalicelib.kernel.documents import Document
from chalicelib.rules.domain.digests import (
    LONGEST_URGENT_GATHERING,
    URGENT_GATHERING,
    DigestTimes,
)
from chalicelib.rules.domain.disputes import disputes_from_document, disputes_to_document
from chalicelib.rules.domain.policies import LONGEST_SNOOZE, Policy
from chalicelib.rules.domain.quiet_hours import QuietHours
from chalicelib.rules.domain.reinspections import (
    reinspections_from_document,
    reinspections_to_document,
)
from chalicelib.rules.domain.reminders import (
    CLIMB,
    REMINDER_CHANNELS,
    Anchor,
    Recipient,
    Reminder,
    SendingHours,
)
from chalicelib.rules.domain.suggestions import (
    suggestions_from_document,
    suggestions_to_document,
)
from chalicelib.rules.domain.urgencies import Urgency
from chalicelib.rules.domain.usage_limits import usage_from_document
from chalicelib.worktime.domain.limits import Limit, Unit

MOST_DESK_CATEGORIES = 100
LONGEST_LIMIT = 1000
LONGEST_WAIT = 3650
"""Calendar days."""
_UNITS: tuple[Unit, ...] = ("hours", "days")
_NEEDED_WITH = {Anchor.ASSIGNED: ("working_minutes",), Anchor.SHARE: ("percent",)}
_NOT_WITH = {
    Anchor.ASSIGNED: ("percent", "working_days", "escalates"),
    Anchor.SHARE: ("working_minutes", "working_days", "escalates"),
    Anchor.DUE: ("percent",),
    Anchor.UNACKNOWLEDGED: ("working_minutes", "percent", "working_days", "escalates"),
    Anchor.EACH_MORNING: ("working_minutes", "percent", "working_days", "escalates"),
}
"""Which members a reminder has by what it is counted from."""


def policy_from_document(value: object) -> Policy:
    """The policy of a JSON document; raises Invalid with all its faults."""
    document = Document(value)
    policy = Policy(
        version=document.whole("version", least=1),
        valid_from=document.day("valid_from"),
        source=document.text("source"),
        intake_limit=_limit(document.part("intake_limit")),
        handling_limits=_handling_limits(document.part("handling_limits")),
        pause_cap=timedelta(minutes=document.whole("pause_cap_minutes")),
        no_reply_days=document.whole("no_reply_days", 1, LONGEST_WAIT),
        return_window=_limit(document.part("return_window")),
        max_returns=document.whole("max_returns"),
        max_extensions=document.whole("max_extensions"),
        max_extension_requests=document.whole("max_extension_requests"),
        rating_days=document.whole("rating_days", 0, LONGEST_WAIT),
        reopen_days=document.whole("reopen_days", 0, LONGEST_WAIT),
        max_reopenings=document.whole("max_reopenings"),
        close_days=document.whole("close_days", 1, LONGEST_WAIT),
        closing_stars=document.whole("closing_stars", 1, 5),
        quiet_hours=_quiet_hours(document.part("quiet_hours")),
        digest=_digest(document.part("digest")),
        rejection_reasons=document.texts("rejection_reasons"),
        reminders=_reminders(document.parts("reminders")),
        snooze_limit=_snooze_limit(document),
        usage_limits=usage_from_document(document.optional_part("usage_limits")),
        urgent_gathering=_urgent_gathering(document),
        suggestions=suggestions_from_document(document.optional_part("suggestions")),
        disputes=disputes_from_document(document.optional_part("disputes")),
        reinspections=reinspections_from_document(document.optional_part("reinspections")),
        desk_categories=_desk_categories(document),
    )
    _check(document, policy)
    document.finish()
    return policy


def policy_to_document(policy: Policy) -> dict[str, Any]:
    """The inverse of `policy_from_document`."""
    limits = policy.handling_limits.items()
    return {
        "version": policy.version,
        "valid_from": policy.valid_from.isoformat(),
        "source": policy.source,
        "intake_limit": _written(policy.intake_limit),
        "handling_limits": {urgency.value: _written(limit) for urgency, limit in limits},
        "pause_cap_minutes": policy.pause_cap // timedelta(minutes=1),
        "no_reply_days": policy.no_reply_days,
        "return_window": _written(policy.return_window),
        "max_returns": policy.max_returns,
        "max_extensions": policy.max_extensions,
        "max_extension_requests": policy.max_extension_requests,
        "rating_days": policy.rating_days,
        "reopen_days": policy.reopen_days,
        "max_reopenings": policy.max_reopenings,
        "close_days": policy.close_days,
        "closing_stars": policy.closing_stars,
        "quiet_hours": _hours_to_document(policy.quiet_hours.begin, policy.quiet_hours.end),
        "digest": {
            "evening": policy.digest.evening.isoformat("minutes"),
            "morning": policy.digest.morning.isoformat("minutes"),
        },
        "rejection_reasons": list(policy.rejection_reasons),
        "snooze_limit": _written(policy.snooze_limit),
        "usage_limits": dict(vars(policy.usage_limits)),
        "urgent_gathering_minutes": policy.urgent_gathering // timedelta(minutes=1),
        "suggestions": suggestions_to_document(policy.suggestions),
        "disputes": disputes_to_document(policy.disputes),
        "reinspections": reinspections_to_document(policy.reinspections),
        "desk_categories": None if policy.desk_categories is None else [*policy.desk_categories],
        "reminders": [_reminder_to_document(reminder) for reminder in policy.reminders],
    }


def _limit(part: Document) -> Limit:
    unit: Unit = "days" if part.one_of("unit", _UNITS) == "days" else "hours"
    return Limit(part.whole("amount", 1, LONGEST_LIMIT), unit)


def _snooze_limit(document: Document) -> Limit:
    part = document.optional_part("snooze_limit")
    return _limit(part) if part else LONGEST_SNOOZE


def _urgent_gathering(document: Document) -> timedelta:
    name = "urgent_gathering_minutes"
    if not document.has(name):
        return URGENT_GATHERING
    return timedelta(minutes=document.whole(name, 0, LONGEST_URGENT_GATHERING))


def _desk_categories(document: Document) -> tuple[str, ...] | None:
    """All where nothing is said, or null; none where the list is empty."""
    name = "desk_categories"
    return document.texts(name, MOST_DESK_CATEGORIES) if document.says(name) else None


def _written(limit: Limit) -> dict[str, Any]:
    return {"amount": limit.amount, "unit": limit.unit}


def _handling_limits(part: Document) -> dict[Urgency, Limit]:
    """More urgent is never slower."""
    limits = {urgency: _limit(part.part(urgency.value)) for urgency in Urgency}
    shorter: Limit | None = None
    for urgency, limit in limits.items():
        if shorter is not None and limit.minutes < shorter.minutes:
            part.fault(urgency.value, "chain_order")
        shorter = limit
    return limits


def _quiet_hours(part: Document) -> QuietHours:
    return QuietHours(part.time("begin"), part.time("end"))


def _digest(part: Document) -> DigestTimes:
    times = DigestTimes(part.time("evening"), part.time("morning"))
    if times.evening < times.morning:
        part.fault("evening", "chain_order")
    return times


def _hours_to_document(begin: time, end: time) -> dict[str, str]:
    return {"begin": begin.isoformat("minutes"), "end": end.isoformat("minutes")}


def _reminder_to_document(reminder: Reminder) -> dict[str, Any]:
    """Without what says nothing."""
    members: dict[str, Any] = {name: value for name, value in vars(reminder).items() if value}
    members["channels"] = list(reminder.channels)
    if reminder.hours:
        members["hours"] = _hours_to_document(reminder.hours.begin, reminder.hours.end)
    return members


def _reminders(parts: Sequence[Document]) -> tuple[Reminder, ...]:
    reminders = tuple(_reminder(part) for part in parts)
    seen: set[str] = set()
    for part, reminder in zip(parts, reminders, strict=True):
        if reminder.id in seen:
            part.fault("id", "not_unique")
        seen.add(reminder.id)
    _check_escalation(parts, reminders)
    return reminders


def _reminder(part: Document) -> Reminder:
    reminder = Reminder(
        id=part.text("id"),
        anchor=Anchor(part.one_of("anchor", tuple(Anchor))),
        to=Recipient(part.one_of("to", tuple(Recipient))),
        working_minutes=part.optional_whole("working_minutes"),
        percent=part.optional_whole("percent", 1, 99),
        working_days=part.optional_whole("working_days"),
        escalates=part.optional_flag("escalates"),
        channels=_channels(part),
        hours=_sending_hours(part),
    )
    for name in _NOT_WITH[reminder.anchor]:
        if getattr(reminder, name):
            part.fault(name, "not_acceptable")
    for name in _NEEDED_WITH.get(reminder.anchor, ()):
        if not getattr(reminder, name):
            part.fault(name, "missing")
    return reminder


def _channels(part: Document) -> tuple[Channel, ...]:
    """Those that there are; the others are faults already."""
    names = part.optional_texts("channels") or REMINDER_CHANNELS
    if not set(names) <= set(REMINDER_CHANNELS):
        part.fault("channels", "not_one_of", {"allowed": ", ".join(REMINDER_CHANNELS)})
    return tuple(Channel(name) for name in names if name in REMINDER_CHANNELS)


def _sending_hours(part: Document) -> SendingHours | None:
    given = part.optional_part("hours")
    if given is None:
        return None
    hours = SendingHours(given.time("begin"), given.time("end"))
    if hours.end < hours.begin:
        given.fault("end", "chain_order")
    return hours


def _check_escalation(parts: Sequence[Document], reminders: Sequence[Reminder]) -> None:
    """Later escalations go to somebody higher: never back down, never round in a circle."""
    steps = [(_delay(r), index) for index, r in enumerate(reminders) if r.escalates]
    highest = -1
    for _, index in sorted(steps):
        rank = CLIMB.index(reminders[index].to)
        if rank <= highest:
            parts[index].fault("to", "chain_order")
        highest = max(highest, rank)


def _delay(reminder: Reminder) -> int:
    """Working minutes after the due time."""
    return reminder.working_minutes + Limit(1, "days").minutes * reminder.working_days


def _check(document: Document, policy: Policy) -> None:
    """What must fit together."""
    counted = document.is_sound("max_extensions", "max_extension_requests")
    if counted and policy.max_extensions > policy.max_extension_requests:
        document.fault("max_extensions", "out_of_range", {"max": policy.max_extension_requests})
    if document.is_sound("rejection_reasons") and "no_reply" not in policy.rejection_reasons:
        document.fault("rejection_reasons", "missing")
