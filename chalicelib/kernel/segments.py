"""Segments of a table, for commands that go through all of it: each item lies in exactly one."""

from __future__ import annotations

from chalicelib.kernel.frozen import frozen


@frozen
class TableSegment:
    """One of `of` segments; the first is number 0."""

    number: int = 0
    of: int = 1


WHOLE = TableSegment()


def segments_of_table(of: int) -> list[TableSegment]:
    """All of them."""
    return [TableSegment(number, of) for number in range(of)]
