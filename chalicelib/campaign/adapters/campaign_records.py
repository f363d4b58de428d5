"""All records of the campaign's table, for whoever counts anew."""

from __future__ import annotations

from datetime import date
from typing import Any

import boto3

from chalicelib.campaign.adapters.campaign_items import campaign_item_class
from chalicelib.campaign.adapters.count_updates import additions_of
from chalicelib.campaign.application.recount import CampaignRecord, Contributed, UsedInMonth
from chalicelib.campaign.domain.counts import AccountCount, Counts
from chalicelib.campaign.domain.visits import TeamVisit
from chalicelib.kernel.isolation import Isolation
from chalicelib.kernel.pages import Page, Position
from chalicelib.kernel.segments import TableSegment
from chalicelib.runtime.dynamodb.json_forms import JsonForm
from chalicelib.runtime.dynamodb.pages import scan_page
from chalicelib.runtime.dynamodb.schemas import ACCOUNT_COUNT, VISIT

_VISITS, _ACCOUNTS = JsonForm(VISIT, TeamVisit), JsonForm(ACCOUNT_COUNT, AccountCount)


class DynamoCampaignRecords:
    """The records of one table."""

    def __init__(self, table: str) -> None:
        self._table = table
        self._items = campaign_item_class(table)

    def scan(
        self, segment: TableSegment, position: Position | None, isolation: Isolation
    ) -> Page[CampaignRecord]:
        """One page of a scan; most of what it looks at is a visit or an account."""
        page = scan_page(self._items, segment, position)
        found: list[CampaignRecord] = []
        for item in page.items:
            with isolation.of(item.pk):
                found += _record(item)
        return Page(tuple(found), page.end, page.more)

    def correct(self, days: Counts, months: Counts) -> None:
        """One update for each cell."""
        client = boto3.client("dynamodb")
        for addition in additions_of(self._table, days, months):
            client.update_item(**addition["Update"])


def _record(item: Any) -> list[CampaignRecord]:
    kind, _, rest = str(item.pk).partition("#")
    if kind == "visit":
        return [_VISITS.decode(item.document.encode(), item.schema)]
    if kind == "account":
        return [Contributed(rest, _ACCOUNTS.decode(item.document.encode(), item.schema))]
    if kind == "active":
        month = date.fromisoformat(f"{rest.rpartition('#')[2]}-01")
        return [UsedInMonth(month, "counted" in item.raw)]
    return []
