"""A case is sent in, read and listed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from chalicelib.agencies.application.ports import Directory
from chalicelib.cases.application.loads import Loads
from chalicelib.cases.application.matters import (
    CheckedMatter,
    Matter,
    Provenance,
    check_matter,
    submission_of,
)
from chalicelib.cases.application.ports import (
    Card,
    CaseStore,
    LowRatings,
    Queue,
    Reporters,
    UrgencyRecord,
)
from chalicelib.cases.application.representing import sent_for
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.commands import Submission
from chalicelib.cases.domain.permissions import may_see
from chalicelib.cases.domain.publication import PublicState, public_state
from chalicelib.cases.domain.submission import submit
from chalicelib.cases.domain.time_events import next_at
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import Findings, Forbidden, Invalid, NotFound, TooMany
from chalicelib.kernel.faults import Faults
from chalicelib.kernel.frozen import frozen
from chalicelib.kernel.ids import case_code, is_case_code
from chalicelib.kernel.instants import wire
from chalicelib.kernel.pages import Page, Position
from chalicelib.kernel.quotas import Limiter, Quota, used_up
from chalicelib.kernel.repeats import AnsweredBefore
from chalicelib.kernel.together import Part, Refused
from chalicelib.places.domain.communes import Gazetteer
from chalicelib.rules.domain.channels import CaseChannel
from chalicelib.rules.domain.urgencies import Urgency
from chalicelib.uploads.application.uploads import Attach, UploadDesk, attachable, attaching
from chalicelib.uploads.domain.uploads import Purpose, Upload

if TYPE_CHECKING:
    from chalicelib.identity.application.blocks import BlockStore
    from chalicelib.organisations.application.ports import OrganisationStore

_ATTEMPTS = 5
Recording = Callable[[Case], Sequence[Part]]
"""What is written with a new case."""


def nothing(_case: Case) -> Sequence[Part]:
    """Nothing is written with it."""
    return ()


@frozen
class CaseDesk:
    """What the use cases of cases need. `prefix` begins each case code; the desk and supervisors of
    the central agency are the province's."""

    cases: CaseStore
    directory: Directory
    uploads: UploadDesk
    gazetteer: Gazetteer
    clock: Clock
    prefix: str
    faults: Faults
    limiter: Limiter
    urgency_record: UrgencyRecord
    central_agency: str
    reporters: Reporters
    low_ratings: LowRatings
    blocks: Callable[[], BlockStore]
    """Asked for where somebody is refused."""
    organisations: Callable[[], OrganisationStore]
    """Asked for where a case is sent for one."""
    loads: Loads = field(default_factory=Loads)


@frozen
class SubmitCase:
    """What a citizen sends.

    `seed` and `request` come from the request's idempotency record: the same request makes the
    same case, however often it is tried.
    """

    reporter: str
    channel: CaseChannel
    matter: Matter
    seed: str
    correlation_id: str


def submit_case(desk: CaseDesk, command: SubmitCase, recording: Recording = nothing) -> Case:
    """Write a new case with its files, counted against the reporter's day: all of it, or nothing.

    Raises Invalid with all fields that are wrong, Forbidden (`account_blocked`), and TooMany
    (`too_many_cases`, `too_many_urgent_cases`) until the reporter's next day. A case that is there
    already is given back whatever the count. What `recording` makes of the new case is written with
    it; raises AnsweredBefore if that is there already.
    """
    now = desk.clock.now()
    faults = Findings()
    organisation = sent_for(
        desk.organisations, command.reporter, command.matter.organisation, faults
    )
    checked = check_matter(desk.directory, desk.gazetteer, command.matter, faults)
    checked = replace(checked, organisation=organisation)

    def create(code: str) -> Case | None:
        return _created(desk, command, checked, code, now, recording)

    return under_free_code(desk, command.seed, now, create)


