"""Whether anybody may read a case, and what of it."""

from __future__ import annotations

import pytest

from chalicelib.cases.domain import commands
from chalicelib.cases.domain.publication import PublicState, public_form, public_state
from chalicelib.cases.domain.visibility import Visibility
from chalicelib.cases.domain.workflow import Action
from chalicelib.kernel.errors import Conflict, Forbidden, Invalid
from tests.support.cases import CITIZEN, INTAKE, LEADER, OFFICER, Office

DOUBTFUL = "Trước nhà Nguyễn Văn B có đống rác to, bốc mùi."
PRIVATE = commands.SetVisibility(Visibility.PRIVATE)


@pytest.fixture
def office() -> Office:
    return Office()


def test_a_public_case_is_read_once_it_was_taken_in(office: Office) -> None:
    """And through all that the office does with it."""
    assert public_state(office.submit()) is PublicState.NOT_YET
    for made in (office.accepted, office.assigned, office.in_progress, office.answered):
        assert public_state(made()) is PublicState.PUBLISHED


def test_a_private_case_is_nobodys(office: Office) -> None:
    """Whatever becomes of it."""
    assert public_state(office.answered(visibility="private")) is PublicState.PRIVATE


def test_what_ends_unhandled_is_read_no_more(office: Office) -> None:
    """Redirected and withdrawn cases are gone from the public."""
    redirected = office.take(office.accepted(), INTAKE, commands.Redirect("other", "Sang Sở Y tế"))
    withdrawn = office.take(office.accepted(), CITIZEN, commands.Withdraw())
    assert {public_state(one) for one in (redirected, withdrawn)} == {PublicState.OVER}


def test_the_reporter_is_named_nowhere(office: Office) -> None:
    """Neither in the citizen's own text nor in the answer, whole or by the last two words."""
    case = office.in_progress(description="Ổ gà sâu. Giang Thi May xin cảm ơn quý cơ quan.")
    answer = commands.ProposeAnswer("Kính gửi bà Giàng Thị Mẩy, ổ gà đã vá. Chào Thị Mẩy.")
    form = public_form(office.take(case, OFFICER, answer))
    assert form.description == "Ổ gà sâu. [tên] xin cảm ơn quý cơ quan."
    assert form.answer is None
    answered = office.answered(description="Ổ gà sâu trước nhà ông Trần Văn Bình ở tổ 5.")
    assert public_form(answered).answer == "Đã vá ổ gà và kẻ lại vạch sơn."


def test_what_is_unsure_in_an_answer_is_left_out(office: Office) -> None:
    """Nobody of the desk looks at answers before they are read; what the looked at text of the case
    says may stay."""
    case = office.in_progress(description="Rác trước nhà Nguyễn Văn B, đoạn Trần Hưng Đạo.")
    own = "Rác trước một nhà, đoạn Trần Hưng Đạo."
    looked_at = office.take(case, INTAKE, commands.Publish(own))
    told = "Đã nhắc hộ Lù A Sử, số bàn 3840034; đoạn Trần Hưng Đạo đã sạch. Trưởng thôn Lan ở Lang."
    proposed = office.take(looked_at, OFFICER, commands.ProposeAnswer(told))
    answered = office.take(proposed, LEADER, commands.Approve())
    assert public_form(answered).answer == (
        "Đã nhắc hộ […], số bàn […]; đoạn Trần Hưng Đạo đã sạch. Trưởng thôn […] ở Lang."
    )


def test_names_of_the_text_are_left_out_of_the_answer_too(office: Office) -> None:
    """The answer repeats what the citizen wrote."""
    case = office.in_progress(description="Ổ gà sâu trước nhà ông Trần Văn Bình ở tổ 5.")
    answer = commands.ProposeAnswer("Ổ gà trước nhà Văn Bình đã vá, gọi 0912345678.")
    proposed = office.take(case, OFFICER, answer)
    answered = office.take(proposed, LEADER, commands.Approve())
    assert public_form(answered).answer == "Ổ gà trước nhà [tên] đã vá, gọi [số điện thoại]."


def test_the_place_is_rounded_to_about_a_hundred_metres(office: Office) -> None:
    """And the address is not said at all."""
    case = office.accepted(location=(22.485612, 103.970744), address="12 Hoàng Liên")
    assert public_form(case).location == (22.486, 103.971)
    assert "12" not in public_form(case).description


def test_a_doubtful_text_waits_for_the_desk(office: Office) -> None:
    """Which is told so, and confirms it, or gives a text of its own."""
    case = office.accepted(description=DOUBTFUL)
    assert public_state(case) is PublicState.WAITING
    assert case.timeline[-1].facts["publication_waits"] is True
    confirmed = office.take(case, INTAKE, commands.Publish())
    assert public_state(confirmed) is PublicState.PUBLISHED
    assert public_form(confirmed).description == DOUBTFUL
    own = office.take(confirmed, INTAKE, commands.Publish("Đống rác to, gọi 0912345678."))
    assert public_form(own).description == "Đống rác to, gọi [số điện thoại]."


def test_a_case_whose_reporter_nobody_knows_waits(office: Office) -> None:
    """Its names could not be left out."""
    office.reporters.names.clear()
    office.reporters.others = None
    case = office.accepted()
    assert public_state(case) is PublicState.WAITING
    assert public_state(office.take(case, INTAKE, commands.Publish())) is PublicState.PUBLISHED


def test_only_the_desk_publishes_and_no_private_case(office: Office) -> None:
    """The reporter's word comes first."""
    with pytest.raises(Forbidden):
        office.take(office.accepted(), OFFICER, commands.Publish())
    with pytest.raises(Conflict, match="case_private"):
        office.take(office.accepted(visibility="private"), INTAKE, commands.Publish())


def test_the_reporter_makes_it_private_until_it_is_answered(office: Office) -> None:
    """And public again; after the answer it stays what it is."""
    case = office.take(office.in_progress(), CITIZEN, PRIVATE)
    assert public_state(case) is PublicState.PRIVATE
    shown = office.take(case, CITIZEN, commands.SetVisibility(Visibility.PUBLIC))
    assert public_state(shown) is PublicState.PUBLISHED
    with pytest.raises(Conflict, match="already_answered"):
        office.take(office.answered(), CITIZEN, PRIVATE)


def test_a_private_case_made_public_does_not_name_its_reporter(office: Office) -> None:
    """Their names are known from then on."""
    case = office.accepted(visibility="private", description="Giàng Thị Mẩy xin sửa đường này.")
    shown = office.take(case, CITIZEN, commands.SetVisibility(Visibility.PUBLIC))
    assert public_form(shown).description == "[tên] xin sửa đường này."


def test_what_is_no_photo_of_the_case_is_refused(office: Office) -> None:
    """By its place in the list."""
    with pytest.raises(Invalid) as refused:
        office.take(office.accepted(), CITIZEN, commands.SetVisibility(None, ("01J",)))
    assert [one.path for one in refused.value.faults] == [("hidden_photos", 0)]


def test_the_lines_say_what_was_done_and_no_text(office: Office) -> None:
    """The timeline and the events hold nothing of a person."""
    case = office.take(office.accepted(), CITIZEN, PRIVATE)
    line = case.timeline[-1]
    assert (line.action, line.note) == (Action.SET_VISIBILITY, None)
    assert line.facts["visibility"] == "private"
