"""The people of the office in the browser: accounts, invitations, and who leaves."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from chalicelib.kernel.actors import Actor, Role
from tests.support.browsing import Seen, SeenForm, Visitor
from tests.support.cases import LEADER, OFFICER
from tests.support.people import OFFICER as INVITED
from tests.support.rules import ADMINISTRATOR
from tests.support.whole_api import WholeApi, whole_api

PEOPLE, INVITE, REVOKE = "/officer/people", "/officer/people/invite", "/officer/people/revoke"


@pytest.fixture(autouse=True)
def api() -> Iterator[WholeApi]:
    with whole_api() as api:
        yield api


def visitor(api: WholeApi, who: Actor) -> Visitor:
    return Visitor().sign_in_as(api, who)


def form_of(seen: Seen, action: str, officer: str) -> SeenForm:
    forms = [form for form in seen.read().forms if form.action == action]
    return next(form for form in forms if dict(form.fields)["officer"] == officer)


def test_a_leader_sees_and_invites_the_own_people(api: WholeApi) -> None:
    """And revokes nobody: there is no such form."""
    mine = visitor(api, LEADER)
    seen = mine.open(PEOPLE)
    assert seen.status == 200
    assert "so-y-te" not in seen.text
    assert "Chưa mời" in seen.text
    assert REVOKE not in seen.html
    assert "Cán bộ" in seen.text


def test_agencies_have_their_names(api: WholeApi) -> None:
    """In the list that an administrator chooses from, and beside the people."""
    seen = visitor(api, ADMINISTRATOR).open(f"{PEOPLE}?agency=so-xay-dung")
    chosen = dict(seen.form(PEOPLE).fields)
    assert chosen["agency"] == "so-xay-dung"
    assert seen.text.count("Sở Xây dựng") > 1
    assert "so-xay-dung" not in seen.text


def test_an_agency_without_officers_says_so(api: WholeApi) -> None:
    """In place of a table without lines."""
    seen = visitor(api, ADMINISTRATOR).open(f"{PEOPLE}?agency=ubnd-02683")
    assert "Chưa có cán bộ nào." in seen.text
    assert "<table" not in seen.html


def test_an_invitation_is_sent_once_for_a_form(api: WholeApi) -> None:
    """Sent twice, it is the same one."""
    mine = visitor(api, ADMINISTRATOR)
    fields = dict(mine.open(PEOPLE).form(INVITE).fields) | {"officer": INVITED.id}
    for _ in range(2):
        done = mine.send(INVITE, fields)
        assert done.goes_to == f"{PEOPLE}?done=invited"
    assert "Đã gửi thư mời." in mine.open(done.goes_to).text
    assert len(api.people.invitations.events) == 1


def test_an_administrator_revokes_with_a_reason(api: WholeApi) -> None:
    """Without one nothing happens."""
    mine = visitor(api, ADMINISTRATOR)
    seen = mine.open(f"{PEOPLE}?agency=so-xay-dung")
    form = dict(form_of(seen, REVOKE, OFFICER.id).fields)
    refused = mine.send(REVOKE, form | {"reason": ""})
    assert refused.status == 422
    assert refused.title.startswith("Lỗi: ")
    form = dict(form_of(mine.open(f"{PEOPLE}?agency=so-xay-dung"), REVOKE, OFFICER.id).fields)
    done = mine.send(REVOKE, form | {"reason": "Nghỉ hưu"})
    assert done.goes_to == f"{PEOPLE}?agency=so-xay-dung&done=revoked"
    left = api.office.directory.officer(OFFICER.id)
    assert left
    assert not left.active
    assert "Đã thu hồi" in mine.open(f"{PEOPLE}?agency=so-xay-dung").text


def test_what_may_not_be_is_said_in_words(api: WholeApi) -> None:
    """Nobody revokes their own account."""
    mine = visitor(api, ADMINISTRATOR)
    token = dict(mine.open(PEOPLE).form(INVITE).fields)
    fields = token | {"officer": ADMINISTRATOR.id, "reason": "Thử"}
    refused = mine.send(REVOKE, fields)
    assert refused.status == 409
    assert "Không tự thu hồi tài khoản của chính mình." in refused.text


def test_whoever_looks_after_nobody_is_told_so(api: WholeApi) -> None:
    """As the API does, and the head has no such item."""
    mine = visitor(api, OFFICER)
    assert mine.open(PEOPLE).status == 403
    assert 'href="/officer/people"' not in mine.open("/officer/inbox").html
    leader = Actor(Role.LEADER, "l1", "so-xay-dung")
    assert 'href="/officer/people"' in visitor(api, leader).open("/officer/inbox").html


def test_the_last_day_of_a_post_is_set_and_shown(api: WholeApi) -> None:
    """By the leader, for their people; a day that is over is refused."""
    mine, address = visitor(api, LEADER), f"{PEOPLE}/last-day"
    form = dict(form_of(mine.open(PEOPLE), address, OFFICER.id).fields)
    refused = mine.send(address, {**form, "last_day": "2026-08-01"})
    assert refused.status == 422
    done = mine.send(address, {**form, "last_day": "2026-12-31"})
    assert done.goes_to == f"{PEOPLE}?done=last_day"
    assert "đến hết thứ Năm 31/12" in mine.open(done.goes_to).text


def test_the_list_stays_as_it_was_filtered(api: WholeApi) -> None:
    """After what was done, and where a form is refused, which keeps what was typed, too."""
    mine, address = visitor(api, ADMINISTRATOR), f"{PEOPLE}/last-day"
    shown = mine.open(f"{PEOPLE}?agency=so-xay-dung")
    form = dict(form_of(shown, address, OFFICER.id).fields)
    refused = mine.send(address, {**form, "last_day": "2026-08-01"})
    assert refused.status == 422
    assert dict(refused.form(PEOPLE).fields)["agency"] == "so-xay-dung"
    again = dict(form_of(refused, address, OFFICER.id).fields)
    assert again["last_day"] == "2026-08-01"
    done = mine.send(address, {**again, "last_day": "2026-12-31"})
    assert done.goes_to == f"{PEOPLE}?agency=so-xay-dung&done=last_day"
    invite = dict(form_of(shown, INVITE, OFFICER.id).fields) | {"officer": INVITED.id}
    assert mine.send(INVITE, invite).goes_to == f"{PEOPLE}?agency=so-xay-dung&done=invited"
    revoke = dict(form_of(shown, REVOKE, OFFICER.id).fields)
    wrong = mine.send(REVOKE, {**revoke, "reason": "x" * 5_000})
    assert wrong.status == 422
    assert dict(form_of(wrong, REVOKE, OFFICER.id).fields)["reason"] == "x" * 5_000
