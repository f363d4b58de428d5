"""Pages of lists: one way for all of them, whatever they are read from.

Whoever reads a page asks for one item more than it shows: so it is known without another look
whether anything follows. The next page begins behind the last item shown, by that item's place in
the order of the list, whether the item is still there or not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Generic, TypeVar

from chalicelib.kernel.frozen import frozen

T = TypeVar("T")
R = TypeVar("R")
Position = dict[str, str]
"""The place of an item: what its list is ordered by, the first member first."""
Reader = Callable[[str, int, Position | None], "Page[T]"]
"""Reads a page of a part of a list: which part, the limit, where to begin."""


@frozen
class Page(Generic[T]):
    """Some items in order, the place of the last of them, and whether more follow.

    Without items the place is that at which the page began (None: the beginning of the list).
    `unreadable` names what belongs on the page but cannot be shown; it is part of the limit.
    """

    items: tuple[T, ...] = ()
    end: Position | None = None
    more: bool = False
    unreadable: tuple[str, ...] = ()

    @property
    def position(self) -> Position | None:
        """Behind which place the next page begins; None exactly when nothing follows."""
        return self.end if self.more else None

    def of(self, view: Callable[[T], R]) -> Page[R]:
        """The same page of other items, each made from one of these."""
        items = tuple(view(item) for item in self.items)
        return Page(items, self.end, self.more, self.unreadable)


def cut(
    found: Sequence[T], limit: int, position: Position | None, place: Callable[[T], Position]
) -> Page[T]:
    """The page of what was found behind `position`, one more than `limit` if there is so much."""
    shown = tuple(found[:limit])
    return Page(shown, place(shown[-1]) if shown else position, len(found) > limit)


def page_of(
    items: Sequence[T],
    limit: int,
    position: Position | None,
    place: Callable[[T], Position],
    *,
    backwards: bool = False,
) -> Page[T]:
    """The page of a list in memory, which is in the order of its places (or against it)."""

    def is_behind(item: T) -> bool:
        here = place(item)
        mine, last = list(here.values()), [position[name] for name in here] if position else []
        return not last or (mine < last if backwards else mine > last)

    return cut([item for item in items if is_behind(item)], limit, position, place)


def side_by_side(pages: Mapping[str, Page[Any]]) -> Position | None:
    """Behind which places of all these lists their next pages begin: whichever has ended may grow
    again. None when nothing follows in any."""
    if not any(page.more for page in pages.values()):
        return None
    return {
        f"{name}.{member}": value
        for name, page in pages.items()
        for member, value in (page.end or {}).items()
    }


def part_of(name: str, position: Position | None) -> Position | None:
    """Where that one of the lists goes on; at its beginning while nothing of it was shown."""
    begins = f"{name}."
    return {
        member.removeprefix(begins): value
        for member, value in (position or {}).items()
        if member.startswith(begins)
    } or None


def join(
    first: str,
    after: Callable[[str], str | None],
    read: Reader[T],
    limit: int,
    position: Position | None,
) -> Page[T]:
    """The page of a list that consists of parts, one behind the other.

    Where the page ends with a part, the next ones are looked into, so that no page is empty.
    """
    part: str | None = position["part"] if position else first
    start = {name: value for name, value in (position or {}).items() if name != "part"} or None
    found: Page[T] = Page()
    while part is not None:
        room = limit - len(found.items)
        page = read(part, max(room, 1), start)
        if room == 0 and page.items:
            return replace(found, more=True)
        if page.end is not None:
            end = {"part": part, **page.end}
            found = Page((*found.items, *page.items), end, page.more)
        if found.more:
            return found
        part, start = after(part), None
    return found
