"""How the things of difficulties are made."""

from __future__ import annotations

from chalicelib.agencies.application.ports import Directory
from chalicelib.difficulties.application.difficulties import DifficultyDesk
from chalicelib.difficulties.application.ports import DifficultyStore
from chalicelib.difficulties.application.reminding import DifficultyReminderDesk
from chalicelib.difficulties.domain.difficulties import Difficulty
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.faults import Faults
from chalicelib.kernel.keys import Sealer
from chalicelib.runtime.services import Services
from chalicelib.runtime.settings import Settings


def register(services: Services) -> None:
    """The difficulties of all agencies."""
    services.register(DifficultyStore, _store)
    services.register(DifficultyDesk, _desk)
    services.register(DifficultyReminderDesk, _reminding)


def _store(services: Services) -> DifficultyStore:
    from chalicelib.runtime.dynamodb.directory_items import DirectoryKind
    from chalicelib.runtime.dynamodb.entries import DynamoEntries
    from chalicelib.runtime.dynamodb.schemas import DIFFICULTY

    table, sealer = services.get(Settings).directory_table, services.get(Sealer)
    kind = DirectoryKind.DIFFICULTIES
    return DifficultyStore(DynamoEntries(table, kind, DIFFICULTY, Difficulty, sealer))


def _desk(services: Services) -> DifficultyDesk:
    return DifficultyDesk(
        services.get(DifficultyStore),
        services.get(Directory),
        services.get(Clock),
        services.get(Faults),
        lambda: services.get(DifficultyReminderDesk),
    )


def _reminding(services: Services) -> DifficultyReminderDesk:
    from chalicelib.kernel.quotas import Limiter
    from chalicelib.messages.application.messages import MessageStore
    from chalicelib.messages.domain.templates import Templates
    from chalicelib.places.domain.provinces import Province

    return DifficultyReminderDesk(
        services.get(MessageStore),
        services.get(Templates),
        services.get(Directory),
        services.get(Clock),
        services.get(Limiter),
        services.get(Province).app_name,
    )
