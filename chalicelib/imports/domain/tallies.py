"""How many people a part of a list has, counted anew at the end of each import that names it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from chalicelib.imports.domain.entries import ListEntry
from chalicelib.imports.domain.kinds import ListKind


@dataclass(frozen=True)
class ListTally:
    """Of one commune or agency: how many are on the list, by hamlet (empty: none is named), as of
    when and by which import."""

    kind: ListKind
    scope: str
    hamlets: Mapping[str, int]
    at: datetime
    by: str

    @property
    def people(self) -> int:
        """How many are on the list."""
        return sum(self.hamlets.values())


def tally(
    kind: ListKind, scope: str, entries: Iterable[ListEntry], at: datetime, by: str
) -> ListTally:
    """Of those who are on the list; who has left does not count."""
    hamlets = Counter(entry.hamlet or "" for entry in entries if entry.is_on)
    return ListTally(kind, scope, dict(sorted(hamlets.items())), at, by)
