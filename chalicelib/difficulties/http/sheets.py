"""The difficulties of a list, compiled into one sheet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from chalicelib.agencies.application.ports import Directory
from chalicelib.difficulties.domain.difficulties import Difficulty, DifficultyState, Topic
from chalicelib.figures.http.sheets import Cell, Sheet
from chalicelib.kernel.instants import LOCAL_ZONE, local_date
from chalicelib.kernel.pages import Page

TOPIC_NAMES = {
    Topic.PEOPLE: "Người dân",
    Topic.STAFF: "Nhân lực",
    Topic.NETWORK: "Mạng, sóng",
    Topic.EQUIPMENT: "Thiết bị",
    Topic.SOFTWARE: "Phần mềm",
    Topic.FUNDING: "Kinh phí",
    Topic.PROCEDURES: "Quy trình, thủ tục",
    Topic.OTHER: "Khác",
}
STATE_NAMES = {
    DifficultyState.RAISED: "Chưa có đơn vị chủ trì",
    DifficultyState.ASSIGNED: "Đang giải quyết",
    DifficultyState.SOLVED: "Đã giải quyết",
}
_COLUMNS = (
    *("Đơn vị nêu", "Ngày nêu", "Nhóm", "Khó khăn, vướng mắc", "Đơn vị chủ trì"),
    *("Hạn giải quyết", "Tình trạng", "Quá hạn", "Giải pháp", "Ngày giải quyết"),
)


def difficulty_sheet(found: Page[Difficulty], directory: Directory, now: datetime) -> Sheet:
    """Vietnamese titles; what could not be read or has no room is said above the rows."""
    return Sheet(
        title="Tổng hợp khó khăn, vướng mắc",
        notes=tuple(_notes(found, now)),
        columns=_COLUMNS,
        rows=[_row(one, directory, now) for one in found.items],
    )


def _notes(found: Page[Difficulty], now: datetime) -> Iterator[str]:
    yield f"Tính đến {now.astimezone(LOCAL_ZONE):%H:%M ngày %d/%m/%Y}: {len(found.items)} mục"
    if found.more:
        yield "Bảng chỉ gồm các mục mới nhất; hãy lọc theo đơn vị hoặc tình trạng"
    if found.unreadable:
        yield f"Không đọc được: {', '.join(found.unreadable)}"


def _row(one: Difficulty, directory: Directory, now: datetime) -> list[Cell]:
    return [
        _name(directory, one.agency),
        f"{local_date(one.raised_at):%d/%m/%Y}",
        TOPIC_NAMES[one.topic],
        one.text,
        _name(directory, one.owner),
        f"{one.due:%d/%m/%Y}" if one.due else None,
        STATE_NAMES[one.state],
        "Có" if one.is_overdue(local_date(now)) else None,
        one.solution,
        f"{local_date(one.solved_at):%d/%m/%Y}" if one.solved_at else None,
    ]


def _name(directory: Directory, agency: str | None) -> str | None:
    found = directory.agency(agency) if agency else None
    return found.name if found else agency
