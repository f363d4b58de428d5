"""Who sent a case in: shown to the intake desk for a reason, and written down first.

Source: docs/handbook.md §3.
"""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.audit.application.reading import ReadersDesk, record_read, sealed_reason
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.permissions import may_reveal
from chalicelib.identity.application.guests import GuestStore
from chalicelib.identity.application.people import AccountStore
from chalicelib.identity.domain.accounts import Account
from chalicelib.identity.domain.guests import Guest
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.errors import Forbidden, NotFound
from chalicelib.kernel.keys import Sealer


@dataclass(frozen=True)
class RevealDesk:
    """What revealing needs."""

    readers: ReadersDesk
    accounts: AccountStore
    guests: GuestStore
    sealer: Sealer


def reveal_reporter(
    desk: RevealDesk, reader: Actor, case: Case, reason: str, correlation_id: str
) -> Account | Guest:
    """The reporter, with an account or without. The line, which names the person by id and keeps
    the reason sealed, stands before anything is read; so it stands too where nobody is left to be
    shown.

    Raises Forbidden (`reveal_not_allowed`), and NotFound (`reporter_gone`) for an erased account.
    """
    if not may_reveal(reader, case):
        raise Forbidden("reveal_not_allowed")
    what = {"person": case.reporter, **sealed_reason(desk.sealer, case.code, reason)}
    kind = AuditKind.REPORTER_REVEALED
    record_read(desk.readers, reader, kind, case.code, correlation_id, what)
    person = desk.accounts.find(case.reporter) or desk.guests.find(case.reporter)
    if person is None:
        raise NotFound("reporter_gone")
    return person
