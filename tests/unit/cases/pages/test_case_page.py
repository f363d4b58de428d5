"""The case page and the forms of its actions, in a browser without script."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime

import pytest

from chalicelib.cases.domain import commands
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.workflow import Action, State
from chalicelib.cases.pages.action_fields import FIELDS
from chalicelib.cases.pages.weeks import drawn_weeks
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.languages import Language
from chalicelib.runtime.pages.words import words_in
from chalicelib.runtime.services import services
from chalicelib.runtime.settings import Settings
from chalicelib.uploads.domain.uploads import MediaType
from tests.support.actors import central
from tests.support.browsing import Chosen, Seen, Visitor
from tests.support.cases import CITIZEN
from tests.support.cases import STRANGER as REPORTER_ELSEWHERE
from tests.support.uploads import arrive
from tests.support.whole_api import WholeApi, whole_api
from tests.unit.cases.http.test_disputes import followed
from tests.unit.cases.http.test_similar import RUBBISH, learn
from tests.unit.runtime.pages.test_pages import HOSTILE, check_closed, check_harmless

OFFICER = Actor(Role.OFFICER, "o1", "so-xay-dung")
LEADER = Actor(Role.LEADER, "l1", "so-xay-dung")
INTAKE = central(Role.INTAKE, "i1")
STRANGER = Actor(Role.OFFICER, "o7", "so-y-te")
ANSWER = "Đã vá ổ gà và kẻ lại vạch sơn ngày 04/08."


@pytest.fixture
def api() -> Iterator[WholeApi]:
    with whole_api() as api:
        yield api


def page(case: Case, action: str = "") -> str:
    return f"/officer/cases/{case.code}" + (f"/{action}" if action else "")


def take(api: WholeApi, actor: Actor, case: Case, action: str, **typed: str) -> Seen:
    """Open the form of the action, fill it in, send it."""
    visitor = Visitor().sign_in_as(api, actor)
    address = page(case, action)
    return visitor.submit(visitor.open(address), address, **typed)


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


def test_the_story_of_a_case_in_the_browser(api: WholeApi) -> None:
    """Accepted, assigned, started, asked, answered, approved: each by its form."""
    case = api.office.submit()
    take(api, INTAKE, case, "accept", category="roads", urgency="on_the_spot")
    take(api, INTAKE, case, "assign", agency="so-xay-dung")
    assert api.office.find(case).state is State.ASSIGNED
    officer = Visitor().sign_in_as(api, OFFICER)
    started = officer.submit(officer.open(page(case)), page(case, "start"))
    assert started.goes_to == f"{page(case)}?done=start"
    assert "Đã bắt đầu xử lý." in officer.open(started.goes_to).text
    take(api, OFFICER, case, "comment", text="Đã đặt vật tư, thứ Năm có hàng.")
    take(api, OFFICER, case, "propose_answer", text=ANSWER)
    leader = Visitor().sign_in_as(api, LEADER)
    shown = leader.open(page(case))
    assert ANSWER in shown.text
    assert leader.submit(shown, page(case, "approve")).goes_to == f"{page(case)}?done=approve"
    answered = api.office.find(case)
    assert (answered.state, answered.answer and answered.answer.text) == (State.ANSWERED, ANSWER)


def test_the_weeks_up_to_the_due_time_are_drawn(api: WholeApi) -> None:
    """What is gone, what is left, weekends, and days on which the clock stood: of a case of Monday
    3 August that waited from Tuesday to Wednesday and is seen on Thursday."""
    case = api.office.in_progress()
    api.office.clock.advance(days=1)
    case = api.office.take(case, OFFICER, commands.RequestInfo("Chỗ nào ạ?"))
    api.office.clock.advance(days=1)
    api.office.take(case, CITIZEN, commands.Supplement("Trước cổng trường."))
    api.office.clock.advance(days=1)
    html = Visitor().sign_in_as(api, OFFICER).open(page(case)).html
    drawing = html.split('class="app-days"')[1].split("</svg>")[0]
    looks = re.findall(r'<rect class="(gone|work|off|holiday|pause|today)"', drawing)
    assert looks == [
        *("gone", "gone", "pause", "gone", "pause", "work", "today", "work", "off", "off"),
    ]
    assert ">7 hạn<" in drawing


def test_weeks_of_a_holiday_and_of_a_wait_that_lasts(api: WholeApi) -> None:
    """The day off and the Saturday that makes up for it look different; no more than six weeks."""
    case = api.office.in_progress()
    api.office.clock.advance(days=12)
    case = api.office.in_progress(category="land")
    html = Visitor().sign_in_as(api, OFFICER).open(page(case)).html
    drawing = html.split('class="app-days"')[1].split("</svg>")[0]
    assert ">22 bù<" in drawing
    weeks = drawn_weeks(
        {
            "clock": {
                "why": [{"at": "2026-08-03T08:00:00+07:00"}],
                "due_at": "2026-12-01T17:00:00+07:00",
            },
            "timeline": [{"to": "needs_info", "at": "2026-11-24T08:00:00+07:00"}],
        },
        datetime.fromisoformat("2026-11-26T08:00:00+07:00"),
    )
    assert weeks
    assert len(weeks.days) == 42
    assert [day.number for day in weeks.days if day.paused] == [24, 25, 26]
    assert [day.look for day in weeks.days if day.number == 24][-1] == "holiday"
    assert drawn_weeks({"clock": None}, api.clock.now()) is None


def test_who_takes_a_case_in_hands_it_on_next(api: WholeApi) -> None:
    """Where no rule is sure: the form comes by itself, and begins with the agency that the rules
    think of. Where one is, the router does it."""
    case = api.office.submit(category="conduct")
    taken = take(api, INTAKE, case, "accept", category="conduct", urgency="ordinary")
    assert taken.goes_to == f"{page(case, 'assign')}?done=accept&case={case.code}"
    seen = Visitor().sign_in_as(api, INTAKE).open(taken.goes_to)
    assert "Đã tiếp nhận." in seen.text
    assert dict(seen.form(page(case, "assign")).fields)["agency"] == "so-noi-vu"
    sure = api.office.submit(category="roads")
    taken = take(api, INTAKE, sure, "accept", category="roads", urgency="on_the_spot")
    assert taken.goes_to == f"{page(sure)}?done=accept"


def test_what_is_wrong_is_said_in_a_summary_and_at_the_field(api: WholeApi) -> None:
    """And what was typed stays."""
    case = api.office.in_progress()
    seen = take(api, OFFICER, case, "propose_answer", text="Xong.", without_parts="Không cần chờ")
    assert seen.status == 422
    assert seen.title.startswith("Lỗi: ")
    assert "Chưa gửi được: còn 1 chỗ cần sửa" in seen.text
    assert '<a href="#text">' in seen.html
    assert 'id="text-error"' in seen.html
    fields = dict(seen.form(page(case, "propose_answer")).fields)
    assert (fields["text"], fields["without_parts"]) == ("Xong.", "Không cần chờ")
    empty = take(api, OFFICER, case, "request_info", question="  ")
    assert empty.status == 422
    assert 'href="#question"' in empty.html
    assert api.office.find(case).state is State.IN_PROGRESS


def test_a_case_that_changed_meanwhile_keeps_what_was_typed(api: WholeApi) -> None:
    """It says what changed; sent again it goes through."""
    case = api.office.in_progress()
    visitor = Visitor().sign_in_as(api, OFFICER)
    address = page(case, "propose_answer")
    opened = visitor.open(address)
    api.office.take(api.office.find(case), LEADER, commands.Note("Nhớ kèm ảnh", ()))
    stale = visitor.submit(opened, address, text=ANSWER)
    assert stale.status == 412
    assert "Phản ánh vừa thay đổi" in stale.text
    assert "Nhớ kèm ảnh" in stale.text
    assert dict(stale.form(address).fields)["text"] == ANSWER
    assert visitor.submit(stale, address).goes_to == f"{page(case)}?done=propose_answer"


def test_a_form_that_is_sent_twice_is_carried_out_once(api: WholeApi) -> None:
    """A double click, or a browser that tries again."""
    case = api.office.in_progress()
    visitor = Visitor().sign_in_as(api, OFFICER)
    address = page(case, "note")
    opened = visitor.open(address)
    for _ in range(2):
        assert visitor.submit(opened, address, text="Đã gọi điện.").status == 303
    notes = [one for one in api.office.find(case).timeline if one.action is Action.NOTE]
    assert len(notes) == 1


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


def test_an_action_that_is_not_allowed_has_no_form(api: WholeApi) -> None:
    """And an action that there is not has none either."""
    case = api.office.in_progress()
    visitor = Visitor().sign_in_as(api, OFFICER)
    assert visitor.open(page(case, "approve")).status == 409
    assert visitor.open(page(case, "escalate")).status == 404
    assert visitor.open(page(case, "nothing")).status == 404


def test_every_action_of_the_office_that_a_form_has_is_one_of_the_table() -> None:
    """No form for what only time or citizens do."""
    assert set(FIELDS) <= {action.value for action in Action}


@pytest.mark.parametrize("action", sorted(FIELDS))
def test_every_form_opens_where_its_action_is_allowed(api: WholeApi, action: str) -> None:
    """In some state and for some role; each field has a label, and nothing is inline."""
    office = api.office
    for make in (
        office.submit, office.accepted, office.assigned, office.in_progress,
        office.pending_approval, office.answered,
    ):  # fmt: skip
        case = make()
        for actor in (INTAKE, OFFICER, LEADER, central(Role.SUPERVISOR, "s1")):
            seen = Visitor().sign_in_as(api, actor).open(page(case, action))
            if seen.status == 200:
                check_closed(seen)
                form = seen.form(page(case, action))
                assert {"_token", "_once", "_version"} <= dict(form.fields).keys()
                return
    assert action in _ELSEWHERE, "no state and no role has this form"


_ELSEWHERE = frozenset(
    {
        *("decide_extension", "acknowledge", "answer_part", "assign_part", "unmark_duplicate"),
        *("answer_dispute", "ask_part", "revoke_referral"),
    }
)
"""Those that want something to have happened before."""


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


def with_files(api: WholeApi) -> Case:
    """A case with a photo, a film, and a photo that is still being looked at."""
    office = api.office
    names = (("photo", MediaType.JPEG, True), ("film", MediaType.MP4, False))
    came = [
        arrive(office.uploads, office.files, name, CITIZEN.id, kind, thumbnail=thumbnail)
        for name, kind, thumbnail in names
    ]
    return office.in_progress(uploads=tuple(came))


def test_photos_are_shown_in_place_and_films_are_offered(api: WholeApi) -> None:
    """By signed addresses of our own origin; large on click, which is a read of its own."""
    case = with_files(api)
    visitor = Visitor().sign_in_as(api, OFFICER)
    seen = visitor.open(page(case)).read()
    shown = [value for tag, name, value in seen.attributes if tag == "img" and name == "src"]
    assert [one for one in shown if one.startswith("/checked/")] == [
        "/checked/photo.thumbnail?image/jpeg"
    ]
    links = [value for tag, name, value in seen.attributes if tag == "a" and name == "href"]
    assert page(case, "files/photo") in links
    assert page(case, "files/film") in links
    large = visitor.open(page(case, "files/photo"))
    assert (large.status, large.goes_to) == (303, "/checked/photo?image/jpeg")


def test_photos_are_not_for_everybody(api: WholeApi) -> None:
    """Who does not see the case does not see its files either."""
    case = with_files(api)
    stranger = Visitor().sign_in_as(api, STRANGER)
    assert stranger.open(page(case, "files/photo")).status == 404


def answer_with(api: WholeApi, case: Case, *files: Chosen, text: str = ANSWER) -> Seen:
    """The answer's form with files, sent without script."""
    visitor = Visitor().sign_in_as(api, OFFICER)
    address = page(case, "propose_answer")
    fields = dict(visitor.open(address).form(address).fields) | {"text": text}
    return visitor.send_with_files(address, list(fields.items()), files)


