"""Citizens who choose to follow a public case: told its answer and its end.

Who follows a duplicate follows the case at the end of its chain, which is the one that is answered.
A case takes so many followers: each event is told to all of them by one letter.
"""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.cases.application.cases import CaseDesk, read_published
from chalicelib.cases.application.duplicates import LONGEST_WALK
from chalicelib.cases.application.followers import Follower, Followers
from chalicelib.cases.application.following import follow
from chalicelib.cases.domain.cases import Case
from chalicelib.kernel.errors import Conflict, NotFound
from chalicelib.kernel.ids import is_case_code

MOST_FOLLOWERS = 1_000
"""Of one case, by choice (default)."""
_TRIES = 8


@dataclass(frozen=True)
class FollowDesk:
    """What following needs."""

    cases: CaseDesk
    followers: Followers


def follow_public(desk: FollowDesk, account: str, code: str) -> Case:
    """Follow the case, or the one that it is a duplicate of; the case that is followed.

    The same again changes nothing. Raises NotFound for what is not published, Conflict
    (`own_case`, `too_many_followers`, or `busy` when the case went on and on to another).
    """
    wish = Follower(account, None)
    for _ in range(_TRIES):
        root = published_root(desk.cases, code)
        if root.reporter == account:
            raise Conflict("own_case")
        _make_room(desk.followers, root.code, account)
        follow(desk.cases.cases, desk.followers, root.code, wish)
        # It may have become a duplicate since it was read, and its followers were taken along.
        now = published_root(desk.cases, root.code)
        if now.code == root.code:
            return now
        desk.followers.unfollow(root.code, wish)
    raise Conflict("busy")


def stop_following(desk: FollowDesk, account: str, code: str) -> None:
    """Follow it no more, nor the one that it is a duplicate of, nor duplicates of it that were
    followed; also where it is public no more.

    Raises NotFound for what is not published and was not followed.
    """
    chain = [case.code for case in _chain(desk.cases, code)]
    codes = chain or ([code] if is_case_code(code) else [])
    forgotten = [_forget(desk, one, account) for one in codes]
    if not chain and not any(forgotten):
        raise NotFound("case_not_found")


def published_root(desk: CaseDesk, code: str) -> Case:
    """The published case at the end of the chain. Raises NotFound."""
    last: Case | None = None
    for case in _chain(desk, code):
        last = case
    if last is None or last.duplicate_of is not None:
        raise NotFound("case_not_found")
    return last


def _chain(desk: CaseDesk, code: str) -> list[Case]:
    """The case and those above it, as far as they are published."""
    chain: dict[str, Case] = {}
    following: str | None = code
    while following is not None and following not in chain and len(chain) < LONGEST_WALK:
        try:
            case = read_published(desk, following)
        except NotFound:
            break
        chain[case.code], following = case, case.duplicate_of
    return list(chain.values())


def _make_room(followers: Followers, case: str, account: str) -> None:
    accounts = {one.account for one in followers.of(case) if one.duplicate is None}
    if account not in accounts and len(accounts) >= MOST_FOLLOWERS:
        raise Conflict("too_many_followers")


def _forget(desk: FollowDesk, code: str, account: str) -> bool:
    """The wish, and those for its duplicates by which the account follows it; not what hangs on
    cases of its own."""
    found = [one for one in desk.followers.of(code) if one.account == account]
    forgotten = False
    for one in found:
        if one.duplicate is not None:
            case = desk.cases.cases.find(one.duplicate)
            if case is not None and case.reporter == account:
                continue
            desk.followers.unfollow(one.duplicate, Follower(account, None))
        desk.followers.unfollow(code, one)
        forgotten = True
    return forgotten
