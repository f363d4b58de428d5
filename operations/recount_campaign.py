"""Count the campaign anew from its visits and accounts (`recount` does both).

What is counted is summed up in memory, a cell for each commune, team, hamlet and day; records are
held by the page. It is not gone on with where it was killed, but begun anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date

from chalicelib.campaign.application.counting import CountDesk, count_accounts
from chalicelib.campaign.application.recount import (
    CampaignRecord,
    CampaignRecords,
    Contributed,
    CountDifferences,
    UsedInMonth,
    counts_of,
    counts_of_uncounted,
    differences,
    kept_counts,
)
from chalicelib.campaign.domain.counts import Counts, added
from chalicelib.identity.application.people import PersonItemKind
from chalicelib.places.domain.communes import Gazetteer
from chalicelib.runtime.services import Services
from chalicelib.runtime.settings import Settings
from operations.scans import size_of, store_segments, table_segments
from operations.vault import Row
from operations.walks import Segment, Visit, Walker

AT_A_TIME = 100
"""Accounts that are looked at in one page."""
_ACCOUNT = f"{PersonItemKind.ACCOUNT}#"
_Sums = tuple[Counts, Mapping[date, int]]


def recount_campaign(product: Services) -> CountDifferences:
    """Where the counters are not what visits and accounts say. Nothing may write meanwhile. Raises
    what keeps a record from being read."""
    desk, walker = product.get(CountDesk), Walker()
    counts: list[Counts] = [{}]
    used: Counter[date] = Counter()

    def of_records(visit: Visit[CampaignRecord]) -> _Sums:
        found = counts_of(desk, visit.items)
        visit.isolation.finish()
        notes = (one for one in visit.items if isinstance(one, UsedInMonth))
        return found, Counter(note.month for note in notes if note.counted)

    def of_accounts(visit: Visit[Row]) -> _Sums:
        return counts_of_uncounted(desk, _ids(visit)), {}

    def keep(found: _Sums) -> None:
        counts[0] = added(counts[0], found[0])
        used.update(found[1])

    records = store_segments(walker.at_once, product.get(CampaignRecords).scan)
    size = size_of(walker.dynamodb, product.get(Settings).campaign_table)
    walker.go("visits and accounts that were counted", records, of_records, keep, size)
    walker.go("accounts that were not", _accounts(product, walker), of_accounts, keep)
    communes = [one.code for one in product.get(Gazetteer).communes()]
    return differences(counts[0], used, kept_counts(desk.counts, communes))


def repair_campaign(product: Services) -> None:
    """Count accounts of which something is not counted, and mend the cells. Nothing else may write
    meanwhile."""
    desk, walker = product.get(CountDesk), Walker()

    def of_accounts(visit: Visit[Row]) -> None:
        for id in _ids(visit):
            count_accounts(desk, [id])

    def of_contributed(visit: Visit[CampaignRecord]) -> None:
        for one in visit.items:
            if isinstance(one, Contributed):
                count_accounts(desk, [one.account])

    records = product.get(CampaignRecords)
    scanned = store_segments(walker.at_once, records.scan)
    walker.go("accounts that are gone or moved", scanned, of_contributed)
    walker.go("accounts to count", _accounts(product, walker), of_accounts)
    left = recount_campaign(product)
    records.correct(left.days, left.months)


def _accounts(product: Services, walker: Walker) -> list[Segment[Row]]:
    asked = {
        "FilterExpression": "begins_with(id, :account)",
        "ExpressionAttributeValues": {":account": {"S": _ACCOUNT}},
        "ProjectionExpression": "id",
    }
    table = product.get(Settings).people_table
    return table_segments(walker.dynamodb, table, walker.at_once, page=AT_A_TIME, **asked)


def _ids(visit: Visit[Row]) -> list[str]:
    return [item["id"]["S"].removeprefix(_ACCOUNT) for item in visit.items]
