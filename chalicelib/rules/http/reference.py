"""Categories, as reference data. Cacheable."""

from __future__ import annotations

from chalicelib.rules.application.ports import ShippedRules
from chalicelib.runtime.http.caching import cacheable
from chalicelib.runtime.http.calls import Access, Call, Reply
from chalicelib.runtime.http.route import Endpoint
from chalicelib.runtime.services import services

_HOUR = 3600


@Endpoint(
    "GET",
    "/v1/categories",
    access=Access.PUBLIC,
    reply="chalicelib.rules.http.schemas:CategoriesView",
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
        for category in services().get(ShippedRules).categories
    ]
    return cacheable(call, {"items": items}, seconds=_HOUR)
