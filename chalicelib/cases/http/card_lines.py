"""The lines of a list of cases, each by itself."""

from __future__ import annotations

from collections.abc import Callable

from chalicelib.cases.application.cases import CaseDesk
from chalicelib.cases.application.ports import Card
from chalicelib.cases.http.card_views import CardView, PageReading
from chalicelib.kernel.faults import Work
from chalicelib.kernel.isolation import Isolation
from chalicelib.kernel.pages import Page
from chalicelib.runtime.services import services


def card_lines(found: Page[Card], view: Callable[[Card, PageReading], CardView]) -> Page[CardView]:
    """What a page shows; the codes of the cases that it cannot show are with what is unreadable."""
    desk = services().get(CaseDesk)
    reading = PageReading(desk.clock.now(), desk.directory, desk.gazetteer)
    isolation = Isolation(desk.faults, Work.SHOW)
    return isolation.page(found, lambda card: card.code, lambda card: view(card, reading))
