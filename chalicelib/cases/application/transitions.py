"""One command to one case: read, decide, write. Everything else follows from the event."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Protocol

from chalicelib.agencies.application.ports import Directory
from chalicelib.agencies.domain.scopes import actor_of
from chalicelib.cases.application.cases import CaseDesk
from chalicelib.cases.domain.actions.apply import apply
from chalicelib.cases.domain.actions.circumstances import Circumstances
from chalicelib.cases.domain.answer_commands import CorrectAnswer, RecordAnswer
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.commands import (
    Accept,
    Assign,
    Command,
    HandOver,
    MarkDuplicate,
    Note,
    ProposeAnswer,
    Publish,
    Return,
    SetVisibility,
    Supplement,
)
from chalicelib.cases.domain.dispute_commands import RaiseDispute
from chalicelib.cases.domain.part_commands import AnswerPart, AssignPart
from chalicelib.cases.domain.permissions import AGENCY_ROLES, may_see
from chalicelib.cases.domain.referral_commands import Refer
from chalicelib.cases.domain.reinspection_commands import Reinspect
from chalicelib.cases.domain.reinspections import hangs_on_ratings
from chalicelib.cases.domain.requests import pruned
from chalicelib.cases.domain.time_events import next_at, settle
from chalicelib.cases.domain.visibility import Visibility
from chalicelib.cases.domain.workflow import ANSWERING, Action
from chalicelib.kernel.actors import SCHEDULE, Actor
from chalicelib.kernel.errors import Conflict, Fault, Invalid, Path, Stale
from chalicelib.kernel.frozen import frozen
from chalicelib.kernel.ids import is_officer_id
from chalicelib.rules.domain.policies import Policy
from chalicelib.uploads.application.uploads import Attach, attach
from chalicelib.uploads.domain.attachments import Attachment
from chalicelib.uploads.domain.uploads import Purpose
from chalicelib.worktime.domain.calendars import Calendar


class Repeatable(Protocol):
    """What a request under a key does before and with the write that carries it out."""

    def look(self, case: Case) -> None:
        """At the case that is about to be changed: raises if this request changed it before."""
        ...

    def keep(self, changed: Case) -> Case:
        """The case that is about to be written, with what will be answered."""
        ...


_PURPOSES = {Action.SUPPLEMENT: Purpose.SUPPLEMENT, Action.DISPUTE: Purpose.DISPUTE}
_TRIES = 8
"""How often a command without a version is tried again when somebody else was first."""


@frozen
class Request:
    """Who asks for what of which case, having seen which version (None: whichever it is).

    `uploads` are the files of an answer or a supplement. `version_needed`: the version that
    was seen must be named.
    """

    actor: Actor
    case: Case
    command: Command
    expected_version: int | None
    correlation_id: str
    uploads: tuple[str, ...] = ()
    version_needed: bool = False
    repeatable: Repeatable | None = None
    followers: int = 0
    """Where they count: how many follow the case."""


def transition(desk: CaseDesk, request: Request) -> Case:
    """The case after the command.

    Without an expected version the server orders commands: none is lost. Raises what
    `domain.actions.apply` and `Request.repeatable` raise, and Stale when a version was expected and
    somebody was first with another.
    """
    case: Case | None = request.case
    _check_names(desk, request)
    for _ in range(_TRIES):
        if case is None:
            break
        if request.repeatable:
            request.repeatable.look(case)
        about = circumstances(desk, case, request.actor, request.command)
        about = replace(about, followers=request.followers)
        changed = _apply(desk, case, request, about)
        if request.repeatable:
            changed = request.repeatable.keep(changed)
        if save(desk, changed, case, about, request.correlation_id):
            return changed
        seen, case = case.version, desk.cases.find(case.code)
        moved = case is None or case.version != seen
        if moved and request.expected_version is not None:
            raise Stale("stale_version")
    raise Conflict("busy")


def _apply(desk: CaseDesk, case: Case, request: Request, about: Circumstances) -> Case:
    """Files are tied to the case only after everything else about the command was in order."""
    declared = tuple(Attachment(upload, "") for upload in request.uploads)
    command = _with_files(request.command, declared)
    seen, needed = request.expected_version, request.version_needed
    changed = apply(case, command, about, seen, version_needed=needed)
    if isinstance(command, AssignPart | HandOver):
        # Whose colleague it has to be is known of those alone who may name one.
        agency = case.agency
        if isinstance(command, AssignPart):
            agency = request.actor.agency or command.agency
        faults = _officer_faults(desk, command.officer, agency)
        if faults:
            raise Invalid(faults)
    if not declared:
        return changed
    purpose = _PURPOSES.get(command.action, Purpose.EVIDENCE)
    found = attach(desk.uploads, Attach(request.actor.id, request.uploads, case.code, purpose))
    command = _with_files(command, tuple(upload.attachment for upload in found))
    return apply(case, command, about, seen)


def _with_files(command: Command, files: tuple[Attachment, ...]) -> Command:
    if isinstance(command, (Supplement, RaiseDispute)):
        return replace(command, attachments=files)
    if isinstance(command, ProposeAnswer | RecordAnswer | CorrectAnswer | AnswerPart | Reinspect):
        return replace(command, evidence=files)
    return command


def let_time_pass(desk: CaseDesk, code: str, correlation_id: str) -> bool:
    """Do what is due to one case by time; whether it was this call that did it.

    Where nothing is due the case stays as it is, and only the index learns what comes next: it was
    behind, or the rules are others by now.
    """
    case = desk.cases.find(code)
    if case is None:
        return False
    about = circumstances(desk, case, SCHEDULE)
    settled = settle(case, about, reminding=True)
    if settled.version == case.version:
        return desk.cases.reschedule(case, next_at(settled, about.policy, about.calendar))
    return save(desk, settled, case, about, correlation_id)


def circumstances(
    desk: CaseDesk, case: Case, actor: Actor, command: Command | None = None
) -> Circumstances:
    """What the domain needs to know about this moment, this case and this actor."""
    code = case.category
    if isinstance(command, Accept) and command.category:
        code = command.category
    category = desk.directory.category(code)
    if category is None:
        raise Invalid([Fault(("category",), "unknown_category")])
    parent = desk.cases.find(command.parent) if isinstance(command, MarkDuplicate) else None
    return Circumstances(
        actor=actor,
        now=desk.clock.now(),
        policy=_policy(desk.directory, case),
        calendar=_calendar(desk.directory, case),
        category=category,
        sole_staff=is_sole_staff(desk, case, actor),
        parent=parent,
        reporter_names=_reporter_names(desk, case, command),
        low_rated=_is_low_rated(desk, case, command),
    )


def _is_low_rated(desk: CaseDesk, case: Case, command: Command | None) -> bool:
    """Asked for where a case is answered and it hangs on that whether it is looked at once more."""
    if command is None or command.action not in ANSWERING:
        return False
    policy = desk.directory.policy(case.policy).reinspections
    if not hangs_on_ratings(policy, case.code, case.round.number):
        return False
    return case.agency in desk.low_ratings.agencies()


def _reporter_names(desk: CaseDesk, case: Case, command: Command | None) -> tuple[str, ...] | None:
    """Asked for where the case gets a public form that did not have one."""
    if case.publication is not None or not isinstance(command, (Accept, Publish, SetVisibility)):
        return None
    chosen = None if isinstance(command, Publish) else command.visibility
    if (chosen or case.visibility) != Visibility.PUBLIC:
        return None
    return desk.reporters.names_of(case.reporter)


def _policy(directory: Directory, case: Case) -> Policy:
    """The case's own version; reminders are the office's business and follow the present one."""
    own, present = directory.policy(case.policy), directory.policy()
    return (
        own
        if own is present
        else replace(own, reminders=present.reminders, snooze_limit=present.snooze_limit)
    )


def _calendar(directory: Directory, case: Case) -> Calendar:
    """The one in force: never an older one than the case knows, whatever is remembered here."""
    calendar = directory.calendar()
    if case.clock is None or case.clock.calendar <= calendar.version:
        return calendar
    return directory.calendar(case.clock.calendar)


def is_sole_staff(desk: CaseDesk, case: Case, actor: Actor) -> bool:
    """Whether one person only handles cases for the agency that has it, or for the actor's that
    co-ordinates; asked only where it matters."""
    if case.agency is None or actor.agency is None:
        return False
    agency = actor.agency if actor.agency in case.coordinating else case.agency
    staff = (one for one in desk.directory.officers(agency) if one.active)
    return sum(one.role in AGENCY_ROLES for one in staff) == 1


def save(
    desk: CaseDesk, changed: Case, before: Case, about: Circumstances, correlation_id: str
) -> bool:
    """Write the next version with what time will bring it next."""
    upcoming = next_at(changed, about.policy, about.calendar)
    return desk.cases.save(pruned(changed, about.now), before, upcoming, correlation_id)


def _check_names(desk: CaseDesk, request: Request) -> None:
    """Raises Invalid for agencies and officers that there are not."""
    command = request.command
    if isinstance(command, Return) and command.suggested_agency is not None:
        faults = _unknown_agency(desk, ("suggested_agency",), command.suggested_agency)
    elif isinstance(command, Assign):
        faults = _assignment_faults(desk, command)
    elif isinstance(command, Note):
        faults = list(_mention_faults(desk, command, request.case))
    elif isinstance(command, Refer):
        agency = desk.directory.agency(command.agency)
        code = "not_external" if agency else "unknown_agency"
        faults = [] if agency and agency.is_external else [Fault(("agency",), code)]
    else:
        return
    if faults:
        raise Invalid(faults)


def _assignment_faults(desk: CaseDesk, command: Assign) -> list[Fault]:
    faults = _unknown_agency(desk, ("agency",), command.agency)
    for index, agency in enumerate(command.coordinating or ()):
        faults += _unknown_agency(desk, ("coordinating", index), agency)
    if command.officer is not None and not faults:
        faults = _officer_faults(desk, command.officer, command.agency)
    return faults


def _officer_faults(desk: CaseDesk, id: str, agency: str | None) -> list[Fault]:
    officer = desk.directory.officer(id) if is_officer_id(id) else None
    there = officer is not None and officer.agency == agency and officer.active
    return [] if there else [Fault(("officer",), "unknown_officer")]


def _mention_faults(desk: CaseDesk, command: Note, case: Case) -> Iterator[Fault]:
    """Whoever is named must be there, and the case must be theirs to see."""
    for index, id in enumerate(command.mention):
        officer = desk.directory.officer(id) if is_officer_id(id) else None
        there = officer is not None and officer.active
        if not (officer and there and may_see(actor_of(officer, desk.central_agency), case)):
            yield Fault(("mention", index), "cannot_see")


def _unknown_agency(desk: CaseDesk, path: Path, agency: str) -> list[Fault]:
    found = desk.directory.agency(agency)
    if found is None:
        return [Fault(path, "unknown_agency")]
    return [Fault(path, "external_agency")] if found.is_external else []
