"""Training sessions in the browser."""

from __future__ import annotations

import re

from tests.support.browsing import visitor
from tests.support.cases import ELSEWHERE, LEADER, OFFICER
from tests.support.directory import make_officer, put_officer
from tests.support.trainings import TRAINING, put_training
from tests.support.whole_api import WholeApi
from tests.unit.runtime.pages.test_pages import HOSTILE, check_harmless

LIST = "/officer/trainings"
PAGE = f"{LIST}/{TRAINING}"


def test_a_session_is_planned_in_the_browser(api: WholeApi) -> None:
    """With day and times as people type them; officers see it and have no form."""
    leader = visitor(api, LEADER)
    typed = {"title": "Tập huấn", "purpose": "Xử lý phản ánh.", "place": "Tầng 2"}
    times = {"day": "2026-08-05", "starts_at": "08:00", "ends_at": "11:00"}
    made = leader.submit(leader.open(LIST), LIST, **typed, **times)
    assert made.status == 303
    shown = visitor(api, OFFICER).open(made.goes_to)
    for words in ("Tập huấn", "Xử lý phản ánh.", "Tầng 2", "08:00, thứ Tư 05/08"):
        assert words in shown.text
    assert 'name="purpose"' not in visitor(api, OFFICER).open(LIST).html


def test_what_is_wrong_is_said_and_what_was_typed_stays(api: WholeApi) -> None:
    """Nowhere, and without a time."""
    leader = visitor(api, LEADER)
    refused = leader.submit(leader.open(LIST), LIST, title="Tập huấn", day="2026-08-05")
    assert refused.status == 422
    assert dict(refused.form(LIST).fields)["title"] == "Tập huấn"
    for name in ("purpose", "starts_at", "ends_at"):
        assert f'id="{name}-error"' in refused.html


def test_who_types_the_code_of_the_screen_is_on_the_list(api: WholeApi) -> None:
    """The leader shows it; a wrong one is told at its field."""
    put_training(api.trainings)
    leader, officer = visitor(api, LEADER), visitor(api, OFFICER)
    screen = leader.open(PAGE)
    code = next(word for word in screen.text.split() if word.isdigit() and len(word) == 6)
    page = officer.open(PAGE)
    assert code not in page.text
    wrong = officer.submit(page, f"{PAGE}/attendance", code=f"{(int(code) + 7) % 10**6:06d}")
    assert (wrong.status, 'id="code-error"' in wrong.html) == (422, True)
    there = officer.submit(page, f"{PAGE}/attendance", code=f"{code[:3]} {code[3:]}")
    assert there.goes_to == f"{PAGE}?done=there"
    assert "Đã điểm danh." in officer.open(there.goes_to).text
    screen = leader.open(PAGE)
    assert "Sở Xây dựng" in screen.text
    assert "so-xay-dung" not in screen.text


def test_a_list_is_written_by_hand_and_who_is_unknown_named(api: WholeApi) -> None:
    """The others are on it."""
    put_training(api.trainings)
    leader = visitor(api, LEADER)
    told = leader.submit(leader.open(PAGE), f"{PAGE}/list", officers="o1\nkhong-co")
    assert told.status == 422
    assert "Không có cán bộ: khong-co." in told.text
    done = leader.submit(leader.open(PAGE), f"{PAGE}/list", officers="o1")
    assert done.goes_to == f"{PAGE}?done=written"


def test_a_leader_ticks_colleagues_by_their_names(api: WholeApi) -> None:
    """Who is on the list is not there to be ticked again; who is named twice is written once."""
    put_training(api.trainings)
    leader = visitor(api, LEADER)
    page = leader.open(PAGE)
    mine = re.findall(
        r'name="colleagues" type="checkbox" value="(\w+)"[^>]*><label[^>]*>([^<]+)<', page.html
    )
    assert "o1" in dict(mine)
    assert all(name != id for id, name in mine)
    sent = {**dict(page.form(f"{PAGE}/list").fields), "colleagues": ["o1"], "officers": "o1"}
    assert leader.send(f"{PAGE}/list", sent).goes_to == f"{PAGE}?done=written"
    assert 'type="checkbox" value="o1"' not in leader.open(PAGE).html
    mistyped = leader.send(f"{PAGE}/list", {**sent, "colleagues": ["o2"], "officers": "khong-co"})
    assert mistyped.status == 422
    assert 'name="colleagues"' not in visitor(api, OFFICER).open(PAGE).html


def test_a_long_list_of_who_was_there_goes_on(api: WholeApi) -> None:
    """A hundred at once, and all of them by the link below."""
    put_training(api.trainings)
    ids = {f"p{number:03}" for number in range(101)}
    for id in ids:
        put_officer(api.office.directory, make_officer(id, name=f"Vàng {id}"))
    leader = visitor(api, LEADER)
    form = dict(leader.open(PAGE).form(f"{PAGE}/list").fields)
    for some in (sorted(ids)[:50], sorted(ids)[50:]):
        assert leader.send(f"{PAGE}/list", {**form, "colleagues": some}).status == 303
    first = leader.open(PAGE)
    further = re.search(r'href="\?(cursor=[^"]+)"', first.html)
    assert further
    second = leader.open(f"{PAGE}?{further[1]}")
    named = [re.findall(r"<li>Vàng (p\d{3}) ", seen.html) for seen in (first, second)]
    assert ([len(one) for one in named], {*named[0], *named[1]}) == ([100, 1], ids)
    assert "cursor=" not in second.html.partition("</main>")[0]
    assert leader.open(f"{PAGE}?cursor=broken").status == 400


def test_invitations_go_out_by_a_button(api: WholeApi) -> None:
    """And pressed again nobody is invited twice."""
    put_training(api.trainings)
    leader = visitor(api, LEADER)
    first = leader.submit(leader.open(PAGE), f"{PAGE}/invitations")
    again = leader.submit(leader.open(PAGE), f"{PAGE}/invitations")
    assert "Đã gửi 0 thư mời" not in first.text
    assert "Đã gửi 0 thư mời" in again.text


def test_others_find_no_session(api: WholeApi) -> None:
    """And on no list."""
    put_training(api.trainings)
    assert visitor(api, ELSEWHERE).open(PAGE).status == 404
    assert "Chưa có buổi tập huấn nào." in visitor(api, ELSEWHERE).open(LIST).text


def test_what_others_wrote_is_text(api: WholeApi) -> None:
    """On the list and on the page."""
    put_training(api.trainings, title=HOSTILE, link=None)
    for address in (LIST, PAGE):
        check_harmless(visitor(api, OFFICER).open(address))
