"""How the things of figures are made."""

from __future__ import annotations

from chalicelib.cases.application.ports import CaseStore
from chalicelib.figures.application.figures import FigureDesk
from chalicelib.figures.application.ports import FigureStore, ReportFiles
from chalicelib.runtime.services import Services
from chalicelib.runtime.settings import Settings


def register(services: Services) -> None:
    """The counted spells, keeping them, and reports as spreadsheets."""
    services.register(FigureStore, _store)
    services.register(FigureDesk, lambda s: FigureDesk(s.get(CaseStore), s.get(FigureStore)))
    services.register(ReportFiles, _files)


def _store(services: Services) -> FigureStore:
    from chalicelib.figures.adapters.figures import DynamoFigureStore

    return DynamoFigureStore(services.get(Settings).figures_table)


def _files(services: Services) -> ReportFiles:
    from chalicelib.figures.adapters.report_files import S3ReportFiles

    settings = services.get(Settings)
    return S3ReportFiles(settings.uploads_bucket, settings.account_id)
