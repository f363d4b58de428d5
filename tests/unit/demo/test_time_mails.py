"""What the player is told of time's work, as it comes."""

from __future__ import annotations

from localstack.demo.phone import PhoneMessage
from localstack.demo.time_mails import TimeMails

CODE = "LC-260820-7K3QX"
SUBJECT = "3 phản ánh cần chú ý hôm nay"


def mail(subject: str, at: str) -> PhoneMessage:
    """A mail to an officer about a case, as the product words it."""
    return PhoneMessage(
        "email", "can.bo@example.vn", subject, f"Hạn: 17:00 ngày 24/08/2026\nLúc: {at}"
    )


REMINDER = mail(f"{CODE}: đã qua một nửa thời hạn", "07:45 22/08")
ESCALATION = mail(f"{CODE}: quá hạn, cần chỉ đạo", "17:00 24/08")
WORK = mail(f"{CODE}: phân công xử lý", "08:00 20/08")
DIGEST = PhoneMessage("email", "can.bo@example.vn", SUBJECT, "3 phản ánh hôm nay, 07:30 25/08:")


def test_each_instant_is_a_line_with_its_kinds_counted() -> None:
    """In the order of time, with the instant at which it was due."""
    told = TimeMails().new_lines([DIGEST, ESCALATION, REMINDER, REMINDER])
    assert told == [
        "22/08 07:45 nhắc việc ×2",
        "24/08 17:00 báo cáo cấp trên ×1",
        "25/08 07:30 tổng hợp buổi sáng ×1",
    ]


def test_nothing_is_told_twice() -> None:
    """The post is read as a whole each time; only what is new since then is news."""
    time_mails = TimeMails()
    time_mails.new_lines([REMINDER])
    assert time_mails.new_lines([REMINDER, REMINDER, ESCALATION]) == [
        "22/08 07:45 nhắc việc ×1",
        "24/08 17:00 báo cáo cấp trên ×1",
    ]
    assert time_mails.new_lines([REMINDER, REMINDER, ESCALATION]) == []


def test_what_people_did_is_nothing_new() -> None:
    """A mail that somebody's act brought about is counted elsewhere."""
    assert TimeMails().new_lines([WORK]) == []
