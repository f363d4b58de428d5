"""The rules as they are read and edited, and what an edit would do.

Bodies are read by the domain (`domain/*_documents.py`), which finds all faults at once; these
types say in the document what they look like.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from chalicelib.kernel.documents import LARGEST_NUMBER
from chalicelib.kernel.time_forms import (
    DAY_PATTERN,
    FIRST_DAY,
    LAST_DAY,
    OPENING_PATTERN,
    TIME_PATTERN,
)
from chalicelib.rule_edits.http.dispute_schemas import DisputeMember
from chalicelib.rule_edits.http.reinspection_schemas import ReinspectionMember
from chalicelib.rule_edits.http.routing_schemas import RoutingRuleMember
from chalicelib.rule_edits.http.suggestion_schemas import SuggestionMember
from chalicelib.rules.domain.digests import LONGEST_URGENT_GATHERING, URGENT_GATHERING
from chalicelib.rules.domain.policies import LONGEST_SNOOZE
from chalicelib.rules.domain.policy_documents import LONGEST_LIMIT, MOST_DESK_CATEGORIES
from chalicelib.rules.domain.routing import MOST_RULES
from chalicelib.rules.domain.usage_limits import DEFAULTS, FORGED_DAYS, MOST_USES, UPLOAD_HOURS
from chalicelib.runtime.http.schemas.queries import NoQuery, Paging

_DAY = Field(pattern=DAY_PATTERN, json_schema_extra={"format": "date"}, examples=["2026-08-31"])
_OPENING = Field(pattern=OPENING_PATTERN, examples=["07:30-11:30"])
_TIME = Field(pattern=TIME_PATTERN, examples=["22:00"])
Day = Annotated[str, _DAY]
Openings = list[Annotated[str, _OPENING]]
Time = Annotated[str, _TIME]
Line = Annotated[str, Field(min_length=1, max_length=1000, examples=["Thông báo nghỉ Quốc khánh"])]
Share = Annotated[int, Field(ge=1, le=99)]
Count = Annotated[int, Field(ge=0, le=LARGEST_NUMBER)]
Allowance = Annotated[int, Field(ge=1, le=MOST_USES)]
READ_ONLY = ("version", "in_force", "history")
"""Members of an answer that an edit may bring along: they are not looked at."""


class RuleDocument(BaseModel):
    """What all documents have. `version`, `in_force` and `history` are read-only: an edit may
    leave them in, and the service gives the version."""

    model_config = ConfigDict(extra="forbid")

    source: Line


class EditionLine(BaseModel):
    """One version: who put it there and when; null for what was loaded at the beginning."""

    version: int
    valid_from: Day | None
    source: str
    put_at: str | None
    put_by: str | None


class Read(BaseModel):
    """What the service adds: the version valid today, and all versions, the newest first."""

    version: Annotated[int, Field(json_schema_extra={"readOnly": True})]
    in_force: Annotated[int, Field(json_schema_extra={"readOnly": True})]
    history: Annotated[list[EditionLine], Field(json_schema_extra={"readOnly": True})]


class Week(BaseModel):
    """Opening hours from Monday to Sunday, local; an empty day is off."""

    monday: Openings
    tuesday: Openings
    wednesday: Openings
    thursday: Openings
    friday: Openings
    saturday: Openings
    sunday: Openings


class YearNotice(BaseModel):
    """The official document that settles the days off of a year: without one it is provisional."""

    year: Annotated[int, Field(ge=FIRST_DAY.year, le=LAST_DAY.year, examples=[2026])]
    source: Line


class DayOverride(BaseModel):
    """A day that is off or worked against the rule."""

    day: Day
    kind: Literal["off", "worked"]
    source: Line


class CalendarDocument(RuleDocument):
    """The working calendar; public holidays come from the `holidays` library, overrides win."""

    valid_from: Day
    zone: Annotated[str, Field(examples=["Asia/Ho_Chi_Minh"])]
    week: Week
    ordinary_hours: Openings
    notices: list[YearNotice]
    overrides: list[DayOverride]


class LimitMember(BaseModel):
    """So much working time."""

    amount: Annotated[int, Field(ge=1, le=LONGEST_LIMIT)]
    unit: Literal["hours", "days"]


class HandlingLimits(BaseModel):
    """From acceptance to the answer; more urgent is never slower."""

    urgent: LimitMember
    on_the_spot: LimitMember
    ordinary: LimitMember
    complex: LimitMember


class Hours(BaseModel):
    """Local times: from the first, to just before the second."""

    begin: Time
    end: Time


class DigestHours(BaseModel):
    """When digests go out, and from when on reminders wait for the next one; local times."""

    evening: Time
    morning: Time


class ReminderMember(BaseModel):
    """When, to whom, how; with `escalates` the case comes into the recipient's queue."""

    id: Annotated[str, Field(examples=["half"])]
    anchor: Literal["assigned", "share", "due", "each_morning", "unacknowledged"]
    to: Literal["officer", "leader", "supervisor"]
    working_minutes: Count = 0
    percent: Share | Literal[0] = 0
    working_days: Count = 0
    escalates: bool = False
    channels: list[Literal["email", "sms"]] = ["email", "sms"]
    hours: Hours | None = None


