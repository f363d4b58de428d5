"""The routes on the Chalice app; a module with endpoints is imported at its first request."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial
from typing import Any

from chalice import Blueprint

from chalicelib.page_routes import PAGES
from chalicelib.routes import served

Serve = Callable[..., Any]


def register(app: Any) -> None:
    """Serve every route and every page on the Chalice app, each noun as a blueprint."""
    for routes, serve in ((served(), _serve_route), (PAGES, _serve_page)):
        for module in routes:
            _register(app, module, routes[module], serve)
    known = {route for table in (served(), PAGES) for routes in table.values() for route in routes}
    app.register_middleware(partial(_known_routes_only, known), "http")


def _register(app: Any, module: str, routes: tuple[str, ...], serve: Serve) -> None:
    noun = module.rpartition(".")[2]
    blueprint = Blueprint(f"{__name__}.{noun}")
    for route in routes:
        method, path = route.split(" ")
        name = f"{noun}_{method.lower()}_{routes.index(route)}"
        view = _view(blueprint, module, route, serve)
        blueprint.route(path, methods=[method], content_types=["*/*"], name=name)(view)
    app.register_blueprint(blueprint)


def _view(blueprint: Blueprint, module: str, route: str, serve: Serve) -> Callable[..., Any]:
    def view(**path: str) -> Any:
        return serve(module, route, blueprint.current_request, path)

    return view


def _serve_route(module: str, route: str, request: Any, path: dict[str, str]) -> Any:
    from chalicelib.runtime.http.serving import serve

    return serve(module, route, request, path)


def _serve_page(module: str, route: str, request: Any, path: dict[str, str]) -> Any:
    from chalicelib.runtime.pages.page_serving import serve_page

    return serve_page(module, route, request, path)


def _known_routes_only(
    known: Collection[str], request: Any, get_response: Callable[..., Any]
) -> Any:
    """While a deployment is under way the gateway may know a route that this code does not."""
    if request is None or f"{request.method} {request.path}" in known:
        return get_response(request)
    from chalicelib.runtime.http.serving import unknown_route

    return unknown_route(request)
