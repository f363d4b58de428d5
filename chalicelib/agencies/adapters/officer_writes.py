"""The writes of officers with their places and claims: one officer's, or several people's together.

Each is all or nothing; so are those of several people, of which a transaction holds some.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pynamodb.transactions import TransactWrite

from chalicelib.agencies.adapters.officer_items import is_still, item_of
from chalicelib.agencies.domain.agencies import Officer
from chalicelib.kernel.keys import Sealer
from chalicelib.kernel.origins import with_network
from chalicelib.kernel.store import StoredEvent
from chalicelib.runtime.dynamodb.directory_items import DirectoryKind, roster_of

MOST_ITEMS = 100
"""Of one transaction."""


@dataclass(frozen=True)
class OfficerWrite:
    """An officer over exactly `before`, with what is claimed by key and what is no longer."""

    officer: Officer
    before: Officer | None
    event: StoredEvent | None
    claims: Mapping[str, str]
    outdated: Collection[str]

    def keys(self) -> set[tuple[str, str]]:
        """All items that it touches."""
        rosters = {one.agency for one in (self.officer, self.before) if one}
        items = {(roster_of(agency), self.officer.id) for agency in rosters}
        claims = {(key, "officer") for key in (*self.claims, *self.outdated)}
        return items | claims | {(_place_key(self.officer), "place")}

    def add_to(self, transaction: TransactWrite, items: Any, sealer: Sealer) -> None:
        """The officer with place and claims; what is outdated goes with it."""
        officer, before, absent = self.officer, self.before, items.pk.does_not_exist()
        moved = before is not None and before.agency != officer.agency
        free = free_or_of(items, officer)
        over = is_still(items, before) if before and not moved else absent
        item = telling(item_of(items, officer, sealer), officer, self.event)
        transaction.save(item, condition=over)
        if before and moved:
            left = items(roster_of(before.agency), officer.id)
            transaction.delete(left, condition=is_still(items, before))
        place = items(_place_key(officer), "place", agency=officer.agency)
        there = items.agency == before.agency if before else absent
        transaction.save(place, condition=there)
        for key in self.claims:
            transaction.save(items(key, "officer", officer=officer.id), condition=free)
        for key in self.outdated:
            transaction.delete(items(key, "officer"), condition=free)


def in_transactions(writes: Sequence[OfficerWrite]) -> Iterator[Sequence[OfficerWrite]]:
    """As many as one transaction takes; none touches an item twice."""
    together: list[OfficerWrite] = []
    touched: set[tuple[str, str]] = set()
    for write in writes:
        keys = write.keys()
        if touched & keys or len(touched) + len(keys) > MOST_ITEMS:
            yield together
            together, touched = [], set()
        together.append(write)
        touched |= keys
    if together:
        yield together


def free_or_of(items: Any, officer: Officer) -> Any:
    """The condition of a claim."""
    return items.pk.does_not_exist() | (items.officer == officer.id)


def telling(item: Any, officer: Officer, event: StoredEvent | None) -> Any:
    """The item with what the stream is told of it."""
    if event is not None:
        document = event.document(f"officer#{officer.id}", officer.version)
        item.event = json.dumps(with_network(document), ensure_ascii=False)
    return item


def _place_key(officer: Officer) -> str:
    return f"{DirectoryKind.OFFICER}#{officer.id}"
