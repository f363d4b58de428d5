"""Following public cases."""

from __future__ import annotations

from typing import Any

from chalicelib.cases.application.followed import FollowedCase, FollowedDesk, followed_cases
from chalicelib.cases.application.public_following import (
    FollowDesk,
    follow_public,
    stop_following,
)
from chalicelib.cases.http.cases import NO_CASE
from chalicelib.cases.http.public_cases import followed_line, published_view
from chalicelib.runtime.http.calls import Access, Call, Reply
from chalicelib.runtime.http.paging import page
from chalicelib.runtime.http.route import Endpoint
from chalicelib.runtime.services import services


@Endpoint(
    "GET",
    "/v1/me/followed",
    access=Access.CITIZEN,
    query="chalicelib.runtime.http.schemas.queries:Paging",
    reply="chalicelib.cases.http.schemas.followed:FollowedPageView",
    summary="The cases that I chose to follow",
)
def followed(call: Call) -> Reply:
    """As strangers read them; what is public no more is named by its code alone."""
    desk, asked = services().get(FollowedDesk), call.query
    found = followed_cases(desk, call.actor.id, asked["limit"], call.position)
    return Reply(200, page(call, found.of(_line)))


@Endpoint(
    "PUT",
    "/v1/cases/{code}/follow",
    access=Access.CITIZEN,
    reply="chalicelib.cases.http.schemas.publication:PublicCaseView",
    codes={404: NO_CASE, 409: ("own_case", "too_many_followers", "busy")},
    summary="Follow a public case: be told its answer and its end",
)
def follow(call: Call) -> Reply:
    """Of a duplicate, the case that is answered for it: the answer names it. Again, it changes
    nothing."""
    case = follow_public(services().get(FollowDesk), call.actor.id, call.path["code"])
    return Reply(200, published_view(case))


@Endpoint(
    "DELETE",
    "/v1/cases/{code}/follow",
    access=Access.CITIZEN,
    status=204,
    codes={404: NO_CASE},
    summary="Follow a case no more",
)
def unfollow(call: Call) -> Reply:
    """Also where it is public no more. Again, it changes nothing."""
    stop_following(services().get(FollowDesk), call.actor.id, call.path["code"])
    return Reply(204)


def _line(one: FollowedCase) -> dict[str, Any]:
    shown = followed_line(one.case) if one.case else None
    return {"code": one.code, "published": shown is not None, "case": shown}
