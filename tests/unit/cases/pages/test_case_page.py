"""The case page, in a browser without script: what it shows, to whom, and where it leads."""

from __future__ import annotations

import re

from chalicelib.cases.domain import commands
from chalicelib.cases.domain.workflow import Action
from chalicelib.kernel.languages import Language
from chalicelib.runtime.pages.words import words_in
from chalicelib.runtime.services import services
from chalicelib.runtime.settings import Settings
from tests.support.browsing import Visitor
from tests.support.case_pages import INTAKE, LEADER, OFFICER, STRANGER, page
from tests.support.whole_api import WholeApi
from tests.unit.cases.http.test_similar import RUBBISH, learn
from tests.unit.runtime.pages.test_pages import HOSTILE, check_harmless


def test_a_case_shows_time_next_step_and_words(api: WholeApi) -> None:
    """In the order in which one works: time, the one next step, why, words, story."""
    case = api.office.in_progress()
    seen = Visitor().sign_in_as(api, OFFICER).open(page(case))
    assert seen.status == 200
    text = seen.text
    order = ["còn 3 ngày làm việc", "Soạn trả lời", "Vì sao hạn là", "Người dân viết", "Quá trình"]
    assert [text.index(one) for one in order] == sorted(text.index(one) for one in order)
    assert "Người gửi: ẩn với cán bộ xử lý" in text
    assert "Giàng Thị Mẩy" not in text
    assert text.count("Bắt đầu xử lý") == 1


def test_a_read_by_a_page_names_the_network_of_the_browser(api: WholeApi) -> None:
    """Through the distribution as without it: the audit would else say that one of its servers
    looked."""
    key, case = "a-key-of-the-stack", api.office.in_progress()
    given = services().get(Settings).given
    services().register_value(Settings, Settings({**given, "EDGE_KEY": key}))
    visitor = Visitor(X_Edge_Key=key, X_Forwarded_For="10.9.8.7, 203.0.113.7")
    api.audit.reads.clear()
    assert visitor.sign_in_as(api, OFFICER).open(page(case)).status == 200
    assert {event["network"] for event in api.audit.reads.values()} == {"203.0.113.0/24"}


def test_what_stands_in_an_address_is_decoded_once(api: WholeApi) -> None:
    """A code that was encoded twice is no code."""
    case = api.office.in_progress()
    visitor = Visitor().sign_in_as(api, OFFICER)
    assert visitor.open(page(case).replace("LC-", "LC%2D")).status == 200
    assert visitor.open(page(case).replace("LC-", "LC%252D")).status == 404


def test_who_may_not_see_a_case_learns_nothing(api: WholeApi) -> None:
    """Neither its page nor a form of it, sent or not."""
    case = api.office.in_progress()
    visitor = Visitor().sign_in_as(api, STRANGER)
    for action in ("", "note", "propose_answer"):
        seen = visitor.open(page(case, action))
        assert seen.status == 404
        assert "Không có phản ánh này, hoặc anh/chị không được xem." in seen.text
        assert "Ổ gà" not in seen.html
    mine = Visitor().sign_in_as(api, OFFICER)
    token = dict(mine.open(page(case, "note")).form(page(case, "note")).fields)["_token"]
    assert visitor.send(page(case, "note"), {"_token": token, "text": "x y"}).status == 404


def test_texts_of_strangers_are_shown_as_they_were_written(api: WholeApi) -> None:
    """Description, note, answer: on the page, in the story and in a form."""
    case = api.office.in_progress(description=HOSTILE, address=HOSTILE)
    api.office.take(api.office.find(case), OFFICER, commands.Note(HOSTILE, ()))
    visitor = Visitor().sign_in_as(api, OFFICER)
    check_harmless(visitor.open(page(case)))
    check_harmless(visitor.open(page(case, "note")))
    api.office.take(api.office.find(case), OFFICER, commands.ProposeAnswer(HOSTILE))
    check_harmless(Visitor().sign_in_as(api, LEADER).open(page(case)))


def test_the_box_in_the_head_finds_a_case_by_its_code(api: WholeApi) -> None:
    """However it was typed; words lead to the search."""
    case = api.office.in_progress()
    visitor = Visitor().sign_in_as(api, OFFICER)
    assert visitor.open(f"/officer/find?code=+{case.code.lower()}+").goes_to == page(case)
    assert visitor.open("/officer/find?code=%E1%BB%95+g%C3%A0").goes_to == (
        "/officer/search?q=%E1%BB%95+g%C3%A0"
    )


