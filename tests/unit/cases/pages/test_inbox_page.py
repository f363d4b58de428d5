"""The inbox in the browser: what is next, by the day on which it is due."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from urllib.parse import quote

import openpyxl
import pytest

from chalicelib.cases.domain import commands
from chalicelib.kernel.actors import Actor, Role
from tests.support.actors import central
from tests.support.browsing import Visitor
from tests.support.whole_api import WholeApi, whole_api
from tests.unit.runtime.pages.test_pages import HOSTILE, check_closed, check_harmless


@pytest.fixture
def api() -> Iterator[WholeApi]:
    with whole_api() as api:
        yield api


OFFICER, INTAKE = Actor(Role.OFFICER, "o1", "so-xay-dung"), central(Role.INTAKE, "i1")


def headings(html: str) -> list[str]:
    """The groups, in their order."""
    return [
        " ".join(re.sub(r"<[^>]*>", " ", one).split())
        for one in re.findall(r'class="app-work__group[^"]*">(.*?)</th>', html, re.DOTALL)
    ]


def test_the_heading_says_what_is_next(api: WholeApi) -> None:
    """Monday morning: nothing is due today, and the soonest is named."""
    case = api.office.assigned()
    seen = Visitor().sign_in_as(api, OFFICER).open("/officer/inbox")
    assert seen.status == 200
    assert "Hết việc đến hạn hôm nay" in seen.text
    assert "Việc gần nhất đến hạn 17:00, thứ Năm 06/08." in seen.text
    assert f'href="/officer/cases/{case.code}?queue=mine" role="button"' in seen.html


def test_every_queue_has_its_count(api: WholeApi) -> None:
    """Also those that are not open."""
    api.office.assigned()
    api.office.submit()
    seen = Visitor().sign_in_as(api, INTAKE).open("/officer/inbox")
    counts = dict(
        re.findall(r'queue=(\w+)"[^>]*>[^<]* <span class="app-count">([^<]*)<', seen.html)
    )
    assert counts == {"mine": "0", "agency": "0", "intake": "1", "overdue": "0", "publication": "0"}


def test_work_is_grouped_by_the_day_it_is_due(api: WholeApi) -> None:
    """What is overdue stands first, what waits for its citizen last; each is said in words."""
    office = api.office
    late = office.assigned()
    office.clock.advance(days=2)
    office.assigned()
    waiting = office.assigned()
    office.take(waiting, OFFICER, commands.RequestInfo("Chỗ nào ạ?"))
    office.clock.advance(days=5)
    office.assigned()
    office.clock.advance(hours=1)
    seen = Visitor().sign_in_as(api, OFFICER).open("/officer/inbox")
    assert headings(seen.html) == [
        "Quá hạn 1 phản ánh",
        "Hôm nay, thứ Hai 10/08 1 phản ánh",
        "Đến hạn thứ Năm 13/08 1 phản ánh",
        "Chờ người dân, hạn đang dừng 1 phản ánh",
    ]
    assert "Hôm nay còn 1 việc đến hạn, 1 việc đã quá hạn" in seen.text
    assert "quá hạn 1 ngày 1 giờ làm việc 17:00, thứ Năm 06/08" in seen.text
    assert seen.text.index(late.code) < seen.text.index(waiting.code)


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("?category=sanitation", {"rác"}),
        ("?commune=02683", {"rác"}),
        ("?q=DONG+RAC", {"rác"}),
        ("?q=o+ga", {"gà"}),
        ("?state=in_progress", {"gà"}),
        ("?due=late", set()),
        ("?q=không+có", set()),
        ("?category=roads&state=assigned", set()),
        ("", {"gà", "rác"}),
    ],
)
def test_filters_stand_in_the_address(api: WholeApi, address: str, shown: set[str]) -> None:
    """Words are found without diacritics; what was chosen stays chosen."""
    api.office.in_progress()
    api.office.assigned(
        category="sanitation", commune="02683", description="Đống rác trước chợ bốc mùi."
    )
    visitor = Visitor().sign_in_as(api, OFFICER)
    seen = visitor.open(f"/officer/inbox{address}")
    found = {word for word, text in (("gà", "Ổ gà sâu"), ("rác", "Đống rác")) if text in seen.text}
    assert found == shown
    assert bool(re.search(r"\d trong 2 phản ánh khớp bộ lọc", seen.text)) == bool(address)
    if not shown:
        assert "Không có phản ánh nào khớp bộ lọc." in seen.text


@pytest.mark.parametrize(
    ("role", "queues"),
    [
        (Role.OFFICER, ["Của tôi", "Đơn vị", "Quá hạn"]),
        (Role.LEADER, ["Của tôi", "Đơn vị", "Quá hạn", "Đã báo lên", "Xin gia hạn"]),
        (Role.INTAKE, ["Của tôi", "Đơn vị", "Chờ tiếp nhận", "Quá hạn", "Chờ công khai"]),
        (
            Role.SUPERVISOR,
            ["Của tôi", "Đơn vị", "Chờ tiếp nhận", "Quá hạn", "Đã báo lên", "Xin gia hạn"],
        ),
        (Role.HOTLINE, []),
    ],
)
def test_each_role_sees_its_queues(api: WholeApi, role: Role, queues: list[str]) -> None:
    """A queue that is not the role's is not offered, and one that is named is not shown."""
    visitor = Visitor().sign_in_as(api, central(role, "x1"))
    seen = visitor.open("/officer/inbox")
    assert seen.status == 200
    offered = re.findall(r'class="app-queues__item"[^>]*>([^<]*)', seen.html)
    assert [one.strip() for one in offered] == queues
    assert visitor.open("/officer/inbox?queue=nothing").status == 200


