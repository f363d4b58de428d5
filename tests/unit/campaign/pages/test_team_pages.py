"""My team in the browser: signing in, noting a visit without script, and what the script asks."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import pytest

from chalicelib.runtime.pages.session_kinds import OFFICE, TEAM
from tests.support.browsing import Seen, Visitor
from tests.support.campaign import HAMLET, enlist, strike_off
from tests.support.cases import OFFICER
from tests.support.good_bodies import ACCOUNT, VISIT
from tests.support.people import PHONE
from tests.support.whole_api import WholeApi

HOME, SIGN_IN, CODE, NOTE = "/team", "/team/sign-in", "/team/sign-in/code", "/team/visits"


@pytest.fixture
def member(api: WholeApi) -> Visitor:
    return Visitor().sign_in_member(api)


def newest_code(api: WholeApi) -> str:
    (session,) = list(vars(api.people.sessions)["_aggregates"])[-1:]
    return api.people.code_of(f"S#{session}")


def join(api: WholeApi, phone: str = "0912000009", *, listed: bool = True) -> str:
    """Somebody with an account, on the list unless said otherwise."""
    begun = api.send("POST", "/v1/registrations", {"phone": phone}).body["registration_id"]
    otp = {"otp": api.people.code_of(f"R#{begun}")}
    token = api.send("POST", f"/v1/registrations/{begun}/verify", otp).body["registration_token"]
    assert api.send("POST", "/v1/accounts", ACCOUNT, token).status == 201
    if listed:
        enlist(api.imports, f"+84{phone[1:]}")
    return phone


def signed_in(api: WholeApi, phone: str) -> Visitor:
    visitor = Visitor()
    assert visitor.submit(visitor.open(SIGN_IN), SIGN_IN, phone=phone).goes_to == CODE
    done = visitor.submit(visitor.open(CODE), CODE, otp=newest_code(api))
    assert done.goes_to == HOME, done.text
    return visitor


def upload(visitor: Visitor, *entries: Any, **fields: str) -> Seen:
    token = dict(visitor.open(HOME).form(NOTE).fields)["_token"]
    return visitor.send("/team/upload", {"_token": token, "entries": json.dumps(entries), **fields})


def test_a_member_signs_in_by_phone_and_code(api: WholeApi) -> None:
    """The session outlives the browser's closing; signing out ends it."""
    asked = Visitor().open(HOME)
    assert asked.goes_to == f"{SIGN_IN}?next=%2Fteam"
    visitor = signed_in(api, join(api))
    seen = visitor.open(HOME)
    assert f"{HAMLET}, Phường Lào Cai" in seen.text
    assert visitor.open(SIGN_IN).goes_to == HOME
    api.clock.advance(minutes=20)
    assert visitor.open(HOME).status == 200
    out = visitor.submit(visitor.open(HOME), "/team/sign-out")
    assert out.goes_to == f"{SIGN_IN}?out=1"
    assert TEAM.cookie not in visitor.cookies
    assert "Lượt chưa gửi vẫn còn trên máy này." in visitor.open(out.goes_to).text


def test_the_same_person_is_known_by_the_same_hash(api: WholeApi) -> None:
    """Which says nothing about the account; another person has another."""
    phone, stranger = join(api), join(api, "0912000008", listed=False)
    first, again = (
        json.loads(signed_in(api, phone).open("/team/state").html)["me"] for _ in range(2)
    )
    assert first == again
    assert len(first) == 16
    other = signed_in(api, stranger).open(HOME)
    assert other.status == 403
    assert first not in other.html


