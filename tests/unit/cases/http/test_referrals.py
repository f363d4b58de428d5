"""Bodies outside the office: asked by mail, answering by a link."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.referrals import LINK_LIFE, MOST_ASKED
from tests.support.api import Answer
from tests.support.cases import CITIZEN, ELSEWHERE, INTAKE, LEADER, OFFICER
from tests.support.whole_api import WholeApi, whole_api

UTILITY = "dien-luc"
TEXT = "Tôi là Giàng Thị Mẩy, 0912345678: cột điện nghiêng trước cổng trường."


@pytest.fixture
def api() -> Iterator[WholeApi]:
    with whole_api() as whole:
        yield whole


def act(api: WholeApi, case: Case, actor: Any = OFFICER, **body: object) -> Answer:
    path = f"/v1/officer/cases/{case.code}/transitions"
    version = api.office.find(case).version
    return api.send("POST", path, body, api.token(actor), If_Match=f'"{version}"')


def refer(api: WholeApi, case: Case, actor: Any = OFFICER) -> Answer:
    return act(api, case, actor, action="refer", agency=UTILITY, question="Bao giờ thay cột?")


def referred(api: WholeApi) -> tuple[Case, str]:
    """A case, and the token of its link."""
    case = api.office.in_progress(
        description=TEXT, location=(22.485612, 103.970744), address="Cổng trường"
    )
    assert refer(api, case).status == 200
    present = api.office.find(case)
    return present, present.referrals[-1].token(case.code)


def read(api: WholeApi, token: str) -> Answer:
    return api.send("POST", "/v1/external/case", {"token": token})


def reply(
    api: WholeApi, token: str, what: str, text: str | None = "Thay xong ngày 05/08."
) -> Answer:
    body = {"token": token, "reply": what} | ({"text": text} if text else {})
    return api.send("POST", "/v1/external/replies", body)


def test_a_utility_reads_the_case_and_answers(api: WholeApi) -> None:
    """Where exactly it is, and not who sent it; the officer finds the answer on the case page."""
    case, token = referred(api)
    seen = read(api, token)
    assert seen.status == 200
    assert seen.body["description"].startswith("Tôi là [tên], [số điện thoại]:")
    assert seen.body["location"] == {"lat": 22.485612, "lon": 103.970744}
    said = json.dumps(seen.body, ensure_ascii=False)
    secret = case.referrals[0].secret
    assert [one for one in ("account-1", "Mẩy", "0912345678", secret) if one in said] == []
    assert reply(api, token, "take_note", None).body["state"] == "noted"
    assert reply(api, token, "ask", "Cột số mấy?").body["asked"][0]["text"] == "Cột số mấy?"
    assert reply(api, token, "answer").status == 201
    page = api.send("GET", f"/v1/officer/cases/{case.code}", token=api.token(OFFICER)).body
    (line,) = page["referrals"]
    assert (line["state"], line["reply"]) == ("answered", "Thay xong ngày 05/08.")
    assert secret not in json.dumps(page)


def test_of_a_private_case_the_body_learns_no_name_either(api: WholeApi) -> None:
    """It has no public form, and its reporter signed with a name that nothing introduces; persons
    are left out of the address too."""
    case = api.office.in_progress(
        description="Cột điện nghiêng trước cổng trường. Giàng Thị Mẩy",
        address="Cạnh nhà ông Hùng, gọi 0912345678",
        visibility="private",
    )
    refer(api, case)
    seen = read(api, api.office.find(case).referrals[-1].token(case.code)).body
    assert seen["description"] == "Cột điện nghiêng trước cổng trường. [tên]"
    assert seen["address"] == "Cạnh nhà ông [tên], gọi [số điện thoại]"


def test_the_clock_runs_on_and_the_state_stays(api: WholeApi) -> None:
    """Asking somebody else is no excuse."""
    case = api.office.in_progress()
    refer(api, case)
    after = api.office.find(case)
    assert (after.state, after.clock) == (case.state, case.clock)


def test_who_takes_note_again_and_again_takes_no_room_of_the_case(api: WholeApi) -> None:
    """Said once it stands: no further line, and nobody is told again."""
    case, token = referred(api)
    assert reply(api, token, "take_note", None).body["state"] == "noted"
    noted = api.office.find(case)
    for _ in range(3):
        again = reply(api, token, "take_note", None)
        assert (again.status, again.body["state"]) == (201, "noted")
    assert api.office.find(case) == noted
    assert reply(api, token, "ask", "Cột số mấy?").status == 201
    asked = api.office.find(case)
    assert reply(api, token, "take_note", None).status == 201
    assert api.office.find(case) == asked


@pytest.mark.parametrize("end", ["answer", "not_ours"])
def test_a_link_is_used_once(api: WholeApi, end: str) -> None:
    """After its end it neither reads nor says anything."""
    _, token = referred(api)
    assert reply(api, token, end).status == 201
    for answer in (read(api, token), reply(api, token, "answer"), reply(api, token, "take_note")):
        assert (answer.status, answer.code) == (410, "link_used")


def test_a_revoked_link_is_over(api: WholeApi) -> None:
    """At once; then the body can be asked anew, by another link."""
    case, token = referred(api)
    assert refer(api, case).code == "already_referred"
    revoked = act(api, case, action="revoke_referral", referral=1, reason="Hỏi nhầm.")
    assert revoked.body["referrals"][0]["state"] == "revoked"
    for answer in (read(api, token), reply(api, token, "answer")):
        assert (answer.status, answer.code) == (410, "link_revoked")
    again = act(api, case, action="revoke_referral", referral=1, reason="Hỏi nhầm.")
    assert again.code == "referral_over"
    assert refer(api, case).status == 200
    other = api.office.find(case).referrals[-1].token(case.code)
    assert other != token
    assert read(api, other).status == 200


def test_a_link_is_for_its_case_alone(api: WholeApi) -> None:
    """Another case's code, another number, another proof: never was a link."""
    case, token = referred(api)
    other = api.office.in_progress()
    refer(api, other)
    code, number, proof = token.split(".")
    for forged in (
        f"{other.code}.{number}.{proof}",
        f"{code}.2.{proof}",
        f"{code}.{number}.{'0' * 64}",
        f"{code}.{number}",
        f"{code}.{number}.{proof}.x",
        "LC-260803-ZZZZZ.1.x",
        "x",
        "9" * 200,
    ):
        answer = read(api, forged)
        assert (answer.status, answer.code) == (404, "link_not_found")
        assert reply(api, forged, "answer").code == "link_not_found"
    assert api.office.find(case).referrals[0].noted_at is None


