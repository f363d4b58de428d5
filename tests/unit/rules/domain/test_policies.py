"""The policy: its defaults as the handbook has them, and what is refused."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest

from chalicelib.kernel.errors import Invalid, Path
from chalicelib.rules.domain.policy_documents import policy_from_document, policy_to_document
from chalicelib.rules.domain.quiet_hours import QuietHours
from chalicelib.rules.domain.reminders import Anchor, Recipient, Reminder
from chalicelib.rules.domain.usage_limits import DEFAULTS
from chalicelib.worktime.domain.limits import Limit
from tests.support.directory import PROVINCES, make_policy


@pytest.mark.parametrize("province", list(PROVINCES))
def test_the_defaults_are_the_handbooks(province: str) -> None:
    """Every number marked (default) in docs/handbook.md §3, §4 and §6, in both provinces."""
    policy = PROVINCES[province].first_load(()).policy
    assert (policy.version, policy.valid_from) == (1, date(2026, 7, 1))
    assert policy.source.startswith("(mặc định)")
    assert policy.intake_limit == Limit(8, "hours")
    limits = [policy.handling_limit(u) for u in ("urgent", "on_the_spot", "ordinary", "complex")]
    assert limits == [Limit(days, "days") for days in (1, 3, 7, 10)]
    assert policy.pause_cap == timedelta(hours=37.5)
    assert policy.no_reply_days == 10
    assert (policy.return_window, policy.max_returns) == (Limit(4, "hours"), 2)
    assert (policy.max_extensions, policy.max_extension_requests) == (1, 2)
    assert (policy.rating_days, policy.reopen_days, policy.close_days) == (14, 14, 14)
    assert (policy.max_reopenings, policy.closing_stars) == (2, 3)
    assert policy.quiet_hours == QuietHours(time(22), time(7))
    assert policy.reason_list == "unclear, not_public_business, abusive, spam, no_reply"


def test_the_default_reminders_are_the_handbooks() -> None:
    """§4: not started, 50 %, 80 %, deadline, each morning; leader at the deadline, supervisor."""
    officer, leader, supervisor = Recipient
    assert make_policy().reminders == (
        Reminder("not_started", Anchor.ASSIGNED, officer, working_minutes=240),
        Reminder("half", Anchor.SHARE, officer, percent=50),
        Reminder("four_fifths", Anchor.SHARE, officer, percent=80),
        Reminder("deadline", Anchor.DUE, officer),
        Reminder("overdue_morning", Anchor.EACH_MORNING, officer),
        Reminder("leader", Anchor.DUE, leader, escalates=True),
        Reminder("supervisor", Anchor.DUE, supervisor, working_days=1, escalates=True),
    )


def test_a_document_says_the_same_as_its_policy() -> None:
    """Written and read again the policy is the same."""
    policy = make_policy(version=7, quiet_hours={"begin": "21:30", "end": "06:00"})
    assert policy_from_document(policy_to_document(policy)) == policy


def days(amount: int) -> dict[str, Any]:
    return {"amount": amount, "unit": "days"}


def reminder(
    id: str = "r", anchor: str = "due", to: str = "officer", **more: Any
) -> dict[str, Any]:
    return {"id": id, "anchor": anchor, "to": to, **more}


LIMITS = {"urgent": days(1), "on_the_spot": days(3), "ordinary": days(7), "complex": days(10)}

REFUSED: list[tuple[str, dict[str, Any], str, str]] = [
    ("a negative wait", {"no_reply_days": -1}, ("no_reply_days",), "out_of_range"),
    ("no wait", {"close_days": 0}, ("close_days",), "out_of_range"),
    ("a negative cap", {"pause_cap_minutes": -30}, ("pause_cap_minutes",), "out_of_range"),
    ("half a day", {"rating_days": 0.5}, ("rating_days",), "wrong_type"),
    ("a truth as number", {"max_returns": True}, ("max_returns",), "wrong_type"),
    ("six stars", {"closing_stars": 6}, ("closing_stars",), "out_of_range"),
    ("version nought", {"version": 0}, ("version",), "out_of_range"),
    ("no such day", {"valid_from": "2026-02-30"}, ("valid_from",), "wrong_form"),
    ("no source", {"source": ""}, ("source",), "too_short"),
    ("no limit", {"intake_limit": days(0)}, ("intake_limit", "amount"), "out_of_range"),
    (
        "weeks",
        {"return_window": {"amount": 1, "unit": "weeks"}},
        ("return_window", "unit"),
        "not_one_of",
    ),
    ("null", {"return_window": None}, ("return_window",), "missing"),
    ("a list", {"return_window": []}, ("return_window",), "wrong_type"),
    (
        "urgent is slower",
        {"handling_limits": {**LIMITS, "urgent": days(4)}},
        ("handling_limits", "on_the_spot"),
        "chain_order",
    ),
    (
        "an urgency too many",
        {"handling_limits": {**LIMITS, "soon": days(2)}},
        ("handling_limits", "soon"),
        "unknown_field",
    ),
    ("more granted than asked", {"max_extensions": 3}, ("max_extensions",), "out_of_range"),
    (
        "no such hour",
        {"quiet_hours": {"begin": "25:00", "end": "07:00"}},
        ("quiet_hours", "begin"),
        "wrong_form",
    ),
    ("nothing for silence", {"rejection_reasons": ["spam"]}, ("rejection_reasons",), "missing"),
    (
        "a reason twice",
        {"rejection_reasons": ["spam", "spam", "no_reply"]},
        ("rejection_reasons",),
        "not_unique",
    ),
    (
        "no case a day",
        {"usage_limits": {"cases_per_day": 0}},
        ("usage_limits", "cases_per_day"),
        "out_of_range",
    ),
    (
        "a limit of nothing we know",
        {"usage_limits": {"cases_a_week": 7}},
        ("usage_limits", "cases_a_week"),
        "unknown_field",
    ),
    ("unknown", {"colour": "red"}, ("colour",), "unknown_field"),
    (
        "all the time",
        {"reminders": [reminder(anchor="share", percent=100)]},
        ("reminders", 0, "percent"),
        "out_of_range",
    ),
    *(
        (
            f"{nothing!r} minutes",
            {"reminders": [reminder(working_minutes=nothing)]},
            ("reminders", 0, "working_minutes"),
            "missing" if nothing is None else "wrong_type",
        )
        for nothing in ("", [], {}, False, 0.0, None)
    ),
    (
        "a share of nothing",
        {"reminders": [reminder(anchor="share")]},
        ("reminders", 0, "percent"),
        "missing",
    ),
    (
        "days where none count",
        {"reminders": [reminder(anchor="assigned", working_minutes=1, working_days=1)]},
        ("reminders", 0, "working_days"),
        "not_acceptable",
    ),
    ("an id twice", {"reminders": [reminder(), reminder()]}, ("reminders", 1, "id"), "not_unique"),
    ("to nobody", {"reminders": [reminder(to="citizen")]}, ("reminders", 0, "to"), "not_one_of"),
    (
        "back down",
        {
            "reminders": [
                reminder("a", to="supervisor", escalates=True),
                reminder("b", to="leader", escalates=True, working_days=1),
            ]
        },
        ("reminders", 1, "to"),
        "chain_order",
    ),
    (
        "in a circle",
        {
            "reminders": [
                reminder("a", to="leader", escalates=True),
                reminder("b", to="supervisor", escalates=True, working_days=1),
                reminder("c", to="leader", escalates=True, working_minutes=900),
            ]
        },
        ("reminders", 2, "to"),
        "chain_order",
    ),
]


@pytest.mark.parametrize(
    ("change", "path", "code"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_a_policy_that_makes_no_sense_is_refused(
    change: dict[str, Any], path: Path, code: str
) -> None:
    """The field is named, so that an administrator can put it right."""
    with pytest.raises(Invalid) as caught:
        make_policy(**change)
    assert (path, code) in {(fault.path, fault.code) for fault in caught.value.faults}


def test_everything_that_is_missing_is_told_at_once() -> None:
    """An empty document has a fault for each member, and none for members of members."""
    with pytest.raises(Invalid) as caught:
        policy_from_document({})
    faults = {(fault.path, fault.code) for fault in caught.value.faults}
    optional = {
        "desk_categories",
        "snooze_limit",
        "disputes",
        "reinspections",
        "suggestions",
        "urgent_gathering_minutes",
        "usage_limits",
    }
    members = policy_to_document(make_policy()).keys() - optional
    wanted = {((name,), "missing") for name in members}
    assert faults == wanted


def test_limits_of_use_that_are_not_said_are_as_ever() -> None:
    """Also a document from before there were any is a policy."""
    document = policy_to_document(make_policy(usage_limits={"cases_per_day": 7}))
    assert document["usage_limits"] == {**vars(DEFAULTS), "cases_per_day": 7}
    del document["usage_limits"]
    assert policy_from_document(document).usage_limits == DEFAULTS


def test_what_is_no_object_is_no_policy() -> None:
    """A list or a text is told apart from a policy with faults."""
    for value in ([], "policy", None):
        with pytest.raises(Invalid) as caught:
            policy_from_document(value)
        assert ((), "wrong_type") in {(fault.path, fault.code) for fault in caught.value.faults}
