"""Consents, as reference data. Cacheable."""

from __future__ import annotations

from chalicelib.identity.domain.consents import ConsentTexts
from chalicelib.runtime.http.caching import cacheable
from chalicelib.runtime.http.calls import Access, Call, Reply
from chalicelib.runtime.http.route import Endpoint
from chalicelib.runtime.services import services

_HOUR = 3600


@Endpoint(
    "GET",
    "/v1/consents",
    access=Access.PUBLIC,
    reply="chalicelib.identity.http.schemas.consents:ConsentsView",
    summary="Purposes of processing, their present texts, and which are needed",
    also=(304,),
)
def consents(call: Call) -> Reply:
    """Nothing is ticked beforehand."""
    items = [
        {
            "purpose": text.purpose,
            "version": text.version,
            "needed": text.needed,
            "title": text.title,
            "text": text.text,
            "legal_basis": text.legal_basis,
        }
        for text in services().get(ConsentTexts).texts
    ]
    return cacheable(call, {"items": items}, seconds=_HOUR)