def chosen(name: str, kind: str, content: bytes = b"\xff\xd8 a photo") -> Chosen:
    return ("evidence_sent", name, kind, content)


def test_files_go_with_an_answer_without_script(api: WholeApi) -> None:
    """One form brings text and files; the leader finds both."""
    case = api.office.in_progress()
    seen = answer_with(
        api, case, chosen("sau.jpg", "image/jpeg"), chosen("b.pdf", "application/pdf")
    )
    assert seen.goes_to == f"{page(case)}?done=propose_answer"
    proposal = api.office.find(case).proposal
    assert proposal is not None
    assert [one.kind for one in proposal.evidence] == ["image/jpeg", "application/pdf"]
    assert set(api.office.files.incoming.values()) == {b"\xff\xd8 a photo"}


def test_a_file_that_is_not_taken_is_said_at_its_field(api: WholeApi) -> None:
    """What is of another type stays out; what was taken stays, and so does the text."""
    case = api.office.in_progress()
    page_ = "text/html"
    seen = answer_with(api, case, chosen("sau.jpg", "image/jpeg"), chosen("x.html", page_))
    assert seen.status == 422
    assert "Chưa gửi được: còn 1 chỗ cần sửa" in seen.text
    assert "x.html:" in seen.text
    assert ANSWER in seen.html
    assert api.office.find(case).proposal is None
    form = seen.form(page(case, "propose_answer"))
    (kept,) = [value for name, value in form.fields if name == "evidence"]
    assert "sau.jpg" in seen.text
    visitor = Visitor().sign_in_as(api, OFFICER)
    again = visitor.send_with_files(page(case, "propose_answer"), form.fields, ())
    assert again.goes_to.endswith("?done=propose_answer")
    proposal = api.office.find(case).proposal
    assert proposal is not None
    assert [one.id for one in proposal.evidence] == [kept]


