"""Messages to officers who are away reach somebody who is there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from chalicelib.agencies.domain.agencies import Absence
from chalicelib.kernel.actors import Role
from chalicelib.messages.application.notifications import notify
from tests.support.notifier import (
    ROSTER,
    Notifier,
    SmallDirectory,
    make_event,
    make_notifier,
    officer,
)

WEEK = Absence(date(2026, 8, 1), date(2026, 8, 10))


def with_people(**absences: Absence) -> Notifier:
    """The roster with a second officer, some of its people away."""
    people = [
        replace(one, absences=(absences[one.id],)) if one.id in absences else one
        for one in (*ROSTER, officer("o9", "so-xay-dung", Role.OFFICER))
    ]
    return make_notifier(directory=SmallDirectory(people))


def mailed(notifier: Notifier) -> set[str]:
    return {one.address.partition("@")[0] for one in notifier.email.carried}


@pytest.mark.parametrize(
    ("absences", "told"),
    [
        ({}, {"o1"}),
        ({"o1": WEEK}, {"o1", "l1"}),
        ({"o1": replace(WEEK, stand_in="o9")}, {"o1", "o9"}),
        ({"o1": replace(WEEK, stand_in="o9"), "o9": WEEK}, {"o1", "l1"}),
        ({"o1": WEEK, "l1": WEEK}, {"o1", "l1", "s1"}),
        ({"o1": Absence(date(2026, 8, 4), date(2026, 8, 5))}, {"o1"}),
    ],
)
def test_new_work_of_who_is_away_is_told_to_who_is_there(absences, told) -> None:
    """The stand-in, else the leader, else the supervisors; the officer finds it on coming back."""
    notifier = with_people(**absences)
    notify(notifier.desk, make_event("assign"))
    assert mailed(notifier) == told


@pytest.mark.parametrize(("absences", "told"), [({}, {"l1"}), ({"l1": WEEK}, {"l1", "s1"})])
def test_a_case_that_nobody_has_is_told_to_somebody_who_is_there(absences, told) -> None:
    """The leader; while the leader is away the supervisors as well."""
    notifier = with_people(**absences)
    notify(notifier.desk, make_event("assign", officer=None))
    assert mailed(notifier) == told


def test_an_agency_without_anybody_is_told_to_the_supervisors() -> None:
    """With a message that names the agency and asks to act."""
    notifier = make_notifier()
    notify(notifier.desk, make_event("assign", officer=None, agency="trống"))
    (mail,) = notifier.email.carried
    assert mail.address.startswith("s1@")
    assert "Cơ quan trống" in mail.text.body
