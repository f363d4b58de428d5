"""Pages of cases, line by line: one that cannot be shown does not take its page along."""

from __future__ import annotations

from collections.abc import Callable

from chalicelib.application.isolation import Isolation
from chalicelib.application.ports.cases import Card
from chalicelib.application.ports.faults import Work
from chalicelib.bootstrap import container
from chalicelib.domain.pages import Page
from chalicelib.entrypoints.http.case_views import View


def card_lines(found: Page[Card], view: Callable[..., View]) -> Page[View]:
    """What a page shows; the codes of the cases that it cannot show are with what is unreadable."""
    desk = container().case_desk
    now, isolation = desk.clock.now(), Isolation(desk.faults, Work.SHOW)
    return isolation.page(
        found,
        lambda card: card.code,
        lambda card: view(card, now, desk.directory, desk.gazetteer),
    )
