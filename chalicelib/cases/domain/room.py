"""How large a case may grow: a case is one document, and has room for so much.

What grows a case step by step are texts, files and lines of its timeline. Nobody is kept from
ending a case: only what begins another turn is refused once the room is taken, and what may still
follow (a reply, an answer, a rating) has a reserve. The reminders of a case that is late count for
nothing here; they are short, alike, and packed together with the rest. Source: judgement (default),
held against the bytes that are stored by `tests/unit/cases/test_room.py`.
"""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.workflow import Action, State
from chalicelib.kernel.actors import Role

ROOM = 150_000
"""Bytes as they are reckoned here; the most that is stored is then below 300 KB."""
_LINE = 600
"""Of a line of the timeline and of the step of the clock that comes with it, texts apart."""
_FILE = 80

TURNS: dict[Action, int] = {
    Action.REQUEST_INFO: ROOM,
    Action.MARK_DUPLICATE: ROOM,
    Action.ASSIGN: ROOM,
    Action.HAND_OVER: ROOM,
    Action.RETURN: ROOM,
    Action.REQUEST_EXTENSION: ROOM,
    Action.REOPEN: ROOM,
    Action.SNOOZE: ROOM,
    Action.CORRECT_ANSWER: ROOM + 30_000,
    Action.ASK_PART: ROOM,
    Action.ASSIGN_PART: ROOM,
    Action.ANSWER_PART: ROOM,
    Action.NOTE: ROOM,
    Action.COMMENT: ROOM,
    Action.PUBLISH: ROOM,
    Action.DISPUTE: ROOM,
    Action.REFER: ROOM,
    Action.SET_VISIBILITY: ROOM + 30_000,
    Action.SEND_BACK: ROOM + 30_000,
}
"""What begins another turn, and up to which size. An answer may be sent back and corrected, and a
photo hidden, for longer: there is no other way, and what is wrong must not stand. What undoes a
mark as a duplicate is none, the next mark is."""


def takes_more_than_there_is(case: Case, action: Action) -> bool:
    """Whether the action would begin another turn of a case that has no room for it.

    The first assignment is none: without it the case would lie at the intake desk for good.
    """
    if action not in TURNS or (action is Action.ASSIGN and case.state is not State.ASSIGNED):
        return False
    return room_taken(case) >= TURNS[action]


def room_taken(case: Case) -> int:
    """In the bytes of texts as UTF-8, and what lines of people and files take beside."""
    texts = sum(len(text.encode()) for text in _texts(case) if text)
    lines = sum(line.actor.role is not Role.SYSTEM for line in case.timeline)
    return texts + _LINE * lines + _FILE * len(case.all_files())


def _texts(case: Case) -> Iterator[str | None]:
    yield case.description
    yield case.address
    for given in case.answers:
        yield str(given.value)
    yield case.publication.text if case.publication else None
    yield case.extension.reason if case.extension else None
    yield case.rating.comment if case.rating else None
    for answer in (case.answer, case.proposal, *case.former_answers):
        yield answer.text if answer else None
    for referral in case.referrals:
        yield referral.question
        yield referral.reply
        for asked in referral.asked:
            yield asked.text
    for dispute in case.disputes:
        yield dispute.reason
        yield dispute.reply
    for one in case.reinspections:
        yield one.note
    for part in case.parts:
        yield part.answer.text if part.answer else None
    for addition in case.additions:
        yield addition.text
    for line in case.timeline:
        yield line.note
