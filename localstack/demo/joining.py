"""Others take part in a case: people who follow it, whose own it is too, and a body that has no
accounts."""

from __future__ import annotations

import re

from localstack.demo.case_records import CaseRecord
from localstack.demo.client import Client, Problem
from localstack.demo.letters import EMAIL, Letter, to_citizen
from localstack.demo.people import StaffMember
from localstack.demo.texts import ANSWERS, FAMILY_START, PHRASES
from localstack.demo.waiting import until
from localstack.demo.world import World

BODY, CONTACT = "dien-luc", "dien-luc@example.org"
DISPUTING = 3
"""People, as many as reopen a case."""
_LINK = re.compile(r"/ben-ngoai#(\S+)")


def dispute(world: World, record: CaseRecord) -> None:
    """Strangers find the case in public, follow it, and say that it is not so: the third reopens
    it, without its reporter."""
    public = world.api.get(f"/public/cases/{record.code}").json()
    if record.citizen.profile.full_name in str(public):
        world.complain(f"{record.code}: trang công khai lộ tên người gửi")
    others = [one for one in world.citizens.values() if one is not record.citizen][:DISPUTING]
    for stranger in others:
        stranger.api.send("PUT", f"/cases/{record.code}/follow")
        record.watchers.append(stranger)
        stranger.do(record.code, "disputes", {"reason": PHRASES["dispute"]})
        world.happened(record, ("dispute", "citizen"), record.state)
    world.happened(record, ("reopen", "system"), "assigned")


def answer_disputes(world: World, record: CaseRecord) -> None:
    """The officer answers each of them."""
    officer = world.officer_of(record)
    for number, stranger in enumerate(record.watchers, 1):
        text = PHRASES["answer_dispute"]
        officer.act(record.code, "answer_dispute", dispute=number, text=text)
        world.happened(record, ("answer_dispute", "officer"), record.state)
        world.owe(*to_citizen(stranger, "dispute_replied", record.code))


def refer(world: World, record: CaseRecord) -> None:
    """The officer asks a body that gets a link by mail."""
    question = PHRASES["refer"]
    world.officer_of(record).act(record.code, "refer", agency=BODY, question=question)
    world.happened(record, ("refer", "officer"), record.state)
    world.owe(Letter(EMAIL, CONTACT, "referred", record.code))


def body_replies(world: World, record: CaseRecord) -> None:
    """Behind the link is the case without its reporter; it is good for one answer."""
    token = until(lambda: _link(world, record.code), f"thư có liên kết về {record.code}")
    anybody = Client(world.stack.api_url)
    shown = anybody.post("/external/case", {"token": token}).json()
    if record.citizen.profile.full_name in str(shown):
        world.complain(f"{record.code}: liên kết lộ tên người gửi")
    reply = {"token": token, "reply": "answer", "text": PHRASES["body_replies"]}
    anybody.post("/external/replies", reply)
    world.happened(record, ("reply_to_referral", "external"), record.state)
    try:
        anybody.post("/external/replies", reply)
    except Problem as problem:
        if problem.code != "link_used":
            world.complain(f"{record.code}: liên kết đã dùng, lại nhận {problem.code}")
    else:
        world.complain(f"{record.code}: liên kết dùng được hai lần")


def propose_together(world: World, record: CaseRecord) -> None:
    """One text for the case and all that are the same, as the office answers many at once."""
    officer, text = world.officer_of(record), FAMILY_START + ANSWERS[record.story.category]
    record.answer = text.replace("{code}", record.code)
    _for_many(world, officer, record, "/officer/answers", {"text": text})
    world.happened(record, ("propose_answer", "officer"), "pending_approval")


def approve_together(world: World, record: CaseRecord) -> None:
    """One approval, and everybody of the family hears the answer."""
    _for_many(world, world.leader_of(record), record, "/officer/approvals", {})
    world.happened(record, ("approve", "leader"), "answered")


def _for_many(
    world: World, who: StaffMember, record: CaseRecord, path: str, body: dict[str, object]
) -> None:
    version = who.open(record.code).json()["version"]
    picked = [{"code": record.code, "version": version}]
    (result,) = who.api.post(path, {**body, "cases": picked}).json()["results"]
    if result["status"] != "done":
        world.complain(f"{record.code}: trả lời chung không thành: {result}")


def _link(world: World, code: str) -> str | None:
    mails = (mail.text for mail in world.post.all_mails() if mail.recipient == CONTACT)
    found = (link.group(1) for text in mails if (link := _LINK.search(text)))
    return next((link for link in found if link.startswith(code)), None)
