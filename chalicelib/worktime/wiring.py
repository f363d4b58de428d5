"""How the things of working time are made."""

from __future__ import annotations

from chalicelib.runtime.services import Services
from chalicelib.worktime.domain.public_holidays import PublicHolidays


def register(services: Services) -> None:
    """The public holidays, which every calendar is given."""
    services.register(PublicHolidays, lambda _: public_holidays())


def public_holidays() -> PublicHolidays:
    """The country's."""
    from chalicelib.worktime.adapters.public_holidays import KeptHolidays

    return KeptHolidays()
