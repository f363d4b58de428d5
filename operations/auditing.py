"""What operators do is entered into the audit like everything else."""

from __future__ import annotations

from typing import Any

import boto3

from chalicelib.audit.application.entering import AuditDesk, enter
from chalicelib.audit.domain.events import AuditEvent, line_of
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.ids import new_seed
from chalicelib.runtime.services import Services


def operator() -> Actor:
    """Whoever the credentials are."""
    arn = boto3.client("sts").get_caller_identity()["Arn"]
    return Actor(Role.SYSTEM, f"operator:{arn.rpartition(':')[2]}")


def tell(product: Services, kind: AuditKind, **what: Any) -> None:
    """One line, entered at once, in the operator's name.

    A command calls it before it does anything, so that nothing is done without its line; where
    there is no book before (deploying, restoring), as soon as there is one.
    """
    event = AuditEvent(kind, product.get(Clock).now(), operator(), "operations", what)
    line = line_of(event.document("stage", new_seed()[:16]))
    enter(product.get(AuditDesk), [line] if line else [])
