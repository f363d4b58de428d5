"""Sessions: sign-in, rotation, reuse, limits."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.identity.domain import sessions
from chalicelib.identity.domain.identity_policy import SessionLimits
from chalicelib.identity.domain.one_time_codes import CodeCheck
from chalicelib.identity.domain.sessions import Destination, RefreshToken, Session
from chalicelib.kernel.channels import Channel
from chalicelib.kernel.errors import Conflict, Gone, TooMany, Unauthenticated
from tests.support.clock import NOW
from tests.support.people import PHONE, POLICY

RULES = POLICY.codes
LIMITS = SessionLimits(idle=timedelta(hours=1), absolute=timedelta(hours=12))
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
ASKED = sessions.challenge("S1", "A1", Destination(Channel.SMS, PHONE), NOW, RULES)
OPEN = sessions.open_at_once("S1", "A1", NOW)


def right_code(session: Session) -> str:
    return sessions.code_of(session).digits


def locked(session: Session) -> Session:
    asked = session.challenge
    assert asked
    wrong = replace(asked.code, wrong=RULES.wrong_answers)
    return replace(session, challenge=replace(asked, code=wrong))


def test_the_right_code_opens_the_session_once() -> None:
    """The code and the phone it went to are forgotten, and a second use is refused.

    The request that opened it may come again, its answer lost on the way.
    """
    opened, verdict = sessions.answer(ASKED, right_code(ASKED), NOW, RULES, "r1")
    assert verdict is CodeCheck.RIGHT
    assert opened.challenge is None
    assert sessions.refresh_token(opened).generation == 1
    again, verdict = sessions.answer(opened, right_code(ASKED), NOW + MINUTE, RULES, "r1")
    assert (again.family, again.version, verdict) == (opened.family, 3, CodeCheck.RIGHT)
    for session, request in ((opened, "r2"), (sessions.end(opened, NOW), "r1")):
        with pytest.raises(Conflict, match="code_used"):
            sessions.answer(session, right_code(ASKED), NOW, RULES, request)


def test_a_wrong_code_is_counted() -> None:
    """And opens nothing."""
    answered, verdict = sessions.answer(ASKED, "x", NOW, RULES, "r1")
    assert (verdict, answered.version) == (CodeCheck.WRONG, 2)
    assert sessions.code_of(answered).wrong == 1
    with pytest.raises(Unauthenticated, match="bad_token"):
        sessions.refresh_token(answered)


def test_nobodys_code_is_always_wrong() -> None:
    """A sign-in with a phone that nobody has cannot be guessed open."""
    nobody = sessions.challenge("S1", None, None, NOW, RULES)
    answered, verdict = sessions.answer(nobody, right_code(nobody), NOW, RULES, "r1")
    assert verdict is CodeCheck.WRONG
    assert sessions.code_of(answered).wrong == 1


@pytest.mark.parametrize(
    ("session", "after", "error", "code"),
    [
        (ASKED, 5 * MINUTE, Gone, "code_expired"),
        (ASKED, 15 * MINUTE, Gone, "sign_in_expired"),
        (locked(ASKED), MINUTE, TooMany, "code_locked"),
        (sessions.end(ASKED, NOW), MINUTE, Conflict, "code_used"),
    ],
)
def test_even_the_right_code_is_refused(
    session: Session, after: timedelta, error: type[Exception], code: str
) -> None:
    """After its time, after too many wrong ones, after the end."""
    with pytest.raises(error, match=code):
        sessions.answer(session, right_code(ASKED), NOW + after, RULES, "r1")


def test_each_refresh_makes_the_next_generation() -> None:
    """What the client carries reads back, and only the newest is good."""
    first = sessions.refresh_token(OPEN)
    for token in (first, replace(first, carried="4.AQ-_")):
        assert sessions.parse_refresh_token(token.text) == token
    rotated = sessions.rotate(OPEN, first, NOW + MINUTE, LIMITS, "r1")
    second = sessions.refresh_token(rotated)
    assert (second.generation, rotated.version) == (2, 2)
    assert sessions.rotate(rotated, second, NOW + MINUTE, LIMITS, "r1").family


def test_an_old_token_ends_the_session() -> None:
    """Whoever kept a copy, thief or owner, both must sign in again."""
    first = sessions.refresh_token(OPEN)
    rotated = sessions.rotate(OPEN, first, NOW, LIMITS, "r1")
    ended = sessions.rotate(rotated, first, NOW + MINUTE, LIMITS, "r2")
    assert (ended.family, ended.ended_at) == (None, NOW + MINUTE)
    with pytest.raises(Unauthenticated, match="session_ended"):
        sessions.rotate(ended, sessions.refresh_token(rotated), NOW + MINUTE, LIMITS, "r1")


def test_the_same_refresh_again_gives_the_same_generation() -> None:
    """A request whose answer was lost on the way is nobody's copy, until the next refresh."""
    first = sessions.refresh_token(OPEN)
    rotated = sessions.rotate(OPEN, first, NOW, LIMITS, "r1")
    again = sessions.rotate(rotated, first, NOW + MINUTE, LIMITS, "r1")
    assert (again.family, again.version) == (rotated.family, 3)
    further = sessions.rotate(again, sessions.refresh_token(again), NOW + MINUTE, LIMITS, "r2")
    assert sessions.rotate(further, first, NOW + MINUTE, LIMITS, "r1").ended_at


