"""What the stack was loaded with, as anybody can read it."""

from __future__ import annotations

from localstack.demo.client import Json
from localstack.demo.world import World

COMMUNES, CATEGORIES = 99, 13


def show_directory(world: World) -> None:
    """Communes, categories and the roster; the API must be healthy."""
    health = world.api.get("/health").json()
    world.expect(health["status"] == "ok", _health_of(health))
    communes, categories = world.reference("/communes"), world.reference("/categories")
    world.expect(len(communes) == COMMUNES, f"{len(communes)} xã, phường có ranh giới")
    names = " · ".join(category["name"]["vi"] for category in categories)
    world.expect(len(categories) == CATEGORIES, f"{len(categories)} lĩnh vực: {names}")
    _show_roster(world)


def _health_of(health: Json) -> str:
    parts = ", ".join(f"{name} {state}" for name, state in health["dependencies"].items())
    return f"API {health['status']}, bản {health['build']}, môi trường {health['stage']}; {parts}"


def _show_roster(world: World) -> None:
    agencies = {login.agency for login in world.stack.officers}
    officers, leaders = world.logins("officer"), world.logins("leader")
    world.console.good(
        f"{len(agencies)} cơ quan có người trực: {len(officers)} cán bộ, {len(leaders)} lãnh đạo, "
        f"{len(world.logins('intake'))} người ở bộ phận tiếp nhận, "
        f"{len(world.logins('supervisor'))} giám sát, 1 quản trị"
    )
