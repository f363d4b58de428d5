"""Until when an officer has the post."""

from __future__ import annotations

from chalicelib.agencies.domain.agencies import Officer
from chalicelib.kernel.actors import Role
from chalicelib.runtime.http.auth import is_for
from chalicelib.runtime.http.calls import Access, Call, Reply
from chalicelib.runtime.http.route import Endpoint
from chalicelib.runtime.services import services
from chalicelib.staff.application.further_posts import FurtherPost, add_post
from chalicelib.staff.application.invitations import cared_for
from chalicelib.staff.application.posts import set_last_day
from chalicelib.staff.application.revocations import RevocationDesk
from chalicelib.staff.http.office_account_schemas import (
    FurtherPostBody,
    LastDayBody,
    LastDayView,
    PostView,
)


def _cared_for(call: Call) -> Officer | None:
    """Whoever looks after nobody is told so (403), whether there is such an officer or not."""
    if not is_for(Access.LISTS, call.actor):
        return None
    return cared_for(services().get(RevocationDesk).directory, call.path["id"], call.actor)


def _has_first(call: Call) -> Officer | None:
    if not is_for(Access.ADMINISTRATOR, call.actor):
        return None
    return cared_for(services().get(RevocationDesk).directory, call.path["id"], call.actor)


@Endpoint(
    "POST",
    "/v1/admin/officers/{id}/posts",
    access=Access.ADMINISTRATOR,
    body=FurtherPostBody,
    load=_has_first,
    reply=PostView,
    status=201,
    idempotency="optional",
    codes={
        404: ("officer_not_found",),
        409: ("officer_left", "post_of_another", "post_not_combined", "post_exists"),
        429: ("too_busy",),
    },
    summary="Give an officer a further post in another agency",
)
def give_post(call: Call, body: FurtherPostBody, first: Officer) -> Reply:
    """The person signs in as before, and acts in one post at a time. It ends with its last day, by
    a revocation of its id, or with the person's account."""
    wanted = FurtherPost(body.agency, Role(body.role), body.last_day)
    about = (first, wanted, call.actor, call.correlation_id)
    made = add_post(services().get(RevocationDesk), *about)
    told = made.last_day.isoformat() if made.last_day else None
    view = PostView(id=made.id, agency=made.agency, role=made.role.value, last_day=told)
    return Reply(201, view.model_dump())


@Endpoint(
    "PUT",
    "/v1/admin/officers/{id}/last-day",
    access=Access.LISTS,
    body=LastDayBody,
    load=_cared_for,
    reply=LastDayView,
    codes={
        403: ("not_yours_to_change", "own_account"),
        404: ("officer_not_found",),
        409: ("officer_left", "administrator_stays"),
        429: ("too_busy",),
    },
    summary="Say with which day an officer's post ends",
)
def put_last_day(call: Call, body: LastDayBody, officer: Officer) -> Reply:
    """From the midnight after it the account opens nothing and refreshes nothing; the open cases go
    on to colleagues. A leader says it for officers and leaders of their own agency."""
    desk = services().get(RevocationDesk)
    changed = set_last_day(desk, officer, body.last_day, call.actor, call.correlation_id)
    told = changed.last_day.isoformat() if changed.last_day else None
    return Reply(200, LastDayView(officer=changed.id, last_day=told).model_dump())
