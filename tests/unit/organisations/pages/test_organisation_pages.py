"""Organisations in the browser."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from chalicelib.kernel.actors import Actor, Role
from chalicelib.organisations.domain.organisations import (
    ALL_ORGANISATIONS,
    Organisation,
    OrganisationState,
)
from chalicelib.uploads.domain.uploads import ExaminationResult, MediaType
from tests.support.actors import central
from tests.support.browsing import visitor
from tests.support.cases import CITIZEN, INTAKE, OFFICER, SUPERVISOR
from tests.support.clock import NOW
from tests.support.organisations import (
    DOCUMENT,
    NUMBER,
    OTHER_NUMBER,
    make_confirmed,
    make_organisation,
    put_organisation,
)
from tests.support.uploads import make_upload
from tests.support.whole_api import WholeApi
from tests.unit.runtime.pages.test_pages import HOSTILE, check_harmless

LIST = "/officer/organisations"
PAGE = f"{LIST}/{NUMBER}"
NAME = "Công ty TNHH MTV Apatit Việt Nam"
REASON = "Giấy phép mờ, không đọc được mã số."
ADMINISTRATOR = central(Role.ADMINISTRATOR, "a1")
DESK_OF_A_COMMUNE = Actor(Role.INTAKE, "i5", "ubnd-02647")


def kept(api: WholeApi) -> Organisation:
    found = api.organisations.find(ALL_ORGANISATIONS, NUMBER)
    assert found is not None
    return found


def waits(api: WholeApi) -> None:
    put_organisation(api.organisations)
    api.office.uploads.add(make_upload(DOCUMENT, CITIZEN.id, media_type=MediaType.PDF))
    api.office.uploads.conclude(DOCUMENT, ExaminationResult(NOW))


def test_the_desk_finds_what_waits_looks_at_its_documents_and_confirms(api: WholeApi) -> None:
    """From the head of any page; what was confirmed is on the list of its state from then on."""
    waits(api)
    desk = visitor(api, INTAKE)
    assert f'href="{LIST}"' in desk.open("/officer/inbox").html
    listed = desk.open(LIST)
    assert NAME in listed.text
    assert f'href="{PAGE}"' in listed.html
    shown = desk.open(PAGE)
    for words in ("Chờ xác nhận", NAME, NUMBER, "ba số cuối 678", "Tài liệu PDF 1"):
        assert words in shown.text
    assert CITIZEN.id not in shown.html
    document = desk.open(f"{PAGE}/evidence/1")
    assert (document.status, document.goes_to[:9]) == (303, "/checked/")
    done = desk.submit(shown, PAGE, confirm="yes")
    assert done.goes_to == f"{LIST}?done=confirmed"
    after = desk.open(done.goes_to).text
    assert "Đã xác nhận tổ chức." in after
    assert NAME not in after
    assert NAME in desk.open(f"{LIST}?state=confirmed").text
    assert (kept(api).state, kept(api).decided_by) == (OrganisationState.CONFIRMED, INTAKE.id)
    assert desk.open(PAGE).read().forms[-1].action != PAGE


def test_a_refusal_needs_its_reason(api: WholeApi) -> None:
    """It is said at the field, and what was chosen stays; the reason is shown from then on."""
    waits(api)
    office = visitor(api, ADMINISTRATOR)
    assert "không bắt buộc" not in office.open(PAGE).text
    nothing = office.submit(office.open(PAGE), PAGE)
    assert nothing.status == 422
    assert 'id="confirm-error"' in nothing.html
    without = office.submit(nothing, PAGE, confirm="no")
    assert without.status == 422
    assert "Lý do: bắt buộc" in without.text
    assert dict(without.form(PAGE).fields)["confirm"] == "no"
    assert kept(api).state is OrganisationState.WAITING
    refused = office.submit(without, PAGE, reason=REASON)
    assert refused.goes_to == f"{LIST}?done=refused"
    assert kept(api).reason == REASON
    assert REASON in office.open(PAGE).text
    assert NAME in office.open(f"{LIST}?state=refused").text


def test_a_form_that_is_sent_twice_decides_once(api: WholeApi) -> None:
    """The second answer is that of the first."""
    waits(api)
    desk = visitor(api, INTAKE)
    form = desk.open(PAGE)
    first, again = (desk.submit(form, PAGE, confirm="yes") for _ in range(2))
    assert first.goes_to == again.goes_to == f"{LIST}?done=confirmed"
    assert kept(api).version == 2


def test_what_a_colleague_decided_meanwhile_stands(api: WholeApi) -> None:
    """The later one is told, and sees what was decided."""
    waits(api)
    desk, other = visitor(api, INTAKE), visitor(api, ADMINISTRATOR)
    form = desk.open(PAGE)
    assert other.submit(other.open(PAGE), PAGE, confirm="no", reason=REASON).status == 303
    late = desk.submit(form, PAGE, confirm="yes")
    assert late.status == 412
    for words in ("Đã có phiên bản mới hơn", "Đã từ chối", REASON):
        assert words in late.text
    assert kept(api).state is OrganisationState.REFUSED


def test_a_decision_is_not_made_on_what_was_not_looked_at(api: WholeApi) -> None:
    """Refused and asked for anew under the same number while the form was open: what was typed is
    kept, and the new documents are shown."""
    waits(api)
    desk = visitor(api, INTAKE)
    form, before = desk.open(PAGE), kept(api)
    anew = replace(before, version=3, name="Công ty Khác", request="seed-2")
    api.organisations.remove(NUMBER)
    put_organisation(api.organisations, anew)
    late = desk.submit(form, PAGE, confirm="no", reason=REASON)
    assert late.status == 412
    assert "đang soạn được giữ nguyên" in late.text
    assert "Công ty Khác" in late.text
    assert dict(late.form(PAGE).fields)["reason"] == REASON
    assert desk.submit(late, PAGE).status == 303


@pytest.mark.parametrize("who", [OFFICER, SUPERVISOR, DESK_OF_A_COMMUNE], ids=lambda who: who.id)
def test_who_does_not_decide_sees_none_of_it(api: WholeApi, who: Actor) -> None:
    """Neither in the head of pages, nor by the address."""
    waits(api)
    other = visitor(api, who)
    assert LIST not in other.open("/officer/inbox").html
    for address in (LIST, PAGE, f"{PAGE}/evidence/1"):
        refused = other.open(address)
        assert refused.status == 403
        assert NAME not in refused.text
    token = dict(visitor(api, INTAKE).open(PAGE).form(PAGE).fields)
    assert other.send(PAGE, {**token, "confirm": "yes"}).status == 403
    assert kept(api).state is OrganisationState.WAITING


def test_what_is_not_there_is_told(api: WholeApi) -> None:
    """An organisation that nobody asked for, a document that it has not, a state that there is not;
    an empty list says so."""
    waits(api)
    desk = visitor(api, INTAKE)
    assert desk.open(f"{LIST}/{OTHER_NUMBER}").status == 404
    assert desk.open(f"{PAGE}/evidence/2").status == 404
    assert desk.open(f"{LIST}?state=moon").status == 422
    assert "Chưa có tổ chức nào được xác nhận." in desk.open(f"{LIST}?state=confirmed").text


def test_a_long_list_goes_on(api: WholeApi) -> None:
    """By a link, within the state that was chosen."""
    numbers = [f"{NUMBER}-{one:03}" for one in range(1, 102)]
    for number in numbers:
        put_organisation(api.organisations, make_confirmed(number))
    desk = visitor(api, INTAKE)
    first = desk.open(f"{LIST}?state=confirmed")
    more = next(
        value for _, name, value in first.read().attributes if name == "href" and "cursor=" in value
    )
    assert "state=confirmed" in more
    seen = re.findall(rf"{NUMBER}-\d\d\d(?= )", first.text + desk.open(more).text)
    assert sorted(seen) == numbers


def test_what_others_wrote_is_text(api: WholeApi) -> None:
    """On the list and on the page, also by who left it since."""
    said = {"name": HOSTILE, "reason": HOSTILE, "asked_by": "somebody-else"}
    put_organisation(api.organisations, make_confirmed(**said))
    put_organisation(api.organisations, make_organisation(OTHER_NUMBER, name=HOSTILE))
    desk = visitor(api, INTAKE)
    for address in (LIST, f"{LIST}?state=confirmed", PAGE, f"{LIST}/{OTHER_NUMBER}"):
        check_harmless(desk.open(address))
    assert "Không còn đại diện" in desk.open(PAGE).text
