"""How the things of figures are made."""

from __future__ import annotations

from chalicelib.cases.application.ports import CaseStore
from chalicelib.figures.application.figures import FigureDesk
from chalicelib.figures.application.ports import FigureLog, FigureRecords, FigureStore
from chalicelib.kernel.clock import Clock
from chalicelib.runtime.services import Services
from chalicelib.runtime.settings import Settings


def register(services: Services) -> None:
    """The counted cells, keeping them, and what is made of them."""
    services.register(FigureStore, _store)
    services.register(FigureLog, _log)
    services.register(FigureRecords, _records)
    services.register(FigureDesk, lambda s: FigureDesk(s.get(CaseStore), s.get(FigureStore)))


def _store(services: Services) -> FigureStore:
    from chalicelib.figures.adapters.figures import DynamoFigureStore

    return DynamoFigureStore(services.get(Settings).figures_table)


def _log(services: Services) -> FigureLog:
    from chalicelib.figures.adapters.figure_log import DynamoFigureLog

    return DynamoFigureLog(services.get(Settings).figures_table, services.get(Clock))


def _records(services: Services) -> FigureRecords:
    from chalicelib.figures.adapters.figure_records import DynamoFigureRecords

    return DynamoFigureRecords(services.get(Settings).figures_table)
