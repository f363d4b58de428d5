"""The list of those who get a certificate of a session."""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.agencies.application.ports import Directory
from chalicelib.figures.http.sheets import Cell, Sheet
from chalicelib.kernel.actors import Role
from chalicelib.kernel.instants import LOCAL_ZONE
from chalicelib.kernel.pages import Page
from chalicelib.trainings.application.attendances import SeenOfficer
from chalicelib.trainings.domain.trainings import Training

ROLE_NAMES = {
    Role.OFFICER: "Cán bộ xử lý",
    Role.LEADER: "Lãnh đạo đơn vị",
    Role.INTAKE: "Bộ phận tiếp nhận",
    Role.HOTLINE: "Tổng đài",
    Role.SUPERVISOR: "Giám sát",
    Role.ADMINISTRATOR: "Quản trị",
}
_COLUMNS = ("Họ và tên", "Số thứ tự", "Mã cán bộ", "Đơn vị", "Vai trò", "Ghi nhận lúc")


def certificate_sheet(training: Training, found: Page[SeenOfficer], directory: Directory) -> Sheet:
    """By name as people look for it: the given name first, which stands last."""
    seen = sorted(found.items, key=_given_name)
    return Sheet(
        title="Danh sách cấp giấy chứng nhận tập huấn",
        notes=tuple(_notes(training, found)),
        columns=_COLUMNS,
        rows=[_row(number, one, directory) for number, one in enumerate(seen, start=1)],
    )


def _given_name(seen: SeenOfficer) -> tuple[list[str], str]:
    name = seen.officer.name if seen.officer else seen.attendance.officer
    return name.split()[::-1], seen.attendance.officer


def _notes(training: Training, found: Page[SeenOfficer]) -> Iterator[str]:
    begin, end = (at.astimezone(LOCAL_ZONE) for at in (training.starts_at, training.ends_at))
    yield training.title
    yield f"Từ {begin:%H:%M ngày %d/%m/%Y} đến {end:%H:%M ngày %d/%m/%Y}"
    yield training.place or training.link or ""
    if found.unreadable:
        yield f"Không đọc được: {', '.join(found.unreadable)}"


def _row(number: int, seen: SeenOfficer, directory: Directory) -> list[Cell]:
    officer = seen.officer
    agency = directory.agency(officer.agency) if officer else None
    said = seen.attendance.said_at.astimezone(LOCAL_ZONE)
    return [
        officer.name if officer else None,
        number,
        seen.attendance.officer,
        agency.name if agency else None,
        ROLE_NAMES.get(officer.role, officer.role.value) if officer else None,
        f"{said:%H:%M %d/%m/%Y}",
    ]
