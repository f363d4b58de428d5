"""How the things of the audit are made."""

from __future__ import annotations

from chalicelib.audit.application.entering import AuditDesk
from chalicelib.audit.application.ports import AuditBook, AuditTrail
from chalicelib.audit.application.reading import ReadersDesk
from chalicelib.audit.application.verifying import AuditReading
from chalicelib.audit.domain.audit_policy import AuditPolicy
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.faults import Faults
from chalicelib.runtime.services import Services
from chalicelib.runtime.settings import Settings


def register(services: Services) -> None:
    """The book, to add to and to read, and how long it is kept."""
    services.register(AuditPolicy, _policy)
    services.register(AuditTrail, _trail)
    services.register(AuditBook, _book)
    services.register(AuditDesk, _desk)
    services.register(AuditReading, _reading)
    services.register(ReadersDesk, lambda s: ReadersDesk(s.get(AuditTrail), s.get(Clock)))


def _policy(_services: Services) -> AuditPolicy:
    from chalicelib.audit.adapters.audit_data import load_audit_policy

    return load_audit_policy()


def _trail(services: Services) -> AuditTrail:
    from chalicelib.audit.adapters.audit_trail import DynamoAuditTrail

    return DynamoAuditTrail(services.get(Settings).audit_table, services.get(AuditPolicy))


def _book(services: Services) -> AuditBook:
    from chalicelib.audit.adapters.audit_book import DynamoAuditBook

    return DynamoAuditBook(services.get(Settings).audit_table, services.get(Faults))


def _desk(services: Services) -> AuditDesk:
    import time

    return AuditDesk(services.get(AuditTrail), services.get(Clock), time.sleep)


def _reading(services: Services) -> AuditReading:
    return AuditReading(services.get(AuditBook), services.get(AuditPolicy), services.get(Clock))
