"""Lives of cases that several take part in, on the deployed stack: a merged family, a body without
accounts, people who dispute an answer, a supervisor who looks once more."""

from __future__ import annotations

import re

import pytest

from chalicelib.cases.application.ports import CaseStore
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.ids import new_seed
from chalicelib.rules.domain.reinspections import ReinspectionPolicy
from localstack.cast import AGENCY, CASE, Cast
from localstack.demo.client import Client, Json, Problem
from localstack.demo.people import Citizen, StaffMember, new_key
from localstack.demo.phone import Post
from localstack.demo.script import whole_script
from localstack.demo.stack import RunningStack
from localstack.demo.waiting import until
from operations.places import LocalPlace
from operations.stacks import local_stack
from tests.support.cases import Office, change_policy

ANSWER = "Đã vá ổ gà {code} và kẻ lại vạch sơn."
_LINK = re.compile(r"/ben-ngoai#(\S+)")


@pytest.fixture(scope="module")
def cast(stack: RunningStack) -> Cast:
    return Cast(stack)


def holder(cast: Cast, code: str) -> StaffMember:
    """The officer's agency is sure; any of its officers may act."""
    assert cast.officer("supervisor").open(code).json()["agency"]["id"] == AGENCY
    return cast.officer("officer", AGENCY)


def answered(cast: Cast, code: str) -> None:
    officer = holder(cast, code)
    officer.act(code, "start")
    officer.act(code, "propose_answer", text="Đã vá ổ gà và kẻ lại vạch sơn.")
    cast.officer("leader", AGENCY).act(code, "approve")


def bell(citizen: Citizen, code: str) -> list[str]:
    found = citizen.api.pages("/me/notifications", limit=100)
    return [line["kind"] for line in found if line["case"] == code]


def own_bell(person: Citizen) -> list[str]:
    return [line["kind"] for line in person.api.pages("/me/notifications", limit=100)]


def refusal(api: Client, path: str, body: Json) -> tuple[int, str]:
    with pytest.raises(Problem) as caught:
        api.post(path, body)
    return caught.value.status, caught.value.code


def test_a_family_of_three_is_answered_at_once(cast: Cast) -> None:
    """Two are marked as what the first reports; one answer and one approval, and each of the three
    hears it once, under the code of the case that was answered."""
    people = [cast.citizen(f"+8491288810{number}") for number in range(3)]
    first, *others = [cast.case_of(citizen) for citizen in people]
    officer, leader = holder(cast, first), cast.officer("leader", AGENCY)
    for code in others:
        officer.act(code, "mark_duplicate", parent=first)
    shown = officer.act(first, "start")
    picked = [{"code": first, "version": shown["version"]}]
    proposed = officer.api.post("/officer/answers", {"text": ANSWER, "cases": picked}).json()
    (done,) = proposed["results"]
    assert done["status"] == "done"
    picked = [{"code": first, "version": done["version"]}]
    (done,) = leader.api.post("/officer/approvals", {"cases": picked}).json()["results"]
    assert done["status"] == "done"
    until(lambda: "answered" in bell(people[0], first), "the answer at its reporter")
    for citizen, own in zip(people[1:], others, strict=True):
        until(lambda who=citizen: "followed_answered" in bell(who, first), "the answer")
        page = citizen.case(own)
        assert (page["state"], page["duplicate_of"]) == ("duplicate", first)
        assert bell(citizen, first).count("followed_answered") == 1
    answer = people[0].case(first)["answer"]["text"]
    assert answer == ANSWER.replace("{code}", first)


def test_a_utility_answers_by_link_once(stack: RunningStack, cast: Cast) -> None:
    """The link comes by mail, shows the case without its reporter, and is good for one answer."""
    citizen = cast.citizen("+84912888201")
    code = cast.case_of(citizen)
    officer, anybody = holder(cast, code), Client(stack.api_url)
    officer.act(code, "start")
    officer.act(code, "refer", agency="dien-luc", question="Bao giờ thay cột?")
    token = until(lambda: _link(stack, code), "the link by mail")
    case = anybody.post("/external/case", {"token": token}).json()
    assert case["referral"]["question"] == "Bao giờ thay cột?"
    assert citizen.profile.full_name not in str(case)
    assert citizen.profile.phone not in str(case)
    other = cast.case_of(citizen)
    foreign = token.replace(code, other)
    assert refusal(anybody, "/external/case", {"token": foreign}) == (404, "link_not_found")
    reply = {"token": token, "reply": "answer", "text": "Thay ngày 05/8."}
    assert anybody.post("/external/replies", reply).json()["state"] == "answered"
    assert refusal(anybody, "/external/replies", reply) == (410, "link_used")
    (referral,) = officer.open(code).json()["referrals"]
    assert (referral["state"], referral["reply"]) == ("answered", "Thay ngày 05/8.")
    officer.act(other, "start")
    officer.act(other, "refer", agency="dien-luc", question="Hỏi nhầm.")
    second = until(lambda: _link(stack, other), "the second link")
    officer.act(other, "revoke_referral", referral=1, reason="Hỏi nhầm.")
    assert refusal(anybody, "/external/case", {"token": second}) == (410, "link_revoked")