def under_free_code(
    desk: CaseDesk,
    seed: str,
    now: datetime,
    create: Callable[[str], Case | None],
) -> Case:
    """What `create` makes under a code that is free (None: it is not), or what the same request
    made before."""
    for attempt in range(_ATTEMPTS):
        code = case_code(desk.prefix, now, seed, attempt)
        try:
            case = create(code)
        except Invalid:
            taken = desk.cases.find(code)
            if taken is None:
                raise
        else:
            taken = case or desk.cases.find(code)
        if taken is not None and taken.request == seed:
            return taken
    raise TooMany("case_codes_used_up", retry_after=1)


def _created(
    desk: CaseDesk,
    command: SubmitCase,
    checked: CheckedMatter,
    code: str,
    now: datetime,
    recording: Recording,
) -> Case | None:
    """The case under that code; None if the code is taken.

    Who forged urgency before has an urgent case taken in as ordinary: that costs a second call.
    """
    policy, calendar = desk.directory.policy(), desk.directory.calendar()
    since, lowered = now - policy.usage_limits.forged_urgency_for, False
    trusted = desk.urgency_record.trusted(command.reporter, since)
    for _ in range(_ATTEMPTS):
        urgent = command.matter.urgent and not lowered
        quota = policy.usage_limits.cases(urgent=urgent)
        counted = desk.limiter.use(f"account-{command.reporter}", [quota], now)
        files = attachable(desk.uploads, _attach(command, code))
        new = _submission(command, checked, code, files, now)
        case = submit(_ordinary(new) if lowered else new, _reporter(command), policy, calendar)
        recorded = recording(case)
        parts = [*recorded, *([trusted] if urgent else []), counted]
        parts += attaching(desk.uploads, _attach(command, code), files)
        due = next_at(case, policy, calendar)
        try:
            is_new = desk.cases.create(case, due, command.correlation_id, parts)
        except Refused as refused:
            if refused.part in recorded:
                raise AnsweredBefore from None
            lowered = lowered or refused.part is trusted
            if refused.part is counted:
                check_not_blocked(desk, command.reporter)
                raise _used_up(urgent, quota, now) from None
        else:
            return case if is_new else None
    raise TooMany("too_busy", retry_after=1)


def check_not_blocked(desk: CaseDesk, account: str) -> None:
    """Raises Forbidden (`account_blocked`, with its end); costs a read."""
    block = desk.blocks().find(account)
    if block is not None and block.lasts(desk.clock.now()):
        raise Forbidden("account_blocked", {"until": wire(block.until)})


def _submission(
    command: SubmitCase,
    checked: CheckedMatter,
    code: str,
    files: Sequence[Upload],
    now: datetime,
) -> Submission:
    provenance = Provenance(code, command.reporter, command.seed, command.channel, now)
    return submission_of(checked, files, provenance)


def _ordinary(new: Submission) -> Submission:
    return replace(new, urgency=Urgency.ORDINARY, urgency_asked=new.urgency)


def _reporter(command: SubmitCase) -> Actor:
    return Actor(Role.CITIZEN, command.reporter)


def _attach(command: SubmitCase, code: str) -> Attach:
    return Attach(command.reporter, command.matter.uploads, code, Purpose.CASE)


def _used_up(urgent: bool, quota: Quota, now: datetime) -> TooMany:
    code = "too_many_urgent_cases" if urgent else "too_many_cases"
    return used_up(code, quota, now)


def read_case(desk: CaseDesk, reader: Actor, code: str) -> Case:
    """The case, if it is there and the reader's to see; else NotFound, either way the same."""
    case = desk.cases.find(code) if is_case_code(code) else None
    if case is None or not may_see(reader, case):
        raise NotFound("case_not_found")
    return case


def read_published(desk: CaseDesk, code: str) -> Case:
    """The case, if anybody may read it; else NotFound, whyever not."""
    case = desk.cases.find(code) if is_case_code(code) else None
    if case is None or public_state(case) is not PublicState.PUBLISHED:
        raise NotFound("case_not_found")
    return case


def list_own_cases(
    desk: CaseDesk, account: str, limit: int, position: Position | None
) -> Page[Card]:
    """The citizen's cases, newest first."""
    return desk.cases.page(Queue.REPORTER, account, limit=limit, position=position)
