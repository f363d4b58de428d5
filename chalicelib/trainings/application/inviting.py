"""Officers are invited to a session by mail, with the session as a calendar file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from chalicelib.agencies.domain.agencies import Officer
from chalicelib.audit.application.reading import ReadersDesk, record_read
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.channels import Channel
from chalicelib.kernel.errors import Conflict
from chalicelib.kernel.faults import Work
from chalicelib.kernel.instants import LOCAL_ZONE
from chalicelib.kernel.isolation import Isolation
from chalicelib.messages.application.messages import MessageStore
from chalicelib.messages.domain.messages import Text
from chalicelib.messages.domain.office_mails import OfficeMail, officer_mail
from chalicelib.messages.domain.templates import LANGUAGES, Templates
from chalicelib.trainings.application.ports import TrainingCalendars
from chalicelib.trainings.application.trainings import TrainingCall, TrainingDesk, check_holder
from chalicelib.trainings.domain.trainings import Training

MAILS_AT_ONCE = 200
"""After so many the rest of the agencies is for the next call."""
_KINDS = {False: "training", True: "training_cancelled"}
_LANGUAGE = LANGUAGES[0]


@dataclass(frozen=True)
class InvitingDesk:
    """What inviting needs. `app` is how the platform is called."""

    trainings: TrainingDesk
    messages: MessageStore
    templates: Templates
    calendars: TrainingCalendars
    readers: ReadersDesk
    app: str


@dataclass(frozen=True)
class InvitedOfficers:
    """How many mails go out by this call, how many had gone out before, and with which agency the
    next call begins (None: nobody is left)."""

    invited: int
    already: int
    refused: tuple[str, ...]
    next_agency: str | None


def invite_officers(
    desk: InvitingDesk, training: Training, since: str | None, call: TrainingCall
) -> InvitedOfficers:
    """Mail to everybody who is meant, agency by agency from `since` on; each version of a session
    is told once to each. Who is told of a session that was cancelled had been invited to it.

    Raises Forbidden, and Conflict (`training_over`).
    """
    check_holder(training, call.actor)
    now = desk.trainings.clock.now()
    if training.ends_at <= now:
        raise Conflict("training_over")
    what = {"version": training.version, "since": since}
    record_read(
        desk.readers,
        call.actor,
        AuditKind.TRAINING_INVITED,
        f"trainings#{training.id}",
        call.correlation_id,
        what,
    )
    mail, isolation = _mail(desk, training), Isolation(desk.trainings.faults, Work.TELL)
    told = {True: 0, False: 0}
    for agency in _agencies(desk, training, since):
        if sum(told.values()) >= MAILS_AT_ONCE:
            return InvitedOfficers(told[True], told[False], isolation.things, agency)
        for officer in _meant(desk, training, agency):
            with isolation.of(officer.id):
                message = officer_mail(mail, officer.id, now, now, call.correlation_id)
                told[desk.messages.claim(message)] += 1
    return InvitedOfficers(told[True], told[False], isolation.things, None)


def _agencies(desk: InvitingDesk, training: Training, since: str | None) -> list[str]:
    known = [one.id for one in desk.trainings.directory.agencies() if not one.is_external]
    wanted = training.agencies or known
    return sorted(one for one in wanted if since is None or one >= since)


def _meant(desk: InvitingDesk, training: Training, agency: str) -> Iterator[Officer]:
    for officer in desk.trainings.directory.officers(agency):
        if officer.active and training.is_for(Actor(officer.role, officer.id, agency)):
            yield officer


def _mail(desk: InvitingDesk, training: Training) -> OfficeMail:
    about = f"trainings#{training.id}#{training.version}"
    return OfficeMail(_KINDS[training.cancelled], about, _text(desk, training))


def _text(desk: InvitingDesk, training: Training) -> Text:
    begin, end = (at.astimezone(LOCAL_ZONE) for at in (training.starts_at, training.ends_at))
    materials = "".join(f"\n  {one.title}: {one.link}" for one in training.materials)
    values = {
        "app": desk.app,
        "when": f"{begin:%H:%M %d/%m/%Y}",
        "until": f"{end:%H:%M %d/%m/%Y}",
        "title": training.title,
        "purpose": training.purpose,
        "place": training.place or "-",
        "link": training.link or "-",
        "materials": materials or " -",
    }
    kind = _KINDS[training.cancelled]
    written = desk.templates.render(kind, _LANGUAGE, Channel.EMAIL, values)
    calendar = desk.calendars.write(training).decode()
    return Text(written.subject, written.body, calendar)