def test_a_wrong_code_is_said_at_the_field(api: WholeApi) -> None:
    """And the right one still leads on; a phone that is none is refused at once."""
    visitor = Visitor()
    refused = visitor.submit(visitor.open(SIGN_IN), SIGN_IN, phone="12")
    assert refused.status == 422
    assert 'id="phone-error"' in refused.html
    visitor.submit(visitor.open(SIGN_IN), SIGN_IN, phone=join(api))
    wrong = visitor.submit(visitor.open(CODE), CODE, otp="000000")
    assert wrong.status == 422
    assert 'id="otp-error"' in wrong.html
    assert visitor.submit(wrong, CODE, otp=newest_code(api)).goes_to == HOME


def test_the_office_is_no_team_and_a_team_no_office(api: WholeApi) -> None:
    """Each has a session of its own."""
    officer = Visitor().sign_in_as(api, OFFICER)
    assert officer.open(HOME).goes_to.startswith(SIGN_IN)
    member = Visitor().sign_in_member(api)
    assert member.open("/officer/inbox").goes_to.startswith("/officer/sign-in")
    moved = Visitor()
    moved.cookies[TEAM.cookie] = officer.cookies[OFFICE.cookie]
    assert moved.open(HOME).goes_to.startswith(SIGN_IN)


def test_who_is_struck_off_the_list_is_told(api: WholeApi, member: Visitor) -> None:
    """At the next page, with the way out."""
    strike_off(api.imports, PHONE)
    seen = member.open(HOME)
    assert seen.status == 403
    assert "/team/sign-out" in seen.html
    assert "/officer/" not in seen.html


def test_a_visit_is_noted_without_script(api: WholeApi, member: Visitor) -> None:
    """Twice sent it is one; the team sees it among today's."""
    form = dict(member.open(HOME).form(NOTE).fields)
    assert form["hamlet"] == HAMLET
    for _ in range(2):
        noted = member.send(NOTE, {**form, "result": "absent"})
        assert noted.goes_to == f"{HOME}?noted=absent"
    seen = member.open(noted.goes_to)
    assert "Đã ghi: Vắng nhà." in seen.text
    assert "Hôm nay đội đã có 1 lượt" in seen.text
    assert len(api.campaign.book.visits) == 1


def test_a_visit_that_is_sent_again_later_is_no_other(api: WholeApi, member: Visitor) -> None:
    """A second press on a slow line comes seconds later; who goes back and changes it is told."""
    before = {**dict(member.open(HOME).form(NOTE).fields), "result": "later"}
    assert member.send(NOTE, before).status == 303
    form = {**dict(member.open(HOME).form(NOTE).fields), "result": "absent"}
    for _ in range(2):
        api.clock.advance(seconds=3)
        assert member.send(NOTE, form).goes_to == f"{HOME}?noted=absent"
    changed = member.send(NOTE, {**form, "result": "later"})
    assert (changed.status, "đã được gửi với nội dung khác" in changed.text) == (422, True)
    assert len(api.campaign.book.visits) == 2


def test_earlier_days_are_shown_page_by_page(member: Visitor) -> None:
    """By links from today back; a day that is none, or is to come, is today."""
    entries = [
        {"client_id": f"day-{n:06d}", "at": "2026-08-02T09:00:00+07:00", "hamlet": HAMLET}
        | {"result": "later" if n else "refused"}
        for n in range(101)
    ]
    upload(member, *entries)
    today = member.open(HOME)
    assert "Hôm nay đội đã có 0 lượt" in today.text
    assert f'href="{HOME}?day=2026-08-02#today"' in today.html
    seen = member.open(f"{HOME}?day=2026-08-02")
    assert "Chủ nhật 02/08: đội có 100+ lượt" in seen.text
    assert f'href="{HOME}?day=2026-08-03#today"' in seen.html
    (more,) = re.findall(r'href="(/team\?day=2026-08-02&amp;cursor=[^"#]+)#today"', seen.html)
    rest = member.open(html.unescape(more))
    assert "Chủ nhật 02/08: đội có 1 lượt" in rest.text
    assert "Ngày ấy không có lượt nào." in member.open(f"{HOME}?day=2026-08-01").text
    for day in ("2026-08-09", "soon", "2026-02-30"):
        assert "Hôm nay đội đã có" in member.open(f"{HOME}?day={day}").text


