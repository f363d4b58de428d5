"""Where organisations are kept."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.kernel.entries import EntryStore
from chalicelib.organisations.domain.organisations import Organisation


@dataclass(frozen=True)
class OrganisationStore:
    """The store, by a type of its own."""

    store: EntryStore[Organisation]
