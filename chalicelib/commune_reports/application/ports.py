"""Where communes' reports are kept."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.commune_reports.domain.commune_reports import CommuneReport
from chalicelib.kernel.entries import EntryStore


@dataclass(frozen=True)
class CommuneReportStore:
    """The store, by a type of its own."""

    store: EntryStore[CommuneReport]
