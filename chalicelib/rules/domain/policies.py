"""The policy: every number of a case's life, as data with a version and a source.

Source: docs/handbook.md §3, §4, §6. A case keeps the version under which it was opened.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date, timedelta

from chalicelib.kernel.frozen import frozen
from chalicelib.rules.domain.digests import URGENT_GATHERING, DigestTimes
from chalicelib.rules.domain.disputes import DisputePolicy
from chalicelib.rules.domain.quiet_hours import QuietHours
from chalicelib.rules.domain.reinspections import ReinspectionPolicy
from chalicelib.rules.domain.reminders import Reminder
from chalicelib.rules.domain.suggestions import SuggestionPolicy
from chalicelib.rules.domain.urgencies import Urgency
from chalicelib.rules.domain.usage_limits import DEFAULTS, UsageLimits
from chalicelib.worktime.domain.limits import Limit

LONGEST_SNOOZE = Limit(2, "days")
"""Of policies that say nothing of it (default)."""


@frozen
class Policy:
    """One version. Limits are in working time, `*_days` in calendar days."""

    version: int
    valid_from: date
    """The local day from which new cases follow it."""
    source: str
    intake_limit: Limit
    handling_limits: Mapping[Urgency, Limit]
    pause_cap: timedelta
    """Working time for which all pauses of a case together may stop its clock."""
    no_reply_days: int
    return_window: Limit
    max_returns: int
    """The assignment after so many returns is binding."""
    max_extensions: int
    max_extension_requests: int
    rating_days: int
    reopen_days: int
    max_reopenings: int
    close_days: int
    closing_stars: int
    """A rating of so many stars or more closes the case."""
    quiet_hours: QuietHours
    digest: DigestTimes
    rejection_reasons: tuple[str, ...]
    reminders: tuple[Reminder, ...]
    snooze_limit: Limit = LONGEST_SNOOZE
    """For how long a person may put reminders off."""
    usage_limits: UsageLimits = DEFAULTS
    """How much one account may ask for."""
    urgent_gathering: timedelta = URGENT_GATHERING
    """For how long the urgent cases behind a first one are gathered, for each person of the intake
    desk; 0: each is told by itself."""
    suggestions: SuggestionPolicy = field(default_factory=SuggestionPolicy)
    """When a suggested category is sure, and where it decides."""
    disputes: DisputePolicy = field(default_factory=DisputePolicy)
    """How many people reopen a case together."""
    reinspections: ReinspectionPolicy = field(default_factory=ReinspectionPolicy)
    """Which answers are looked at once more."""

    desk_categories: tuple[str, ...] | None = None
    """What the intake desks of agencies and communes accept without the province's; None: all."""

    def desk_accepts(self, category: str) -> bool:
        """Whether the desk of an agency or a commune may accept cases of that category."""
        return self.desk_categories is None or category in self.desk_categories

    def handling_limit(self, urgency: Urgency) -> Limit:
        """The limit from acceptance to the answer."""
        return self.handling_limits[urgency]

    @property
    def reason_list(self) -> str:
        """The reasons for rejecting, as they stand in a message."""
        return ", ".join(self.rejection_reasons)
