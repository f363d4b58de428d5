"""What a queue of the inbox shows, as a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from chalicelib.audit.application.reading import ReadersDesk, record_read
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.cases.application.cases import CaseDesk
from chalicelib.cases.application.inbox import InboxQueue, read_inbox
from chalicelib.cases.http.card_lines import card_lines
from chalicelib.cases.http.views import card_view
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.instants import LOCAL_ZONE, local_date
from chalicelib.kernel.languages import Language
from chalicelib.kernel.offered_files import OfferedFiles
from chalicelib.runtime.http.calls import Access, Call, Reply
from chalicelib.runtime.http.route import Endpoint
from chalicelib.runtime.services import services

if TYPE_CHECKING:
    from chalicelib.figures.http.sheets import Cell, Sheet

_MOST = 100
_COLUMNS = (
    *("Mã phản ánh", "Hạn xử lý", "Quá hạn", "Trạng thái", "Lĩnh vực", "Mức độ"),
    *("Xã, phường", "Đơn vị", "Gửi lúc", "Số lần trả lại", "Nội dung (120 ký tự đầu)"),
)


@Endpoint(
    "GET",
    "/v1/officer/inbox/sheet",
    access=Access.OFFICER,
    query="chalicelib.figures.http.schemas:WorkSheetQuery",
    status=303,
    summary="The first hundred cases of a queue as a spreadsheet, or those of them that are named",
    codes={403: ("queue_not_allowed",)},
)
def sheet(call: Call) -> Reply:
    """303 to a signed address; the audit knows before the file can be had."""
    from chalicelib.figures.http.sheets import workbook

    desk, query, now = services().get(CaseDesk), call.query, services().get(Clock).now()
    queue = InboxQueue(query["queue"])
    found = card_lines(read_inbox(desk, call.actor, queue, _MOST, None), card_view)
    named = query["cases"].split(",") if query.get("cases") else None
    lines = [line for line in found.items if named is None or line["code"] in named]
    content = workbook(_sheet(lines, desk, now))
    what = {"queue": queue.value, "cases": str(len(lines))}
    readers, kind = services().get(ReadersDesk), AuditKind.REPORT_EXPORTED
    record_read(readers, call.actor, kind, "inbox", call.correlation_id, what)
    address = services().get(OfferedFiles).offer(f"hop-viec-{local_date(now)}.xlsx", content)
    return Reply(303, headers={"Location": address})


def _sheet(lines: Sequence[Mapping[str, Any]], desk: CaseDesk, now: datetime) -> Sheet:
    from chalicelib.figures.http.sheets import Sheet

    return Sheet(
        title="Hộp việc",
        notes=(
            f"Tính đến {now.astimezone(LOCAL_ZONE):%H:%M ngày %d/%m/%Y}: {len(lines)} phản ánh",
        ),
        columns=_COLUMNS,
        rows=[_row(line, desk) for line in lines],
    )


def _row(line: Mapping[str, Any], desk: CaseDesk) -> list[Cell]:
    from chalicelib.runtime.pages.words import words_in

    words, category = words_in(Language.VI), desk.directory.category(line["category"])
    return [
        line["code"],
        _local(line["due_at"]),
        "quá hạn" if line["overdue"] else None,
        words.of("state", line["state"]),
        category.name(Language.VI.value) if category else line["category"],
        words.of("urgency", line["urgency"]),
        line["commune"]["name"],
        line["agency"]["name"] if line["agency"] else None,
        _local(line["submitted_at"]),
        line["returns"],
        line["excerpt"],
    ]


def _local(instant: str | None) -> str | None:
    if instant is None:
        return None
    return f"{datetime.fromisoformat(instant).astimezone(LOCAL_ZONE):%H:%M %d/%m/%Y}"
