"""What fell through, in the browser."""

from __future__ import annotations

import json

from chalicelib.cases.domain import commands
from chalicelib.kernel.languages import Language
from chalicelib.messages.domain.messages import MessageStatus
from chalicelib.runtime.data_files import DATA
from chalicelib.runtime.pages.words import words_in
from tests.support.browsing import Visitor
from tests.support.cases import INTAKE, OFFICER, SUPERVISOR
from tests.support.messages import make_message
from tests.support.whole_api import whole_api
from tests.unit.runtime.pages.test_pages import HOSTILE, check_harmless

ADDRESS = "/officer/attention"


def test_what_fell_through_stands_with_what_to_do() -> None:
    """A case without an officer leads to its assignment; who may not see the list is told so."""
    with whole_api() as api:
        visitor = Visitor().sign_in_as(api, SUPERVISOR)
        assert "Không có việc nào bị bỏ sót." in visitor.open(ADDRESS).text
        case = api.office.accepted(description=f"Ổ gà sâu {HOSTILE}")
        api.office.take(case, INTAKE, commands.Assign("so-xay-dung"))
        seen = visitor.open(ADDRESS)
        assert "1 phản ánh chưa có cán bộ" in seen.text
        assert f'href="/officer/cases/{case.code}/assign"' in seen.html
        check_harmless(seen)
        assert Visitor().sign_in_as(api, OFFICER).open(ADDRESS).status == 403


def test_a_message_that_did_not_arrive_says_what_it_was() -> None:
    """In the reader's words, by the name of its kind."""
    with whole_api() as api:
        failed = make_message(status=MessageStatus.FAILED, kind="password_changed")
        assert api.messages.claim(failed)
        seen = Visitor().sign_in_as(api, SUPERVISOR).open(ADDRESS)
        assert "Mật khẩu đã được đặt lại tin nhắn SMS, không gửi được," in seen.text


def test_every_kind_of_message_has_a_name() -> None:
    """But for those that are lines of others."""
    kinds = json.loads((DATA / "messages.json").read_text("utf-8"))["kinds"]
    named = words_in(Language.VI).texts
    unnamed = {kind for kind in kinds if f"message_kind.{kind}" not in named}
    assert unnamed == {"digest_line", "digest_more", "urgent_cases_line"}