def test_a_link_expires_and_ends_with_the_case(api: WholeApi) -> None:
    """Good before its end, exclusively."""
    _, token = referred(api)
    api.clock.advance(seconds=LINK_LIFE.total_seconds() - 1)
    assert read(api, token).status == 200
    api.clock.advance(seconds=1)
    assert (read(api, token).status, read(api, token).code) == (410, "link_over")


def test_what_was_over_with_the_answer_stays_over_when_the_case_is_reopened(api: WholeApi) -> None:
    """The link asked about what was answered; the body is asked anew, by another."""
    case, token = referred(api)
    why = "Điện lực chưa trả lời."
    act(api, case, action="propose_answer", text="Đã thay cột điện.", without_parts=why)
    act(api, case, LEADER, action="approve")
    assert (read(api, token).status, read(api, token).code) == (410, "link_over")
    reopened = api.send(
        "POST", f"/v1/cases/{case.code}/reopen", {"reason": "Chưa thay."}, api.token(CITIZEN)
    )
    assert reopened.status in (200, 201)
    for answer in (read(api, token), reply(api, token, "answer")):
        assert (answer.status, answer.code) == (410, "link_over")
    page = api.send("GET", f"/v1/officer/cases/{case.code}", token=api.token(OFFICER)).body
    assert page["referrals"][0]["state"] == "over"
    assert refer(api, case).status == 200
    assert read(api, api.office.find(case).referrals[-1].token(case.code)).status == 200


def test_asking_back_has_an_end(api: WholeApi) -> None:
    """A text is needed for all but taking note."""
    _, token = referred(api)
    assert reply(api, token, "ask", None).faults == [("/text", "missing")]
    for _ in range(MOST_ASKED):
        assert reply(api, token, "ask").status == 201
    assert reply(api, token, "ask").code == "asked_too_often"
    assert reply(api, token, "answer").status == 201


@pytest.mark.parametrize("end", ["answer", "not_ours", "revoked", "over"])
def test_the_answer_waits_for_the_bodys_part_or_says_why_not(api: WholeApi, end: str) -> None:
    """As for the parts of agencies; what has ended, however, is not waited for."""
    case, token = referred(api)
    proposed = {"action": "propose_answer", "text": "Đã thay cột điện."}
    refused = act(api, case, **proposed)
    assert refused.faults == [("/without_parts", "parts_missing")]
    if end == "revoked":
        act(api, case, action="revoke_referral", referral=1, reason="Hỏi nhầm.")
    elif end == "over":
        api.clock.advance(seconds=LINK_LIFE.total_seconds())
    else:
        assert reply(api, token, end).status == 201
    assert act(api, case, **proposed).status == 200


def test_an_answer_may_go_without_the_bodys_part(api: WholeApi) -> None:
    """The reason stays in the office; the link is open until the case is answered."""
    case, token = referred(api)
    why = "Điện lực đã trả lời qua điện thoại."
    went = act(api, case, action="propose_answer", text="Đã thay cột điện.", without_parts=why)
    assert went.status == 200
    assert read(api, token).status == 200
    page = api.send("GET", f"/v1/cases/{case.code}", token=api.token(CITIZEN))
    assert why not in json.dumps(page.body, ensure_ascii=False)


def test_who_may_ask_and_whom(api: WholeApi) -> None:
    """The office that has the case; a body without accounts, and no agency that has some."""
    case = api.office.in_progress()
    body = {"action": "refer", "question": "Bao giờ?"}
    assert act(api, case, **body, agency="so-y-te").faults == [("/agency", "not_external")]
    assert act(api, case, **body, agency="nobody").faults == [("/agency", "unknown_agency")]
    assert refer(api, case, ELSEWHERE).status == 404
    assert refer(api, case, INTAKE).status == 200
    given = api.office.accepted()
    assigned = act(api, given, INTAKE, action="assign", agency=UTILITY)
    assert assigned.faults == [("/agency", "external_agency")]


def test_each_read_and_each_word_is_written_down(api: WholeApi) -> None:
    """Who had the link, as far as anybody knows: the body."""
    case, token = referred(api)
    read(api, token)
    reply(api, token, "answer")
    last = api.office.find(case).timeline[-1]
    assert (last.actor.role, last.actor.agency) == ("external", UTILITY)
    reads = [one for one in api.audit.reads.values() if one["type"] == AuditKind.CASE_READ]
    (line,) = [one for one in reads if one["actor"]["role"] == "external"]
    assert (line["actor"]["id"], line["what"]) == (f"link-{UTILITY}", {"referral": "1"})
