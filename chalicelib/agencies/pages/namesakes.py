"""Colleagues to choose from, where two may have one name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from chalicelib.kernel.words import bare


def told_apart(people: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Ids and names by given name, which stands last; of those with one name each has its id
    behind it."""
    known = sorted(people, key=lambda one: (by_given_name(one[1]), one[0]))
    several = Counter(name for _, name in known)
    return [(id, f"{name} ({id})" if several[name] > 1 else name) for id, name in known]


def by_given_name(name: str) -> tuple[str, str]:
    """What people are sorted by: they are found by their given names."""
    plain = bare(name)
    return plain.rpartition(" ")[2], plain
