"""Whoever changes something says which version they saw."""

from __future__ import annotations

from chalicelib.kernel.errors import Stale, VersionMissing


def check_version(seen: int | None, present: int) -> None:
    """Raise VersionMissing if none was named, Stale if it is another one by now."""
    if seen is None:
        raise VersionMissing
    if seen != present:
        raise Stale("stale_version")
