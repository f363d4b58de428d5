"""The cases that somebody chose to follow."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.cases.application.case_index import CaseIndex
from chalicelib.cases.application.followers import Followers
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.publication import PublicState, public_state
from chalicelib.kernel.pages import Page, Position


@dataclass(frozen=True)
class FollowedDesk:
    """What the list needs."""

    followers: Followers
    index: CaseIndex


@dataclass(frozen=True)
class FollowedCase:
    """A case that is followed; None where strangers find it no more, or it cannot be read."""

    code: str
    case: Case | None


def followed_cases(
    desk: FollowedDesk, account: str, limit: int, position: Position | None
) -> Page[FollowedCase]:
    """In the order of their codes, and so of their days: a query and a batch."""
    found = desk.followers.followed_by(account, limit, position)
    cases, _ = desk.index.read(list(found.items))
    published = {case.code: case for case in cases if public_state(case) is PublicState.PUBLISHED}
    return found.of(lambda code: FollowedCase(code, published.get(code)))