def test_a_signed_result_is_recorded_with_its_document(api: WholeApi) -> None:
    """Number, day and file of the document; without the file the form says so at its field."""
    case = api.office.in_progress()
    visitor, address = Visitor().sign_in_as(api, INTAKE), page(case, "record_answer")
    fields = dict(visitor.open(address).form(address).fields)
    assert fields["on_behalf_of"] == "so-xay-dung"
    fields |= {"document.number": "12/TB-SXD", "document.date": "2026-08-03", "text": ANSWER}
    refused = visitor.send_with_files(address, list(fields.items()), ())
    assert refused.status == 422
    assert 'href="#evidence"' in refused.html
    file = chosen("12.pdf", "application/pdf")
    done = visitor.send_with_files(address, list(fields.items()), [file])
    assert done.goes_to == f"{page(case)}?done=record_answer"
    assert api.office.find(case).state is State.ANSWERED


def test_a_script_is_told_where_to_put_a_file(api: WholeApi) -> None:
    """Below our own origin; or, in words, why it is not taken."""
    visitor = Visitor().sign_in_as(api, OFFICER)
    case = api.office.in_progress()
    token = dict(
        visitor.open(page(case, "propose_answer")).form(page(case, "propose_answer")).fields
    )
    measured = {"content_type": "image/jpeg", "size": "2048", "sha256": "ab" * 32}
    told = visitor.send("/officer/uploads", {"_token": token["_token"], **measured})
    assert told.status == 201
    answer = json.loads(told.html)
    assert answer["url"].startswith(f"/incoming/{answer['upload_id']}?")
    big = {**measured, "size": str(10 * 1024 * 1024 + 1)}
    refused = visitor.send("/officer/uploads", {"_token": token["_token"], **big})
    assert refused.status == 422
    assert "quá" in json.loads(refused.html)["message"]


