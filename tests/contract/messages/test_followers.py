"""Followers of cases: what the fake promises, DynamoDB keeps."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from chalicelib.cases.adapters.followers import DynamoFollowers
from chalicelib.cases.application.followers import Follower, Followers
from tests.support.notifier import CODE, MemoryFollowers
from tests.support.tables import messages_table


@pytest.fixture(params=["memory", "moto", "emulator"])
def followers(request: pytest.FixtureRequest) -> Iterator[Followers]:
    if request.param == "memory":
        yield MemoryFollowers()
        return
    on_emulator = request.param == "emulator"
    endpoint = request.getfixturevalue("emulator_endpoint") if on_emulator else None
    with messages_table(endpoint) as table:
        yield DynamoFollowers(table)


def test_followers_are_remembered_once_each(followers: Followers) -> None:
    """An event that comes again changes nothing; two duplicates of one person are two."""
    for follower in (Follower("c1", None), Follower("c2", "D1"), Follower("c2", "D1")):
        followers.follow(CODE, follower)
    followers.follow(CODE, Follower("c2", "D2"))
    assert set(followers.of(CODE)) == {
        Follower("c1", None),
        Follower("c2", "D1"),
        Follower("c2", "D2"),
    }
    assert len(followers.of(CODE)) == 3


def test_who_chose_to_follow_is_known(followers: Followers) -> None:
    """Somebody's duplicate is no choice."""
    followers.follow(CODE, Follower("c1", None))
    followers.follow(CODE, Follower("c2", "D1"))
    assert [followers.follows(CODE, one) for one in ("c1", "c2", "c3")] == [True, False, False]


def test_other_cases_have_their_own(followers: Followers) -> None:
    """Nobody follows what nobody followed."""
    followers.follow(CODE, Follower("c1", None))
    assert list(followers.of("LC-260803-00002")) == []


def test_who_follows_no_more_is_forgotten(followers: Followers) -> None:
    """That one link and no other; forgetting it again changes nothing."""
    kept = (Follower("c2", "D2"), Follower("c2", None), Follower("c1", "D1"))
    for follower in (*kept, Follower("c2", "D1")):
        followers.follow(CODE, follower)
    followers.follow("LC-260803-00002", Follower("c2", "D1"))
    for _ in range(2):
        followers.unfollow(CODE, Follower("c2", "D1"))
    assert set(followers.of(CODE)) == set(kept)
    assert list(followers.of("LC-260803-00002")) == [Follower("c2", "D1")]


def test_what_somebody_follows_page_by_page(followers: Followers) -> None:
    """By choice and no duplicates, in the order of the codes; what was left is gone."""
    codes = [f"LC-260803-0000{number}" for number in range(4)]
    for code in reversed(codes):
        followers.follow(code, Follower("c1", None))
        followers.follow(code, Follower("c2", None))
    followers.follow("LC-260803-00009", Follower("c1", "D1"))
    followers.unfollow(codes[1], Follower("c1", None))
    first = followers.followed_by("c1", 2, None)
    assert (list(first.items), first.more) == ([codes[0], codes[2]], True)
    rest = followers.followed_by("c1", 2, first.end)
    assert (list(rest.items), rest.more) == ([codes[3]], False)
    assert list(followers.followed_by("c3", 2, None).items) == []
