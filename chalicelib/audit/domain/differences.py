"""What differs between two documents that people edit, as a line of the audit says it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

MOST_BYTES = 40_000
"""A line is no document: beyond that only the places are named, and both versions are kept."""


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Each place that differs with what stood there and what stands there; lists as a whole."""
    found = list(_differing("", before, after))
    if len(json.dumps(found, ensure_ascii=False).encode()) <= MOST_BYTES:
        return found
    return [{"place": one["place"]} for one in found]


def _differing(place: str, before: object, after: object) -> Iterator[dict[str, Any]]:
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for name in sorted({*before, *after}):
            yield from _differing(f"{place}/{name}", before.get(name), after.get(name))
    elif before != after:
        yield {"place": place, "before": before, "after": after}
