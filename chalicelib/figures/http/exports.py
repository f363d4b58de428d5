"""What a route compiles is handed out as a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chalicelib.audit.application.reading import ReadersDesk, record_read
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.figures.http.sheets import Sheet, workbook
from chalicelib.kernel.offered_files import OfferedFiles
from chalicelib.runtime.http.calls import Call, Reply
from chalicelib.runtime.services import services


def hand_out(
    call: Call, sheet: Sheet, name: str, subject: str, what: Mapping[str, Any] | None = None
) -> Reply:
    """A 303 to a signed address; the audit knows of what before the file can be had."""
    content, readers = workbook(sheet), services().get(ReadersDesk)
    kind = AuditKind.REPORT_EXPORTED
    record_read(readers, call.actor, kind, subject, call.correlation_id, what)
    address = services().get(OfferedFiles).offer(name, content)
    return Reply(303, headers={"Location": address})
