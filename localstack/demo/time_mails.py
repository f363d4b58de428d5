"""What time has brought, shown as it comes: read from the mails that the officers really got."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from localstack.demo.carrier import kind_of
from localstack.demo.phone import PhoneMessage

TIMELY: dict[str, str] = {
    "reminder": "nhắc việc",
    "digest": "tổng hợp buổi sáng",
    "escalation": "báo cáo cấp trên",
    "intake_overdue": "quá hạn tiếp nhận",
    "clock_runs_on": "thời hạn tiếp tục tính",
    "no_reply": "hết hạn chờ người dân",
}
"""Kinds of mail that nobody's act brings about, in the player's words."""

_STAMP = re.compile(r"(?:Lúc: |hôm nay, )(?P<time>\d\d:\d\d) (?P<day>\d\d)/(?P<month>\d\d)")
"""The local instant that such a mail is stamped with."""


class TimeMails:
    """Remembers what was told, so that nothing is told twice."""

    def __init__(self) -> None:
        self._told: Counter[tuple[str, str]] = Counter()

    def new_lines(self, mails: Iterable[PhoneMessage]) -> list[str]:
        """One line for each instant at which time alone brought mail since the last call."""
        found = Counter(told for mail in mails if (told := _told(mail)) is not None)
        new, self._told = found - self._told, found
        return [
            f"{_shown(instant)} {_summed(new, instant)}"
            for instant in sorted({instant for instant, _ in new})
        ]


def _told(mail: PhoneMessage) -> tuple[str, str] | None:
    """The instant (month, day, time: in the order of sorting) and the words for the kind."""
    words, stamp = TIMELY.get(kind_of(mail.subject)), _STAMP.search(mail.text)
    if words is None or stamp is None:
        return None
    return f"{stamp['month']}{stamp['day']} {stamp['time']}", words


def _shown(instant: str) -> str:
    return f"{instant[2:4]}/{instant[:2]} {instant[5:]}"


def _summed(new: Counter[tuple[str, str]], instant: str) -> str:
    return ", ".join(
        f"{words} ×{new[instant, words]}" for words in TIMELY.values() if (instant, words) in new
    )
