"""One answer for many cases, and one approval: each case by itself, by the workflow table.

The office picks the cases; what cannot be answered so is told with its reason and left as it is.
Nothing is remembered of the picking: a repetition finds the cases that are answered already, so it
may be stopped anywhere and sent again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from chalicelib.answer_texts.application.answer_texts import AnswerTextDesk, preview
from chalicelib.answer_texts.domain.answer_texts import field_faults
from chalicelib.cases.application.cases import CaseDesk, read_case
from chalicelib.cases.application.transitions import Request, transition
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.commands import Approve, Command, ProposeAnswer
from chalicelib.cases.domain.workflow import Action
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.errors import DomainError, Fault, Invalid
from chalicelib.kernel.faults import Work
from chalicelib.kernel.isolation import Isolation

MOST_PICKED = 50
LONGEST_ANSWER = 4000
"""Characters, once its fields are filled in (the HTTP contract)."""


@dataclass(frozen=True)
class Picked:
    """A case, in the version that was seen."""

    code: str
    version: int


class BulkStatus(StrEnum):
    """What became of one case: done now, done before by this very person, or left as it is."""

    DONE = "done"
    REPEATED = "repeated"
    REFUSED = "refused"


@dataclass(frozen=True)
class BulkResult:
    """One case. `version` is its present one where it is done; `error` says why it is not (None
    with REFUSED: it is broken, which was logged)."""

    code: str
    status: BulkStatus
    version: int | None = None
    error: DomainError | None = None


@dataclass(frozen=True)
class BulkDesk:
    """What answering many needs."""

    cases: CaseDesk
    texts: AnswerTextDesk


@dataclass(frozen=True)
class Bulk:
    """Who takes an action on which cases; codes are named once each."""

    actor: Actor
    picked: Sequence[Picked]
    correlation_id: str


def propose_for_all(desk: BulkDesk, bulk: Bulk, text: str) -> list[BulkResult]:
    """The text, filled in by each case, as its proposed answer.

    Raises Invalid for fields that no case has and for cases named twice, before anything is done.
    """

    faults = [*field_faults(text, ("text",)), *_named_twice(bulk)]
    if faults:
        raise Invalid(faults)

    def command(case: Case) -> ProposeAnswer:
        filled = preview(desk.texts, text, case)
        if len(filled) > LONGEST_ANSWER:
            raise Invalid([Fault(("text",), "too_long", {"max": LONGEST_ANSWER})])
        return ProposeAnswer(filled)

    return _each(desk, bulk, command, Action.PROPOSE_ANSWER)


def approve_all(desk: BulkDesk, bulk: Bulk) -> list[BulkResult]:
    """The proposed answers of all of them, to their citizens; Invalid for cases named twice."""
    if faults := _named_twice(bulk):
        raise Invalid(faults)
    return _each(desk, bulk, lambda _: Approve(), Action.APPROVE)


def _named_twice(bulk: Bulk) -> list[Fault]:
    codes = [picked.code for picked in bulk.picked]
    return [
        Fault(("cases", place), "named_twice")
        for place, code in enumerate(codes)
        if code in codes[:place]
    ]


def _each(
    desk: BulkDesk, bulk: Bulk, command: Callable[[Case], Command], action: Action
) -> list[BulkResult]:
    isolation = Isolation(desk.cases.faults, Work.ANSWER)
    results = []
    for picked in bulk.picked:
        result = BulkResult(picked.code, BulkStatus.REFUSED)
        with isolation.of(picked.code):
            result = _one(desk.cases, bulk, picked, command, action)
        results.append(result)
    return results


def _one(
    desk: CaseDesk,
    bulk: Bulk,
    picked: Picked,
    command: Callable[[Case], Command],
    action: Action,
) -> BulkResult:
    try:
        case = read_case(desk, bulk.actor, picked.code)
        wanted = command(case)
        if _was_done(case, bulk.actor, picked, wanted, action):
            return BulkResult(picked.code, BulkStatus.REPEATED, case.version)
        asked = Request(bulk.actor, case, wanted, picked.version, bulk.correlation_id)
        changed = transition(desk, asked)
    except DomainError as error:
        return BulkResult(picked.code, BulkStatus.REFUSED, error=error)
    return BulkResult(picked.code, BulkStatus.DONE, changed.version)


def _was_done(case: Case, actor: Actor, picked: Picked, wanted: Command, action: Action) -> bool:
    """Whether the very next change after the version that was seen was this one, and stands."""
    lines = [line for line in case.timeline if line.version == picked.version + 1]
    mine = any(line.action is action and line.actor.id == actor.id for line in lines)
    if not mine or case.version == picked.version:
        return False
    answer = case.proposal or case.answer
    return not isinstance(wanted, ProposeAnswer) or (
        answer is not None and answer.text == wanted.text
    )
