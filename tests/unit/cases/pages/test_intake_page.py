"""Writing a case down while somebody tells of it, in the browser and without script."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from chalicelib.cases.domain.workflow import State
from chalicelib.cases.pages.commune_names import named_commune
from chalicelib.kernel.actors import Actor, Role
from tests.support.actors import central
from tests.support.browsing import Seen, Visitor
from tests.support.whole_api import WholeApi, whole_api
from tests.unit.cases.http.test_similar import RUBBISH, learn
from tests.unit.runtime.pages.test_pages import HOSTILE, check_harmless

NEW, LOOK = "/officer/intake/new", "/officer/intake/look"
INTAKE, HOTLINE = central(Role.INTAKE, "i1"), central(Role.HOTLINE, "h1")
TOLD = {"description": "Ổ gà sâu trước cổng trường.", "commune": "lao cai", "category": "roads"}
COMMUNES = [("1", "Phường Lào Cai"), ("2", "Phường Cam Đường"), ("3", "Xã Cảm Nhân")]


@pytest.fixture
def api() -> Iterator[WholeApi]:
    with whole_api() as api:
        yield api


def sent(visitor: Visitor, action: str = NEW, **typed: str) -> Seen:
    return visitor.send(action, {**dict(visitor.open(NEW).form(NEW).fields), **typed})


def test_a_case_is_written_down_and_its_code_is_there_to_be_read_out(api: WholeApi) -> None:
    """With the caller's number, which finds it later; the next call has an empty form."""
    visitor = Visitor().sign_in_as(api, HOTLINE)
    seen = sent(
        visitor,
        **TOLD,
        address="Tổ 12",
        visibility="public",
        **{"reporter.phone": "0912 345 678", "reporter.full_name": "Giàng Thị Mẩy"},
    )
    assert seen.goes_to.startswith(f"{NEW}?entered=LC-")
    after = visitor.open(seen.goes_to)
    code = seen.goes_to.partition("entered=")[2]
    assert code in after.text
    assert "Đọc mã này cho người gọi" in after.text
    case = api.office.store.cases[code]
    assert (case.commune, case.channel, case.address) == ("02647", "hotline", "Tổ 12")
    assert dict(after.form(NEW).fields)["description"] == ""
    assert "0912" not in seen.goes_to


def test_a_form_that_is_sent_twice_is_one_case(api: WholeApi) -> None:
    """As the idempotency key of the form has it."""
    visitor = Visitor().sign_in_as(api, INTAKE)
    form = {**dict(visitor.open(NEW).form(NEW).fields), **TOLD, "visibility": "private"}
    assert visitor.send(NEW, form).goes_to == visitor.send(NEW, form).goes_to != ""


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({}, "Chưa có xã, phường."),
        ({"commune": "Hà Nội"}, "Không có xã, phường nào tên “Hà Nội”."),
        ({"commune": "ba"}, "“ba” có thể là: "),
        ({"commune": "lao cai", "reporter.phone": "chín một hai"}, "số điện thoại"),
        ({"commune": "lao cai", "received_at": "hôm qua"}, "Sai định dạng"),
        ({"commune": "lao cai", "received_at": "2026-07-01T08:00"}, "5 ngày"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    api: WholeApi, typed: dict[str, str], told: str
) -> None:
    """All at once, and what was typed stays."""
    visitor = Visitor().sign_in_as(api, INTAKE)
    seen = sent(visitor, description="Ổ gà sâu trước cổng trường.", **typed)
    assert seen.status == 422
    assert seen.title.startswith("Lỗi:")
    assert told.casefold() in seen.text.casefold()
    assert 'id="category-error"' in seen.html
    assert 'id="visibility-error"' in seen.html
    assert dict(seen.form(NEW).fields)["description"] == "Ổ gà sâu trước cổng trường."


def test_the_questions_of_the_category_are_asked(api: WholeApi) -> None:
    """By looking, and in the form that comes back; answers go with the case, and what is no answer
    is said at its question."""
    visitor = Visitor().sign_in_as(api, HOTLINE)
    told = {**TOLD, "category": "procedures", "visibility": "private"}
    looked = sent(visitor, LOOK, **told)
    assert "Mã hồ sơ" in looked.text
    assert "Mã hồ sơ" not in visitor.open(NEW).text
    wrong = sent(visitor, **told, **{"answers.visits": "ba", "answers.file_number": "H38.1"})
    assert wrong.status == 422
    assert 'id="answers.visits-error"' in wrong.html
    kept = dict(wrong.form(NEW).fields)
    assert (kept["answers.visits"], kept["answers.file_number"]) == ("ba", "H38.1")
    done = visitor.send(NEW, {**kept, "answers.visits": "3"})
    case = api.office.store.cases[done.goes_to.partition("entered=")[2]]
    found = {one.question: one.value for one in case.answers}
    assert found == {"file_number": "H38.1", "visits": 3}
    api.office.clock.advance(minutes=1)
    told = {**TOLD, "category": "environment", "visibility": "private", "answers.goes_on": "no"}
    done = sent(visitor, **told)
    case = api.office.store.cases[done.goes_to.partition("entered=")[2]]
    assert [one.value for one in case.answers] == [False]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("1.500", 1500), ("12.500.000", 12_500_000), ("1.234,5", 1234.5), ("2,5", 2.5), ("2.5", 2.5)],
)
def test_numbers_are_read_as_people_write_them(api: WholeApi, typed: str, kept: float) -> None:
    """Points between groups of three digits part thousands."""
    told = {**TOLD, "category": "procedures", "visibility": "private", "answers.visits": typed}
    done = sent(Visitor().sign_in_as(api, HOTLINE), **told)
    case = api.office.store.cases[done.goes_to.partition("entered=")[2]]
    assert [one.value for one in case.answers] == [kept]