def test_the_place_is_drawn_and_said(api: WholeApi) -> None:
    """On our own boundaries, the commune among its neighbours; in numbers beside it."""
    case = api.office.in_progress(location=(22.4856, 103.9707))
    seen = Visitor().sign_in_as(api, OFFICER).open(page(case))
    assert "22,48560; 103,97070" in seen.text
    assert "Phường Lào Cai. Ghim đỏ: nơi người dân chấm." in seen.text
    paths = [value for tag, name, value in seen.read().attributes if tag == "path" and name == "d"]
    drawn = [one for one in paths if "L" in one]
    assert len(drawn) > 1
    assert all(-40 <= int(n) <= 440 for one in drawn for n in re.findall(r"-?\d+", one))
    assert ("a", "href", "geo:22.4856,103.9707") in seen.read().attributes


def test_without_a_place_the_commune_is_said(api: WholeApi) -> None:
    """And nothing is drawn."""
    seen = Visitor().sign_in_as(api, OFFICER).open(page(api.office.in_progress()))
    assert "Phường Lào Cai" in seen.text
    assert "app-map" not in seen.html


def test_the_desk_publishes_what_it_looked_at(api: WholeApi) -> None:
    """The form begins with the text as it would be shown."""
    case = api.office.accepted(description="Gặp ông Lý A Páo, cây đổ chắn lối vào bản.")
    address = page(case, "publish")
    visitor = Visitor().sign_in_as(api, INTAKE)
    form = visitor.open(address)
    assert dict(form.form(address).fields)["text"].startswith("Gặp ông")
    text = "Cây đổ chắn lối vào bản, xe không qua được."
    assert visitor.submit(form, address, text=text).goes_to == f"{page(case)}?done=publish"
    assert api.office.find(case).publication.text == text


