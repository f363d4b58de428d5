"""The forms of a case's actions, in a browser without script."""

from __future__ import annotations

import pytest

from chalicelib.cases.domain import commands
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.workflow import Action, State
from chalicelib.cases.pages.action_fields import FIELDS
from chalicelib.kernel.actors import Role
from chalicelib.uploads.domain.uploads import MediaType
from tests.support.actors import central
from tests.support.browsing import Visitor
from tests.support.case_pages import ANSWER, INTAKE, LEADER, OFFICER, page, take
from tests.support.cases import CITIZEN
from tests.support.cases import STRANGER as REPORTER_ELSEWHERE
from tests.support.directory import make_officer, put_officer
from tests.support.uploads import arrive
from tests.support.whole_api import WholeApi
from tests.unit.cases.http.test_disputes import followed
from tests.unit.runtime.pages.test_pages import check_closed


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


def test_in_a_large_agency_everybody_can_be_chosen(api: WholeApi) -> None:
    """Also beyond the first hundred, which is what the route gives at once."""
    people = [f"p{number:03}" for number in range(120)]
    for id in people:
        put_officer(api.office.directory, make_officer(id, name=f"Vàng A {id}"))
    case = api.office.in_progress()
    offered = Visitor().sign_in_as(api, LEADER).open(page(case, "hand_over")).html
    assert [id for id in people if f'<option value="{id}">' not in offered] == []


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


_PHOTOS, _PAPERS = (
    ("01J00000000000000000000001", "01J00000000000000000000002"),
    "01J00000000000000000000003",
)


def _with_photos(api: WholeApi) -> Case:
    """A case that is public, with two photos behind a document."""
    office = api.office
    for one, kind in ((_PAPERS, MediaType.PDF), *((one, MediaType.JPEG) for one in _PHOTOS)):
        arrive(office.uploads, office.files, one, CITIZEN.id, kind, thumbnail=one in _PHOTOS)
    return office.accepted(uploads=(_PAPERS, *_PHOTOS))


def test_each_photo_is_shown_or_hidden_by_itself(api: WholeApi) -> None:
    """Ticked are those that stay hidden: one comes back alone, and so does the last."""
    office, case = api.office, _with_photos(api)
    address, visitor = page(case, "publish"), Visitor().sign_in_as(api, INTAKE)
    for hidden in ([*_PHOTOS], [_PHOTOS[1]], [_PHOTOS[0]], []):
        seen = visitor.open(address)
        assert [seen.html.count(f'value="{one}"') for one in (_PAPERS, *_PHOTOS)] == [0, 1, 1]
        assert all(f"/checked/{one}.thumbnail" in seen.html for one in _PHOTOS)
        sent = visitor.send(
            address, {**dict(seen.form(address).fields), "hidden_photos": ["", *hidden]}
        )
        assert sent.goes_to == f"{page(case)}?done=publish"
        assert list(office.find(case).hidden) == hidden
        ticked = visitor.open(address).form(address).fields
        assert [one for name, one in ticked if name == "hidden_photos" and one] == hidden


def test_what_was_hidden_without_being_a_photo_stays_hidden(api: WholeApi) -> None:
    """It is offered like a photo, so that the form does not bring it back by itself."""
    office, case = api.office, _with_photos(api)
    office.take(case, INTAKE, commands.Publish(None, (_PAPERS,)))
    take(api, INTAKE, case, "publish", text="Cây đổ chắn lối vào bản.")
    assert office.find(case).hidden == (_PAPERS,)


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
