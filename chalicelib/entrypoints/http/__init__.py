"""The HTTP API: one module per noun. This table is what the app serves; a module is imported at
its first request, so that the API starts lean and packaging imports none.

Each route stands here and at its endpoint (`route.Endpoint`); a test holds the two together.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import Any

from chalice import Blueprint

ROUTES: Mapping[str, tuple[str, ...]] = {
    "system": ("GET /v1/health", "GET /v1/openapi.json", "GET /docs"),
    "reference": ("GET /v1/communes", "GET /v1/categories", "GET /v1/consents"),
    "registrations": (
        "POST /v1/registrations",
        "POST /v1/registrations/{id}/otp",
        "POST /v1/registrations/{id}/verify",
    ),
    "accounts": ("POST /v1/accounts",),
    "sessions": (
        "POST /v1/sessions",
        "POST /v1/sessions/{id}/verify",
        "POST /v1/sessions/refresh",
        "DELETE /v1/sessions/current",
    ),
    "me": ("GET /v1/me", "PATCH /v1/me"),
    "notifications": ("GET /v1/me/notifications", "POST /v1/me/notifications/read"),
    "uploads": ("POST /v1/uploads", "POST /v1/officer/uploads"),
    "cases": (
        "POST /v1/cases",
        "GET /v1/me/cases",
        "GET /v1/cases/{code}",
        "POST /v1/cases/{code}/supplements",
        "POST /v1/cases/{code}/rating",
        "POST /v1/cases/{code}/reopen",
        "POST /v1/cases/{code}/withdraw",
    ),
    "attachments": ("GET /v1/cases/{code}/attachments/{id}",),
    "officer_sessions": (
        "POST /v1/officer/sessions",
        "POST /v1/officer/sessions/{id}/verify",
        "POST /v1/officer/sessions/refresh",
        "DELETE /v1/officer/sessions/current",
    ),
    "officer_cases": (
        "GET /v1/officer/inbox",
        "GET /v1/officer/cases/{code}",
        "POST /v1/officer/cases/{code}/transitions",
    ),
    "roster": ("GET /v1/officer/roster", "PUT /v1/officer/roster/{id}/absences"),
    "attention": ("GET /v1/officer/attention",),
    "admin": (
        "GET /v1/admin/calendar",
        "PUT /v1/admin/calendar",
        "GET /v1/admin/policies",
        "PUT /v1/admin/policies",
        "GET /v1/admin/routing-rules",
        "PUT /v1/admin/routing-rules",
        "GET /v1/admin/recomputation",
        "PUT /v1/admin/recomputation",
    ),
    "reports": ("GET /v1/reports/live", "GET /v1/reports/monthly"),
}
"""Module: method and path of each of its endpoints."""

LOCAL_ROUTES: Mapping[str, tuple[str, ...]] = {
    "local_clock": ("GET /v1/_local/clock", "POST /v1/_local/clock"),
}
"""Served by the local stack only: the stage is known while the stack is packaged."""


def served() -> Mapping[str, tuple[str, ...]]:
    """The routes of this stage."""
    return {**ROUTES, **LOCAL_ROUTES} if os.environ.get("STAGE") == "local" else ROUTES


def register(app: Any) -> None:
    """Serve every route on the Chalice app, each noun as a blueprint."""
    for noun, routes in served().items():
        blueprint = Blueprint(f"{__name__}.{noun}")
        for route in routes:
            method, path = route.split(" ")
            name = f"{noun}_{method.lower()}_{routes.index(route)}"
            view = _view(blueprint, noun, route)
            blueprint.route(path, methods=[method], content_types=["*/*"], name=name)(view)
        app.register_blueprint(blueprint)
    app.register_middleware(_known_routes_only, "http")


def _view(blueprint: Blueprint, noun: str, route: str) -> Callable[..., Any]:
    def view(**path: str) -> Any:
        from chalicelib.entrypoints.http.serving import serve

        return serve(noun, route, blueprint.current_request, path)

    return view


def _known_routes_only(request: Any, get_response: Callable[..., Any]) -> Any:
    """While a deployment is under way the gateway may know a route that this code does not."""
    known = {route for routes in served().values() for route in routes}
    if request is None or f"{request.method} {request.path}" in known:
        return get_response(request)
    from chalicelib.entrypoints.http.serving import unknown_route

    return unknown_route(request)
