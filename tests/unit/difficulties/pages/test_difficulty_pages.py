"""Difficulties in the browser."""

from __future__ import annotations

from tests.support.browsing import visitor
from tests.support.cases import ELSEWHERE, LEADER, OFFICER, SUPERVISOR
from tests.support.difficulties import DIFFICULTY, put_difficulty
from tests.support.whole_api import WholeApi
from tests.unit.runtime.pages.test_pages import HOSTILE, check_harmless

LIST = "/officer/difficulties"
PAGE = f"{LIST}/{DIFFICULTY}"
TEXT = "Thôn Nậm Kén chưa có sóng 4G."


def test_a_difficulty_goes_its_way_in_the_browser(api: WholeApi) -> None:
    """Raised by an officer, given an owner by the centre, solved by the owner's leader."""
    officer, centre = visitor(api, OFFICER), visitor(api, SUPERVISOR)
    raised = officer.submit(officer.open(LIST), LIST, topic="network", text=TEXT)
    assert raised.status == 303
    page = raised.goes_to
    assert "owner" not in [f.action.rpartition("/")[2] for f in officer.open(page).read().forms]
    owned = centre.submit(centre.open(page), f"{page}/owner", owner="so-xay-dung", due="2026-08-20")
    assert owned.goes_to == page
    leader = visitor(api, LEADER)
    solution = "Đã lắp trạm phát sóng tạm."
    assert leader.submit(leader.open(page), f"{page}/solution", solution=solution).status == 303
    shown = officer.open(page)
    for words in ("Mạng, sóng, Đã giải quyết", TEXT, solution, "Sở Xây dựng", "thứ Năm 20/08"):
        assert words in shown.text


def test_what_is_wrong_is_said_and_what_was_typed_stays(api: WholeApi) -> None:
    """Of a new one, and of an owner."""
    officer = visitor(api, OFFICER)
    refused = officer.submit(officer.open(LIST), LIST, topic="", text="ngắn")
    assert refused.status == 422
    assert dict(refused.form(LIST).fields)["text"] == "ngắn"
    assert 'id="text-error"' in refused.html
    put_difficulty(api.difficulties)
    centre = visitor(api, SUPERVISOR)
    owner = centre.submit(centre.open(PAGE), f"{PAGE}/owner", owner="moon", due="2026-08-20")
    assert owner.status == 422
    assert 'id="owner-error"' in owner.html


def test_a_list_is_its_readers_and_is_compiled(api: WholeApi) -> None:
    """By state too."""
    put_difficulty(api.difficulties)
    assert TEXT in visitor(api, OFFICER).open(f"{LIST}?state=assigned").text
    assert TEXT not in visitor(api, OFFICER).open(f"{LIST}?state=solved").text
    assert TEXT not in visitor(api, ELSEWHERE).open(LIST).text
    assert visitor(api, ELSEWHERE).open(PAGE).status == 404
    assert visitor(api, SUPERVISOR).open(f"{LIST}/sheet").status == 303


def test_what_others_wrote_is_text(api: WholeApi) -> None:
    """On the list and on the page."""
    put_difficulty(api.difficulties, text=HOSTILE)
    for address in (LIST, PAGE):
        check_harmless(visitor(api, LEADER).open(address))
