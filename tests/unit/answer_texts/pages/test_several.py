"""One step for several cases of the inbox, in a browser without script."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.commands import Accept
from chalicelib.cases.domain.workflow import State
from chalicelib.kernel.actors import Actor
from tests.support.browsing import Seen, Visitor
from tests.support.cases import ELSEWHERE, INTAKE, LEADER, OFFICER
from tests.support.whole_api import WholeApi, whole_api
from tests.unit.runtime.pages.test_pages import HOSTILE, check_closed

TEXT = "Phản ánh {code} đã được xử lý xong ngày 04/08."


@pytest.fixture
def api() -> Iterator[WholeApi]:
    with whole_api() as api:
        yield api


def chosen(api: WholeApi, actor: Actor, job: str, *cases: Case) -> Seen:
    """Ticked in the inbox, and the button of what is to happen."""
    visitor = Visitor().sign_in_as(api, actor)
    token = dict(visitor.open("/officer/inbox").form("/officer/sign-out").fields)
    boxes = [f"{case.code}:{case.version}" for case in cases]
    return visitor.send("/officer/several", {**token, "job": job, "case": boxes})


def done(api: WholeApi, actor: Actor, job: str, *cases: Case, **typed: str) -> Seen:
    """The form of it, filled in and sent."""
    form = dict(chosen(api, actor, job, *cases).form(f"/officer/several/{job}").fields)
    boxes = [f"{case.code}:{case.version}" for case in cases]
    visitor = Visitor().sign_in_as(api, actor)
    return visitor.send(f"/officer/several/{job}", {**form, "case": boxes, **typed})


def test_one_answer_goes_to_the_leader_for_each(api: WholeApi) -> None:
    """With its own code in it; what cannot be answered is named with the reason."""
    two = [api.office.in_progress() for _ in range(2)]
    late = api.office.assigned()
    seen = done(api, OFFICER, "answer", *two, late, text=TEXT)
    check_closed(seen)
    assert "Đã gửi lãnh đạo duyệt 2 phản ánh. 1 phản ánh chưa làm được: xem lý do." in seen.text
    assert late.code in seen.text
    for case in two:
        now = api.office.find(case)
        assert (now.state, now.proposal and case.code in now.proposal.text) == (
            State.PENDING_APPROVAL,
            True,
        )


def test_a_leader_approves_several(api: WholeApi) -> None:
    """Each as it stands."""
    two = [api.office.pending_approval() for _ in range(2)]
    seen = done(api, LEADER, "approve", *two)
    assert "Đã duyệt 2 phản ánh." in seen.text
    assert {api.office.find(case).state for case in two} == {State.ANSWERED}


def test_the_desk_assigns_several(api: WholeApi) -> None:
    """A version that is no longer the newest is named and stays as it is."""
    two = [api.office.accepted() for _ in range(2)]
    old = api.office.submit()
    api.office.take(old, INTAKE, Accept())
    seen = done(api, INTAKE, "assign", *two, old, agency="so-xay-dung")
    assert "Đã giao 2 phản ánh. 1 phản ánh chưa làm được" in seen.text
    assert {api.office.find(case).agency for case in two} == {"so-xay-dung"}
    assert api.office.find(old).agency is None


def test_what_is_wrong_is_said_at_its_field(api: WholeApi) -> None:
    """Nothing is done, and what was typed and chosen stays."""
    case = api.office.in_progress()
    seen = done(api, OFFICER, "answer", case, text="Xong.")
    assert seen.status == 422
    fields = dict(seen.form("/officer/several/answer").fields)
    assert (fields["text"], fields["case"]) == ("Xong.", f"{case.code}:{case.version}")
    assert 'id="text-error"' in seen.html
    assert api.office.find(case).state is State.IN_PROGRESS


def test_others_cases_stay_theirs(api: WholeApi) -> None:
    """Whatever boxes somebody makes up; markup is no case."""
    case = api.office.in_progress()
    form = {"case": [f"{case.code}:{case.version}", HOSTILE, "LC-260803-7K3QX:x"], "text": TEXT}
    visitor = Visitor().sign_in_as(api, ELSEWHERE)
    token = dict(visitor.open("/officer/account").form("/officer/sign-out").fields)
    seen = visitor.send("/officer/several/answer", {**token, **form})
    assert "Đã gửi lãnh đạo duyệt 0 phản ánh. 1 phản ánh chưa làm được" in seen.text
    assert "alert" not in seen.html
    assert api.office.find(case).state is State.IN_PROGRESS
    assert visitor.send("/officer/several", {**token, "job": "x"}).status == 404
    nothing = visitor.send("/officer/several", {**token, "job": "answer"})
    assert "Chưa chọn phản ánh nào" in nothing.text
