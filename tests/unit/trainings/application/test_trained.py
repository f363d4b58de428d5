"""The figure of officers who were trained before they got an account."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.audit.application.entering import enter
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.kernel.actors import Actor, Role
from tests.support.audit import make_audit_desk, make_audit_line
from tests.support.cases import LEADER, OFFICER, SUPERVISOR
from tests.support.clock import NOW
from tests.support.trainings import TRAINING, TRAINING_CHANGED, make_attendance, put_training
from tests.support.whole_api import WholeApi, whole_api

BEGAN = NOW - timedelta(minutes=5)
LATER = "01J0000000000000000000000L"


@pytest.fixture
def api() -> Iterator[WholeApi]:
    with whole_api() as api:
        put_training(api.trainings)
        yield api


def handed_over(
    api: WholeApi, officer: str, at: datetime, agency: str = "so-xay-dung", by: str = "invitation"
) -> None:
    """As the audit enters the first password that an invitation sets."""
    line = make_audit_line(
        f"{officer}-{at}-{by}",
        kind=AuditKind.PASSWORD_SET,
        at=at,
        actor=Actor(Role.OFFICER, officer, agency),
        subject=f"officer#{officer}",
        what={"by": by},
    )
    enter(make_audit_desk(api.audit, api.clock), [line])


def was_there(api: WholeApi, officer: str, training: str = TRAINING, **other: Any) -> None:
    seen = make_attendance(officer=officer, training=training, **other)
    assert api.attendances.put(seen, None, TRAINING_CHANGED)


def figure(api: WholeApi, who: Actor = SUPERVISOR) -> Any:
    return api.send("GET", "/v1/reports/trained", token=api.token(who)).body


@pytest.mark.parametrize(
    ("moved", "before"),
    [(timedelta(seconds=1), 1), (timedelta(0), 0), (timedelta(seconds=-1), 0)],
)
def test_the_session_began_before_the_hand_over(
    api: WholeApi, moved: timedelta, before: int
) -> None:
    """At the same instant it did not."""
    was_there(api, "o1")
    handed_over(api, "o1", BEGAN + moved)
    assert figure(api)["trained_before"] == {"n": before, "of": 1}


def test_the_first_session_and_the_first_password_count(api: WholeApi) -> None:
    """A password that is set anew hands no account over again."""
    put_training(api.trainings, id=LATER, starts_at=NOW + timedelta(days=5))
    for training in (LATER, TRAINING):
        was_there(api, "o1", training)
    was_there(api, "o2", LATER)
    for officer in ("o1", "o2"):
        handed_over(api, officer, NOW)
        handed_over(api, officer, NOW + timedelta(days=9))
        handed_over(api, officer, BEGAN - timedelta(days=9), by="owner")
    assert figure(api)["trained_before"] == {"n": 1, "of": 2}


def test_who_was_not_there_after_all_was_not_trained(api: WholeApi) -> None:
    """Nor who was at a session that was cancelled; who has no account yet waits."""
    put_training(api.trainings, id=LATER, cancelled=True)
    was_there(api, "o1", present=False)
    was_there(api, "o2", LATER)
    was_there(api, "o3")
    for officer in ("o1", "o2"):
        handed_over(api, officer, NOW)
    found = figure(api)
    assert (found["trained_before"], found["waiting"]) == ({"n": 0, "of": 2}, 1)


def test_each_reads_the_own_agency_and_the_province_all(api: WholeApi) -> None:
    """With the agencies' names; an officer reads no report."""
    was_there(api, "o1")
    handed_over(api, "o1", NOW)
    handed_over(api, "h1", NOW, "so-y-te")
    rows = {row["name"]: row["trained_before"] for row in figure(api)["rows"]}
    assert rows == {"Sở Xây dựng": {"n": 1, "of": 1}, "Sở Y tế": {"n": 0, "of": 1}}
    own = figure(api, LEADER)
    assert [row["key"] for row in own["rows"]] == ["so-xay-dung"]
    assert own["trained_before"] == {"n": 1, "of": 1}
    assert figure(api, OFFICER)["code"] == "report_not_allowed"
