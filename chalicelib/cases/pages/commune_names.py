"""A commune by what somebody types: with or without diacritics, with or without its kind."""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.kernel.frozen import frozen
from chalicelib.kernel.words import bare

_MOST_NAMED = 5


@frozen
class CommuneName:
    """What was typed, and the commune that it names: `code` is empty where that is none, or where
    `several` may be meant (the first five, by name)."""

    typed: str
    code: str = ""
    name: str = ""
    several: tuple[str, ...] = ()


def named_commune(communes: Sequence[tuple[str, str]], typed: str) -> CommuneName:
    """By its code or name; else the only one whose words begin as those that were typed."""
    wanted = " ".join(typed.split())
    if not wanted:
        return CommuneName("")
    plain = bare(wanted).casefold()
    ways = (
        [one for one in communes if wanted.casefold() in (one[0], one[1].casefold())],
        [one for one in communes if plain in _names(one[1])],
        [one for one in communes if _begins(one[1], plain)],
    )
    found = next((way for way in ways if way), [])
    if len(found) == 1:
        return CommuneName(typed, *found[0])
    return CommuneName(typed, several=tuple(name for _, name in found[:_MOST_NAMED]))


def _names(name: str) -> tuple[str, str]:
    """Whole, and without the kind of place that it begins with."""
    plain = bare(name).casefold()
    return plain, plain.partition(" ")[2]


def _begins(name: str, plain: str) -> bool:
    """Whether the typed words stand in the name one behind the other, the last one begun."""
    return f" {plain}" in f" {bare(name).casefold()}"
