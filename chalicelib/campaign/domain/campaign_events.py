"""What happened in the campaign, in the past tense and without personal data.

Form: `events/contracts/campaign_event.v1.json`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from chalicelib.campaign.domain.counts import CountPlace, Counts, visits_measure
from chalicelib.campaign.domain.teams import Team
from chalicelib.campaign.domain.visits import TeamVisit, VisitResult
from chalicelib.kernel.instants import store

CAMPAIGN_EVENT = "campaign_event/1"
VISITS_COUNTED = "visits.counted"


@dataclass(frozen=True)
class VisitsCounted:
    """Visits of one team that were written together; `id` names these and no others."""

    id: str
    at: datetime
    correlation_id: str
    team: Team
    visits: Sequence[TeamVisit]

    def document(self, subject: str) -> dict[str, object]:
        """As it travels. `subject` is the item's key."""
        rows = Counter((v.day.isoformat(), v.hamlet, v.result.value) for v in self.visits)
        return {
            "schema": CAMPAIGN_EVENT,
            "id": f"{subject}#1",
            "type": VISITS_COUNTED,
            "subject": subject,
            "at": store(self.at),
            "commune": self.team.commune,
            "team": self.team.hamlet,
            "counts": [[*row, n] for row, n in sorted(rows.items())],
            "correlation_id": self.correlation_id,
        }


def counts_in(event: Mapping[str, Any]) -> Counts:
    """The cells that the event tells of."""
    commune, team = str(event["commune"]), Team(str(event["commune"]), str(event["team"]))
    counts: dict[CountPlace, Counter[str]] = {}
    for day_text, hamlet, result, n in event["counts"]:
        day, measure = date.fromisoformat(day_text), visits_measure(VisitResult(result))
        for place in (CountPlace(day, commune), CountPlace(day, commune, team, hamlet)):
            counts.setdefault(place, Counter())[measure] += n
    return counts