@pytest.mark.parametrize(
    "typed", ["nan", "inf", "1e400", "1_0", "²", "9" * 5_000, "1.5.00", "1.234.5"]
)
def test_what_is_no_number_is_said_at_its_question(api: WholeApi, typed: str) -> None:
    """Also what a programming language takes for one."""
    told = {**TOLD, "category": "procedures", "visibility": "private", "answers.visits": typed}
    wrong = sent(Visitor().sign_in_as(api, HOTLINE), **told)
    assert (wrong.status, 'id="answers.visits-error"' in wrong.html) == (422, True)


def test_looking_shows_what_may_be_the_same_and_what_to_read_back(api: WholeApi) -> None:
    """Nothing is written; the category that the words surely speak of is chosen."""
    learn(api)
    other = api.office.accepted(description=RUBBISH, category="sanitation")
    before = api.trace()
    visitor = Visitor().sign_in_as(api, INTAKE)
    typed = {"description": RUBBISH, "commune": "Phường Lào Cai", "address": "Thôn 2"}
    seen = sent(visitor, LOOK, **typed, **{"reporter.phone": "0912345678"})
    assert seen.status == 200
    assert other.code in seen.text
    assert f"Tôi ghi: {RUBBISH[:-1]}, ở Thôn 2, Phường Lào Cai." in seen.text
    assert "số đuôi 678" in seen.text
    assert "Chắc chắn" in seen.text
    assert dict(seen.form(NEW).fields)["category"] == "sanitation"
    assert api.trace() == before


def test_before_a_place_is_known_only_the_category_is_suggested(api: WholeApi) -> None:
    """And of a few letters nothing."""
    learn(api)
    visitor = Visitor().sign_in_as(api, HOTLINE)
    assert "Chắc chắn" in sent(visitor, LOOK, description=RUBBISH).text
    assert "Chắc chắn" not in sent(visitor, LOOK, description="Bãi rác").text


def test_the_desk_merges_what_is_the_same(api: WholeApi) -> None:
    """The new case follows the one that was there; the hotline cannot."""
    parent = api.office.accepted()
    visitor = Visitor().sign_in_as(api, INTAKE)
    assert f'value="{parent.code}"' in sent(visitor, LOOK, **TOLD).html
    seen = sent(visitor, **TOLD, visibility="public", parent=parent.code)
    assert seen.goes_to.endswith("merged=1")
    code = seen.goes_to.partition("entered=")[2].partition("&")[0]
    case = api.office.store.cases[code]
    assert (case.state, case.duplicate_of) == (State.DUPLICATE, parent.code)
    assert "Đã gộp vào phản ánh đã có" in visitor.open(seen.goes_to).text
    hotline = Visitor().sign_in_as(api, HOTLINE)
    assert "ghi và gộp vào" not in sent(hotline, LOOK, **TOLD).text
    refused = sent(hotline, **TOLD, visibility="public", parent=parent.code)
    assert "Chưa gộp được" in hotline.open(refused.goes_to).text


def test_what_does_not_belong_here_has_its_wording(api: WholeApi) -> None:
    """While one is on the phone, and in the form that redirects a case."""
    visitor = Visitor().sign_in_as(api, INTAKE)
    assert "Ban Tiếp công dân tỉnh" in visitor.open(NEW).text
    case = api.office.submit()
    address = f"/officer/cases/{case.code}/redirect"
    fields = dict(visitor.open(f"{address}?where=denunciation").form(address).fields)
    assert fields["where"] == "denunciation"
    assert fields["text"].startswith("Đây là đơn tố cáo")
    assert dict(visitor.open(f"{address}?where=x").form(address).fields)["text"] == ""


def test_the_page_is_the_desks_alone(api: WholeApi) -> None:
    """As the route is; a stranger's words in it are text."""
    other = Visitor().sign_in_as(api, Actor(Role.OFFICER, "o1", "so-xay-dung"))
    assert other.open(NEW).status == 403
    visitor = Visitor().sign_in_as(api, INTAKE)
    check_harmless(sent(visitor, LOOK, description=HOSTILE, commune="lao cai", address=HOSTILE))


@pytest.mark.parametrize(
    ("typed", "code", "several"),
    [
        ("Phường Lào Cai", "1", ()),
        ("lao cai", "1", ()),
        (" LÀO  cai ", "1", ()),
        ("cam đ", "2", ()),
        ("cam", "", ("Phường Cam Đường", "Xã Cảm Nhân")),
        ("cam nhan", "3", ()),
        ("3", "3", ()),
        ("Hà Nội", "", ()),
        ("", "", ()),
    ],
)
def test_a_commune_is_found_by_what_is_typed(
    typed: str, code: str, several: tuple[str, ...]
) -> None:
    """With or without diacritics, kind or end."""
    found = named_commune(COMMUNES, typed)
    assert (found.code, found.several) == (code, several)
