"""Pages of lists: `{"items": […], "next_cursor": …}`, with cursors that nobody can make up.

A cursor belongs to one list: the route with its path, the reader as whoever he is now, and the
filters asked for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.kernel.errors import Unreadable
from chalicelib.kernel.keys import Cursors
from chalicelib.kernel.pages import Page, Position
from chalicelib.runtime.http.calls import Call
from chalicelib.runtime.http.route import Endpoint
from chalicelib.runtime.services import services

_NOT_FILTERS = ("cursor", "limit")
Query = Mapping[str, Sequence[str]]


def read_position(served: Endpoint, call: Call, query: Query) -> Position | None:
    """Where the page begins; raises Unreadable (`bad_cursor`) for another list's cursor."""
    if not _is_list(served) or "cursor" not in query:
        return None
    if len(query["cursor"]) > 1:
        raise Unreadable("bad_cursor")
    return services().get(Cursors).read(query["cursor"][0], list_id(served, call, query))


def list_id(served: Endpoint, call: Call, query: Query) -> str:
    """Names the list: what was not asked for counts as its default."""
    if not _is_list(served):
        return ""
    fields = served.query_fields
    filters = {
        name: query[name][0] if name in query else str(fields[name].default)
        for name in fields
        if name not in _NOT_FILTERS
    }
    actor, path = call.actor, sorted(call.path.items())
    reader = f"{actor.id}|{actor.role.value}|{actor.agency}"
    return f"{reader}|{served.route}|{path}|{sorted(filters.items())}"


def _is_list(served: Endpoint) -> bool:
    return "cursor" in served.query_fields


def page(call: Call, found: Page[dict[str, Any]]) -> dict[str, Any]:
    """A page in the form of the contract."""
    return {"items": list(found.items), "next_cursor": next_cursor(call, found.position)}


def listed(call: Call, found: Page[dict[str, Any]]) -> dict[str, Any]:
    """The same with the ids of what cannot be shown at the moment."""
    return {**page(call, found), "unreadable": list(found.unreadable)}


def next_cursor(call: Call, position: Position | None) -> str | None:
    """The cursor to the page that begins there."""
    return services().get(Cursors).write(position, call.list_id) if position else None
