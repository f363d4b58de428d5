"""Settings that must agree with one another, looked at when rules are edited.

What was put before a rule stood here is still read: only an edit is refused. Pairs of which one
can be derived of the other are not here (`office_days`). Source: docs/handbook.md §3, §4, §6.
"""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.kernel.errors import Fault
from chalicelib.kernel.instants import LOCAL_ZONE
from chalicelib.rules.domain.policies import Policy
from chalicelib.rules.domain.quiet_hours import QuietHours
from chalicelib.rules.domain.reminders import Anchor, Recipient, SendingHours
from chalicelib.worktime.domain.calendars import Calendar


def disagreements(rules: object) -> list[Fault]:
    """Every field of a calendar or a policy that contradicts another setting."""
    if isinstance(rules, Calendar):
        return list(_of_calendar(rules))
    return list(_of_policy(rules)) if isinstance(rules, Policy) else []


def _of_calendar(calendar: Calendar) -> Iterator[Fault]:
    """Days are counted where due times are shown, and messages held, by the same clock."""
    if calendar.zone != LOCAL_ZONE.key:
        yield Fault(("zone",), "not_one_of", {"allowed": LOCAL_ZONE.key})


def _of_policy(policy: Policy) -> Iterator[Fault]:
    if policy.reopen_days < policy.rating_days:
        # A bad rating offers to reopen, also on the last day on which one may rate.
        yield Fault(("reopen_days",), "out_of_range", {"min": policy.rating_days})
    escalated = {rule.to for rule in policy.reminders if rule.escalates}
    highest: dict[Recipient, int] = {}
    for index, rule in enumerate(policy.reminders):
        if rule.anchor is Anchor.SHARE:
            if rule.percent <= highest.get(rule.to, 0):
                yield Fault(("reminders", index, "percent"), "chain_order")
            highest[rule.to] = max(rule.percent, highest.get(rule.to, 0))
        if rule.anchor is Anchor.UNACKNOWLEDGED and rule.to not in escalated:
            yield Fault(("reminders", index, "to"), "never_escalated")
        if rule.hours and rule.hours.begin == rule.hours.end:
            yield Fault(("reminders", index, "hours", "end"), "chain_order")
        elif rule.hours and _is_quiet(rule.hours, policy.quiet_hours):
            yield Fault(("reminders", index, "hours"), "in_quiet_hours")


def _is_quiet(hours: SendingHours, quiet: QuietHours) -> bool:
    """Whether the quiet hours leave nothing of these, which lie within one day."""
    return quiet.reign_at(hours.begin) and not hours.begin < quiet.end < hours.end
