"""How the things of trainings are made."""

from __future__ import annotations

from functools import partial
from typing import Any

from chalicelib.agencies.application.ports import Directory
from chalicelib.audit.application.ports import AuditBook
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.faults import Faults
from chalicelib.kernel.keys import Sealer
from chalicelib.kernel.quotas import Limiter
from chalicelib.places.domain.provinces import Province
from chalicelib.runtime.services import Services
from chalicelib.runtime.settings import Settings
from chalicelib.trainings.application.ports import TrainingCalendars, TrainingStore
from chalicelib.trainings.application.trained import TrainedDesk
from chalicelib.trainings.application.trainings import TrainingDesk
from chalicelib.trainings.domain.trainings import Attendance, Training


def register(services: Services) -> None:
    """Sessions, who was there, and the figure of who was trained in time."""
    services.register(TrainingStore, _store)
    services.register(TrainingDesk, _desk)
    services.register(TrainedDesk, lambda s: TrainedDesk(s.get(TrainingDesk), s.get(AuditBook)))
    services.register(TrainingCalendars, _calendars)
    services.register_late("chalicelib.trainings.application.inviting:InvitingDesk", _inviting)


def _store(services: Services) -> TrainingStore:
    from chalicelib.runtime.dynamodb.directory_items import DirectoryKind
    from chalicelib.runtime.dynamodb.entries import DynamoEntries
    from chalicelib.runtime.dynamodb.schemas import ATTENDANCE, TRAINING

    table, sealer = services.get(Settings).directory_table, services.get(Sealer)
    kinds = DirectoryKind
    return TrainingStore(
        DynamoEntries(table, kinds.TRAININGS, TRAINING, Training, sealer),
        DynamoEntries(table, kinds.ATTENDANCES, ATTENDANCE, Attendance, sealer),
    )


def _desk(services: Services) -> TrainingDesk:
    return TrainingDesk(
        services.get(TrainingStore),
        services.get(Directory),
        services.get(Clock),
        services.get(Limiter),
        services.get(Faults),
    )


def _calendars(services: Services) -> TrainingCalendars:
    from chalicelib.trainings.adapters.calendar_files import calendar_file

    return TrainingCalendars(partial(calendar_file, app=services.get(Province).app_name))


def _inviting(services: Services) -> Any:
    from chalicelib.audit.application.reading import ReadersDesk
    from chalicelib.messages.application.messages import MessageStore
    from chalicelib.messages.domain.templates import Templates
    from chalicelib.trainings.application.inviting import InvitingDesk

    return InvitingDesk(
        trainings=services.get(TrainingDesk),
        messages=services.get(MessageStore),
        templates=services.get(Templates),
        calendars=services.get(TrainingCalendars),
        readers=services.get(ReadersDesk),
        app=services.get(Province).app_name,
    )
