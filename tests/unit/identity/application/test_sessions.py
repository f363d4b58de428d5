"""Citizens sign in, stay signed in, and sign out."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from chalicelib.identity.application.codes import CodeSent
from chalicelib.identity.application.sessions import (
    StartSignIn,
    end_session,
    finish_sign_in,
    open_session,
    refresh_session,
    session_tokens,
    start_sign_in,
)
from chalicelib.identity.application.sign_ins import CodeAnswer, TokenPair
from chalicelib.identity.domain.account_events import AccountEvent, AccountEventType
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.errors import Conflict, DomainError, Invalid, NotFound, Unauthenticated
from chalicelib.kernel.ids import new_seed
from tests.support.keys import FakeFingerprints, make_tokens
from tests.support.people import POLICY, People, claims_of, make_account


@pytest.fixture
def people() -> People:
    people = People()
    event = AccountEvent(AccountEventType.ACCOUNT_CREATED, people.clock.now(), "c")
    people.accounts.create(make_account(), claims_of(make_account()), event)
    return people


def start(people: People, phone: str = "0912345678", seed: str = "s") -> CodeSent:
    return start_sign_in(people.session_desk, StartSignIn(phone, None, seed, "c-1"))


def right(people: People, sent: CodeSent) -> CodeAnswer:
    return CodeAnswer(people.code_of(f"S#{sent.id}"), "r1")


def sign_in(people: People) -> TokenPair:
    sent = start(people)
    return finish_sign_in(people.session_desk, sent.id, right(people, sent))


def refresh(people: People, pair: TokenPair) -> TokenPair:
    return refresh_session(people.session_desk, pair.refresh_token, new_seed())


def test_the_right_code_gives_tokens(people: People) -> None:
    """In the citizen's name, for this session."""
    sent = start(people)
    pair = finish_sign_in(people.session_desk, sent.id, right(people, sent))
    bearer = make_tokens().read_access(pair.access_token, people.clock.now())
    assert (bearer.actor, bearer.session) == (Actor(Role.CITIZEN, "A1"), sent.id)
    assert pair.expires_in == 840
    types = [event["type"] for event in people.sessions.events]
    assert types == ["sign_in.code_requested", "session.opened"]


def test_a_code_works_once(people: People) -> None:
    """A second use is a conflict, and no code waits to be sent any more."""
    sent = start(people)
    code = people.code_of(f"S#{sent.id}")
    finish_sign_in(people.session_desk, sent.id, CodeAnswer(code, "r1"))
    with pytest.raises(Conflict, match="code_used"):
        finish_sign_in(people.session_desk, sent.id, CodeAnswer(code, "r2"))
    with pytest.raises(AssertionError):
        people.code_of(f"S#{sent.id}")


def test_an_unknown_phone_looks_like_a_known_one(people: People) -> None:
    """The answers are alike step by step; only no message goes out."""
    known, unknown = start(people), start(people, "0912345679", "t")
    assert (known.expires_at, known.resend_after) == (unknown.expires_at, unknown.resend_after)
    assert len(known.id) == len(unknown.id)
    for sent in (known, unknown):
        for _ in range(5):
            with pytest.raises(Invalid, match="wrong_code"):
                finish_sign_in(people.session_desk, sent.id, CodeAnswer("x", "r1"))
        with pytest.raises(DomainError, match="code_locked"):
            finish_sign_in(people.session_desk, sent.id, CodeAnswer("x", "r1"))
    with pytest.raises(AssertionError):
        people.code_of(f"S#{unknown.id}")


def test_the_same_request_again_is_one_sign_in(people: People) -> None:
    """Taken over after a crash it answers with what is there."""
    first = start(people)
    people.clock.advance(seconds=31)
    assert start(people) == first
    assert len(people.sessions.events) == 1


def test_no_number_of_guesses_at_once_gets_past_the_lock(people: People) -> None:
    """Each guess is counted before it is answered."""
    sent = start(people)

    def guess(number: int) -> str:
        with pytest.raises(DomainError) as caught:
            finish_sign_in(people.session_desk, sent.id, CodeAnswer(f"x{number}", "r1"))
        return caught.value.code

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(guess, range(50)))
    assert answers.count("wrong_code") == 5
    assert answers.count("code_locked") == 45


def test_refreshing_rotates(people: People) -> None:
    """Each token once; an old one ends the session, the newest with it."""
    first = sign_in(people)
    second = refresh(people, first)
    third = refresh(people, second)
    for token in (first, third):
        with pytest.raises(Unauthenticated, match="session_ended"):
            refresh(people, token)


def test_of_two_refreshes_at_once_one_wins_and_the_session_ends(people: People) -> None:
    """Two holders of one token cannot both be the owner."""
    pair = sign_in(people)

    def won(_: int) -> bool:
        try:
            refresh(people, pair)
        except Unauthenticated:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(won, range(8))).count(True) == 1


