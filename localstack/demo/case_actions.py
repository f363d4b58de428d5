"""Who does what when a plan names it: one function per verb, each noting what must follow."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from localstack.demo.case_records import CaseRecord
from localstack.demo.joining import (
    answer_disputes,
    approve_together,
    body_replies,
    dispute,
    propose_together,
    refer,
)
from localstack.demo.photos import show_to_officer
from localstack.demo.sending import settle
from localstack.demo.texts import ANSWERS, BETTER_START, CORRECTED_START, PHRASES, STARS
from localstack.demo.world import World

CaseAction = Callable[[World, CaseRecord], None]


def start(world: World, record: CaseRecord) -> None:
    """The officer looks at the photos, if there are any, and begins."""
    officer = world.officer_of(record)
    if not show_to_officer(officer, record):
        world.complain(f"{record.code}: cán bộ không xem được ảnh, hoặc ảnh còn EXIF")
    officer.act(record.code, "start")
    world.happened(record, ("start", "officer"), "in_progress", officer)


def ask(world: World, record: CaseRecord) -> None:
    """The officer asks the citizen."""
    question = PHRASES["question"]
    world.officer_of(record).act(record.code, "request_info", question=question)
    world.happened(record, ("request_info", "officer"), "needs_info")


def ask_at_intake(world: World, record: CaseRecord) -> None:
    """The intake desk asks before it takes the case in."""
    world.intake().act(record.code, "request_info", question=PHRASES["question"])
    world.happened(record, ("request_info", "intake"), "needs_info")


def supplement(world: World, record: CaseRecord) -> None:
    """The citizen answers the question; the case is back where it was."""
    before = _state_before_question(record)
    record.citizen.do(record.code, "supplements", {"text": PHRASES["supplement"]})
    telling = "supplement_at_intake" if before == "received" else None
    world.happened(record, ("supplement", "citizen"), before, telling=telling)


def _state_before_question(record: CaseRecord) -> str:
    actions = [action for action, _ in record.steps[:-1]]
    if "start" in actions:
        return "in_progress"
    return "assigned" if "assign" in actions else "received"


def propose(world: World, record: CaseRecord, start: str = "") -> None:
    """The officer puts an answer before the leader, with a photo of the work done."""
    officer = world.officer_of(record)
    record.answer = start + ANSWERS[record.story.category]
    evidence = officer.upload("/officer/uploads", world.evidence, "image/jpeg")
    officer.act(record.code, "propose_answer", text=record.answer, evidence=[evidence])
    world.happened(record, ("propose_answer", "officer"), "pending_approval")


def approve(world: World, record: CaseRecord) -> None:
    """The leader lets the answer go out."""
    world.leader_of(record).act(record.code, "approve")
    world.happened(record, ("approve", "leader"), "answered")


def note(world: World, record: CaseRecord) -> None:
    """The officer names the leader in a note; the citizen's timeline has nothing of it."""
    officer = world.officer_of(record)
    roster = officer.api.pages("/officer/roster", limit=100)
    leader = next(one["id"] for one in roster if one["role"] == "leader")
    officer.act(record.code, "note", text=PHRASES["note"], mention=[leader])
    world.owe_for(record, "note", officer)


def answer_part(world: World, record: CaseRecord) -> None:
    """The co-ordinating agency says its part, to the lead alone."""
    login = world.logins("officer", record.coordinating)[0]
    world.at_desk(login.username).act(record.code, "answer_part", text=PHRASES["part"])
    world.owe_for(record, "answer_part")


def correct(world: World, record: CaseRecord) -> None:
    """The leader puts right what was wrong in the answer, and says why."""
    record.answer = CORRECTED_START + ANSWERS[record.story.category]
    given = {"text": record.answer, "reason": PHRASES["correct"]}
    world.leader_of(record).act(record.code, "correct_answer", **given)
    world.happened(record, ("correct_answer", "leader"), record.state)


def send_back(world: World, record: CaseRecord) -> None:
    """The leader wants a better answer."""
    world.leader_of(record).act(record.code, "send_back", reason=PHRASES["send_back"])
    world.happened(record, ("send_back", "leader"), "in_progress")


def read(world: World, record: CaseRecord) -> None:
    """The citizen opens the case and reads the answer that was proposed, no other."""
    answer = record.seen()["answer"]
    if answer is None or answer["text"] != record.answer:
        world.complain(f"{record.code}: người dân không đọc được đúng câu trả lời")


def rate(world: World, record: CaseRecord, stars: int) -> None:
    """The citizen gives stars; three or more close the case."""
    record.citizen.do(record.code, "rating", {"stars": stars, "comment": STARS[stars]})
    record.stars = stars
    telling = "rate_low" if stars <= UNHAPPY_STARS else "rate"
    world.happened(record, ("rate", "citizen"), record.state, telling=telling)
    if stars >= CLOSING_STARS and record.state == "answered":
        world.happened(record, ("close", "system"), "closed")


def reopen(world: World, record: CaseRecord) -> None:
    """The citizen is not content; the agency has it again."""
    record.citizen.do(record.code, "reopen", {"reason": PHRASES["reopen"]})
    world.happened(record, ("reopen", "citizen"), "assigned")


def withdraw(world: World, record: CaseRecord) -> None:
    """The citizen takes the case back."""
    record.citizen.do(record.code, "withdraw", {"reason": PHRASES["withdraw"]})
    world.happened(record, ("withdraw", "citizen"), "withdrawn")


