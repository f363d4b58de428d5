"""The items of the audit table and its indexes. The table itself is made by the stack's template.

| pk | sk | holds |
|---|---|---|
| `day#` + local day | number in nine digits | one link: the line in its place |
| `days` | local day | that there are lines of this day |
| `line#` + id | `place` | the place that the line was given: no line is entered twice |
| `line#` + id | `read` | a read as the API wrote it down, with the event that the stream takes on |

Every item is put where none is, and never again: nothing here updates or deletes. What is older
than the policy says goes by the table's TTL.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.indexes import GlobalSecondaryIndex, IncludeProjection

from chalicelib.runtime.dynamodb.stored_items import StoredItem

DAYS, PLACE, READ = "days", "place", "read"
_SHOWN = ["schema", "line", "entered", "previous", "hash"]


def day_key(day: object) -> str:
    """The partition of a day's links."""
    return f"day#{day}"


def line_key(id: str) -> str:
    """The partition of what is known of one line."""
    return f"line#{id}"


def number_key(number: int) -> str:
    """Sorts as text."""
    return f"{number:09d}"


def _index(name: str, key: str) -> Any:
    """Lines of one subject, actor or kind, by their places."""
    attributes: dict[str, Any] = {
        "Meta": type("Meta", (), {"index_name": name, "projection": IncludeProjection(_SHOWN)}),
        key: UnicodeAttribute(hash_key=True),
        "place": UnicodeAttribute(range_key=True),
        "pk": UnicodeAttribute(),
        "sk": UnicodeAttribute(),
        "schema": NumberAttribute(null=True),
        **{one: UnicodeAttribute() for one in _SHOWN[1:]},
    }
    return type(name, (GlobalSecondaryIndex,), attributes)()


@lru_cache
def audit_item_class(table: str) -> Any:
    """The model of all items in that table; each uses some of the attributes."""

    class AuditItem(StoredItem):
        class Meta:
            table_name = table

        pk = UnicodeAttribute(hash_key=True)
        sk = UnicodeAttribute(range_key=True)
        line = UnicodeAttribute(null=True)
        entered = UnicodeAttribute(null=True)
        previous = UnicodeAttribute(null=True)
        hash = UnicodeAttribute(null=True)
        place = UnicodeAttribute(null=True)
        subject = UnicodeAttribute(null=True)
        actor = UnicodeAttribute(null=True)
        kind = UnicodeAttribute(null=True)
        actor_kind = UnicodeAttribute(null=True)
        event = UnicodeAttribute(null=True)
        expires = NumberAttribute()

        by_subject = _index("by_subject", "subject")
        by_actor = _index("by_actor", "actor")
        by_kind = _index("by_kind", "kind")
        by_actor_kind = _index("by_actor_kind", "actor_kind")

    return AuditItem
