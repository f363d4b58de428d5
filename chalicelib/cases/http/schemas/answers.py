"""Cases as they are answered. Only the document is made from these; the answers themselves are
made in `case_views`, and tests hold the two together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from chalicelib.cases.domain.workflow import Action, State
from chalicelib.cases.http.schemas.disputes import OfficeDisputeView
from chalicelib.cases.http.schemas.forms import (
    AgencyView,
    AnswerView,
    AttachmentView,
    CaseCode,
    CommuneView,
    PublicAnswerView,
    Version,
)
from chalicelib.cases.http.schemas.instants import Instant
from chalicelib.cases.http.schemas.on_behalf import OnBehalfView
from chalicelib.cases.http.schemas.part_views import PartView
from chalicelib.cases.http.schemas.question_answers import QuestionAnswerView
from chalicelib.cases.http.schemas.referrals import ReferralView
from chalicelib.cases.http.schemas.reinspection_views import ReinspectionView
from chalicelib.cases.http.schemas.representing import SentForView
from chalicelib.cases.http.schemas.suggestions import SuggestionView
from chalicelib.cases.http.schemas.visibility import OfficePublicationView, VisibilityCode
from chalicelib.kernel.actors import Role
from chalicelib.rules.domain.reminders import Recipient
from chalicelib.rules.http.urgencies import UrgencyCode
from chalicelib.runtime.http.schemas.texts import never_null

WorkingMinutesLeft = Annotated[
    int | None,
    Field(
        description="Working time until `due_at`, in whole minutes; negative: so long past it; "
        "null: no due time can be missed any more",
        examples=[810],
    ),
]


class LocationView(BaseModel):
    """Degrees, WGS 84."""

    lat: float = Field(examples=[22.4856])
    lon: float = Field(examples=[103.9707])


class WhyView(BaseModel):
    """One step on the way to the due time."""

    at: Instant
    step: str = Field(examples=["start"])
    text: str = Field(examples=["Tiếp nhận"])


class ClockView(BaseModel):
    """When the case is due, and why then.

    While it waits for its citizen: with the rest of what all waits together may take. `paused`: so
    long as the clock stands; a case that waits beyond that is not, and can be `overdue`.
    `provisional`: no official calendar yet for some day.
    """

    kind: Literal["intake", "handling"]
    due_at: Instant
    working_minutes_left: WorkingMinutesLeft
    provisional: bool
    paused: bool
    overdue: bool
    why: list[WhyView]


class RatingView(BaseModel):
    """The citizen's stars."""

    stars: int = Field(ge=1, le=5)
    comment: str | None
    at: Instant


class ActorView(BaseModel):
    """Who did it: for citizens the role alone. `on_behalf_of`: for which agency."""

    role: Role
    on_behalf_of: AgencyView | None = Field(default=None, json_schema_extra=never_null)


class EntryView(BaseModel):
    """One change. `version` is the case's after it."""

    version: Version
    at: Instant
    action: Action
    by: ActorView
    from_: State | None = Field(alias="from")
    to: State
    note: str | None


class LoweredView(BaseModel):
    """The urgency that the citizen asked for, and why the case was taken in without it."""

    asked: UrgencyCode
    text: str


class CaseView(BaseModel):
    """A case as its citizen sees it; null where something is not yet known."""

    code: CaseCode
    version: Version
    state: State
    category: str = Field(examples=["roads"])
    urgency: UrgencyCode
    urgency_lowered: LoweredView | None
    description: str
    visibility: VisibilityCode
    channel: str = Field(examples=["app"])
    location: LocationView | None
    address: str | None
    answers: list[QuestionAnswerView]
    organisation: SentForView | None = Field(description="For which its citizen sent it")
    commune: CommuneView
    agency: AgencyView | None
    attachments: list[AttachmentView]
    submitted_at: Instant
    updated_at: Instant
    clock: ClockView | None
    answer: AnswerView | None
    former_answers: list[AnswerView] = Field(description="Which the citizen had before, in order")
    rating: RatingView | None
    duplicate_of: CaseCode | None
    parent_answer: PublicAnswerView | None = Field(
        description="What the case was answered of which this one is a duplicate; for its citizen"
    )
    followers: int = Field(ge=0)
    allowed_actions: list[Action]
    timeline: Sequence[EntryView]


