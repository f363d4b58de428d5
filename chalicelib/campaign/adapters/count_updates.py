"""The updates that counters are made of, in DynamoDB's own form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from chalicelib.campaign.adapters.targets import REACH
from chalicelib.campaign.domain.counts import CountPlace, Counts

DAY, MONTH = "d#", "m#"
Item = dict[str, Any]


def additions_of(table: str, days: Counts, months: Counts) -> Iterator[Item]:
    """The updates that add these to cells of days and of months."""
    for place, cell in days.items():
        yield _addition(table, _key_of(place), cell, place)
    for place, cell in months.items():
        yield _addition(table, (REACH, f"{MONTH}{place.day:%Y-%m}#{place.commune}"), cell)


def _addition(
    table: str, key: tuple[str, str], cell: Counter[str], place: CountPlace | None = None
) -> Item:
    names, values, steps = {}, {}, []
    for number, (measure, n) in enumerate(sorted(cell.items())):
        names[f"#m{number}"], values[f":m{number}"] = measure, {"N": str(n)}
        steps.append(f"#m{number} :m{number}")
    text = f"ADD {', '.join(steps)}"
    if place and place.team and place.hamlet is not None:
        text += " SET team = :team, hamlet = :hamlet"
        values |= {":team": {"S": place.team.hamlet}, ":hamlet": {"S": place.hamlet}}
    update = update_of(table, key, text, values)
    update["Update"]["ExpressionAttributeNames"] = names
    return update


def update_of(
    table: str, key: tuple[str, str], text: str, values: Item, condition: str | None = None
) -> Item:
    """One update of a transaction."""
    update: Item = {
        "TableName": table,
        "Key": key_of(*key),
        "UpdateExpression": text,
        "ExpressionAttributeValues": values,
    }
    return {"Update": update | ({"ConditionExpression": condition} if condition else {})}


def key_of(pk: str, sk: str) -> Item:
    """An item's key."""
    return {"pk": {"S": pk}, "sk": {"S": sk}}


def _key_of(place: CountPlace) -> tuple[str, str]:
    if place.team is None:
        return REACH, f"{DAY}{place.day}#{place.commune}"
    return f"{REACH}#{place.commune}", f"{DAY}{place.day}#{place.team.hamlet}#{place.hamlet}"
