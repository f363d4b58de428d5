"""A directory with the store that writes it: in memory, or in a table."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.agencies.adapters.directory import DynamoDirectory
from chalicelib.agencies.adapters.directory_store import DynamoDirectoryStore
from chalicelib.agencies.application.ports import Directory, DirectoryStore
from tests.support.calendars import HOLIDAYS
from tests.support.clock import FakeClock
from tests.support.directory import LAO_CAI
from tests.support.keys import FakeFingerprints, make_hasher, make_sealer


@dataclass
class Both:
    """A directory, and the store that writes it. `table` is None in memory."""

    directory: Directory
    store: DirectoryStore
    clock: FakeClock
    table: str | None = None

    def another_process(self) -> Directory:
        """The same directory with a memory of its own."""
        if self.table is None:
            return self.directory
        return DynamoDirectory(
            self.table,
            make_sealer(),
            make_hasher(),
            self.clock,
            LAO_CAI.rules,
            HOLIDAYS,
        )


def make_store(table: str) -> DynamoDirectoryStore:
    """Of that table."""
    return DynamoDirectoryStore(table, make_sealer(), make_hasher(), FakeFingerprints())
