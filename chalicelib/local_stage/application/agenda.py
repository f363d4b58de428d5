"""What is due up to some instant: where, and when next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from chalicelib.cases.application.ports import CaseStore
from chalicelib.kernel.due_work import BATCH, SHARDS, Lane
from chalicelib.messages.application.messages import MessageStore
from chalicelib.messages.domain.lanes import LANES
from chalicelib.uploads.application.ports import UploadStore

Instants = tuple[datetime, ...]


@dataclass(frozen=True)
class Agenda:
    """Instants of cases by their shards, of messages by their lanes, and of files."""

    cases: Mapping[str, Instants]
    messages: Mapping[Lane, Instants]
    files: Instants

    def shards(self, now: datetime) -> list[str]:
        """In which cases are due by now."""
        return [shard for shard, instants in self.cases.items() if _is_due(instants, now)]

    def lanes(self, now: datetime) -> list[Lane]:
        """In which messages are due by now."""
        return [lane for lane, instants in self.messages.items() if _is_due(instants, now)]

    def has_files(self, now: datetime) -> bool:
        """Whether files are due by now."""
        return _is_due(self.files, now)

    def after(self, instant: datetime) -> datetime | None:
        """The next instant behind that one."""
        known = chain(*self.cases.values(), *self.messages.values(), self.files)
        return min((at for at in known if at > instant), default=None)


def _is_due(instants: Iterable[datetime], now: datetime) -> bool:
    return any(at <= now for at in instants)


def look_ahead(
    cases: CaseStore, messages: MessageStore, files: UploadStore, until: datetime
) -> Agenda:
    """One query of each shard and lane; of what lies behind the first ones of a shard the next look
    tells."""
    return Agenda(
        {one: tuple(due.at for due in cases.due(until, BATCH, [one])) for one in SHARDS},
        {one: tuple(due.at for due in messages.due(until, BATCH, [one])) for one in LANES},
        tuple(due.at for due in files.due(until, BATCH)),
    )