def test_a_locked_sign_in_says_when_it_is_over() -> None:
    """In whole seconds, and never too early."""
    late = NOW + 10 * MINUTE - timedelta(microseconds=1)
    with pytest.raises(TooMany) as caught:
        sessions.answer(locked(ASKED), "x", late, RULES, "r1")
    assert caught.value.retry_after == 301


@pytest.mark.parametrize(
    "token",
    [
        RefreshToken("S1", 1, "0" * 64),
        RefreshToken("S1", 2, sessions.refresh_token(OPEN).proof),
        RefreshToken("S1", 0, sessions.refresh_token(OPEN).proof),
        RefreshToken("S1", 1, "ă"),
        sessions.refresh_token(sessions.open_at_once("S1", "A1", NOW)),
    ],
)
def test_a_forged_token_is_refused_and_ends_nothing(token: RefreshToken) -> None:
    """Otherwise anybody who knows a session's id could end it."""
    with pytest.raises(Unauthenticated, match="bad_token"):
        sessions.rotate(OPEN, token, NOW, LIMITS, "r1")


@pytest.mark.parametrize("text", ["", "a", "a.b", "a.b.c", "..", "a.-1.c", "a.1.", ".1.c", "a.٣.c"])
def test_what_is_no_refresh_token_is_refused(text: str) -> None:
    """Rubbish is a 401, never a fault of ours."""
    with pytest.raises(Unauthenticated, match="bad_token"):
        sessions.parse_refresh_token(text)


@pytest.mark.parametrize(
    ("used", "now", "good"),
    [
        (0 * HOUR, HOUR - MINUTE, True),
        (0 * HOUR, HOUR, False),
        (11.5 * HOUR, 12 * HOUR - MINUTE, True),
        (11.5 * HOUR, 12 * HOUR, False),
    ],
)
def test_idle_and_absolute_limits(used: timedelta, now: timedelta, good: bool) -> None:
    """Not used for the idle time, or begun the absolute time ago: either ends it."""
    assert OPEN.family
    session = replace(OPEN, family=replace(OPEN.family, used_at=NOW + used))
    token = sessions.refresh_token(session)
    if good:
        assert sessions.rotate(session, token, NOW + now, LIMITS, "r1").family
    else:
        with pytest.raises(Unauthenticated, match="session_expired"):
            sessions.rotate(session, token, NOW + now, LIMITS, "r1")
