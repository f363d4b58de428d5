"""Officers change their own phone or mail."""

from __future__ import annotations

from chalicelib.identity.domain.sessions import Destination
from chalicelib.kernel.channels import Channel
from chalicelib.kernel.instants import wire
from chalicelib.kernel.names import parse_email
from chalicelib.kernel.phones import parse_phone
from chalicelib.runtime.http.calls import Access, Call, Reply
from chalicelib.runtime.http.route import Endpoint
from chalicelib.runtime.services import services
from chalicelib.staff.application.own_contacts import (
    ContactDesk,
    GivenCodes,
    begin_contact_change,
    finish_contact_change,
)
from chalicelib.staff.http.own_contact_schemas import (
    ContactBody,
    ContactChangeView,
    ContactCodesBody,
)
from chalicelib.staff.http.owners import owner

_ABSENT = ("contact_change_not_found", "officer_not_found")


@Endpoint(
    "POST",
    "/v1/officer/me/contact",
    access=Access.OFFICER,
    body=ContactBody,
    reply=ContactChangeView,
    status=202,
    idempotency="optional",
    codes={404: ("officer_not_found",), 429: ("too_many_codes",)},
    summary="Begin with another phone or mail of one's own",
)
def begin(call: Call, body: ContactBody) -> Reply:
    """A code goes to the present address, and another one to the new. Nothing changes before both
    are given."""
    if body.phone is not None:
        wanted = Destination(Channel.SMS, parse_phone(body.phone))
    else:
        wanted = Destination(Channel.EMAIL, parse_email(body.email or ""))
    desk = services().get(ContactDesk)
    begun = begin_contact_change(desk, owner(call), wanted, call.seed, call.correlation_id)
    view = ContactChangeView(
        change_id=begun.id,
        expires_at=wire(begun.expires_at),
        old_channel=begun.old.value,
        new_channel=begun.new.value,
    )
    return Reply(202, view.model_dump())


@Endpoint(
    "POST",
    "/v1/officer/me/contact/{id}/verify",
    access=Access.OFFICER,
    body=ContactCodesBody,
    status=204,
    codes={
        404: _ABSENT,
        409: ("phone_taken", "code_used"),
        410: ("code_expired",),
        422: ("wrong_code",),
        429: ("too_many_wrong_codes", "too_busy"),
    },
    summary="Confirm another phone or mail by the codes of both",
)
def verify(call: Call, body: ContactCodesBody) -> Reply:
    """From then on messages and codes of sign-ins go to the new address. All other sessions end."""
    given = GivenCodes(body.otp_old, body.otp_new)
    about = (call.path["id"], given, call.session, call.correlation_id)
    finish_contact_change(services().get(ContactDesk), owner(call), *about)
    return Reply(204)
