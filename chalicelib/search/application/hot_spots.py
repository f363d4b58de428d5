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
from chalicelib.search.domain.entries import cell_list, hot_line, hot_list
from chalicelib.search.domain.hot_spots import (
    ENOUGH,
    LATELY,
    LOOKED_AT,
    HotSpot,
    InCell,
    hot_places,
    in_cell,
    middle_of,
)

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
    places = [place for line in lines.items if (place := _place(desk, scope, sent, line))]
    wanted = dict.fromkeys(one.code for place in places for one in place[:_CASES_OF_ONE])
    cards, _ = desk.cards.cards(list(wanted))
    known = {card.code: card for card in cards if covers(reader, card)}
    newest = list(dict.fromkeys(place[0].code for place in places))
    cases = {case.code: case for case in desk.cards.read(newest)[0]}
    found = [_spot(place, known, cases.get(place[0].code)) for place in places]
    return Page(tuple(one for one in found if one), lines.end, lines.more)


def _place(desk: SearchDesk, scope: str, sent: Sent, line: FoundEntry) -> tuple[InCell, ...]:
    """The cases of the place whose newest one the line's is; none where it is not, by now."""
    page = desk.index.lines(cell_list(scope, line.marks), sent, LOOKED_AT)
    seen = [in_cell(one.place, one.marks) for one in page.items]
    return next((one for one in hot_places(seen) if hot_line(one[0], line.marks) == line.place), ())


def _spot(
    place: Sequence[InCell], known: Mapping[str, Card], newest: Case | None
) -> HotSpot | None:
    """The spot, if there are still enough of the newest one's category."""
    if newest is None or newest.location is None or newest.code not in known:
        return None
    shown = [one for one in place if one.code in known]
    members = [one for one in shown if known[one.code].category == newest.category]
    if len(members) < ENOUGH:
        return None
    middle, codes = middle_of(members, newest.location), tuple(one.code for one in members)
    more, sent_at = len(place) > _CASES_OF_ONE, newest.submitted_at
    return HotSpot(newest.category, newest.commune, middle, sent_at, codes, more)