def test_a_body_outside_is_asked_and_the_question_taken_back(api: WholeApi) -> None:
    """The open questions are there to choose from."""
    case = api.office.in_progress()
    assert take(api, OFFICER, case, "refer", agency="dien-luc", question="Bao giờ có điện?").goes_to
    address = page(case, "revoke_referral")
    visitor = Visitor().sign_in_as(api, OFFICER)
    form = visitor.open(address)
    assert "Bao giờ có điện?" in form.text
    done = visitor.submit(form, address, referral="1", reason="Hỏi nhầm đơn vị.")
    assert done.goes_to == f"{page(case)}?done=revoke_referral"


def test_a_part_is_asked_for_by_a_time(api: WholeApi) -> None:
    """Of the agencies that co-ordinate, on the province's clock."""
    case = api.office.accepted()
    assigned = api.office.take(
        case, INTAKE, commands.Assign("so-xay-dung", "o1", coordinating=("so-y-te",))
    )
    address = page(assigned, "ask_part")
    visitor = Visitor().sign_in_as(api, OFFICER)
    form = visitor.open(address)
    assert '<option value="so-y-te">' in form.html
    wrong = visitor.submit(form, address, agency="so-y-te", wanted_by="mai")
    assert (wrong.status, 'id="wanted_by-error"' in wrong.html) == (422, True)
    typed = {"agency": "so-y-te", "wanted_by": "2026-08-05T17:00", "note": "Lấy mẫu nước."}
    assert visitor.submit(form, address, **typed).goes_to == f"{page(assigned)}?done=ask_part"
    (part,) = api.office.find(assigned).parts
    assert part.wanted_by
    assert part.wanted_by.isoformat() == "2026-08-05T10:00:00+00:00"


def test_a_dispute_is_answered_by_its_number(api: WholeApi) -> None:
    """Those that wait are there to choose from, with what was said."""
    code = followed(api)
    assert (
        api.send(
            *("POST", f"/v1/cases/{code}/disputes"),
            {"reason": "Ổ gà vẫn còn."},
            api.token(REPORTER_ELSEWHERE),
        ).status
        == 201
    )
    case = api.office.store.cases[code]
    address = page(case, "answer_dispute")
    visitor = Visitor().sign_in_as(api, OFFICER)
    form = visitor.open(address)
    assert '<option value="1">Ổ gà vẫn còn.' in form.html
    done = visitor.submit(form, address, dispute="1", text="Tuần này vá lại.")
    assert done.goes_to == f"{page(case)}?done=answer_dispute"


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
