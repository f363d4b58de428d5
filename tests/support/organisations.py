"""Organisations to look at, and to put where a path leads."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from chalicelib.audit.domain.events import AuditEvent
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.identity.application.guests import GuestDesk
from chalicelib.identity.application.people import AccountStore
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.entries import EntryStore
from chalicelib.kernel.quotas import Limiter
from chalicelib.organisations.application.organisations import OrganisationDesk
from chalicelib.organisations.application.ports import OrganisationStore
from chalicelib.organisations.domain.organisations import (
    Organisation,
    OrganisationState,
    Representative,
)
from chalicelib.uploads.application.uploads import UploadDesk
from chalicelib.uploads.domain.attachments import Attachment
from tests.support.cases import CITIZEN, INTAKE
from tests.support.clock import NOW
from tests.support.faults import FakeFaults
from tests.support.keys import make_sealer

NUMBER, BRANCH, OTHER_NUMBER = "5300100276", "5300100276-001", "0100109106"
"""Good ones: the last digit of the ten agrees."""
DOCUMENT = "01J00000000000000000000004"
"""The upload that came with it."""
ORGANISATION_ASKED = AuditEvent(AuditKind.ORGANISATION_ASKED, NOW, CITIZEN, "request-1")


def make_organisation(id: str = NUMBER, **other: Any) -> Organisation:
    """The citizen asked for it; it waits."""
    first = Organisation(
        id=id,
        version=1,
        name="Công ty TNHH MTV Apatit Việt Nam",
        state=OrganisationState.WAITING,
        representatives=(Representative(CITIZEN.id, "678", NOW, CITIZEN.id),),
        evidence=(Attachment(DOCUMENT, "application/pdf"),),
        request="seed-1",
        asked_by=CITIZEN.id,
        asked_at=NOW,
        changed_at=NOW,
    )
    return replace(first, **other)


def make_confirmed(id: str = NUMBER, **other: Any) -> Organisation:
    """The desk has seen its document."""
    decided = {"state": OrganisationState.CONFIRMED, "decided_at": NOW, "decided_by": INTAKE.id}
    return make_organisation(id, version=2, **{**decided, **other})


def put_organisation(store: EntryStore[Organisation], new: Organisation | None = None) -> str:
    """It is there from now on."""
    entry = new or make_organisation()
    assert store.put(entry, None, ORGANISATION_ASKED)
    return entry.id


def make_organisation_desk(
    clock: Clock,
    store: EntryStore[Organisation],
    accounts: AccountStore,
    guests: GuestDesk,
    uploads: UploadDesk,
    limiter: Limiter,
) -> OrganisationDesk:
    """Over stores in memory."""
    kept, sealer = OrganisationStore(store), make_sealer()
    return OrganisationDesk(kept, accounts, guests, uploads, limiter, sealer, clock, FakeFaults())
