"""Places and categories that come again, as far as the reader may see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chalicelib.cases.application.ports import Card
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.permissions import covers
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.pages import Page, Position
from chalicelib.search.application.ports import FoundEntry, Sent
from chalicelib.search.application.searching import SearchDesk, scope_to_read
from chalicelib.search.domain.entries import SPOT, hot_list, spot_list, square_at
from chalicelib.search.domain.hot_spots import ENOUGH, LATELY, HotSpot

MOST_A_PAGE = 10
"""Each is a query of its own."""
_CASES_OF_ONE = 10
"""Looked at: so those of a page are one batch."""


def hot_spots(
    desk: SearchDesk, reader: Actor, agency: str | None, limit: int, position: Position | None
) -> Page[HotSpot]:
    """The one with the newest case first, ten at most: eleven queries and two batches. A page may
    be short while more follow: a place stands further back too, where it was hot before.

    Raises Forbidden (`search_not_allowed`), and NotFound for an agency that is not the reader's to
    see. Cases are counted as they are now.
    """
    scope = scope_to_read(desk.cases, reader, agency)
    sent = Sent(desk.cases.clock.now() - LATELY)
    lines = desk.index.lines(hot_list(scope), sent, min(limit, MOST_A_PAGE), position)
    pages = {
        line.code: desk.index.lines(spot_list(scope, line.marks), sent, _CASES_OF_ONE)
        for line in lines.items
    }
    there = [code for code, page in pages.items() if _newest(page) == code]
    cards, _ = desk.cards.cards([one.code for code in there for one in pages[code].items])
    known = {card.code: card for card in cards if covers(reader, card)}
    cases = {case.code: case for case in desk.cards.read(there)[0]}
    found = [_spot(pages[code], known, cases.get(code)) for code in there]
    return Page(tuple(one for one in found if one), lines.end, lines.more)


def _newest(page: Page[FoundEntry]) -> str | None:
    return page.items[0].code if page.items else None


def _spot(page: Page[FoundEntry], known: Mapping[str, Card], newest: Case | None) -> HotSpot | None:
    """The spot, if there are still enough of the newest one's category."""
    if newest is None or newest.location is None or newest.code not in known:
        return None
    cards: Sequence[Card] = [known[one.code] for one in page.items if one.code in known]
    codes = tuple(card.code for card in cards if card.category == newest.category)
    if len(codes) < ENOUGH:
        return None
    lat, lon = ((side + 0.5) * SPOT for side in square_at(newest.location))
    middle = (round(lat, 4), round(lon, 4))
    sent_at = newest.submitted_at
    return HotSpot(newest.category, newest.commune, middle, sent_at, codes, page.more)
