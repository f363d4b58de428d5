"""How the things of answer texts are made."""

from __future__ import annotations

from chalicelib.agencies.application.ports import Directory
from chalicelib.answer_texts.application.answer_texts import AnswerTextDesk
from chalicelib.answer_texts.application.bulk import BulkDesk
from chalicelib.cases.application.cases import CaseDesk
from chalicelib.kernel.clock import Clock
from chalicelib.places.domain.communes import Gazetteer
from chalicelib.runtime.services import Services
from chalicelib.runtime.settings import Settings


def register(services: Services) -> None:
    """The texts of all agencies."""
    services.register(AnswerTextDesk, _desk)
    services.register(BulkDesk, lambda s: BulkDesk(s.get(CaseDesk), s.get(AnswerTextDesk)))


def _desk(services: Services) -> AnswerTextDesk:
    from chalicelib.answer_texts.adapters.store import DynamoAnswerTexts

    return AnswerTextDesk(
        DynamoAnswerTexts(services.get(Settings).directory_table),
        services.get(Directory),
        services.get(Gazetteer),
        services.get(Clock),
    )