def accept(world: World, record: CaseRecord) -> None:
    """The intake desk takes in what no rule was sure of; then a rule is, or the desk chooses."""
    category = {"category": record.story.taken_as} if record.story.taken_as else {}
    world.intake().act(record.code, "accept", **category)
    world.happened(record, ("accept", "intake"), "accepted")
    if record.story.given_to is None:
        settle(world, record)
    else:
        assign(world, record)


def reject(world: World, record: CaseRecord) -> None:
    """The intake desk refuses what is no public business."""
    world.intake().act(record.code, "reject", reason="spam", text=PHRASES["reject"])
    world.happened(record, ("reject", "intake"), "rejected")


def redirect(world: World, record: CaseRecord) -> None:
    """A denunciation does not belong here: the citizen is told where to go."""
    world.intake().act(record.code, "redirect", where="denunciation", text=PHRASES["redirect"])
    world.happened(record, ("redirect", "intake"), "redirected")


def mark_duplicate(world: World, record: CaseRecord) -> None:
    """The officer sees that somebody else has reported the same."""
    parent = world.records[record.story.same_as or ""].code
    world.officer_of(record).act(record.code, "mark_duplicate", parent=parent)
    record.duplicate_of = parent
    world.happened(record, ("mark_duplicate", "officer"), "duplicate")


def hand_back(world: World, record: CaseRecord) -> None:
    """The officer returns a case that is another agency's."""
    officer = world.officer_of(record)
    officer.act(
        record.code,
        "return",
        reason=PHRASES["return"],
        suggested_agency=record.story.given_to,
    )
    world.happened(record, ("return", "officer"), "accepted", officer)
    record.officer = record.agency = None


def assign(world: World, record: CaseRecord) -> None:
    """The intake desk gives the case to an agency, for good; the router finds the officer."""
    desk = world.intake()
    desk.act(record.code, "assign", agency=record.story.given_to, binding=True)
    record.agency = record.story.given_to
    world.happened(record, ("assign", "intake"), "assigned", desk, telling="assign_agency")
    world.officer_of(record)
    world.happened(record, ("assign", "system"), "assigned", telling="assign_officer")


def assign_shared(world: World, record: CaseRecord) -> None:
    """As `assign`, with an agency that co-ordinates."""
    record.coordinating = COORDINATING
    desk = world.intake()
    given = {"agency": record.story.given_to, "coordinating": [COORDINATING], "binding": True}
    desk.act(record.code, "assign", **given)
    record.agency = record.story.given_to
    world.happened(record, ("assign", "intake"), "assigned", desk, telling="assign_agency")
    world.owe_for(record, "coordinate")
    world.officer_of(record)
    world.happened(record, ("assign", "system"), "assigned", telling="assign_officer")
    world.owe_for(record, "coordinate")


def ask_extension(world: World, record: CaseRecord) -> None:
    """The officer needs more time and says so before it is over."""
    world.officer_of(record).act(
        record.code, "request_extension", days=3, reason=PHRASES["ask_extension"]
    )
    world.happened(record, ("request_extension", "officer"), "in_progress")


def grant_extension(world: World, record: CaseRecord) -> None:
    """The leader grants it; the citizen is told the new date."""
    world.leader_of(record).act(record.code, "decide_extension", grant=True)
    world.happened(record, ("decide_extension", "leader"), "in_progress")


def becomes_overdue(world: World, record: CaseRecord) -> None:
    """Time has brought it past its due time."""
    telling = "become_overdue_at_intake" if record.state == "received" else "become_overdue"
    world.happened(record, ("become_overdue", "system"), record.state, telling=telling)


def clock_runs_on(world: World, record: CaseRecord) -> None:
    """The citizen is still silent, and the pause is used up."""
    world.happened(record, ("clock_runs_on", "system"), "needs_info")


def is_given_up(world: World, record: CaseRecord) -> None:
    """Nobody waits any longer: the work goes on without the answer."""
    world.happened(record, ("give_up_waiting", "system"), "in_progress")


def closes(world: World, record: CaseRecord) -> None:
    """Fourteen days after the answer it is closed by itself."""
    world.happened(record, ("close", "system"), "closed")


COORDINATING = "so-y-te"
CLOSING_STARS = 3
UNHAPPY_STARS = 2

ACTIONS: dict[str, CaseAction] = {
    "start": start,
    "ask": ask,
    "ask_at_intake": ask_at_intake,
    "supplement": supplement,
    "propose": propose,
    "propose_better": partial(propose, start=BETTER_START),
    "approve": approve,
    "propose_together": propose_together,
    "approve_together": approve_together,
    "send_back": send_back,
    "note": note,
    "assign_shared": assign_shared,
    "answer_part": answer_part,
    "correct": correct,
    "read": read,
    **{f"rate_{stars}": partial(rate, stars=stars) for stars in STARS},
    "reopen": reopen,
    "dispute": dispute,
    "answer_disputes": answer_disputes,
    "refer": refer,
    "body_replies": body_replies,
    "withdraw": withdraw,
    "accept": accept,
    "reject": reject,
    "redirect": redirect,
    "mark_duplicate": mark_duplicate,
    "return": hand_back,
    "assign": assign,
    "ask_extension": ask_extension,
    "grant_extension": grant_extension,
    "becomes_overdue": becomes_overdue,
    "clock_runs_on": clock_runs_on,
    "is_given_up": is_given_up,
    "closes": closes,
}
