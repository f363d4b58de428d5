"""Who does what when a fate names it: one function per verb, each noting what must follow."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from localstack.demo.photos import show_to_officer
from localstack.demo.sending import settle
from localstack.demo.tales import Tale
from localstack.demo.texts import ANSWERS, BETTER_START, PHRASES, STARS
from localstack.demo.world import World

Turn = Callable[[World, Tale], None]


def start(world: World, tale: Tale) -> None:
    """The officer looks at the photos, if there are any, and begins."""
    officer = world.officer_of(tale)
    if not show_to_officer(officer, tale):
        world.complain(f"{tale.code}: cán bộ không xem được ảnh, hoặc ảnh còn EXIF")
    officer.act(tale.code, "start")
    world.happened(tale, ("start", "officer"), "in_progress", officer)


def ask(world: World, tale: Tale) -> None:
    """The officer asks the citizen."""
    question = PHRASES["question"]
    world.officer_of(tale).act(tale.code, "request_info", question=question)
    world.happened(tale, ("request_info", "officer"), "needs_info")


def ask_at_intake(world: World, tale: Tale) -> None:
    """The intake desk asks before it takes the case in."""
    world.intake().act(tale.code, "request_info", question=PHRASES["question"])
    world.happened(tale, ("request_info", "intake"), "needs_info")


def supplement(world: World, tale: Tale) -> None:
    """The citizen answers the question; the case is back where it was."""
    before = _state_before_question(tale)
    tale.citizen.do(tale.code, "supplements", {"text": PHRASES["supplement"]})
    telling = "supplement_at_intake" if before == "received" else None
    world.happened(tale, ("supplement", "citizen"), before, telling=telling)


def _state_before_question(tale: Tale) -> str:
    actions = [action for action, _ in tale.steps[:-1]]
    if "start" in actions:
        return "in_progress"
    return "assigned" if "assign" in actions else "received"


def propose(world: World, tale: Tale, start: str = "") -> None:
    """The officer puts an answer before the leader, with a photo of the work done."""
    officer = world.officer_of(tale)
    tale.answer = start + ANSWERS[tale.story.category]
    evidence = officer.upload("/officer/uploads", world.evidence, "image/jpeg")
    officer.act(tale.code, "propose_answer", text=tale.answer, evidence=[evidence])
    world.happened(tale, ("propose_answer", "officer"), "pending_approval")


def approve(world: World, tale: Tale) -> None:
    """The leader lets the answer go out."""
    world.leader_of(tale).act(tale.code, "approve")
    world.happened(tale, ("approve", "leader"), "answered")


def send_back(world: World, tale: Tale) -> None:
    """The leader wants a better answer."""
    world.leader_of(tale).act(tale.code, "send_back", reason=PHRASES["send_back"])
    world.happened(tale, ("send_back", "leader"), "in_progress")


def read(world: World, tale: Tale) -> None:
    """The citizen opens the case and reads the answer that was proposed, no other."""
    answer = tale.seen()["answer"]
    if answer is None or answer["text"] != tale.answer:
        world.complain(f"{tale.code}: người dân không đọc được đúng câu trả lời")


def rate(world: World, tale: Tale, stars: int) -> None:
    """The citizen gives stars; three or more close the case."""
    tale.citizen.do(tale.code, "rating", {"stars": stars, "comment": STARS[stars]})
    tale.stars = stars
    telling = "rate_low" if stars <= UNHAPPY_STARS else "rate"
    world.happened(tale, ("rate", "citizen"), tale.state, telling=telling)
    if stars >= CLOSING_STARS and tale.state == "answered":
        world.happened(tale, ("close", "system"), "closed")


def reopen(world: World, tale: Tale) -> None:
    """The citizen is not content; the agency has it again."""
    tale.citizen.do(tale.code, "reopen", {"reason": PHRASES["reopen"]})
    world.happened(tale, ("reopen", "citizen"), "assigned")


def withdraw(world: World, tale: Tale) -> None:
    """The citizen takes the case back."""
    tale.citizen.do(tale.code, "withdraw", {"reason": PHRASES["withdraw"]})
    world.happened(tale, ("withdraw", "citizen"), "withdrawn")


def accept(world: World, tale: Tale) -> None:
    """The intake desk takes in what no rule was sure of; then a rule is, or the desk chooses."""
    category = {"category": tale.story.taken_as} if tale.story.taken_as else {}
    world.intake().act(tale.code, "accept", **category)
    world.happened(tale, ("accept", "intake"), "accepted")
    if tale.story.given_to is None:
        settle(world, tale)
    else:
        assign(world, tale)


def reject(world: World, tale: Tale) -> None:
    """The intake desk refuses what is no public business."""
    world.intake().act(tale.code, "reject", reason="spam", text=PHRASES["reject"])
    world.happened(tale, ("reject", "intake"), "rejected")


def redirect(world: World, tale: Tale) -> None:
    """A denunciation does not belong here: the citizen is told where to go."""
    world.intake().act(tale.code, "redirect", where="denunciation", text=PHRASES["redirect"])
    world.happened(tale, ("redirect", "intake"), "redirected")


def mark_duplicate(world: World, tale: Tale) -> None:
    """The officer sees that somebody else has reported the same."""
    parent = world.tales[tale.story.same_as or ""].code
    world.officer_of(tale).act(tale.code, "mark_duplicate", parent=parent)
    tale.duplicate_of = parent
    world.happened(tale, ("mark_duplicate", "officer"), "duplicate")


def hand_back(world: World, tale: Tale) -> None:
    """The officer returns a case that is another agency's."""
    officer = world.officer_of(tale)
    officer.act(
        tale.code,
        "return",
        reason=PHRASES["return"],
        suggested_agency=tale.story.given_to,
    )
    world.happened(tale, ("return", "officer"), "accepted", officer)
    tale.officer = tale.agency = None


