"""A community team's own: who they are, and the visits that their phones send in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chalicelib.campaign.application.helping import HelpRegister, help_register
from chalicelib.campaign.application.membership import MembershipDesk, find_member
from chalicelib.campaign.application.visits import VisitDesk, send_visits, visits_of
from chalicelib.campaign.domain.teams import TeamMember
from chalicelib.campaign.domain.visits import EntryAnswer, TeamVisit, VisitEntry
from chalicelib.identity.application.registrations import RegistrationDesk
from chalicelib.kernel.actors import Role
from chalicelib.kernel.instants import wire
from chalicelib.places.domain.communes import Gazetteer
from chalicelib.runtime.http.calls import Access, Call, Reply
from chalicelib.runtime.http.paging import page
from chalicelib.runtime.http.route import Endpoint
from chalicelib.runtime.services import services

if TYPE_CHECKING:
    from chalicelib.campaign.http.schemas import HelpBody, VisitsBody

_SCHEMAS = "chalicelib.campaign.http.schemas"
_NO_MEMBER = ("not_a_team_member",)


def load_member(call: Call) -> TeamMember | None:
    """The caller as a member; officers are told that the path is not theirs."""
    if call.actor.role is not Role.CITIZEN:
        return None
    return find_member(services().get(MembershipDesk), call.actor.id)


@Endpoint(
    "GET",
    "/v1/team",
    access=Access.CITIZEN,
    load=load_member,
    reply=f"{_SCHEMAS}:TeamView",
    codes={403: _NO_MEMBER},
    summary="My community team",
)
def read(_call: Call, member: TeamMember) -> Reply:
    """403 for whoever is on no list: so an app learns after signing in what it may show."""
    team = member.team
    commune = services().get(Gazetteer).commune(team.commune)
    body = {
        "commune": {"code": team.commune, "name": commune.name if commune else team.commune},
        "hamlet": team.hamlet,
        "hamlets": list(member.hamlets.names),
    }
    return Reply(200, body)


@Endpoint(
    "POST",
    "/v1/team/registrations",
    access=Access.CITIZEN,
    body=f"{_SCHEMAS}:HelpBody",
    load=load_member,
    reply="chalicelib.identity.http.schemas.registrations:RegistrationView",
    status=202,
    idempotency="optional",
    codes={403: _NO_MEMBER, 429: ("too_many_codes",)},
    summary="Begin a person's registration on the spot",
)
def register(call: Call, body: HelpBody, member: TeamMember) -> Reply:
    """The code goes to the person, who completes it as ever; the account says who helped."""
    command = HelpRegister(body.phone, body.hamlet, call.address, call.seed, call.correlation_id)
    sent = help_register(services().get(RegistrationDesk), member, command)
    view = {
        "registration_id": sent.id,
        "expires_at": wire(sent.expires_at),
        "resend_after": sent.resend_after,
    }
    return Reply(202, view)


@Endpoint(
    "POST",
    "/v1/team/visits",
    access=Access.CITIZEN,
    body=f"{_SCHEMAS}:VisitsBody",
    load=load_member,
    reply=f"{_SCHEMAS}:VisitsView",
    idempotency="optional",
    codes={403: _NO_MEMBER, 429: ("too_busy",)},
    summary="Send in visits, up to 500 at once",
)
def send(call: Call, body: VisitsBody, member: TeamMember) -> Reply:
    """Every entry is answered by itself; what was sent before is `repeated` and counts once."""
    entries = [VisitEntry(e.client_id, e.at, e.hamlet, e.result, e.phone) for e in body.entries]
    answers = send_visits(services().get(VisitDesk), member, entries, call.correlation_id)
    return Reply(200, {"results": list(map(_answer, answers))})


@Endpoint(
    "GET",
    "/v1/team/visits",
    access=Access.CITIZEN,
    query=f"{_SCHEMAS}:VisitsQuery",
    load=load_member,
    reply=f"{_SCHEMAS}:VisitPageView",
    codes={403: _NO_MEMBER},
    summary="My team's visits of a day",
)
def list_visits(call: Call, member: TeamMember) -> Reply:
    """By the local day of the devices' time."""
    desk, query = services().get(VisitDesk), call.query
    found = visits_of(desk, member, query.get("day"), query["limit"], call.position)
    return Reply(200, page(call, found.of(lambda visit: _view(visit, member))))


def _answer(answer: EntryAnswer) -> dict[str, Any]:
    return {"client_id": answer.client_id, "status": answer.status.value, "code": answer.code}


def _view(visit: TeamVisit, reader: TeamMember) -> dict[str, Any]:
    return {
        "client_id": visit.client_id,
        "at": wire(visit.at),
        "hamlet": visit.hamlet,
        "result": visit.result.value,
        "mine": visit.member == reader.account,
        "received_at": wire(visit.received_at),
        "code": visit.said,
    }