class ColleagueView(ActorView):
    """Who did it, as officers see it: which colleague, and never which citizen."""

    id: str | None = Field(default=None, json_schema_extra=never_null)
    agency: str | None = Field(default=None, json_schema_extra=never_null)


class OfficeEntryView(EntryView):
    """One change, as officers see it."""

    by: ColleagueView


class NoteView(BaseModel):
    """What the office said to itself."""

    at: Instant
    action: Action
    by: ColleagueView
    text: str
    mention: list[str] = Field(description="The officers who were named in it, and told")


class EscalationView(BaseModel):
    """To whom an overdue case has climbed, and who of them said that they know."""

    to: Recipient
    at: Instant
    acknowledged_at: Instant | None
    acknowledged_by: str | None


class RouteView(BaseModel):
    """Where the rules would send the case: `sure`, the router does it, else somebody says so."""

    agency: AgencyView | None
    coordinating: list[str]
    rule: str = Field(examples=["roads-by-commune"])
    version: int = Field(ge=0)
    sure: bool


class OfficeCaseView(CaseView):
    """A case as officers see it: with the inside of the office, and no reporter. `suggestion` is
    for the intake desk, until the case is taken in, and where something was learned; so are
    `abusive_words`, and `publication` is for that desk too. `route` is for desks and supervisors,
    while the case has no agency."""

    suggestion: SuggestionView | None
    route: RouteView | None
    abusive_words: list[str]
    publication: OfficePublicationView | None
    timeline: Sequence[OfficeEntryView]
    officer: str | None
    coordinating: list[str]
    parts: list[PartView]
    returns: int = Field(ge=0)
    binding: bool
    escalations: list[EscalationView]
    proposal: AnswerView | None
    on_behalf: OnBehalfView | None
    notes: list[NoteView]
    disputes: list[OfficeDisputeView]
    referrals: list[ReferralView]
    reinspections: list[ReinspectionView]


class OwnLineView(BaseModel):
    """A line of the citizen's own list."""

    code: CaseCode
    version: Version
    state: State
    category: str = Field(examples=["roads"])
    urgency: UrgencyCode
    commune: CommuneView
    agency: AgencyView | None
    excerpt: str = Field(max_length=120)
    submitted_at: Instant
    due_at: Instant | None
    working_minutes_left: WorkingMinutesLeft
    overdue: bool
    paused: bool


class LineView(OwnLineView):
    """A line of the inbox. `urgency_asked`: by the citizen, who did not get it."""

    urgency_asked: UrgencyCode | None
    officer: str | None
    returns: int = Field(ge=0)
    acknowledged: list[Recipient]


Unreadable = Annotated[
    list[CaseCode],
    Field(description="Cases that belong on this page but cannot be shown at the moment"),
]


class OwnPageView(BaseModel):
    """Newest first."""

    items: list[OwnLineView]
    unreadable: Unreadable
    next_cursor: str | None


class InboxPageView(BaseModel):
    """Soonest deadline first."""

    items: list[LineView]
    unreadable: Unreadable
    next_cursor: str | None


class StuckCaseView(BaseModel):
    """A case that cannot be settled: time stands still for it until what is wrong is mended."""

    code: CaseCode
    failures: int = Field(ge=3, description="In a row")
    fault: str = Field(examples=["Invalid"], description="The class of the last fault")
    failed_at: Instant
    next_try_at: Instant


class FailedMessageView(BaseModel):
    """A message that nobody got, that nobody knows of, or that cannot be worked on."""

    case: CaseCode | None
    kind: str = Field(examples=["answered"])
    channel: Literal["bell", "sms", "email"]
    status: str = Field(examples=["failed"])
    reason: str | None
    at: Instant


class DeadLettersView(BaseModel):
    """How many letters lie in a dead-letter queue, about."""

    queue: str = Field(examples=["notifications"])
    letters: int = Field(ge=0)


class AttentionView(BaseModel):
    """What fell through: a page of each list; `next_cursor` leads on while one of them goes on."""

    cases_without_officer: list[LineView]
    stuck_cases: list[StuckCaseView]
    unreadable_cases: Unreadable
    failed_messages: list[FailedMessageView]
    unreadable_messages: int = Field(ge=0)
    dead_letters: list[DeadLettersView]
    next_cursor: str | None
