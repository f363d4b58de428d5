"""Commands to cases and what is answered, which the case itself keeps for a repetition."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field

from chalicelib.cases.application.cases import CaseDesk
from chalicelib.cases.application.transitions import Request, transition
from chalicelib.cases.domain import commands, requests
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.http.replies import case_reply
from chalicelib.kernel.actors import Role
from chalicelib.kernel.frozen import frozen
from chalicelib.kernel.repeats import AnsweredBefore, AnsweredRequest, GoesByLedger
from chalicelib.runtime.http.calls import Call, Reply
from chalicelib.runtime.services import services


def answer_to(
    call: Call,
    case: Case,
    command: commands.Command,
    uploads: tuple[str, ...] = (),
    status: int = 200,
) -> Reply:
    """One command in the caller's name; officers say which version they have seen."""
    answering = Answering(call, status)
    request = Request(
        actor=call.actor,
        case=case,
        command=command,
        expected_version=call.if_match,
        correlation_id=call.correlation_id,
        uploads=uploads,
        version_needed=call.actor.role is not Role.CITIZEN,
        repeatable=answering,
    )
    transition(services().get(CaseDesk), request)
    return answering.replies[-1]


@frozen
class Answering:
    """The answer is made of the case as it is about to be written."""

    call: Call
    status: int
    view: Callable[[Call, Case, int], Reply] = case_reply
    replies: list[Reply] = field(default_factory=list)

    def look(self, case: Case) -> None:
        """Raises AnsweredBefore, and GoesByLedger where the case has no room left."""
        keyed, now = self.call.keyed, services().get(CaseDesk).clock.now()
        if keyed is None:
            return
        if requests.answered(case, keyed.id, now):
            raise AnsweredBefore
        if not keyed.by_ledger and requests.goes_by_ledger(case, now):
            raise GoesByLedger

    def keep(self, changed: Case) -> Case:
        """Raises GoesByLedger for an answer that is too long."""
        reply = self.view(self.call, changed, self.status)
        self.replies.append(reply)
        keyed = self.call.keyed
        if keyed is None:
            return changed
        if keyed.by_ledger:
            return requests.marked_for_ledger(changed, services().get(CaseDesk).clock.now())
        answered = keyed.answered(reply)
        if not requests.has_room(answered):
            raise GoesByLedger
        return requests.with_request(changed, answered)


class CaseAnswers:
    """The answers that a case keeps."""

    def find(self, subject: Case, id: str) -> AnsweredRequest | None:
        """In its document, which has been read."""
        return requests.answered(subject, id, services().get(CaseDesk).clock.now())

    def by_ledger(self, subject: Case) -> bool:
        """As the document says."""
        return requests.goes_by_ledger(subject, services().get(CaseDesk).clock.now())

    def keep(self, subject: Case, request: AnsweredRequest) -> bool:
        """Without a version of its own."""
        return self._annotate(subject, requests.with_request(subject, request))

    def mark(self, subject: Case) -> bool:
        """Likewise; nothing is written where the mark holds long enough. Who has read the case
        before there was one finds it changed."""
        now = services().get(CaseDesk).clock.now()
        marked = requests.marked_for_ledger(subject, now)
        return marked is subject or self._annotate(subject, marked)

    @staticmethod
    def _annotate(subject: Case, changed: Case) -> bool:
        desk = services().get(CaseDesk)
        return desk.cases.annotate(requests.annotated(changed, desk.clock.now()), subject)


CASE_ANSWERS = CaseAnswers()
