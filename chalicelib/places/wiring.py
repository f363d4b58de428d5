"""How the province's places are made."""

from __future__ import annotations

from chalicelib.places.adapters.place_files import read_gazetteer, read_province
from chalicelib.places.domain.communes import Gazetteer
from chalicelib.places.domain.provinces import Province
from chalicelib.runtime.services import Services
from chalicelib.runtime.settings import Settings


def register(services: Services) -> None:
    """The province, and its communes."""
    services.register(Province, lambda s: read_province(s.get(Settings).province))
    services.register(Gazetteer, lambda s: read_gazetteer(s.get(Settings).province))
