"""The officers' ready answer texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chalicelib.answer_texts.application.answer_texts import (
    AnswerTextDesk,
    PutAnswerText,
    Wanted,
    list_texts,
    preview,
    put_text,
)
from chalicelib.answer_texts.domain.answer_texts import AnswerText, fields_of
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.http.cases import NO_CASE, load_case, read_by
from chalicelib.kernel.instants import wire
from chalicelib.runtime.http.calls import Access, Call, Reply, versioned
from chalicelib.runtime.http.paging import page
from chalicelib.runtime.http.route import Endpoint
from chalicelib.runtime.services import services

if TYPE_CHECKING:
    from chalicelib.answer_texts.http.schemas import AnswerTextBody, PreviewBody

_SCHEMAS = "chalicelib.answer_texts.http.schemas"
_NO_AGENCY = ("agency_not_found",)
_ACTIVE = {"true": True, "false": False, None: None}


@Endpoint(
    "GET",
    "/v1/officer/answer-templates",
    access=Access.OFFICER,
    query=f"{_SCHEMAS}:AnswerTextsQuery",
    reply=f"{_SCHEMAS}:AnswerTextsView",
    codes={404: _NO_AGENCY},
    summary="Ready answer texts of an agency",
)
def read(call: Call) -> Reply:
    """One's own agency; the centre may name another. `category` gives those for it and for all;
    `q` looks for words in title and text, with or without diacritics."""
    asked = call.query
    wanted = Wanted(
        asked.get("agency"), asked.get("category"), _ACTIVE[asked.get("active")], asked.get("q")
    )
    desk = services().get(AnswerTextDesk)
    found = list_texts(desk, call.actor, wanted, asked["limit"], call.position)
    return Reply(200, page(call, found.of(_view)))


@Endpoint(
    "PUT",
    "/v1/officer/answer-templates",
    access=Access.OFFICER,
    body=f"{_SCHEMAS}:AnswerTextBody",
    reply=f"{_SCHEMAS}:AnswerTextView",
    if_match="optional",
    codes={
        404: _NO_AGENCY,
        403: ("not_yours_to_change",),
        409: ("too_many_texts",),
        412: ("stale_version",),
        428: ("if_match_required",),
    },
    summary="Make or change a ready answer text",
)
def put(call: Call, body: AnswerTextBody) -> Reply:
    """A leader's for their own agency, an administrator's for any. A text that is there is changed
    with `If-Match`; to put it away, make it inactive."""
    command = PutAnswerText(
        actor=call.actor,
        agency=body.agency,
        id=body.id,
        category=body.category,
        title=body.title,
        text=body.text,
        active=body.active,
        expected_version=call.if_match,
        correlation_id=call.correlation_id,
    )
    return versioned(_view(put_text(services().get(AnswerTextDesk), command)))


@Endpoint(
    "POST",
    "/v1/officer/cases/{code}/answer-preview",
    access=Access.OFFICER,
    load=load_case,
    body=f"{_SCHEMAS}:PreviewBody",
    reply=f"{_SCHEMAS}:PreviewView",
    codes={404: NO_CASE},
    summary="An answer text as a case fills it in",
)
def try_on(call: Call, body: PreviewBody, case: Case) -> Reply:
    """What the citizen would read; writes nothing but the audit's line of the case read."""
    read_by(call, AuditKind.CASE_READ, case)
    return Reply(200, {"text": preview(services().get(AnswerTextDesk), body.text, case)})


def _view(text: AnswerText) -> dict[str, Any]:
    return {
        "id": text.id,
        "agency": text.agency,
        "category": text.category,
        "title": text.title,
        "text": text.text,
        "fields": list(fields_of(text.text)),
        "active": text.active,
        "version": text.version,
        "changed_at": wire(text.changed_at),
        "changed_by": text.changed_by,
    }
