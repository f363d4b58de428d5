"""A report as JSON and as a sheet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any

from chalicelib.figures.application.reports import Report
from chalicelib.figures.domain.reports import Figures, Period, Share
from chalicelib.figures.http.sheets import Cell, Sheet

View = dict[str, Any]
Namer = Callable[[str | None], str]

_COLUMNS: tuple[tuple[str, str], ...] = (
    ("carried_over", "Kỳ trước chuyển sang"),
    ("received", "Tiếp nhận trong kỳ"),
    ("reopened", "Mở lại"),
    ("total", "Tổng số phải xử lý"),
    ("answered_on_time", "Trả lời đúng hạn"),
    ("answered_late_or_reopened", "Trả lời trễ hạn hoặc bị mở lại"),
    ("rejected", "Từ chối"),
    ("duplicate", "Trùng"),
    ("redirected", "Hướng dẫn nơi khác"),
    ("withdrawn", "Người dân rút"),
    ("pending_in_time", "Đang xử lý trong hạn"),
    ("pending_overdue", "Đang xử lý quá hạn"),
    ("waiting", "Chờ người dân bổ sung"),
    ("extended", "Được gia hạn"),
    ("returned", "Trả lại"),
    ("rerouted", "Chuyển cơ quan"),
    ("recategorised", "Đổi lĩnh vực khi tiếp nhận"),
    ("on_time", "Tỷ lệ đúng hạn"),
    ("satisfaction", "Tỷ lệ hài lòng"),
    ("rated", "Tỷ lệ được đánh giá"),
    ("reinspection", "Tỷ lệ phúc tra đúng"),
    ("sent_elsewhere", "Tỷ lệ chuyển cơ quan"),
    ("taken_otherwise", "Tỷ lệ đổi lĩnh vực khi tiếp nhận"),
    ("median_working_minutes", "Trung vị (phút làm việc)"),
)
_SHARES = frozenset(
    {"on_time", "satisfaction", "rated", "reinspection", "sent_elsewhere", "taken_otherwise"}
)
LEVEL_NAMES = {
    "province": "Toàn tỉnh",
    "agency": "Cơ quan",
    "commune": "Xã, phường",
    "category": "Lĩnh vực",
}


def report_view(report: Report, name: Namer) -> View:
    """The shape of the HTTP contract."""
    return {
        "period": _period(report.period),
        "level": report.level,
        "total": _figures(report.total),
        "rows": [
            {"key": key, "name": name(key), **_figures(report.rows[key])}
            for key in sorted(report.rows, key=lambda key: (key is None, key or ""))
        ],
        "previous_period": _period(report.before),
        "previous": _figures(report.previous),
        "unreadable": list(report.unreadable),
    }


def report_sheet(report: Report, name: Namer) -> Sheet:
    """Vietnamese titles; the total first, the period before last."""
    period = report.period
    rows = [("Tổng số", report.total)]
    rows += [(name(key), report.rows[key]) for key in sorted(report.rows, key=lambda k: k or "~")]
    before = "Kỳ trước (tổng số, tạm tính)" if report.before.provisional else "Kỳ trước (tổng số)"
    rows.append((before, report.previous))
    return Sheet(
        title="Báo cáo tiếp nhận, xử lý phản ánh, góp ý",
        notes=(
            f"Kỳ báo cáo: từ {period.start:%d/%m/%Y} đến trước {period.end:%d/%m/%Y}",
            _cut_off(period),
            *(f"Thiếu số liệu: {name}" for name in report.unreadable),
        ),
        columns=[LEVEL_NAMES[report.level], *_titles()],
        rows=[[label, *_cells(figures)] for label, figures in rows],
    )


def file_name(period: Period) -> str:
    """Of the sheet: what is provisional has another name than what is not."""
    state = "-tam-tinh" if period.provisional else ""
    return f"bao-cao-{period.start}-{period.end}-tinh-den-{period.as_of}{state}.xlsx"


def _period(period: Period) -> View:
    days = {"from": period.start, "to": period.end, "as_of": period.as_of}
    return {
        **{key: day.isoformat() for key, day in days.items()},
        "provisional": period.provisional,
    }


def _cut_off(period: Period) -> str:
    midnight = f"00:00 ngày {period.as_of:%d/%m/%Y}"
    if period.provisional:
        return f"Số liệu tạm tính đến {midnight}: chưa qua thời điểm này, còn thay đổi"
    return f"Số liệu tính đến {midnight}"


def _figures(figures: Figures) -> View:
    return asdict(figures)


def _titles() -> Iterator[str]:
    """A share has three columns: the percentage, its numerator, its denominator."""
    for key, title in _COLUMNS:
        yield title
        if key in _SHARES:
            yield f"{title}: tử số"
            yield f"{title}: mẫu số"


def _cells(figures: Figures) -> Iterator[Cell]:
    for key, _ in _COLUMNS:
        value = getattr(figures, key)
        if isinstance(value, Share):
            yield from (value.n / value.of if value.of else None, value.n, value.of)
        else:
            yield sum(value.values()) if isinstance(value, dict) else value