def assign(world: World, tale: Tale) -> None:
    """The intake desk gives the case to an agency, for good; the router finds the officer."""
    desk = world.intake()
    desk.act(tale.code, "assign", agency=tale.story.given_to, binding=True)
    tale.agency = tale.story.given_to
    world.happened(tale, ("assign", "intake"), "assigned", desk, telling="assign_agency")
    world.officer_of(tale)
    world.happened(tale, ("assign", "system"), "assigned", telling="assign_officer")


def ask_extension(world: World, tale: Tale) -> None:
    """The officer needs more time and says so before it is over."""
    world.officer_of(tale).act(
        tale.code, "request_extension", days=3, reason=PHRASES["ask_extension"]
    )
    world.happened(tale, ("request_extension", "officer"), "in_progress")


def grant_extension(world: World, tale: Tale) -> None:
    """The leader grants it; the citizen is told the new date."""
    world.leader_of(tale).act(tale.code, "decide_extension", grant=True)
    world.happened(tale, ("decide_extension", "leader"), "in_progress")


def becomes_overdue(world: World, tale: Tale) -> None:
    """Time has brought it past its due time."""
    telling = "become_overdue_at_intake" if tale.state == "received" else "become_overdue"
    world.happened(tale, ("become_overdue", "system"), tale.state, telling=telling)


def clock_runs_on(world: World, tale: Tale) -> None:
    """The citizen is still silent, and the pause is used up."""
    world.happened(tale, ("clock_runs_on", "system"), "needs_info")


def is_given_up(world: World, tale: Tale) -> None:
    """Nobody waits any longer: the work goes on without the answer."""
    world.happened(tale, ("give_up_waiting", "system"), "in_progress")


def closes(world: World, tale: Tale) -> None:
    """Fourteen days after the answer it is closed by itself."""
    world.happened(tale, ("close", "system"), "closed")


CLOSING_STARS = 3
UNHAPPY_STARS = 2

TURNS: dict[str, Turn] = {
    "start": start,
    "ask": ask,
    "ask_at_intake": ask_at_intake,
    "supplement": supplement,
    "propose": propose,
    "propose_better": partial(propose, start=BETTER_START),
    "approve": approve,
    "send_back": send_back,
    "read": read,
    **{f"rate_{stars}": partial(rate, stars=stars) for stars in STARS},
    "reopen": reopen,
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
