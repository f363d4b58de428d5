"""Cases as anybody may read them, and how their reporters have a say in that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chalicelib.cases.application.cases import CaseDesk, read_published
from chalicelib.cases.domain import commands
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.publication import (
    photos_of,
    public_comments,
    public_form,
    public_state,
)
from chalicelib.cases.domain.visibility import Visibility
from chalicelib.cases.http.answering import CASE_ANSWERS, answer_to
from chalicelib.cases.http.cases import CASE, NO_CASE, load_case
from chalicelib.cases.http.public_views import public_view
from chalicelib.cases.http.replies import count_followers
from chalicelib.kernel.errors import NotFound
from chalicelib.runtime.http.caching import cacheable
from chalicelib.runtime.http.calls import Access, Call, Reply
from chalicelib.runtime.http.route import Endpoint
from chalicelib.runtime.services import services
from chalicelib.uploads.application.uploads import fetch_attachment, read_attachments
from chalicelib.uploads.http.schemas import AttachmentQuery

if TYPE_CHECKING:
    from chalicelib.cases.http.schemas.publication import VisibilityBody

_SCHEMAS = "chalicelib.cases.http.schemas.publication:"
_SECONDS = 60
"""How long strangers may keep it: a photo that was hidden is gone after that."""
_EXCERPT = 120
"""Characters of the text in a list."""


def load_published(call: Call) -> Case:
    """The case of the path, if anybody may read it."""
    return read_published(services().get(CaseDesk), call.path["code"])


@Endpoint(
    "GET",
    "/v1/public/cases/{code}",
    access=Access.PUBLIC,
    load=load_published,
    reply=f"{_SCHEMAS}PublicCaseView",
    codes={404: NO_CASE},
    summary="A public case, as anybody may read it",
    also=(304,),
)
def read(call: Call, case: Case) -> Reply:
    """Once it was taken in, and nobody has to look at its text first."""
    return cacheable(call, published_view(case), seconds=_SECONDS)


@Endpoint(
    "GET",
    "/v1/public/cases/{code}/photos/{number}",
    access=Access.PUBLIC,
    query=AttachmentQuery,
    load=load_published,
    status=303,
    codes={
        404: (*NO_CASE, "photo_not_found", "no_thumbnail"),
        409: ("not_checked",),
        410: ("upload_refused",),
    },
    summary="Fetch a photo of a public case, or its small picture",
)
def photo(call: Call, case: Case) -> Reply:
    """See Other: the address is good for five minutes."""
    shown = {str(number): file for number, file in photos_of(case)}
    file = shown.get(call.path["number"])
    if file is None:
        raise NotFound("photo_not_found")
    small, own = call.query.get("size") == "thumbnail", call.query.get("origin") == "pages"
    uploads = services().get(CaseDesk).uploads
    address = fetch_attachment(uploads, [file], file.id, thumbnail=small, own_origin=own)
    return Reply(303, headers={"Location": address})


@Endpoint(
    "GET",
    "/v1/cases/{code}/publication",
    access=Access.CITIZEN,
    load=load_case,
    reply=f"{_SCHEMAS}PublicationView",
    codes={404: NO_CASE},
    summary="What strangers read of my case, or would read",
)
def preview(_call: Call, case: Case) -> Reply:
    """Also before it is taken in, and of a private one."""
    names = () if case.publication else services().get(CaseDesk).reporters.names_of(case.reporter)
    form = published_view(case, names or ())
    state = public_state(case).value
    return Reply(200, {"state": state, "hidden_photos": list(case.hidden), "form": form})


@Endpoint(
    "POST",
    "/v1/cases/{code}/visibility",
    access=Access.CITIZEN,
    body=f"{_SCHEMAS}VisibilityBody",
    load=load_case,
    reply=CASE,
    idempotency="optional",
    answers=CASE_ANSWERS,
    if_match="optional",
    summary="Make my case private or public, or hide its photos",
    codes={
        404: NO_CASE,
        409: ("illegal_transition", "busy", "already_answered", "case_full"),
    },
)
def set_visibility(call: Call, body: VisibilityBody, case: Case) -> Reply:
    """Private or public until it is answered; photos at any time."""
    visibility = Visibility(body.visibility) if body.visibility else None
    hidden = None if body.hidden_photos is None else tuple(body.hidden_photos)
    return answer_to(call, case, commands.SetVisibility(visibility, hidden))


def published_view(case: Case, names: tuple[str, ...] = ()) -> dict[str, Any]:
    """As strangers read it; `names` where the case does not hold them."""
    desk, form = services().get(CaseDesk), public_form(case, names)
    files = [file for _, file in form.photos]
    uploads = {upload.id: upload for upload in read_attachments(desk.uploads, files)}
    places = (desk.gazetteer, desk.directory)
    comments = public_comments(case, names)
    return public_view(case, form, comments, uploads, places, count_followers(case))


def followed_line(case: Case) -> dict[str, Any]:
    """A line of what somebody follows: the public form without its photos, in short."""
    desk, form = services().get(CaseDesk), public_form(case)
    view = public_view(case, form, (), {}, (desk.gazetteer, desk.directory), followers=0)
    names = ("state", "category", "commune", "agency", "submitted_at")
    answer = view["answer"]
    return {
        **{name: view[name] for name in names},
        "excerpt": view["description"][:_EXCERPT],
        "answered_at": answer["answered_at"] if answer else None,
    }