def test_cases_that_may_be_the_same_are_looked_for_when_asked(api: WholeApi) -> None:
    """With the reasons."""
    api.office.in_progress()
    case = api.office.in_progress()
    visitor = Visitor().sign_in_as(api, OFFICER)
    assert "Tìm phản ánh có thể trùng" in visitor.open(page(case)).text
    assert visitor.open(f"{page(case)}?similar=1").status == 200


def test_one_goes_from_case_to_case_of_the_queue(api: WholeApi) -> None:
    """On and back in the queue's order; one that has left it leads to the first."""
    first, second = api.office.in_progress(), api.office.in_progress()
    codes = [one.code for one in sorted((first, second), key=lambda one: one.code)]
    visitor = Visitor().sign_in_as(api, OFFICER)
    seen = visitor.open(f"/officer/cases/{codes[0]}?queue=mine")
    assert f"/officer/next?queue=mine&amp;after={codes[0]}" in seen.html
    behind = f"/officer/cases/{codes[1]}?queue=mine"
    assert visitor.open(f"/officer/next?queue=mine&after={codes[0]}").goes_to == behind
    before = visitor.open(f"/officer/next?queue=mine&before={codes[1]}").goes_to
    assert before == f"/officer/cases/{codes[0]}?queue=mine"
    end = visitor.open(f"/officer/next?queue=mine&after={codes[1]}").goes_to
    assert end == "/officer/inbox?queue=mine"
    gone = visitor.open("/officer/next?after=LC-260803-7K3QX").goes_to
    assert gone == f"/officer/cases/{codes[0]}?queue=mine"
    leader = Visitor().sign_in_as(api, LEADER)
    waiting = api.office.pending_approval()
    led = leader.open("/officer/next?after=LC-260803-7K3QX").goes_to
    assert led == f"/officer/cases/{waiting.code}?queue=agency"


def test_what_is_not_possible_now_says_why(api: WholeApi) -> None:
    """By the workflow table, and by the rule where the state alone would allow it."""
    case = api.office.in_progress()
    text = Visitor().sign_in_as(api, OFFICER).open(page(case)).text
    assert "Trả lại Chỉ làm được khi phản ánh ở trạng thái: Đã chuyển xử lý." in text
    assert "Đề nghị phần việc Phản ánh không có đơn vị phối hợp." in text
    assert "Duyệt trả lời Chỉ" not in text
    over = api.office.answered()
    assert "chưa làm được lúc này" not in Visitor().sign_in_as(api, OFFICER).open(page(over)).text


def test_what_it_is_too_late_for_says_so(api: WholeApi) -> None:
    """Who would hand a case back after its hours, or publish one that is private."""
    case = api.office.assigned(visibility="private")
    api.office.clock.advance(days=1)
    of_officer = Visitor().sign_in_as(api, OFFICER).open(page(case)).text
    assert "Đã quá thời gian được trả lại." in of_officer
    assert f"{page(case)}/return" not in of_officer
    of_desk = Visitor().sign_in_as(api, INTAKE).open(page(case)).text
    assert "Phản ánh riêng tư, không ai khác đọc được." in of_desk


def test_the_suggested_category_is_told_in_per_cent(api: WholeApi) -> None:
    """As the API says it."""
    learn(api)
    case = api.office.submit(description=RUBBISH, category="conduct")
    text = Visitor().sign_in_as(api, INTAKE).open(page(case)).text
    certainty = re.search(r"độ chắc (\d+) %", text)
    assert certainty
    assert int(certainty[1]) <= 100


def test_every_line_of_the_timeline_is_said_in_words() -> None:
    """Whatever people and time do to a case, in both languages."""
    for language in Language:
        words = words_in(language)
        assert [one.value for one in Action if f"told.{one.value}" not in words.texts] == []


def test_an_answer_without_parts_is_asked_about_where_there_are_some(api: WholeApi) -> None:
    """Who works alone is not asked why nobody was waited for."""
    both = commands.Assign("so-xay-dung", "o1", coordinating=("so-y-te",))
    shared = api.office.take(api.office.accepted(), INTAKE, both)
    shared = api.office.take(shared, OFFICER, commands.Start())
    officer = Visitor().sign_in_as(api, OFFICER)
    for case, asked in ((api.office.in_progress(), False), (shared, True)):
        address = page(case, "propose_answer")
        assert ("without_parts" in dict(officer.open(address).form(address).fields)) is asked
