"""Settings that contradict one another are refused when they are edited, by the field."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.kernel.errors import Invalid, Path
from chalicelib.rules.domain.agreement import disagreements
from chalicelib.rules.domain.rules import Rules
from tests.support.directory import PROVINCES, make_policy
from tests.support.rules import EditedOffice, put


def rule(id: str, anchor: str = "share", to: str = "officer", **more: Any) -> dict[str, Any]:
    return {"id": id, "anchor": anchor, "to": to, **more}


def within(begin: str, end: str) -> dict[str, Any]:
    return {"reminders": [rule("r", "due", hours={"begin": begin, "end": end})]}


APART: list[tuple[dict[str, Any], list[tuple[Path, str]]]] = [
    ({"rating_days": 15}, [(("reopen_days",), "out_of_range")]),
    ({"rating_days": 15, "reopen_days": 15}, []),
    ({"rating_days": 7, "close_days": 3}, []),
    (
        {"reminders": [rule("a", percent=80), rule("b", percent=50)]},
        [(("reminders", 1, "percent"), "chain_order")],
    ),
    (
        {"reminders": [rule("a", percent=50), rule("b", percent=50)]},
        [(("reminders", 1, "percent"), "chain_order")],
    ),
    ({"reminders": [rule("a", percent=50), rule("b", to="leader", percent=40)]}, []),
    (
        {"reminders": [rule("a", "unacknowledged", "leader")]},
        [(("reminders", 0, "to"), "never_escalated")],
    ),
    (
        {
            "reminders": [
                rule("a", "due", "leader", escalates=True),
                rule("b", "unacknowledged", "leader"),
            ]
        },
        [],
    ),
    (within("08:00", "08:00"), [(("reminders", 0, "hours", "end"), "chain_order")]),
    (within("22:00", "23:00"), [(("reminders", 0, "hours"), "in_quiet_hours")]),
    (within("05:00", "07:00"), [(("reminders", 0, "hours"), "in_quiet_hours")]),
    (within("05:00", "07:01"), []),
    (within("21:59", "23:00"), []),
    (within("08:00", "10:00"), []),
    (
        {**within("08:00", "10:00"), "quiet_hours": {"begin": "20:00", "end": "10:00"}},
        [(("reminders", 0, "hours"), "in_quiet_hours")],
    ),
]


@pytest.mark.parametrize(("changes", "faults"), APART)
def test_a_policy_that_contradicts_itself_is_refused(
    changes: dict[str, Any], faults: list[tuple[Path, str]]
) -> None:
    """Whoever edits one setting is told which one it leaves behind."""
    office = EditedOffice()
    if not faults:
        assert put(office, Rules.POLICIES, changes).version == 2
        return
    with pytest.raises(Invalid) as caught:
        put(office, Rules.POLICIES, changes)
    assert [(fault.path, fault.code) for fault in caught.value.faults] == faults
    assert len(office.rulebook.editions(Rules.POLICIES)) == 1


def test_the_calendar_counts_by_the_provinces_clock() -> None:
    """Quiet hours, digests and reports have no zone of their own."""
    with pytest.raises(Invalid) as caught:
        put(EditedOffice(), Rules.CALENDAR, {"zone": "Asia/Tokyo"})
    (fault,) = caught.value.faults
    assert (fault.path, fault.code) == (("zone",), "not_one_of")
    assert fault.params["allowed"] == "Asia/Ho_Chi_Minh"


@pytest.mark.parametrize("province", PROVINCES.values(), ids=PROVINCES)
def test_what_provinces_begin_with_agrees(province: Any) -> None:
    """The files that are shipped pass the check that an edit has to pass."""
    rules = province.first_load(())
    assert disagreements(rules.policy) == []
    assert disagreements(rules.calendar) == []


def test_a_policy_that_was_put_before_is_still_read() -> None:
    """Only an edit is refused: cases keep the version under which they were opened."""
    policy = make_policy(rating_days=20)
    assert disagreements(policy) != []
    assert disagreements(replace(policy, reopen_days=20)) == []
