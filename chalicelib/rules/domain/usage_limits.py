"""How much one account may ask for, so that nobody alone can stall the office or spend its money.

Source: judgement (default); the numbers are data.
"""

from __future__ import annotations

from datetime import timedelta

from chalicelib.kernel.documents import Document
from chalicelib.kernel.frozen import frozen
from chalicelib.kernel.quotas import Quota

_DAY = timedelta(days=1)
MOST_USES = 10_000
"""That a limit may allow."""
UPLOAD_HOURS = (2, 720)
"""A form is good for an hour: what was sent with it is removed later than that."""
FORGED_DAYS = (1, 365)
"""A year is long enough for anybody to have changed."""
CASES_OF = ("cases", "urgent-cases")
"""Under which words sent cases are counted."""
_BOUNDS = {"upload_hours": UPLOAD_HOURS, "forged_urgency_days": FORGED_DAYS}


@frozen
class UsageLimits:
    """Of one person and local day; the defaults are those of policies that say nothing of it."""

    cases_per_day: int = 20
    """Of a citizen; urgent ones are not among them."""
    urgent_cases_per_day: int = 5
    similar_per_day: int = 100
    """Times that a citizen may ask which cases are similar: who asks without end tries out which
    words other people's texts have."""
    uploads_per_day: int = 60
    """Of a citizen."""
    officer_uploads_per_day: int = 300
    open_uploads: int = 20
    """That wait to be attached at the same time, of a citizen or officer."""
    upload_hours: int = 24
    """After which what was never attached is removed."""
    forged_urgency_cases: int = 1
    """Urgent cases of a citizen that were withdrawn or turned down, after which their next ones
    are ordinary."""
    forged_urgency_days: int = 30
    """In which they count, and for which the next ones are ordinary."""

    @property
    def forged_urgency_for(self) -> timedelta:
        """How long forged urgency is remembered."""
        return timedelta(days=self.forged_urgency_days)

    @property
    def open_for(self) -> timedelta:
        """How long an upload may wait to be attached."""
        return timedelta(hours=self.upload_hours)

    def cases(self, *, urgent: bool) -> Quota:
        """Of a citizen."""
        if urgent:
            return Quota(self.urgent_cases_per_day, _DAY, CASES_OF[1])
        return Quota(self.cases_per_day, _DAY, CASES_OF[0])

    def similar(self) -> Quota:
        """Of a citizen."""
        return Quota(self.similar_per_day, _DAY, "similar")

    def uploads(self, *, of_officer: bool) -> Quota:
        """Of whoever asks for the forms."""
        most = self.officer_uploads_per_day if of_officer else self.uploads_per_day
        return Quota(most, _DAY, "uploads")


DEFAULTS = UsageLimits()


def usage_from_document(part: Document | None) -> UsageLimits:
    """The limits of a policy's member `usage_limits`; what it does not say is as ever."""
    if part is None:
        return DEFAULTS
    said = {name: default for name, default in vars(DEFAULTS).items() if part.has(name)}
    return UsageLimits(
        **{name: part.whole(name, *_BOUNDS.get(name, (1, MOST_USES))) for name in said}
    )
