"""Claims in the people table. The table itself is made by the stack's template.

A claim holds the id of the account that has the
phone (`P#` and its hash) or personal number (`N#` and its hash). A phone that is kept for a guest
(`G#`) is claimed by the id that the account will get.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.models import Model

from chalicelib.identity.application.people import Claims
from chalicelib.identity.domain.accounts import Account


@lru_cache
def claim_item_class(table: str) -> Any:
    """The model of a claim in that table."""

    class ClaimItem(Model):
        class Meta:
            table_name = table

        id = UnicodeAttribute(hash_key=True)
        account = UnicodeAttribute()
        level = NumberAttribute(null=True)
        kept = BooleanAttribute(null=True)
        """For a guest: there is no account yet."""
        made_as = UnicodeAttribute(null=True)
        """The id that the account would have got without a guest."""

    return ClaimItem


def phone_key(hashed: str) -> str:
    """Of the claim on the phone of that hash."""
    return f"P#{hashed}"


def number_key(hashed: str) -> str:
    """Of the claim on the personal number of that hash."""
    return f"N#{hashed}"


def claim_items(
    items: Any, account: Account, claims: Claims, made_as: str | None = None
) -> Iterator[Any]:
    """All claims of an account, of that model."""
    for phone in claims.phone:
        yield items(phone_key(phone), account=account.id, made_as=made_as)
    for number in claims.number:
        yield items(number_key(number), account=account.id, level=int(account.level))
