"""A list is sent: the form for its file, and the import that begins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from chalicelib.agencies.application.ports import Directory
from chalicelib.audit.domain.events import AuditEvent
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.imports.application.ports import ImportRecords, ListFiles, ListForm
from chalicelib.imports.domain.kinds import ListKind
from chalicelib.imports.domain.list_imports import ImportMode, ListImport
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import Conflict, Fault, Forbidden, Invalid, NotFound, TooMany
from chalicelib.kernel.ids import is_sortable_id, sortable_id
from chalicelib.kernel.quotas import Limiter, used_up

MOST_MEBIBYTES = 20
MOST_BYTES = MOST_MEBIBYTES * 1024 * 1024
_ANY_TIME = datetime(2026, 1, 1, tzinfo=UTC)
"""Files are never listed, so that their ids need not sort; all tries of a request make one."""
_ATTEMPTS = 3


@dataclass(frozen=True)
class ListDesk:
    """What sending lists and looking after them needs."""

    records: ImportRecords
    files: ListFiles
    clock: Clock
    limiter: Limiter
    directory: Directory


@dataclass(frozen=True)
class SendList:
    """A file that is about to come. `sha256` is in lower-case hex, `size` in bytes."""

    owner: str
    content_type: str
    size: int
    sha256: str
    seed: str


def create_form(desk: ListDesk, command: SendList) -> tuple[str, ListForm]:
    """The upload's id, and a form for exactly this file, counted with all files that its owner
    announces in a day. Raises Invalid (`too_large`), and TooMany (`too_many_uploads`)."""
    if command.size > MOST_BYTES:
        raise Invalid([Fault(("size",), "too_large", {"max": MOST_BYTES})])
    now, limits = desk.clock.now(), desk.directory.policy().usage_limits
    quota = limits.uploads(of_officer=True)
    if desk.limiter.take(f"account-{command.owner}", [quota], now):
        raise used_up("too_many_uploads", quota, now)
    upload_id = sortable_id(_ANY_TIME, command.seed, "list")
    return upload_id, form_again(desk, upload_id, command)


def form_again(desk: ListDesk, upload_id: str, command: SendList) -> ListForm:
    """The form of that upload, signed anew."""
    told = command.content_type, command.size, command.sha256
    return desk.files.form(upload_id, command.owner, *told)


@dataclass(frozen=True)
class StartImport:
    """What is to become of a file that came. `seed` is of the request: it makes one import."""

    actor: Actor
    kind: ListKind
    upload_id: str
    mode: ImportMode
    replace: bool
    seed: str
    correlation_id: str
    reason: str | None = None
    """Of leavers: why they go, sealed."""
    hand_over_to: str | None = None


def start_import(desk: ListDesk, command: StartImport) -> ListImport:
    """Record it; a worker does the rest.

    Raises Forbidden (a leader and the list of agencies), Invalid (`unknown_upload`; `replace` of
    agencies), Conflict: `import_running` while another of the kind is worked off, and
    `leaving_not_shown` before a check of that file has shown who goes.
    """
    _check(desk, command)
    import_id = sortable_id(_ANY_TIME, command.seed, "import")
    for _ in range(_ATTEMPTS):
        present = desk.records.find(import_id)
        if present:
            return present
        holder = desk.records.holder(command.kind)
        _check_free(desk, holder)
        started = _started(desk, command, import_id)
        if desk.records.start(started, _sent(started), holder):
            return started
    raise TooMany("too_busy", 1)


def find_import(desk: ListDesk, reader: Actor, import_id: str) -> ListImport:
    """One that the reader may see; else NotFound."""
    found = desk.records.find(import_id) if is_sortable_id(import_id) else None
    if found is None or not found.may_be_read_by(reader):
        raise NotFound("import_not_found")
    return found


def faults_name(imported: ListImport) -> str:
    """The name of the sheet with its bad rows."""
    return f"{imported.id}/{imported.kind.value.replace('_', '-')}-faults.xlsx"


def _check(desk: ListDesk, command: StartImport) -> None:
    actor = command.actor
    if actor.role is Role.LEADER and command.kind is ListKind.AGENCIES:
        raise Forbidden("not_yours_to_change")
    if command.replace and command.kind is ListKind.AGENCIES:
        raise Invalid([Fault(("replace",), "not_acceptable")])
    known = is_sortable_id(command.upload_id)
    if not known or desk.files.owner_of(command.upload_id) != actor.id:
        raise Invalid([Fault(("upload_id",), "unknown_upload")])
    if command.replace and command.mode is not ImportMode.CHECK and not _shown(desk, command):
        raise Conflict("leaving_not_shown")


def _shown(desk: ListDesk, command: StartImport) -> str | None:
    return desk.records.shown(command.kind, command.upload_id, command.actor.id)


def _check_free(desk: ListDesk, holder: str | None) -> None:
    running = desk.records.find(holder) if holder else None
    if running and not running.is_finished and not running.is_given_up(desk.clock.now()):
        raise Conflict("import_running")


def _started(desk: ListDesk, command: StartImport, import_id: str) -> ListImport:
    now, actor = desk.clock.now(), command.actor
    replacing = command.replace and command.mode is not ImportMode.CHECK
    return ListImport(
        id=import_id,
        kind=command.kind,
        mode=command.mode,
        replace=command.replace,
        upload_id=command.upload_id,
        by=actor.id,
        role=actor.role,
        agency=actor.agency,
        correlation_id=command.correlation_id,
        started_at=now,
        changed_at=now,
        leaving_shown=_shown(desk, command) if replacing else None,
        reason=command.reason,
        hand_over_to=command.hand_over_to,
    )


def _sent(started: ListImport) -> AuditEvent:
    what = {
        "kind": started.kind.value,
        "mode": started.mode.value,
        "replace": started.replace,
        "upload": started.upload_id,
    }
    at, actor = started.started_at, started.actor
    return AuditEvent(AuditKind.LIST_SENT, at, actor, started.correlation_id, what)
