"""Administrators read, edit and take back rules in a browser without script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from urllib.parse import urlencode

import pytest

from chalicelib.kernel.actors import Actor, Role
from chalicelib.rules.domain.rules import Rules
from tests.support.actors import central
from tests.support.browsing import Seen, Visitor
from tests.support.whole_api import WholeApi, whole_api
from tests.unit.runtime.pages.test_pages import HOSTILE, check_closed, check_harmless

ADMINISTRATOR = central(Role.ADMINISTRATOR, "a1")
SUPERVISOR = central(Role.SUPERVISOR, "s1")
CALENDAR = "/officer/rules/calendar"
_PLACE = re.compile(r"rules\.(\d+)\.")
NOTICE = "Thông báo 15/TB-UBND ngày 20/11/2026"


@pytest.fixture
def api() -> Iterator[WholeApi]:
    with whole_api() as api:
        yield api


def send(visitor: Visitor, seen: Seen, address: str, **typed: str) -> Seen:
    """The form of the page with these fields written over, several values of a name kept."""
    fields = [one for one in seen.form(address).fields if one[0] not in typed]
    body = urlencode([*fields, *typed.items()]).encode()
    headers = {
        "Sec-Fetch-Site": "same-origin",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    return visitor._ask("POST", address, body, headers)


def new_day_off(visitor: Visitor, step: str, **more: str) -> Seen:
    address = f"{CALENDAR}/edit"
    day = {
        "overrides.5.day": "2026-12-31",
        "overrides.5.kind": "off",
        "overrides.5.source": NOTICE,
    }
    return send(visitor, visitor.open(address), address, step=step, **day, **more)


@pytest.mark.parametrize("kind", Rules)
def test_each_document_is_read_and_edited_unchanged(api: WholeApi, kind: Rules) -> None:
    """What stands there is offered, and an edit that changes nothing is said to change nothing."""
    visitor = Visitor().sign_in_as(api, ADMINISTRATOR)
    seen = visitor.open(f"/officer/rules/{kind.value}")
    check_closed(seen)
    assert "Đang áp dụng." in seen.text
    address = f"/officer/rules/{kind.value}/edit"
    previewed = send(visitor, visitor.open(address), address, step="preview")
    assert previewed.status == 200
    assert "Không khác bản mới nhất." in previewed.text
    check_closed(previewed)


def test_limits_are_read_with_what_they_are_for(api: WholeApi) -> None:
    """Each of the four in one line, with its urgency before it."""
    seen = Visitor().sign_in_as(api, ADMINISTRATOR).open("/officer/rules/policies").text
    assert (
        "Thời hạn xử lý Khẩn cấp 1 ngày làm việc Tại chỗ 3 ngày làm việc "
        "Thông thường 7 ngày làm việc Phức tạp 10 ngày làm việc"
    ) in seen
    assert "Thời hạn tiếp nhận 8 giờ làm việc" in seen
    assert "Đơn vị tính" not in seen


def test_the_roll_out_is_read_by_names_and_not_by_codes(api: WholeApi) -> None:
    """To whom reports go; and of times what they are for."""
    seen = Visitor().sign_in_as(api, ADMINISTRATOR).open("/officer/rules/roll-out").text
    assert "Lịch báo cáo 1 Sở Khoa học và Công nghệ, Báo cáo tháng của xã, phường" in seen
    assert "so-khcn" not in seen
    assert "Danh sách buổi sáng: ai chậm mục tiêu Gửi từ: 07:30; Không gửi sau: 11:30" in seen
    assert "Nhắc xã, phường chưa gửi Từ báo cáo của tháng có ngày: 01/08/2026; Lúc: 08:00" in seen


def test_the_year_shows_every_day_and_says_the_special_ones(api: WholeApi) -> None:
    """Of 2026: the swap, the make-up Saturdays, the holidays by name; a year without a notice is
    provisional."""
    visitor = Visitor().sign_in_as(api, ADMINISTRATOR)
    seen = visitor.open(f"{CALENDAR}?year=2026")
    cells = [value for tag, name, value in seen.read().attributes if (tag, name) == ("td", "class")]
    looks = [value.split()[0] for value in cells if value and value.split()[0] in LOOKS]
    assert len([one for one in cells if one != "none" and "govuk" not in one]) == 365
    assert looks.count("makeup") == 2
    assert looks.count("swap") == 3
    assert "Tết Dương lịch" in seen.text
    assert "tạm tính" not in seen.text
    assert "tạm tính" in visitor.open(f"{CALENDAR}?year=2030").text


LOOKS = ("holiday", "swap", "makeup", "rest")


def test_an_edit_shows_what_it_does_before_it_is_done(api: WholeApi) -> None:
    """A day off more: which day, which cases move; then it is published, with its document."""
    case = api.office.in_progress()
    api.office.clock.advance(days=1)
    visitor = Visitor().sign_in_as(api, ADMINISTRATOR)
    address = f"{CALENDAR}/edit"
    due = api.office.find(case).clock.due_at  # type: ignore[union-attr]
    day = due.date().isoformat()
    seen = send(
        visitor,
        visitor.open(address),
        address,
        step="preview",
        **{
            "overrides.5.day": day,
            "overrides.5.kind": "off",
            "overrides.5.source": NOTICE,
            "valid_from": "2026-08-04",
        },
    )
    assert seen.status == 200
    assert "1 phản ánh đổi hạn" in seen.text
    assert case.code in seen.text
    assert NOTICE in seen.text
    assert visitor.open(CALENDAR).text.count("Bản 2") == 0
    done = send(visitor, seen, address, step="publish")
    assert done.goes_to == f"{CALENDAR}?done=published"
    shown = visitor.open(done.goes_to)
    assert "Đã công bố bản 2." in shown.text
    assert NOTICE in shown.text


def test_a_preview_names_categories_and_agencies(api: WholeApi) -> None:
    """As the form does: roads go elsewhere, and so does what committees had."""
    visitor, address = Visitor().sign_in_as(api, ADMINISTRATOR), "/officer/rules/routing-rules/edit"
    changed = {"rules.0.agency": "so-y-te", "rules.6.agency": "so-noi-vu"}
    seen = send(visitor, visitor.open(address), address, step="preview", **changed)
    assert seen.status == 200
    moved = seen.text.partition("nhóm phản ánh về đơn vị khác")[2].partition("Công bố")[0]
    assert "Giao thông, đường sá, Khẩn cấp · 99 xã, phường: Sở Xây dựng → Sở Y tế" in moved
    assert ": UBND xã, phường nơi xảy ra → Sở Nội vụ" in moved
    assert "so-" not in moved
    assert "ubnd-" not in moved


def test_an_earlier_version_comes_back_as_a_new_one(api: WholeApi) -> None:
    """The form begins with it; the history keeps all three."""
    visitor = Visitor().sign_in_as(api, ADMINISTRATOR)
    assert new_day_off(visitor, "publish").status == 303
    old = visitor.open(f"{CALENDAR}?version=1")
    assert ("a", "href", f"{CALENDAR}/edit?from=1") in old.read().attributes
    seen = visitor.open(f"{CALENDAR}/edit?from=1")
    assert "2026-12-31" not in seen.html
    assert send(visitor, seen, f"{CALENDAR}/edit", step="publish").status == 303
    text = visitor.open(CALENDAR).text
    assert all(f"Bản {version}" in text for version in (1, 2, 3))


def test_what_is_wrong_is_said_at_its_field(api: WholeApi) -> None:
    """And nothing is lost or half done."""
    visitor = Visitor().sign_in_as(api, ADMINISTRATOR)
    seen = new_day_off(visitor, "publish", source="", **{"week.monday": "11:30-07:30"})
    assert seen.status == 422
    assert 'href="#week.monday"' in seen.html
    assert 'href="#source"' in seen.html
    assert NOTICE in seen.html
    assert "Bản 2" not in visitor.open(CALENDAR).text


def test_a_version_that_is_sent_twice_is_published_once(api: WholeApi) -> None:
    """Its first answer got lost: the second says that it is done."""
    visitor = Visitor().sign_in_as(api, ADMINISTRATOR)
    address = f"{CALENDAR}/edit"
    opened = visitor.open(address)
    first, again = (send(visitor, opened, address, step="publish", source=NOTICE) for _ in range(2))
    assert first.goes_to == again.goes_to == f"{CALENDAR}?done=published"
    text = visitor.open(CALENDAR).text
    assert "Bản 2" in text
    assert "Bản 3" not in text


def test_somebody_else_was_faster(api: WholeApi) -> None:
    """What was typed is kept, beside the version that came meanwhile."""
    visitor = Visitor().sign_in_as(api, ADMINISTRATOR)
    address = f"{CALENDAR}/edit"
    before = visitor.open(address)
    assert new_day_off(visitor, "publish").status == 303
    late = send(visitor, before, address, step="publish", source=NOTICE)
    assert late.status == 412
    assert "Vừa có bản mới hơn." in late.text
    assert NOTICE in late.html
    assert send(visitor, late, address, step="publish").status == 303


def test_supervisors_edit_reminders_alone_and_officers_nothing(api: WholeApi) -> None:
    """What a page leaves out the route refuses."""
    supervisor = Visitor().sign_in_as(api, SUPERVISOR)
    links = supervisor.open(CALENDAR).read().attributes
    assert ("a", "href", f"{CALENDAR}/edit") not in links
    assert new_day_off(supervisor, "publish").status == 403
    policies = "/officer/rules/policies/edit"
    form = supervisor.open(policies)
    assert send(supervisor, form, policies, step="publish", close_days="20").status == 403
    officer = Visitor().sign_in_as(api, Actor(Role.OFFICER, "o1", "so-xay-dung"))
    assert officer.open("/officer/rules").status == 403
    assert Visitor().sign_in_as(api, ADMINISTRATOR).open("/officer/rules/laws").status == 404


def test_markup_in_a_source_arrives_as_text(api: WholeApi) -> None:
    """In the list of versions and in the form."""
    visitor = Visitor().sign_in_as(api, ADMINISTRATOR)
    assert new_day_off(visitor, "publish", source=HOSTILE).status == 303
    check_harmless(visitor.open(CALENDAR + "?year=2031"))


def test_as_many_rules_as_there_may_be_fit_into_the_form(api: WholeApi) -> None:
    """Two hundred, each with thirteen key words: as the browser sends them they are longer than
    what the route takes of the document itself."""
    visitor, address = Visitor().sign_in_as(api, ADMINISTRATOR), "/officer/rules/routing-rules/edit"
    fields = visitor.open(address).form(address).fields
    numbers = sorted({int(found[1]) for name, _ in fields if (found := _PLACE.match(name))})
    rows = {n: [one for one in fields if one[0].startswith(f"rules.{n}.")] for n in numbers}
    others = [one for one in fields if not _PLACE.match(one[0])]
    for number in range(numbers[-1], 200):
        again = [(_PLACE.sub(f"rules.{number}.", name), value) for name, value in rows[0]]
        words = "\n".join(f"đường vỡ {number} {word}" for word in range(13))
        told = {"key_words": words, "id": f"rule-{number}", "_order": "0"}
        rows[number] = [(n, told.get(n.rpartition(".")[2], v)) for n, v in again]
        rows[number].append((f"rules.{number}.sure", "yes"))
    body = urlencode([*others, *chain.from_iterable(rows.values()), ("step", "preview")]).encode()
    assert len(body) > 140_000
    sent = {"Sec-Fetch-Site": "same-origin", "Content-Type": "application/x-www-form-urlencoded"}
    seen = visitor._ask("POST", address, body, sent)
    assert (seen.status, "rule-199" in seen.html) == (200, True), seen.text[:500]
