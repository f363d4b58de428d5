"""Communes, as reference data. Cacheable."""

from __future__ import annotations

from chalicelib.places.domain.communes import Gazetteer
from chalicelib.runtime.http.caching import cacheable
from chalicelib.runtime.http.calls import Access, Call, Reply
from chalicelib.runtime.http.route import Endpoint
from chalicelib.runtime.services import services

_HOUR = 3600


@Endpoint(
    "GET",
    "/v1/communes",
    access=Access.PUBLIC,
    reply="chalicelib.places.http.schemas:CommunesView",
    summary="Communes and wards of the province",
    also=(304,),
)
def communes(call: Call) -> Reply:
    """All of them, by code."""
    items = [
        {"code": commune.code, "name": commune.name, "kind": commune.kind.value}
        for commune in services().get(Gazetteer).communes()
    ]
    return cacheable(call, {"items": items}, seconds=_HOUR)