class UsageMember(BaseModel):
    """How much one person may ask for in a local day; what is beyond is 429 until midnight.

    Urgent cases are counted apart from the others. Once `forged_urgency_cases` of them were
    withdrawn or turned down within `forged_urgency_days`, the next ones are taken in as ordinary
    for as long.
    """

    model_config = ConfigDict(extra="forbid")

    cases_per_day: Allowance = DEFAULTS.cases_per_day
    urgent_cases_per_day: Allowance = DEFAULTS.urgent_cases_per_day
    uploads_per_day: Allowance = DEFAULTS.uploads_per_day
    similar_per_day: Allowance = DEFAULTS.similar_per_day
    officer_uploads_per_day: Allowance = DEFAULTS.officer_uploads_per_day
    open_uploads: Allowance = DEFAULTS.open_uploads
    upload_hours: Annotated[int, Field(ge=UPLOAD_HOURS[0], le=UPLOAD_HOURS[1])] = (
        DEFAULTS.upload_hours
    )
    forged_urgency_cases: Allowance = DEFAULTS.forged_urgency_cases
    forged_urgency_days: Annotated[int, Field(ge=FORGED_DAYS[0], le=FORGED_DAYS[1])] = (
        DEFAULTS.forged_urgency_days
    )


class PolicyDocument(RuleDocument):
    """Every number of a case's life. Cases keep the version under which they were opened; the
    reminders of the newest version hold for all open cases."""

    valid_from: Day
    intake_limit: LimitMember
    handling_limits: HandlingLimits
    pause_cap_minutes: Count
    no_reply_days: Count
    return_window: LimitMember
    max_returns: Count
    max_extensions: Count
    max_extension_requests: Count
    rating_days: Count
    reopen_days: Count
    max_reopenings: Count
    close_days: Count
    closing_stars: Annotated[int, Field(ge=1, le=5)]
    quiet_hours: Hours
    digest: DigestHours
    rejection_reasons: list[str]
    snooze_limit: LimitMember = LimitMember(amount=LONGEST_SNOOZE.amount, unit=LONGEST_SNOOZE.unit)
    usage_limits: UsageMember = UsageMember()
    urgent_gathering_minutes: Annotated[int, Field(ge=0, le=LONGEST_URGENT_GATHERING)] = (
        URGENT_GATHERING // timedelta(minutes=1)
    )
    suggestions: SuggestionMember = SuggestionMember()
    disputes: DisputeMember = DisputeMember()
    reinspections: ReinspectionMember = ReinspectionMember()
    desk_categories: Annotated[
        list[str] | None,
        Field(
            max_length=MOST_DESK_CATEGORIES,
            description="What desks of agencies and communes accept by themselves; null: all",
            examples=[["sanitation"]],
        ),
    ] = None
    reminders: list[ReminderMember]


class RoutingDocument(RuleDocument):
    """Which agency a case goes to: the first rule that fits decides.

    Refused are a rule that no case reaches (`never_reached`: earlier ones take all of it) and rules
    that leave a case without one (`case_without_rule` says which): so the last rule names nothing,
    as a rule.
    """

    rules: Annotated[list[RoutingRuleMember], Field(max_length=MOST_RULES)]


class CalendarView(CalendarDocument, Read):
    """The newest version of the calendar, or the one asked for."""


class PolicyView(PolicyDocument, Read):
    """The newest version of the policy, or the one asked for."""


class RoutingView(RoutingDocument, Read):
    """The newest version of the routing rules, or the one asked for."""


@dataclass(frozen=True)
class Documented:
    """Any JSON object, shown in the document as this model."""

    model: type[BaseModel]

    def __get_pydantic_json_schema__(
        self, _schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return handler(self.model.__pydantic_core_schema__)


CalendarBody = Annotated[dict[str, Any], Documented(CalendarView)]
PolicyBody = Annotated[dict[str, Any], Documented(PolicyView)]
RoutingBody = Annotated[dict[str, Any], Documented(RoutingView)]


class VersionQuery(NoQuery):
    """Which version; the newest unless it is said."""

    version: Annotated[str, Field(pattern="^[0-9]{1,6}$", examples=["1"])] | None = None


class EditQuery(Paging):
    """With `preview=true` nothing is written: the answer says what the edit would do, page by
    page of the open cases."""

    preview: Literal["true", "false"] = "false"
