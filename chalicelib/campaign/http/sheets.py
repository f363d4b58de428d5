"""The campaign's reports as spreadsheets, made of what the routes answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from chalicelib.campaign.domain.visits import VisitResult
from chalicelib.figures.http.exports import hand_out
from chalicelib.figures.http.sheets import Cell, Sheet
from chalicelib.kernel.instants import load, local_date
from chalicelib.kernel.time_forms import parse_day
from chalicelib.runtime.http.calls import Call, Reply

_TOTAL = "Tổng cộng"
_RESULTS: Mapping[VisitResult, str] = {
    VisitResult.ACCOUNT_MADE: "Tạo tài khoản",
    VisitResult.HAS_ACCOUNT: "Đã có tài khoản",
    VisitResult.NO_SMARTPHONE: "Không có điện thoại thông minh",
    VisitResult.ABSENT: "Vắng nhà",
    VisitResult.REFUSED: "Từ chối",
    VisitResult.LATER: "Hẹn lại",
}
_FIRST_COLUMNS = {
    "hamlet": "Thôn, bản, tổ dân phố",
    "team": "Tổ công nghệ số cộng đồng",
}
_REACH = (
    "Tài khoản",
    "Tự tạo trong kỳ",
    "Được giúp trong kỳ",
    *_RESULTS.values(),
    "Mục tiêu đến hết kỳ",
    "Còn thiếu",
    "Mục tiêu cả đợt",
    "So với mục tiêu",
    "Người trong danh sách",
    "So với danh sách",
    "Dự báo đến hết đợt",
)

View = Mapping[str, Any]


def sheet_reply(call: Call, report: str, view: View) -> Reply:
    """303 to the sheet's signed address; the audit knows before the file can be had."""
    make, name = _SHEETS[report]
    what = {**_period(view), **({"level": view["level"]} if "level" in view else {})}
    what |= {"commune": call.query["commune"]} if call.query.get("commune") else {}
    file = f"{'-'.join((name, *_period(view).values()))}.xlsx"
    return hand_out(call, make(view), file, report, what)


def reach_sheet(view: View) -> Sheet:
    """A row for each commune, hamlet or team, and the sum below them."""
    days = view["period"]
    behind = f"Chưa đạt mục tiêu: {len(view['behind'])}/{len(view['rows'])}"
    return Sheet(
        title="Kết quả chiến dịch phổ cập tài khoản",
        notes=(
            f"Kỳ: từ {_day(days['from'])} đến trước {_day(days['to'])}",
            *((behind,) if view["rows"] else ()),
        ),
        columns=(_FIRST_COLUMNS.get(view["level"], "Xã, phường"), *_REACH),
        rows=_with_total(view, _reach),
    )


def activity_sheet(view: View) -> Sheet:
    """Accounts used in a month, by commune."""
    so_far = " (tạm tính)" if view["provisional"] else ""
    return Sheet(
        title="Tài khoản được sử dụng trong tháng",
        notes=(f"Tháng {view['month']}{so_far}",),
        columns=("Xã, phường", "Đã sử dụng", "Tài khoản", "Tỷ lệ"),
        rows=_with_total(view, lambda line: [*_counted(line["active"])]),
    )


def officials_sheet(view: View) -> Sheet:
    """Officials with an account, by agency, each with the day of its count."""
    return Sheet(
        title="Cán bộ, công chức, viên chức, người lao động có tài khoản",
        notes=("Đối chiếu số điện thoại hoặc số định danh trong danh sách của từng cơ quan",),
        columns=("Cơ quan", "Có tài khoản", "Trong danh sách", "Tỷ lệ", "Ngày đối chiếu"),
        rows=_with_total(view, _officials),
    )


def _period(view: View) -> Mapping[str, str]:
    """As the audit and the file's name say it."""
    return {**view.get("period", {}), **({"month": view["month"]} if "month" in view else {})}


def _with_total(view: View, cells: Callable[[View], list[Cell]]) -> list[list[Cell]]:
    rows = [[row["name"], *cells(row)] for row in view["rows"]]
    return [*rows, [_TOTAL, *cells(view["total"])]]


def _reach(line: View) -> list[Cell]:
    target, listed, forecast = line["of_target"], line["of_listed"], line["forecast"]
    return [
        line["accounts"],
        line["made"]["alone"],
        line["made"]["assisted"],
        *(line["visits"][result.value] for result in _RESULTS),
        line["target"],
        line["behind"],
        target and target["of"],
        _share(target),
        listed and listed["of"],
        _share(listed),
        forecast and forecast["accounts"],
    ]


def _officials(line: View) -> list[Cell]:
    at = line.get("counted_at")
    return [*_counted(line["reached"]), f"{local_date(load(at)):%d/%m/%Y}" if at else None]


def _counted(share: Mapping[str, int]) -> tuple[Cell, ...]:
    return share["n"], share["of"], _share(share)


def _share(share: Mapping[str, int] | None) -> Cell:
    """None of none: nothing is divided by it."""
    return share["n"] / share["of"] if share and share["of"] else None


def _day(text: str) -> str:
    return f"{parse_day(text):%d/%m/%Y}"


_SHEETS: Mapping[str, tuple[Callable[[View], Sheet], str]] = {
    "reach": (reach_sheet, "ket-qua-chien-dich"),
    "activity": (activity_sheet, "tai-khoan-su-dung"),
    "officials": (officials_sheet, "can-bo-co-tai-khoan"),
}
