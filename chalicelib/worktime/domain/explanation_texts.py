"""The sentences that explain a due time, in Vietnamese and English."""

from __future__ import annotations

from chalicelib.kernel.languages import Language

TEXTS: dict[str, tuple[str, str]] = {
    "intake": ("Nhận phản ánh", "Received"),
    "handling": ("Tiếp nhận", "Accepted"),
    "reopened": ("Mở lại, tính lại toàn bộ thời hạn", "Reopened, with the full limit"),
    "opening": (
        "Ngoài giờ làm việc: tính từ {opening}",
        "Outside working hours: counted from {opening}",
    ),
    "weekend": ("{days}: nghỉ hằng tuần", "{days}: weekend"),
    "holiday": ("{days}: nghỉ lễ ({names})", "{days}: public holiday ({names})"),
    "off": ("{days}: nghỉ theo thông báo ({source})", "{days}: off by notice ({source})"),
    "worked": (
        "{days}: làm bù, tính là ngày làm việc ({source})",
        "{days}: make-up working day ({source})",
    ),
    "paused": (
        "Tạm dừng chờ bổ sung đến {end}: {stood} làm việc; hạn lùi đến {due}",
        "Paused for the citizen until {end}: {stood} of working time; due time moves to {due}",
    ),
    "pausing": (
        "Tạm dừng chờ bổ sung; nếu vẫn chờ, đồng hồ chạy tiếp từ {cap_end} và hạn là {due}",
        "Paused for the citizen; if still waiting, the clock runs on from {cap_end} and "
        "the due time is {due}",
    ),
    "cap": (
        "Các lần tạm dừng đã dùng hết {cap} làm việc: đồng hồ chạy tiếp dù vẫn chờ",
        "The pauses have used up {cap} of working time: the clock runs on, still waiting",
    ),
    "duplicate": (
        "Là phản ánh trùng đến {end}: {stood} làm việc; hạn lùi đến {due}",
        "A duplicate until {end}: {stood} of working time; due time moves to {due}",
    ),
    "duplicating": ("Là phản ánh trùng: đồng hồ đứng", "A duplicate: the clock stands"),
    "extension": (
        "Gia hạn {limit}, tính từ hạn cũ {before}: hạn mới {due}",
        "Extended by {limit}, counted from the old due time {before}: now {due}",
    ),
    "limit": (
        "Đổi thời hạn thành {limit}, tính từ cùng thời điểm bắt đầu",
        "Limit changed to {limit}, counted from the same start",
    ),
    "calendar": (
        "Tính lại theo lịch làm việc phiên bản {version}; hạn trước đó {before}",
        "Recomputed with version {version} of the working calendar; due time before: {before}",
    ),
    "provisional": (
        "Ngày dự kiến: chưa có thông báo lịch nghỉ năm {years}",
        "Provisional: no official notice of days off is loaded for {years}",
    ),
    "days": ("{n} ngày làm việc", "{n} working days"),
    "hours": ("{n} giờ làm việc", "{n} working hours"),
    "one_days": ("1 ngày làm việc", "1 working day"),
    "one_hours": ("1 giờ làm việc", "1 working hour"),
    "hour": ("{n} giờ", "{n} h"),
    "minute": ("{n} phút", "{n} min"),
    "second": ("{n} giây", "{n} s"),
    "instant": ("{time} ngày {day}", "{time} on {day}"),
}
"""By what they say; gaps are filled with phrases, never with what a citizen wrote."""


def say(language: Language, key: str, **gaps: object) -> str:
    """The sentence, with its gaps filled."""
    vietnamese, english = TEXTS[key]
    return (english if language == Language.EN else vietnamese).format(**gaps)
