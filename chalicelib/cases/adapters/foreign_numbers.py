"""Numbers of other systems in the cases' table: `X#<system>#<number>`, with the code that has it.

Access patterns: docs/access-patterns.md.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from pynamodb.attributes import UnicodeAttribute
from pynamodb.models import Model

from chalicelib.cases.domain.on_behalf import ForeignNumber
from chalicelib.kernel.together import Part
from chalicelib.runtime.dynamodb.together import putting


@lru_cache
def _item_class(table: str) -> Any:
    class ForeignItem(Model):
        class Meta:
            table_name = table

        id = UnicodeAttribute(hash_key=True)
        case = UnicodeAttribute()

    return ForeignItem


class DynamoForeignNumbers:
    """The claims on one table."""

    def __init__(self, table: str) -> None:
        self._items = _item_class(table)

    def claiming(self, foreign: ForeignNumber, code: str) -> Part:
        """One item, where there was none."""
        claim = self._items(_key(foreign), case=code)
        return putting(claim, self._items.id.does_not_exist())

    def case_of(self, foreign: ForeignNumber) -> str | None:
        """Read consistently."""
        try:
            return str(self._items.get(_key(foreign), consistent_read=True).case)
        except self._items.DoesNotExist:
            return None


def _key(foreign: ForeignNumber) -> str:
    return f"X#{foreign.system}#{foreign.number}"