def _link(stack: RunningStack, code: str) -> str | None:
    """What stands behind `#` in the mail about that case."""
    mails = Post(stack.emulator_url).all_mails()
    texts = (mail.text for mail in mails if "dien-luc" in mail.recipient)
    links = (found.group(1) for text in texts if (found := _LINK.search(text)))
    return next((link for link in links if link.startswith(code)), None)


def test_people_who_follow_reopen_an_answered_case(stack: RunningStack, cast: Cast) -> None:
    """Strangers find it, three of them dispute its answer, the third one reopens it; no word of
    theirs is public."""
    code = cast.case_of(cast.citizen("+84912888301"))
    answered(cast, code)
    anybody = Client(stack.api_url)
    assert anybody.get(f"/public/cases/{code}").json()["state"] == "answered"
    reason = "Ổ gà vẫn còn, mưa là ngập."
    for number in range(3):
        stranger = cast.citizen(f"+8491288831{number}")
        body = {"reason": reason}
        assert refusal(stranger.api, f"/cases/{code}/disputes", body) == (403, "not_following")
        stranger.api.send("PUT", f"/cases/{code}/follow")
        followed = list(stranger.api.pages("/me/followed", limit=100))
        assert [line["code"] for line in followed] == [code]
        told = stranger.api.post(f"/cases/{code}/disputes", body, key=new_key()).json()
        assert told["state"] == ("answered" if number < 2 else "assigned")
    page = holder(cast, code).open(code).json()
    assert page["state"] == "assigned"
    assert [line["action"] for line in page["timeline"]][-2:] == ["dispute", "reopen"]
    assert page["timeline"][-1]["by"]["role"] == "system"
    public = anybody.get(f"/public/cases/{code}")
    assert reason not in public.body.decode()
    watching = cast.citizen("+84912888310")
    until(lambda: "followed_reopened" in bell(watching, code), "the reopening in the bell")


def test_a_supervisor_finds_that_an_answer_does_not_hold(
    stack: RunningStack, place: LocalPlace, cast: Cast
) -> None:
    """What was drawn stands in the list until somebody has looked, and goes back to work."""
    product = local_stack(place).adopt()
    office = Office(clock=product.get(Clock), store=product.get(CaseStore))  # type: ignore[arg-type]
    change_policy(office, reinspections=ReinspectionPolicy(percent=100))
    reporter = f"account-{new_seed()[:8]}"
    # Of a category whose agency the router only guesses: it would act at the same time.
    code = office.answered(reporter=reporter, category="conduct").code
    supervisor = cast.officer("supervisor")

    def waits() -> bool:
        found = supervisor.api.pages("/officer/reinspections", limit=100)
        return code in [line["code"] for line in found]

    assert waits()
    path, body = f"/officer/reinspections/{code}", {"holds": False, "note": "Chưa vá."}
    version = supervisor.open(code).etag
    with pytest.raises(Problem) as refused:
        cast.officer("officer", AGENCY).api.post(path, body, new_key(), version)
    assert refused.value.code == "action_not_allowed"
    done = supervisor.api.post(path, body, new_key(), version).json()
    assert (done["state"], done["reinspections"][0]["holds"]) == ("assigned", False)
    assert not waits()
    assert stack.api_url


def test_an_organisation_is_confirmed_and_spoken_for(cast: Cast) -> None:
    """The desk looks at its document; a second person, who has no account yet, is invited by phone,
    sends a case for it, and is let go. Both hear of it, once."""
    first, number = cast.citizen("+84912888401"), "5300100276-084"
    document = first.upload("/uploads", whole_script().evidence, "image/jpeg")
    body = {"number": number, "name": "Chi nhánh Apatit", "evidence": [document]}
    assert first.api.post("/organisations", body).json()["state"] == "waiting"
    desk = cast.officer("intake")
    waiting = desk.api.pages("/admin/organisations", state="waiting", limit=100)
    assert number in [one["number"] for one in waiting]
    path = f"/admin/organisations/{number}"
    until(lambda: checked(desk, f"{path}/evidence/1"), "the document")
    assert desk.api.post(f"{path}/decision", {"confirm": True}).json()["state"] == "confirmed"
    until(lambda: "organisation_confirmed" in own_bell(first), "what was decided")
    own = f"/organisations/{number}/representatives"
    invited = first.api.post(own, {"phone": "0912888402"}).json()["representatives"][1]
    second = cast.citizen("+84912888402")
    assert [one["id"] for one in second.api.pages("/me/organisations", limit=9)] == [number]
    until(lambda: "representative_invited" in own_bell(second), "the invitation")
    for person, kind in ((first, "organisation_confirmed"), (second, "representative_invited")):
        assert own_bell(person).count(kind) == 1
    code = str(second.submit({**CASE, "organisation": number}, new_key()).json()["code"])
    assert second.case(code)["organisation"]["number"] == number
    assert desk.open(code).json()["organisation"] is None
    first.api.send("DELETE", f"{own}/{invited['account']}")
    with pytest.raises(Problem) as caught:
        second.submit({**CASE, "organisation": number}, new_key())
    assert caught.value.field_codes() == {"/organisation": "not_represented"}


def checked(desk: StaffMember, path: str) -> bool:
    """Whether the file can be had by now."""
    try:
        return desk.api.get(path).status == 303
    except Problem as problem:
        if problem.code != "not_checked":
            raise
        return False