def test_signing_out_ends_the_session(people: People) -> None:
    """Twice is fine; other sessions of the account go on."""
    pair, other = sign_in(people), open_session(people.session_desk, "A1")
    session = make_tokens().read_access(pair.access_token, people.clock.now()).session
    end_session(people.session_desk, session)
    end_session(people.session_desk, session)
    end_session(people.session_desk, "gone")
    with pytest.raises(Unauthenticated, match="session_ended"):
        refresh(people, pair)
    assert refresh(people, other)


def test_an_erased_account_refreshes_nothing(people: People) -> None:
    """Erasing the person ends the sessions within the life of an access token."""
    pair = sign_in(people)
    people.accounts.store.forget("A1")
    short = ".".join(pair.refresh_token.split(".")[:3])
    for token in (pair.refresh_token, short):
        with pytest.raises(Unauthenticated, match="session_ended"):
            refresh_session(people.session_desk, token, new_seed())


def test_a_refresh_reads_no_session(people: People) -> None:
    """The token brings it along; one that was cut short is good as well, and reads it."""
    pair = sign_in(people)
    before = people.sessions.reads
    pair = refresh(people, refresh(people, pair))
    assert people.sessions.reads == before
    short = ".".join(pair.refresh_token.split(".")[:3])
    assert refresh_session(people.session_desk, short, new_seed())
    assert people.sessions.reads == before + 1


def test_what_a_token_brings_along_opens_nothing_by_itself(people: People) -> None:
    """Neither that of another session nor rubbish: what is stored decides, and nothing is lost."""
    pair, other = sign_in(people), open_session(people.session_desk, "A1")
    own, foreign = pair.refresh_token.split("."), other.refresh_token.split(".")
    forged = [[*own[:2], foreign[2], own[3]], [*own[:2], "0" * 64, own[3]]]
    for parts in forged:
        with pytest.raises(Unauthenticated, match="bad_token"):
            refresh_session(people.session_desk, ".".join(parts), "r1")
    for carried in (foreign[3], "x", "4.é", "9." + "A" * 900):
        token = ".".join([*own[:3], carried])
        own = refresh_session(people.session_desk, token, new_seed()).refresh_token.split(".")
    assert refresh(people, other)


def test_a_copy_of_what_was_brought_ends_the_session(people: People) -> None:
    """An older token with the newest form of the session is an older token."""
    first = sign_in(people)
    second = refresh(people, first)
    older = first.refresh_token.split(".")[:3]
    newest = second.refresh_token.split(".")[3:]
    with pytest.raises(Unauthenticated, match="session_ended"):
        refresh_session(people.session_desk, ".".join([*older, *newest]), new_seed())
    with pytest.raises(Unauthenticated, match="session_ended"):
        refresh(people, second)


def test_idle_sessions_end(people: People) -> None:
    """Used within the idle limit they go on, left alone they do not."""
    idle = POLICY.citizen_sessions.idle
    pair = sign_in(people)
    people.clock.advance(seconds=idle.total_seconds() - 1)
    pair = refresh(people, pair)
    people.clock.advance(seconds=idle.total_seconds())
    with pytest.raises(Unauthenticated, match="session_expired"):
        refresh(people, pair)


def test_an_open_session_outlives_its_sign_in(people: People) -> None:
    """The item may vanish only after the absolute limit."""
    sent = start(people)
    first = people.sessions.expiries[sent.id]
    finish_sign_in(people.session_desk, sent.id, right(people, sent))
    last = people.sessions.expiries[sent.id]
    assert first is not None
    assert last is not None
    assert last - first > POLICY.citizen_sessions.absolute - POLICY.citizen_sessions.idle


@pytest.mark.parametrize("token", ["", "x", "S1.1.00"])
def test_a_token_of_no_session_is_refused(people: People, token: str) -> None:
    """And tells nothing about which sessions there are."""
    with pytest.raises(Unauthenticated, match="bad_token"):
        refresh_session(people.session_desk, token, "r1")


def test_the_newest_tokens_are_told_again(people: People) -> None:
    """A client whose answer was lost on the way repeats its request and goes on."""
    pair = sign_in(people)
    first = refresh_session(people.session_desk, pair.refresh_token, new_seed())
    again = session_tokens(people.session_desk, first.session, first.generation)
    assert first.refresh_token == again.refresh_token
    assert refresh(people, again)


def test_an_unknown_sign_in_is_not_found(people: People) -> None:
    """Its id was made up."""
    with pytest.raises(NotFound, match="session_not_found"):
        finish_sign_in(people.session_desk, "S1", CodeAnswer("000000", "r1"))


def test_a_sign_in_hashes_its_phone_once(people: People) -> None:
    """For the limit and for the account alike; nothing after it asks again."""
    fingerprints = people.limits.fingerprints
    assert isinstance(fingerprints, FakeFingerprints)
    refresh(people, sign_in(people))
    assert fingerprints.asked == 1
