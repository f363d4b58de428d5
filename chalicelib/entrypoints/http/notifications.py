"""The bell's routes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chalicelib.application.bell import Notification, list_notifications, mark_read
from chalicelib.bootstrap import container
from chalicelib.domain.instants import wire
from chalicelib.entrypoints.http.calls import Access, Call, Reply
from chalicelib.entrypoints.http.paging import page
from chalicelib.entrypoints.http.route import Endpoint

if TYPE_CHECKING:
    from chalicelib.entrypoints.http.schemas.notifications import ReadBody


@Endpoint(
    "GET",
    "/v1/me/notifications",
    access=Access.CITIZEN,
    query="queries:Paging",
    reply="notifications:NotificationPageView",
    summary="My notifications, newest first",
)
def list_mine(call: Call) -> Reply:
    """What the app shows in its bell."""
    desk, query = container().bell_desk, call.query
    found = list_notifications(desk, call.actor.id, query["limit"], call.position)
    lines = found.of(_view)
    return Reply(200, {**page(call, lines), "unreadable": len(lines.unreadable)})


@Endpoint(
    "POST",
    "/v1/me/notifications/read",
    access=Access.CITIZEN,
    body="notifications:ReadBody",
    reply="notifications:ReadView",
    summary="Mark notifications as read, up to and with this one",
)
def read(call: Call, body: ReadBody) -> Reply:
    """The mark only moves forward."""
    mark_read(container().bell_desk, call.actor.id, body.up_to)
    return Reply(200, {"up_to": body.up_to})


def _view(notification: Notification) -> dict[str, Any]:
    return {
        "id": notification.id,
        "at": wire(notification.at),
        "kind": notification.kind,
        "title": notification.title,
        "text": notification.text,
        "case": notification.case,
        "urgent": notification.urgent,
        "read": notification.read,
    }
