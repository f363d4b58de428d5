"""What officers read about a due time: not only when, but why (docs/handbook.md §4)."""

from __future__ import annotations

from typing import Any, cast

import pytest

from chalicelib.kernel.channels import Channel
from chalicelib.messages.application.messaging import NotificationDesk
from chalicelib.messages.application.wording import case_text
from chalicelib.messages.domain.news import read_news
from tests.support.cases import Office
from tests.support.notifier import make_notifier


@pytest.mark.parametrize(
    ("language", "expected"),
    [("vi", "17:00 06/08: 3 ngày làm việc"), ("en", "17:00 06/08: 3 working days")],
)
def test_the_mail_says_why(language: str, expected: str) -> None:
    """The mail of an assignment lists the steps to the due time; the short message does not."""
    office = Office()
    office.assigned()
    event: dict[str, Any] = office.store.events[-1]
    notifier = make_notifier(cases=office.store, directory=office.directory)
    desk = cast(NotificationDesk, notifier.desk)
    mail = case_text(desk, read_news(event), "work", Channel.EMAIL, language)
    assert expected in mail.body
    short = case_text(desk, read_news(event), "work", Channel.SMS, language)
    assert expected not in short.body
