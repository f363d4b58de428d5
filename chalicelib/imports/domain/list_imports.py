"""One import, from the file that came to the list that it left behind.

It goes forward only: waiting → checking → writing → leaving → counting or handing over → done, or
refused. Each step is one version; whatever is cut off is done again from the last one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.imports.domain.cells import RowFault
from chalicelib.imports.domain.kinds import ListKind
from chalicelib.kernel.actors import Actor, Role

ROWS_A_PIECE = 1_000
SHOWN_FAULTS = 100
"""Those that an answer shows; all of them are in the sheet."""
SHOWN_LEAVING = 100
"""Officers whom an answer names of those who go by `replace`."""
GIVEN_UP_AFTER = timedelta(hours=1)
"""Without a step: another import of the kind may begin."""


class ImportMode(StrEnum):
    """What is to become of the rows."""

    CHECK = "check"
    GOOD_ROWS = "good_rows"
    ALL_OR_NONE = "all_or_none"


class ImportState(StrEnum):
    """How far it is."""

    WAITING = "waiting"
    CHECKING = "checking"
    WRITING = "writing"
    LEAVING = "leaving"
    COUNTING = "counting"
    HANDING_OVER = "handing_over"
    DONE = "done"
    REFUSED = "refused"


FINISHED = frozenset({ImportState.DONE, ImportState.REFUSED})


@dataclass(frozen=True)
class ListImport:
    """`pieces` of `ROWS_A_PIECE` rows, of which `piece` are done in this state. `good` rows change
    something, `unchanged` ones would not, `bad` ones have faults. `why` is the code of a refusal;
    `leaving` counts who goes by `replace`, `leaving_mark` names exactly these; of officers,
    `leaving_people` are the agencies and ids of the first ones. The first faults of
    rows are kept, without any value of a cell. Of leavers, `reason` says sealed why they go, and
    `hand_over_to` who takes their cases."""

    id: str
    kind: ListKind
    mode: ImportMode
    replace: bool
    upload_id: str
    by: str
    role: Role
    agency: str | None
    correlation_id: str
    started_at: datetime
    changed_at: datetime
    version: int = 1
    state: ImportState = ImportState.WAITING
    pieces: int = 0
    piece: int = 0
    rows: int = 0
    good: int = 0
    unchanged: int = 0
    bad: int = 0
    faults: tuple[RowFault, ...] = ()
    fault_count: int = 0
    noticed: tuple[tuple[str, int], ...] = ()
    scopes: tuple[str, ...] = ()
    leaving: int = 0
    leaving_mark: str | None = None
    leaving_shown: str | None = None
    why: RowFault | None = None
    reason: str | None = None
    hand_over_to: str | None = None
    leaving_people: tuple[tuple[str, str], ...] = ()

    @property
    def actor(self) -> Actor:
        """Who sent the list."""
        return Actor(self.role, self.by, self.agency, self.role is Role.ADMINISTRATOR)

    @property
    def only_agency(self) -> str | None:
        """The one agency that may be named, for a leader."""
        return self.agency if self.role is Role.LEADER else None

    @property
    def is_finished(self) -> bool:
        """Whether nothing more happens to it."""
        return self.state in FINISHED

    @property
    def rows_done(self) -> int:
        """With how many rows this state is done; they are all written by the time they are
        counted."""
        written = self.state in (ImportState.COUNTING, ImportState.HANDING_OVER)
        if self.is_finished or written:
            return self.rows
        return min(self.piece * ROWS_A_PIECE, self.rows)

    def is_given_up(self, now: datetime) -> bool:
        """Whether nobody has worked on it for so long that nobody will."""
        return not self.is_finished and now >= self.changed_at + GIVEN_UP_AFTER

    def may_be_read_by(self, reader: Actor) -> bool:
        """Administrators see all, a leader those of their own agency."""
        return reader.role is Role.ADMINISTRATOR or (
            reader.role is Role.LEADER and reader.agency == self.agency
        )

    def read(
        self, rows: int, pieces: int, scopes: Iterable[str], noticed: Iterable[tuple[str, int]]
    ) -> ListImport:
        """The file has been read and cut into pieces."""
        return replace(
            self,
            state=ImportState.CHECKING,
            rows=rows,
            pieces=pieces,
            scopes=tuple(sorted(scopes)),
            noticed=tuple(sorted(noticed)),
        )

    def checked(self, good: int, unchanged: int, bad: Sequence[Sequence[RowFault]]) -> ListImport:
        """One more piece was held against what is there; `bad`: the faults of each bad row."""
        faults = [fault for row in bad for fault in row]
        return replace(
            self,
            piece=self.piece + 1,
            good=self.good + good,
            unchanged=self.unchanged + unchanged,
            bad=self.bad + len(bad),
            faults=(*self.faults, *faults)[:SHOWN_FAULTS],
            fault_count=self.fault_count + len(faults),
        )

    def written(self, faults: Sequence[RowFault]) -> ListImport:
        """One more piece was written, but for these rows, which had been counted as good."""
        return replace(
            self,
            piece=self.piece + 1,
            good=self.good - len(faults),
            bad=self.bad + len(faults),
            faults=(*self.faults, *faults)[:SHOWN_FAULTS],
            fault_count=self.fault_count + len(faults),
        )

    def counted(self) -> ListImport:
        """One more part of the list was counted; after the last it is done."""
        counted = replace(self, piece=self.piece + 1)
        return counted if counted.piece < len(self.scopes) else self.in_state(ImportState.DONE)

    def refused(self, why: RowFault) -> ListImport:
        """Nothing of it is written."""
        return replace(self, state=ImportState.REFUSED, why=why)

    def in_state(self, state: ImportState) -> ListImport:
        """The next state, from its first piece on."""
        return replace(self, state=state, piece=0)
