"""The items of the campaign's table. The table itself is made by the stack's template.

| pk | sk | holds |
|---|---|---|
| `visit#` + client id | `visit` | one visit |
| `phone#` + keyed hash | `household` | which teams were there, since when there is an account |
| `upload#` + id | `counts` | the event that tells what to count, and whether it was counted |
| `account#` + id | `count` | what the account has contributed |
| `officials` | agency | how many officials it has, and how many have an account |
| `official#` + keyed hash | `place` | on which agency's list of officials the person was last |
| `reach` | `d#` + day + `#` + commune; `m#` + month + `#` + commune | counters |
| `reach` | `l#` + commune | how many people the commune's list has |
| `reach` | `t#targets` | the targets of all communes |
| `reach#` + commune | `l#` | people on the list, by hamlet |
| `reach#` + commune | `d#` + day + `#` + team's hamlet + `#` + hamlet | counters |
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute, UnicodeSetAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from chalicelib.runtime.dynamodb.stored_items import StoredItem


class ByTeam(GlobalSecondaryIndex[Any]):
    """A team's visits of a day, by the device's time."""

    class Meta:
        index_name = "by_team"
        projection = AllProjection()

    team_day = UnicodeAttribute(hash_key=True)
    visited = UnicodeAttribute(range_key=True)
    pk = UnicodeAttribute()
    sk = UnicodeAttribute()
    document = UnicodeAttribute()


def phone_key(phone: str) -> str:
    """Partition key of the household behind a phone of that hash."""
    return f"phone#{phone}"


@lru_cache
def campaign_item_class(table: str) -> Any:
    """The model of all items in that table; each uses some of the attributes."""

    class CampaignItem(StoredItem):
        class Meta:
            table_name = table

        pk = UnicodeAttribute(hash_key=True)
        sk = UnicodeAttribute(range_key=True)
        document = UnicodeAttribute(null=True)
        team_day = UnicodeAttribute(null=True)
        visited = UnicodeAttribute(null=True)
        teams = UnicodeSetAttribute(null=True)
        account_since = UnicodeAttribute(null=True)
        helper = UnicodeAttribute(null=True)
        agency = UnicodeAttribute(null=True)
        event = UnicodeAttribute(null=True)
        expires = NumberAttribute(null=True)
        version = NumberAttribute(null=True)
        by_team = ByTeam()

    return CampaignItem
