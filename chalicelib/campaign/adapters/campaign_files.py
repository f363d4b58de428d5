"""When a province's campaign runs, from its file."""

from __future__ import annotations

from chalicelib.campaign.domain.campaign_days import CampaignDays, days_from_document
from chalicelib.runtime.data_files import read_document


def read_campaign_days(province: str) -> CampaignDays:
    """Raises FileNotFoundError for a province that has none."""
    return days_from_document(read_document(province, "campaign"))
