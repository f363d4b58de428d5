"""Re-inspections in a browser without script."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from chalicelib.cases.domain.workflow import State
from chalicelib.rules.domain.reinspections import ReinspectionPolicy
from tests.support.browsing import Visitor
from tests.support.cases import LEADER, OFFICER, SUPERVISOR, change_policy
from tests.support.whole_api import WholeApi, whole_api
from tests.unit.runtime.pages.test_pages import HOSTILE, check_harmless

LIST = "/officer/reinspections"


@pytest.fixture
def api() -> Iterator[WholeApi]:
    with whole_api() as whole:
        change_policy(whole.office, reinspections=ReinspectionPolicy(percent=100))
        yield whole


def test_from_the_list_to_what_was_found(api: WholeApi) -> None:
    """What does not hold goes back to its agency, and the list is empty."""
    case = api.office.answered()
    visitor = Visitor().sign_in_as(api, SUPERVISOR)
    address = f"{LIST}/{case.code}"
    assert f'href="{address}"' in visitor.open(LIST).html
    form = visitor.open(address)
    assert case.answer
    assert case.answer.text in form.text
    wrong = visitor.submit(form, address)
    assert wrong.status == 422
    assert {f'id="{name}-error"' in wrong.html for name in ("holds", "note")} == {True}
    done = visitor.submit(wrong, address, holds="no", note="Đã đến nơi: ổ gà chưa được vá.")
    assert done.goes_to == f"{LIST}?done=1"
    assert "Không có câu trả lời nào chờ phúc tra." in visitor.open(done.goes_to).text
    assert api.office.find(case).state is State.ASSIGNED


def test_an_old_version_keeps_what_was_typed(api: WholeApi) -> None:
    """Somebody else changed the case meanwhile: the note stands, and can be sent again."""
    case = api.office.answered(description=f"Ổ gà sâu {HOSTILE}")
    visitor = Visitor().sign_in_as(api, SUPERVISOR)
    address = f"{LIST}/{case.code}"
    form = visitor.open(address)
    check_harmless(form)
    stale = visitor.submit(form, address, holds="yes", note="Đã vá.", _version="1")
    assert stale.status == 412
    assert dict(stale.form(address).fields)["note"] == "Đã vá."
    assert visitor.submit(stale, address).goes_to == f"{LIST}?done=1"


def test_the_list_is_the_supervisors(api: WholeApi) -> None:
    """Others are told so; a leader finds what waits for approval in the inbox."""
    assert Visitor().sign_in_as(api, OFFICER).open(LIST).status == 403
    case = api.office.pending_approval()
    leader = Visitor().sign_in_as(api, LEADER)
    waiting = leader.open(leader.open("/officer/approvals").goes_to)
    assert case.code in waiting.text
