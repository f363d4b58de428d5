"""For which organisation somebody sends a case. Source: docs/organisations.md."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from chalicelib.cases.domain.representing import SentFor
from chalicelib.kernel.errors import Fault, Findings

if TYPE_CHECKING:
    from chalicelib.organisations.application.ports import OrganisationStore


def sent_for(
    organisations: Callable[[], OrganisationStore],
    person: str | None,
    number: str | None,
    faults: Findings,
) -> SentFor | None:
    """The organisation, if that person represents it and the desk has confirmed it; else a fault at
    its field. One that does not exist is none of theirs. Costs a read where one is named."""
    if number is None:
        return None
    from chalicelib.organisations.domain.organisations import list_of

    found = organisations().store.find(list_of(person), number) if person else None
    if found is not None and found.is_confirmed:
        return SentFor(found.id, found.name)
    code = "not_represented" if found is None else "organisation_not_confirmed"
    faults.append(Fault(("organisation",), code))
    return None
