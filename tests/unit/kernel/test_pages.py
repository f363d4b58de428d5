"""Pages of lists that consist of parts."""

from __future__ import annotations

from itertools import product

import pytest

from chalicelib.kernel.pages import Page, Position, join, page_of

PARTS = {"a": "b", "b": "c"}


def _page(sizes: tuple[int, ...], limit: int, position: Position | None) -> Page[str]:
    parts = {
        name: [f"{name}{n}" for n in range(size)] for name, size in zip("abc", sizes, strict=True)
    }

    def read(part: str, room: int, start: Position | None) -> Page[str]:
        return page_of(parts[part], room, start, lambda item: {"at": item})

    return join("a", PARTS.get, read, limit, position)


@pytest.mark.parametrize("limit", range(1, 6))
def test_parts_are_read_as_one_list(limit: int) -> None:
    """Wherever a page ends in them, empty ones among them: everything once, and an end."""
    for sizes in product(range(4), repeat=3):
        whole = [f"{name}{n}" for name, size in zip("abc", sizes, strict=True) for n in range(size)]
        pages, position = [], None
        while not pages or position is not None:
            page = _page(sizes, limit, position)
            pages.append(list(page.items))
            position = page.position
        assert pages == ([whole[at : at + limit] for at in range(0, len(whole), limit)] or [[]])


def test_a_part_that_grew_at_its_end_is_read_on() -> None:
    """The page ended there, and the next one begins there, not in the part behind."""
    position = _page((2, 1, 0), 2, None).position
    assert _page((3, 1, 0), 2, position).items == ("a2", "b0")


def test_a_page_is_shown_in_another_form_and_goes_on_in_the_same_place() -> None:
    """Whoever shows other things than were read does not move the reader."""
    page = _page((3, 0, 0), 2, None)
    assert page.of(str.upper) == Page(("A0", "A1"), page.end, more=True)
