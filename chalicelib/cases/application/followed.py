"""The cases that somebody chose to follow."""

from __future__ import annotations

from collections.abc import Sequence
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
    """In the order of their codes, and so of their days: a query and a batch; another where some
    became duplicates, of which the parent is named, once."""
    found = desk.followers.followed_by(account, limit, position)
    published = _published(desk, found.items)
    parents = {code: case.duplicate_of for code, case in published.items() if case.duplicate_of}
    published |= _published(desk, tuple(parents.values()))
    named = (parents[code] if parents.get(code) in published else code for code in found.items)
    shown = tuple(FollowedCase(code, published.get(code)) for code in dict.fromkeys(named))
    return Page(shown, found.end, found.more)


def _published(desk: FollowedDesk, codes: Sequence[str]) -> dict[str, Case]:
    cases, _ = desk.index.read(list(dict.fromkeys(codes))) if codes else ((), ())
    return {case.code: case for case in cases if public_state(case) is PublicState.PUBLISHED}
