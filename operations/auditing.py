"""What operators do is entered into the audit like everything else: before it is done what was
asked for, and at the end how it ended. Where no end stands, the command was killed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import boto3

from chalicelib.audit.application.entering import AuditDesk, enter
from chalicelib.audit.domain.events import AuditEvent, line_of
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.ids import new_seed
from chalicelib.runtime.services import Services

_BEGUN: list[tuple[Services, AuditKind, str]] = []
"""What this process has told of, and not yet how it ended."""


def operator() -> Actor:
    """Whoever the credentials are."""
    arn = boto3.client("sts").get_caller_identity()["Arn"]
    return Actor(Role.SYSTEM, f"operator:{arn.rpartition(':')[2]}")


def tell(product: Services, kind: AuditKind, **what: Any) -> None:
    """One line, entered at once, in the operator's name.

    A command calls it before it does anything, so that nothing is done without its line; where
    there is no book before (deploying, restoring), as soon as there is one.
    """
    id = _enter(product, kind, what)
    _BEGUN.append((product, kind, id))


def to_the_end(main: Callable[[], int | None]) -> int:
    """Run a command, which may return the code that it ends with, and enter how each thing ended
    that it told of: `done`, `incomplete` (with a code of its own, as where something was left out),
    `stopped` or `failed` (with the name of the fault)."""
    _BEGUN.clear()
    try:
        code = main() or 0
    except BaseException as end:  # a kill too has its line; it goes on up
        _tell_end(end)
        raise
    _tell_end(SystemExit(code))
    return code


def _tell_end(ended: BaseException) -> None:
    for product, kind, id in _BEGUN:
        what = {"of": kind.value, "line": id, **_outcome(ended)}
        _enter(product, AuditKind.COMMAND_ENDED, what)


def _outcome(ended: BaseException) -> dict[str, str]:
    if isinstance(ended, SystemExit):
        return {"outcome": "incomplete" if ended.code else "done"}
    if isinstance(ended, KeyboardInterrupt):
        return {"outcome": "stopped"}
    return {"outcome": "failed", "fault": type(ended).__name__}


def _enter(product: Services, kind: AuditKind, what: dict[str, Any]) -> str:
    """The line's id."""
    event = AuditEvent(kind, product.get(Clock).now(), operator(), "operations", what)
    document = event.document("stage", new_seed()[:16])
    line = line_of(document)
    enter(product.get(AuditDesk), [line] if line else [])
    return str(document["id"])
