"""Re-inspections in a browser without script."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from chalicelib.cases.domain import commands
from chalicelib.cases.domain.workflow import State
from chalicelib.rules.domain.reinspections import ReinspectionPolicy
from tests.support.browsing import Visitor
from tests.support.cases import LEADER, OFFICER, SUPERVISOR, change_policy
from tests.support.uploads import arrive
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


def test_what_is_neither_yes_nor_no_decides_nothing(api: WholeApi) -> None:
    """A form that somebody made up: said at the field, and the case is not reopened."""
    case = api.office.answered()
    visitor, address = Visitor().sign_in_as(api, SUPERVISOR), f"{LIST}/{case.code}"
    seen = visitor.submit(visitor.open(address), address, holds="maybe", note="Đã vá.")
    assert seen.status == 422
    assert 'id="holds-error"' in seen.html
    assert api.office.find(case).state is State.ANSWERED


def test_photos_go_with_what_was_found(api: WholeApi) -> None:
    """Without script they come with the form; a file of another type is said at its field, what was
    taken stays, and the case page shows finding and files."""
    case = api.office.answered()
    visitor, address = Visitor().sign_in_as(api, SUPERVISOR), f"{LIST}/{case.code}"
    fields = dict(visitor.open(address).form(address).fields)
    fields |= {"holds": "yes", "note": f"Đã vá {HOSTILE}"}
    photo = ("evidence_sent", "sau.jpg", "image/jpeg", b"\xff\xd8 a photo")
    page = ("evidence_sent", "x.html", "text/html", b"<p>")
    refused = visitor.send_with_files(address, list(fields.items()), [photo, page])
    assert refused.status == 422
    assert "x.html:" in refused.text
    assert not [one for one in api.office.find(case).reinspections if one.inspected_at]
    form = refused.form(address)
    (kept,) = [value for name, value in form.fields if name == "evidence"]
    done = visitor.send_with_files(address, form.fields, ())
    assert done.goes_to == f"{LIST}?done=1"
    (found,) = api.office.find(case).reinspections
    assert (found.holds, [one.id for one in found.evidence]) == (True, [kept])
    seen = visitor.open(f"/officer/cases/{case.code}")
    check_harmless(seen)
    assert "Đúng như đã trả lời." in seen.text
    assert "Đã vá" in seen.text


def test_what_was_found_with_photos_may_be_sent_twice(api: WholeApi) -> None:
    """As without files: the second time leads on as the first did."""
    case = api.office.answered()
    visitor, address = Visitor().sign_in_as(api, SUPERVISOR), f"{LIST}/{case.code}"
    fields = dict(visitor.open(address).form(address).fields) | {"holds": "yes", "note": "Đã vá."}
    photo = ("evidence_sent", "sau.jpg", "image/jpeg", b"\xff\xd8 a photo")
    led = [visitor.send_with_files(address, [*fields.items()], [photo]).goes_to for _ in range(2)]
    assert led == [f"{LIST}?done=1"] * 2
    other = [*(fields | {"note": "Chưa vá."}).items()]
    assert visitor.send_with_files(address, other, [photo]).status == 422


def test_an_answer_with_photos_can_be_looked_at(api: WholeApi) -> None:
    """Its small pictures stand beside the form."""
    office = api.office
    photo = arrive(office.uploads, office.files, "01J00000000000000000000007", OFFICER.id)
    answer = commands.ProposeAnswer("Đã vá xong ổ gà trước chợ.")
    case = office.take(office.in_progress(), OFFICER, answer, uploads=(photo,))
    office.take(case, LEADER, commands.Approve())
    seen = Visitor().sign_in_as(api, SUPERVISOR).open(f"{LIST}/{case.code}")
    assert seen.status == 200
    assert f"/officer/cases/{case.code}/files/{photo}" in seen.html
