"""Community teams: who helps people from door to door. Source: docs/handbook.md §10."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from chalicelib.kernel.words import fold


@dataclass(frozen=True)
class Team:
    """Everybody on the list of one hamlet of a commune."""

    commune: str
    hamlet: str


class Hamlets:
    """The hamlets of one commune that lists name, found however they are written."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names: Mapping[str, str] = {
            folded_hamlet(name): name for name in sorted(names) if name
        }

    @property
    def names(self) -> tuple[str, ...]:
        """In the order of the alphabet's codes."""
        return tuple(sorted(self._names.values()))

    def named(self, text: str) -> str | None:
        """As the lists have it; None: no list knows such a hamlet."""
        return self._names.get(folded_hamlet(text))


@dataclass(frozen=True)
class TeamMember:
    """A person who is on a team's list now: the account's id and name, the team, and the hamlets
    that its commune has."""

    account: str
    name: str
    team: Team
    hamlets: Hamlets


def folded_hamlet(text: str) -> str:
    """What is compared of a hamlet's name, however it is written."""
    return " ".join(fold(text).words)
