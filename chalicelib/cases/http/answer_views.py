"""Answers, parts and files of a case as they are answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from chalicelib.agencies.application.ports import Directory
from chalicelib.cases.domain.actions.parts import due_of
from chalicelib.cases.domain.cases import Answer, Case
from chalicelib.cases.domain.on_behalf import SignedDocument
from chalicelib.cases.domain.parts import CasePart
from chalicelib.kernel.instants import wire
from chalicelib.runtime.http.catalogue import refusal_text
from chalicelib.uploads.domain.attachments import Attachment
from chalicelib.uploads.domain.uploads import Upload

if TYPE_CHECKING:
    from chalicelib.cases.http.views import Reading

View = dict[str, Any]


def agency_view(agency: str | None, directory: Directory) -> View | None:
    """Id and name."""
    found = directory.agency(agency) if agency else None
    return {"id": found.id, "name": found.name} if found else None


def attachment_view(file: Attachment, files: Mapping[str, Upload], reading: Reading) -> View:
    """With the state that its upload has now."""
    upload = files.get(file.id)
    state = upload.state.value if upload else "received"
    thumbnail = upload is not None and upload.has_thumbnail
    refusal = upload.refusal if upload else None
    told = refusal and {"code": refusal, "text": refusal_text(refusal, reading.language)}
    view = {"id": file.id, "kind": file.kind, "state": state, "thumbnail": thumbnail}
    return {**view, "refusal": told}


def answer_view(
    answer: Answer | None, files: Mapping[str, Upload], reading: Reading
) -> View | None:
    """An answer, or a draft of one."""
    if answer is None:
        return None
    approved = wire(answer.approved_at) if answer.approved_at else None
    return {
        "text": answer.text,
        "evidence": [attachment_view(file, files, reading) for file in answer.evidence],
        "answered_at": approved,
        "approved_at": approved,
        "revision": answer.revision,
        "on_behalf_of": agency_view(answer.on_behalf_of, reading.directory),
        "document": _document(answer.document),
        "corrected_at": wire(answer.corrected_at) if answer.corrected_at else None,
        "reason": answer.reason,
    }


def part_view(case: Case, part: CasePart, files: Mapping[str, Upload], reading: Reading) -> View:
    """What one agency says to the case."""
    due, said = due_of(case, part), part.answer
    late = said is None and due is not None and reading.now > due
    evidence = said.evidence if said else ()
    return {
        "agency": agency_view(part.agency, reading.directory),
        "officer": part.officer,
        "wanted_by": wire(part.wanted_by) if part.wanted_by else None,
        "due_at": wire(due) if due else None,
        "overdue": late and case.is_open,
        "text": said.text if said else None,
        "evidence": [attachment_view(file, files, reading) for file in evidence],
        "answered_by": said.author if said else None,
        "answered_at": wire(said.at) if said else None,
    }


def _document(document: SignedDocument | None) -> View | None:
    if document is None:
        return None
    return {"number": document.number, "date": document.date.isoformat()}
