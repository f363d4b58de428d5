"""The monthly report: shown as a table, balanced, and equal to what was done."""

from __future__ import annotations

from collections import Counter

from localstack.demo.case_plans import REPORT_MONTH, ends_of
from localstack.demo.client import Json
from localstack.demo.world import World

OUTCOMES = (
    "answered_on_time",
    "answered_late_or_reopened",
    "rejected",
    "duplicate",
    "redirected",
    "withdrawn",
    "pending_in_time",
    "pending_overdue",
    "waiting",
)
_TITLES = (
    "Cơ quan",
    "Nhận",
    "Mở lại",
    "Đúng hạn",
    "Trễ/mở lại",
    "Kết thúc khác",
    "Còn xử lý",
    "Tỷ lệ",
)


def show_report(world: World) -> None:
    """By agency, with the total.

    Complains about what does not balance, was not done, or is not final yet.
    """
    reader = world.at_desk(world.of_the_province("supervisor")[0].username)
    report = reader.api.get("/reports/monthly", period=REPORT_MONTH, level="agency").json()
    lines = [*report["rows"], {**report["total"], "name": "Toàn tỉnh"}]
    world.console.table(_TITLES, [_row(line) for line in lines])
    if report["period"]["provisional"]:
        world.complain(f"Báo cáo còn tạm tính đến {report['period']['as_of']}")
    for line in lines:
        came = line["carried_over"] + sum(line["received"].values()) + line["reopened"]
        if came != sum(line[name] for name in OUTCOMES):
            world.complain(f"{line['name']}: bảng tổng hợp không cân")
    if world.started_empty:
        _compare(world, report["total"])


def is_empty(world: World) -> bool:
    """Whether no case has been counted yet."""
    reader = world.at_desk(world.of_the_province("supervisor")[0].username)
    total = reader.api.get("/reports/monthly", period=REPORT_MONTH).json()["total"]
    return not (total["carried_over"] or total["received"] or total["reopened"])


def _compare(world: World, total: Json) -> None:
    """Only where the stack was fresh: another's cases would be in the figures."""
    ends = Counter(end for record in world.records.values() for end in ends_of(record.story.plan))
    done = {name: ends[name] for name in OUTCOMES} | {"received": len(world.records)}
    shown = {name: total[name] for name in OUTCOMES} | {"received": sum(total["received"].values())}
    world.expect(done == shown, f"Báo cáo tháng khớp với những gì đã làm: {shown}")


def _row(line: Json) -> tuple[str, ...]:
    others = sum(line[name] for name in ("rejected", "duplicate", "redirected", "withdrawn"))
    pending = sum(line[name] for name in ("pending_in_time", "pending_overdue", "waiting"))
    share = line["on_time"]
    return (
        line["name"],
        str(sum(line["received"].values())),
        str(line["reopened"]),
        str(line["answered_on_time"]),
        str(line["answered_late_or_reopened"]),
        str(others),
        str(pending),
        f"{share['n']}/{share['of']}",
    )