def test_what_is_to_be_published_is_offered_to_the_centre_alone(api: WholeApi) -> None:
    """The desk of an agency has no such queue."""
    visitor = Visitor().sign_in_as(api, Actor(Role.INTAKE, "x2", "so-xay-dung"))
    assert "Chờ công khai" not in visitor.open("/officer/inbox").html


def test_the_desk_begins_with_what_waits_for_it(api: WholeApi) -> None:
    """Its first queue is what has been received."""
    case = api.office.submit()
    seen = Visitor().sign_in_as(api, INTAKE).open("/officer/inbox")
    assert case.code in seen.text
    assert "Chưa giao đơn vị" in seen.text
    assert seen.title.startswith("Chờ tiếp nhận (1)")


def test_a_text_with_markup_is_shown_as_it_was_written(api: WholeApi) -> None:
    """In the list, and in the filter that somebody was sent a link to."""
    api.office.submit(description=HOSTILE)
    visitor = Visitor().sign_in_as(api, INTAKE)
    check_harmless(visitor.open("/officer/inbox"))
    seen = visitor.open(f"/officer/inbox?q={quote(HOSTILE)}")
    assert dict(seen.form("/officer/inbox").fields)["q"] == HOSTILE
    check_closed(seen)


def test_what_is_shown_is_there_as_a_sheet(api: WholeApi) -> None:
    """With the filters of the address, and the audit knows; an empty list has none."""
    case = api.office.assigned()
    api.office.assigned(category="sanitation")
    visitor = Visitor().sign_in_as(api, OFFICER)
    seen = visitor.open("/officer/inbox?category=roads")
    address = "/officer/inbox/sheet?queue=mine&category=roads"
    assert address.replace("&", "&amp;") in seen.html
    assert visitor.open(address).goes_to.endswith(".xlsx")
    (content,) = api.offered_files.files.values()
    rows = list(openpyxl.load_workbook(BytesIO(content)).active.iter_rows(values_only=True))
    assert [row[0] for row in rows if row[0] and row[0].startswith("LC-")] == [case.code]
    assert "Đã chuyển xử lý" in rows[-1]
    none = visitor.open("/officer/inbox/sheet?queue=mine&q=nothing")
    assert none.goes_to.startswith("/officer/inbox?queue=mine")


def test_filters_are_saved_under_a_name(api: WholeApi) -> None:
    """For whoever saved them, in this browser, and as many as one can see at a glance."""
    visitor = Visitor().sign_in_as(api, OFFICER)
    filtered = visitor.open("/officer/inbox?queue=agency&state=in_progress&q=ổ+gà")
    save = "/officer/inbox/filters"
    sent = visitor.submit(filtered, save, name=f"Đang làm {HOSTILE}"[:40])
    where = "/officer/inbox?queue=agency&q=%E1%BB%95+g%C3%A0&state=in_progress"
    assert sent.goes_to == where
    seen = visitor.open("/officer/inbox")
    check_closed(seen)
    assert "Bộ lọc đã lưu: Đang làm" in seen.text
    assert where.replace("&", "&amp;") in seen.html
    assert "onerror" not in [name for _, name, _ in seen.read().attributes]
    for number in range(8):
        visitor.submit(visitor.open(where), save, name=f"Lọc {number}")
    assert visitor.open("/officer/inbox").html.count("/officer/inbox?queue=agency&amp;q=") == 6
    other = Visitor().sign_in_as(api, INTAKE)
    other.cookies["__Host-filters"] = visitor.cookies["__Host-filters"]
    assert "Bộ lọc đã lưu" not in other.open("/officer/inbox").text
    other.cookies["__Host-filters"] = "AAAA"
    assert other.open("/officer/inbox").status == 200
    page = visitor.open(where)
    assert "Bỏ “Lọc 7”" in page.text
    visitor.submit(page, save, drop="Lọc 7")
    assert "Lọc 7" not in visitor.open("/officer/inbox").text
