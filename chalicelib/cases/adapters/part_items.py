"""Who is to write a part of a case: small items beside the case, in the index of officers.

A case has one officer and many parts, so that its own item cannot say it. They are written in the
case's own transaction, and only where they change.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from pynamodb.attributes import UnicodeAttribute
from pynamodb.models import Model

from chalicelib.cases.application.listing import writers_of
from chalicelib.cases.domain.cases import Case
from chalicelib.kernel.together import Part
from chalicelib.runtime.dynamodb.together import putting

BEHIND_CASES = "part#"
"""Begins the places of parts among an officer's cases; those of cases begin with digits or `#`."""
_KEY = "P#"


@lru_cache
def part_item_class(table: str) -> Any:
    """The model of who is to write a part: an entry among the officer's cases, behind them all.
    Nobody's has no officer, and stands in no index."""

    class PartItem(Model):
        class Meta:
            table_name = table

        id = UnicodeAttribute(hash_key=True)
        officer = UnicodeAttribute(null=True)
        due_sort = UnicodeAttribute(null=True)

    return PartItem


def changed_writers(items: Any, case: Case, previous: Case) -> Iterator[Part]:
    """An item for each agency of which another one is to write the part now, or nobody."""
    now, before = writers_of(case), writers_of(previous)
    for agency in sorted({*now, *before}):
        officer = now.get(agency)
        if officer != before.get(agency):
            place = f"{BEHIND_CASES}{case.code}#{agency}" if officer else None
            id = f"{_KEY}{case.code}#{agency}"
            yield putting(items(id, officer=officer, due_sort=place), None)


def code_of(id: str) -> str:
    """Of a case, or of one of its parts."""
    return id.removeprefix(_KEY).partition("#")[0]
