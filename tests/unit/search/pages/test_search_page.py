"""Cases are found in the browser: by words in the address, by a phone in a form."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import pytest

from chalicelib.kernel.actors import Actor, Role
from infra.static_files import content
from tests.support.actors import central
from tests.support.browsing import Visitor
from tests.support.people import PHONE
from tests.support.whole_api import WholeApi, whole_api
from tests.unit.runtime.pages.test_pages import HOSTILE, check_harmless

OFFICER, INTAKE = Actor(Role.OFFICER, "o1", "so-xay-dung"), central(Role.INTAKE, "i1")


@pytest.fixture
def api() -> Iterator[WholeApi]:
    with whole_api() as api:
        yield api


def test_without_a_question_there_is_the_form_alone(api: WholeApi) -> None:
    """No search is made, and none is entered anywhere."""
    seen = Visitor().sign_in_as(api, OFFICER).open("/officer/search")
    assert seen.status == 200
    assert "Tìm thấy" not in seen.text
    assert "Số điện thoại của người gửi" not in seen.text


def test_cases_are_found_by_words_and_by_what_they_are(api: WholeApi) -> None:
    """The question stands in the address and in the form."""
    case = api.office.in_progress()
    visitor = Visitor().sign_in_as(api, OFFICER)
    seen = visitor.open("/officer/search?q=o+ga&state=in_progress&category=roads")
    assert "Tìm thấy 1 phản ánh" in seen.text
    assert f'href="/officer/cases/{case.code}"' in seen.html
    fields = dict(seen.form("/officer/search").fields)
    assert (fields["q"], fields["state"], fields["category"]) == ("o ga", "in_progress", "roads")
    assert "Không thấy phản ánh nào." in visitor.open("/officer/search?state=closed").text


def test_lines_without_a_tick_keep_no_room_for_one(api: WholeApi) -> None:
    """Those of the inbox have both, those of the search neither."""
    api.office.in_progress()
    visitor = Visitor().sign_in_as(api, OFFICER)
    inbox, search = (
        visitor.open(f"/officer/{one}").html for one in ("inbox", "search?state=in_progress")
    )
    assert [("app-work--picks" in one, "app-work__pick" in one) for one in (inbox, search)] == [
        (True, True),
        (False, False),
    ]
    room = [
        one
        for one in content("office.css").decode().splitlines()
        if "padding" in one and " 3.25rem" in one
    ]
    assert [one.split()[0] for one in room] == [".app-work--picks"]


def test_a_code_leads_to_its_case(api: WholeApi) -> None:
    """Nobody has to choose it from a list of one."""
    case = api.office.in_progress()
    seen = Visitor().sign_in_as(api, OFFICER).open(f"/officer/search?q={case.code.lower()}")
    assert seen.goes_to == f"/officer/cases/{case.code}"


def test_what_is_wrong_with_a_question_is_said_at_the_field(api: WholeApi) -> None:
    """And the rest of it stays."""
    seen = Visitor().sign_in_as(api, OFFICER).open("/officer/search?q=g%C3%A0&to=2026-13-01")
    assert seen.status == 422
    assert 'href="#to"' in seen.html
    assert dict(seen.form("/officer/search").fields)["q"] == "gà"


def test_the_desk_finds_cases_by_phone(api: WholeApi) -> None:
    """By a form: the number is in no address, and a wrong one is told at the field."""
    visitor = Visitor().sign_in_as(api, INTAKE)
    opened = visitor.open("/officer/search")
    form = next(
        one for one in opened.read().forms if one.method == "post" and "search" in one.action
    )
    sent = visitor.send("/officer/search", {**dict(form.fields), "phone": PHONE})
    assert sent.status == 200
    assert "Tìm thấy" in sent.text
    wrong = visitor.send("/officer/search", {**dict(form.fields), "phone": "chín một hai"})
    assert wrong.status == 422
    assert 'id="phone-error"' in wrong.html


def test_texts_of_strangers_are_shown_as_they_were_written(api: WholeApi) -> None:
    """In the results."""
    api.office.in_progress(description=HOSTILE)
    visitor = Visitor().sign_in_as(api, OFFICER)
    check_harmless(visitor.open("/officer/search?state=in_progress"))
    assert visitor.open(f"/officer/search?q={quote(HOSTILE)}").status in (200, 422)