def test_what_is_wrong_with_a_visit_is_said_in_words(api: WholeApi, member: Visitor) -> None:
    """A result is missing, a phone is none; what was typed stays."""
    nothing = member.submit(member.open(HOME), NOTE)
    assert nothing.status == 422
    assert 'id="result-error"' in nothing.html
    wrong = member.submit(member.open(HOME), NOTE, result="later", phone="12")
    assert wrong.status == 422
    assert "số điện thoại không đúng" in wrong.text
    assert dict(wrong.form(NOTE).fields)["phone"] == "12"
    assert dict(wrong.form(NOTE).fields)["result"] == "later"
    assert api.campaign.book.visits == {}


def test_a_conflict_is_explained_to_who_noted_it(member: Visitor) -> None:
    """The household was visited before: counted, and said."""
    for _ in range(2):
        noted = member.submit(member.open(HOME), NOTE, result="later", phone="0912000001")
    assert noted.goes_to == f"{HOME}?noted=later&code=visited_before"
    assert "Đội mình đã đến hộ có số này." in member.open(noted.goes_to).text


def test_each_entry_of_an_upload_is_answered_by_itself(api: WholeApi, member: Visitor) -> None:
    """One good, one bad, one again; the bad one says why in words."""
    bad = {**VISIT, "client_id": "another-visit", "at": "2026-01-01T08:00+07:00"}
    seen = upload(member, VISIT, bad, VISIT)
    assert seen.status == 200
    assert seen.headers["Content-Type"] == "application/json"
    results = json.loads(seen.html)["results"]
    assert [one["status"] for one in results] == ["counted", "refused", "repeated"]
    assert results[1]["text"] == "Không nhận: lượt đã quá 31 ngày."
    assert len(api.campaign.book.visits) == 1


def test_an_upload_of_no_form_of_ours_does_nothing(api: WholeApi, member: Visitor) -> None:
    """Without the session's token, from another site, or with what is no list."""
    assert upload(member, VISIT, _token="x").status == 403
    token = dict(member.open(HOME).form(NOTE).fields)["_token"]
    fields = {"_token": token, "entries": json.dumps([VISIT])}
    assert member.send("/team/upload", fields, Sec_Fetch_Site="cross-site").status == 403
    nested = ("[" * 30_000, "[" * 900 + "]" * 900, '{"a":' * 900 + "1" + "}" * 900)
    strange = ('["\\ud800"]', "[NaN]", "[1e999]", "[" + "9" * 5_000 + "]")
    for typed in ("", "no JSON", "{}", "[]", "[1]", json.dumps([VISIT] * 501), *nested, *strange):
        refused = member.send("/team/upload", {"_token": token, "entries": typed})
        assert refused.status in (400, 422), typed[:50]
        assert json.loads(refused.html)["text"]
    assert api.campaign.book.visits == {}


def test_the_form_for_the_phone_holds_nobodys_data(api: WholeApi, member: Visitor) -> None:
    """It is the same for everybody, and so is its worker, which keeps it and its dress alone."""
    stranger = Visitor()
    shell = member.open("/team/shell")
    assert shell.status == 200
    assert shell.html == stranger.open("/team/shell").html
    assert HAMLET not in shell.html
    assert dict(shell.form(NOTE).fields).get("_token") == ""
    worker = member.open("/team/worker.js")
    assert worker.html == stranger.open("/team/worker.js").html
    assert worker.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert worker.headers["Service-Worker-Allowed"] == HOME
    assert "&" not in worker.html.replace("&&", "")
    assert api.people.sessions.events == []


def test_another_dress_makes_another_worker(member: Visitor) -> None:
    """So that phones take the newer form; in the other language too."""
    first = member.open("/team/worker.js").html
    assert first != member.open("/team/worker.js?lang=en").html
