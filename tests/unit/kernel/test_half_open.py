"""Whatever lasts until an instant is over at that instant: just before, at it, just after."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from chalicelib.agencies.domain.agencies import Absence, Officer
from chalicelib.figures.domain.reports import Period
from chalicelib.identity.domain import one_time_codes, registrations, sessions
from chalicelib.identity.domain.identity_policy import SessionLimits
from chalicelib.identity.domain.sessions import Destination
from chalicelib.kernel.actors import Role
from chalicelib.kernel.channels import Channel
from chalicelib.kernel.errors import DomainError
from chalicelib.kernel.instants import local_date, local_midnight
from chalicelib.kernel.quotas import Quota, window_of
from chalicelib.rules.domain.quiet_hours import QuietHours
from chalicelib.staff.domain.credentials import SignInGuard, try_sign_in
from tests.support.clock import NOW
from tests.support.directory import make_directory
from tests.support.keys import make_tokens
from tests.support.people import PHONE, POLICY

RULES, LIMITS = POLICY.codes, SessionLimits(timedelta(hours=1), timedelta(hours=12))
LOCK = POLICY.lock_out
BEGUN = registrations.begin("R1", PHONE, NOW, RULES)
LASTING = replace(BEGUN, code=replace(BEGUN.code, expires_at=NOW + timedelta(days=1)))
ASKED = sessions.challenge("S1", "A1", Destination(Channel.SMS, PHONE), NOW, RULES)
OPEN = sessions.open_at_once("S1", "A1", NOW)
DAY = date(2026, 8, 4)
MIDNIGHT = local_midnight(DAY)
MONDAY = local_midnight(date(2026, 8, 3))
AWAY = Officer(
    "U1",
    "u1",
    Role.OFFICER,
    "a",
    "A",
    None,
    "a@lc.example",
    True,
    (Absence(DAY, date(2026, 8, 5)),),
)
CALENDAR = make_directory().calendar()
Probe = Callable[[datetime], object]


def _refused(work: Callable[[datetime], object]) -> Probe:
    """The code of the refusal, None where there is none."""

    def probe(now: datetime) -> str | None:
        try:
            work(now)
        except DomainError as error:
            return error.code
        return None

    return probe


def _hours(hours: float) -> datetime:
    return MONDAY + timedelta(hours=hours)


def _session_used_at(used: datetime) -> Probe:
    assert OPEN.family
    session = replace(OPEN, family=replace(OPEN.family, used_at=used))
    token = sessions.refresh_token(session)
    return _refused(lambda now: sessions.rotate(session, token, now, LIMITS, "r1"))


TOKEN = make_tokens().issue_registration("R1", NOW)
GUARD = SignInGuard("u", 1, 5, NOW, NOW + LOCK.lock)
TALE = SignInGuard("u", 1, 2, NOW)
AUGUST_3 = Period(date(2026, 8, 3), DAY, DAY)
HOUR = Quota(1, timedelta(hours=1))
TABLE: dict[str, tuple[datetime, Probe, tuple[object, ...]]] = {
    "a code": (
        BEGUN.code.expires_at,
        _refused(lambda now: registrations.verify(BEGUN, BEGUN.code.digits, now, RULES, "r1")),
        (None, "code_expired", "code_expired"),
    ),
    "a registration": (
        BEGUN.open_until,
        _refused(lambda now: registrations.verify(LASTING, BEGUN.code.digits, now, RULES, "r1")),
        (None, "registration_expired", "registration_expired"),
    ),
    "a sign-in's code": (
        NOW + RULES.life,
        _refused(lambda now: sessions.answer(ASKED, "x", now, RULES, "r1")),
        (None, "code_expired", "code_expired"),
    ),
    "the wait for another code": (
        NOW + RULES.resend_after,
        lambda now: one_time_codes.seconds_until_resend(BEGUN.code, now, RULES),
        (1, 0, 0),
    ),
    "a registration token": (
        NOW + timedelta(seconds=TOKEN.expires_in),
        _refused(lambda now: make_tokens().read_registration(TOKEN.token, now)),
        (None, "token_expired", "token_expired"),
    ),
    "an idle session": (
        NOW + LIMITS.idle,
        _session_used_at(NOW),
        (None, "session_expired", "session_expired"),
    ),
    "a session in use": (
        NOW + LIMITS.absolute,
        _session_used_at(NOW + timedelta(hours=11.5)),
        (None, "session_expired", "session_expired"),
    ),
    "a lock after failed sign-ins": (
        NOW + LOCK.lock,
        _refused(lambda now: try_sign_in(GUARD, "u", now, LOCK)),
        ("signing_in_locked", None, None),
    ),
    "the memory of failed sign-ins": (
        NOW + LOCK.lock,
        lambda now: try_sign_in(TALE, "u", now, LOCK).failures,
        (3, 1, 1),
    ),
    "a quota's window": (
        _hours(9),
        lambda now: window_of(HOUR, now).end,
        (_hours(9), _hours(10), _hours(10)),
    ),
    "the quiet hours begin": (
        _hours(22),
        lambda now: QuietHours().over_at(now) is not None,
        (False, True, True),
    ),
    "the quiet hours": (
        _hours(7),
        lambda now: QuietHours().over_at(now) is not None,
        (True, False, False),
    ),
    "the office opens": (_hours(7.5), CALENDAR.is_working, (False, True, True)),
    "the morning's work": (_hours(11.5), CALENDAR.is_working, (True, False, False)),
    "the day's work": (_hours(17), CALENDAR.is_working, (True, False, False)),
    "an absence begins": (
        MIDNIGHT,
        lambda now: AWAY.is_on_duty(local_date(now)),
        (True, False, False),
    ),
    "an absence": (
        MIDNIGHT + timedelta(days=1),
        lambda now: AWAY.is_on_duty(local_date(now)),
        (False, True, True),
    ),
    "a report's period begins": (
        MONDAY,
        lambda now: AUGUST_3.covers(local_date(now)),
        (False, True, True),
    ),
    "a report's period": (
        MIDNIGHT,
        lambda now: AUGUST_3.covers(local_date(now)),
        (True, False, False),
    ),
}


@pytest.mark.parametrize("what", TABLE)
def test_what_lasts_until_an_instant_is_over_at_it(what: str) -> None:
    """And what begins at an instant has begun at it."""
    edge, probe, answers = TABLE[what]
    moments = (edge - timedelta(microseconds=1), edge, edge + timedelta(microseconds=1))
    assert tuple(map(probe, moments)) == answers
