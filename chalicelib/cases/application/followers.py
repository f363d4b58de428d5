"""Who follows a case besides its reporter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from chalicelib.kernel.frozen import frozen
from chalicelib.kernel.pages import Page, Position


@frozen
class Follower:
    """An account that follows a case: by choice, or because of `duplicate`, a case that was marked
    a duplicate of it and is the account's own or followed by it."""

    account: str
    duplicate: str | None


class Followers(Protocol):
    """Citizens who want to be told a case's answer."""

    def follow(self, case: str, follower: Follower) -> None:
        """Remember it, of a case that is marked as followed; the same again changes nothing."""
        ...

    def unfollow(self, case: str, follower: Follower) -> None:
        """Forget it; what is not there is fine."""
        ...

    def follows(self, case: str, account: str) -> bool:
        """Whether somebody chose to."""
        ...

    def followed_by(self, account: str, limit: int, position: Position | None) -> Page[str]:
        """The codes of what somebody chose to follow, the oldest code first."""
        ...

    def of(self, case: str) -> Sequence[Follower]:
        """All of a case. Whether a duplicate still is one, its own case says."""
        ...
