"""What fell through, in the browser."""

from __future__ import annotations

from chalicelib.cases.domain import commands
from tests.support.browsing import Visitor
from tests.support.cases import INTAKE, OFFICER, SUPERVISOR
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
