"""Pages of cases, line by line: one that cannot be shown does not take its page along."""

from __future__ import annotations

from collections.abc import Callable

from chalicelib.cases.application.cases import CaseDesk
from chalicelib.cases.application.ports import CardPage
from chalicelib.cases.http.views import View
from chalicelib.kernel.faults import Work
from chalicelib.kernel.isolation import Isolation
from chalicelib.runtime.services import services


def card_lines(found: CardPage, view: Callable[..., View]) -> tuple[list[View], list[str]]:
    """What a page shows, and the codes of the cases that it cannot show."""
    desk = services().get(CaseDesk)
    now, isolation, lines = desk.clock.now(), Isolation(desk.faults, Work.SHOW), []
    for card in found.cards:
        with isolation.of(card.code):
            lines.append(view(card, now, desk.directory, desk.gazetteer))
    return lines, [*found.unreadable, *isolation.things]
