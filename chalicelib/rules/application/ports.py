"""The versions of the rules, and how far the open cases have followed them, as ports."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from chalicelib.rule_edits.domain.recomputation import Recomputation
from chalicelib.rules.domain.rules import Edition, Rules


class Rulebook(Protocol):
    """Every version of calendar, policy and routing rules that there ever was."""

    def editions(self, kind: Rules) -> Sequence[Edition]:
        """All versions, oldest first, read consistently."""
        ...

    def add(self, kind: Rules, edition: Edition) -> bool:
        """One more version, known to all from now on; False if its number is taken."""
        ...


class Recomputations(Protocol):
    """The one recomputation of the open cases, version-checked."""

    def find(self) -> Recomputation | None:
        """As it stands, read consistently; None before the first."""
        ...

    def put(self, recomputation: Recomputation) -> bool:
        """Write over the revision before; False if somebody else was first."""
        ...
