"""Reference data: communes, categories, consents. Cacheable."""

from __future__ import annotations

from chalicelib.bootstrap import container
from chalicelib.runtime.http.caching import cacheable
from chalicelib.runtime.http.calls import Access, Call, Reply
from chalicelib.runtime.http.route import Endpoint

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
        for commune in container().gazetteer.communes()
    ]
    return cacheable(call, {"items": items}, seconds=_HOUR)


@Endpoint(
    "GET",
    "/v1/categories",
    access=Access.PUBLIC,
    reply="chalicelib.places.http.schemas:CategoriesView",
    summary="What cases can be about",
    also=(304,),
)
def categories(call: Call) -> Reply:
    """In the order in which they are shown."""
    items = [
        {
            "code": category.code,
            "name": dict(category.names),
            "default_urgency": category.default_urgency,
            "evidence_required": category.evidence_required,
        }
        for category in container().directory.categories()
    ]
    return cacheable(call, {"items": items}, seconds=_HOUR)


@Endpoint(
    "GET",
    "/v1/consents",
    access=Access.PUBLIC,
    reply="chalicelib.places.http.schemas:ConsentsView",
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
        for text in container().consents
    ]
    return cacheable(call, {"items": items}, seconds=_HOUR)
