"""Health, the OpenAPI document, and a page to read it."""

from __future__ import annotations

from chalicelib.runtime.health import Dependencies
from chalicelib.runtime.http.caching import cacheable
from chalicelib.runtime.http.calls import Access, Call, Reply
from chalicelib.runtime.http.route import Endpoint
from chalicelib.runtime.http.security_headers import NOTHING_ACTIVE
from chalicelib.runtime.services import services
from chalicelib.runtime.settings import Settings


@Endpoint(
    "GET",
    "/v1/health",
    access=Access.PUBLIC,
    reply="chalicelib.runtime.http.schemas.health:HealthView",
    summary="Build, stage, and whether the dependencies answer",
    also=(503,),
)
def health(_call: Call) -> Reply:
    """503 while a dependency does not answer."""
    settings, dependencies = services().get(Settings), services().get(Dependencies).states()
    well = all(state == "ok" for state in dependencies.values())
    body = {
        "status": "ok" if well else "down",
        "stage": settings.stage,
        "build": settings.build,
        "dependencies": dict(dependencies),
    }
    return Reply(200 if well else 503, body)


@Endpoint("GET", "/v1/openapi.json", access=Access.PUBLIC, summary="This document", also=(304,))
def openapi(call: Call) -> Reply:
    """Generated from the code that serves."""
    from chalicelib.runtime.http.openapi.document import document

    return cacheable(call, document(), seconds=300)


@Endpoint(
    "GET",
    "/docs",
    access=Access.PUBLIC,
    summary="The document as a page",
    media_type="text/html; charset=utf-8",
)
def docs(_call: Call) -> Reply:
    """One page without scripts or anything from elsewhere."""
    from chalicelib.runtime.http.openapi.document import document
    from chalicelib.runtime.http.openapi.page import render

    policy = f"{NOTHING_ACTIVE}; style-src 'unsafe-inline'"
    return Reply(200, render(document()), {"Content-Security-Policy": policy})
