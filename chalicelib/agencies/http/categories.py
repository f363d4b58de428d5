"""Categories with what is asked of each, as reference data. Cacheable."""

from __future__ import annotations

from chalicelib.agencies.application.ports import Directory
from chalicelib.rules.domain.questions import question_document
from chalicelib.runtime.http.caching import cacheable
from chalicelib.runtime.http.calls import Access, Call, Reply
from chalicelib.runtime.http.route import Endpoint
from chalicelib.runtime.services import services

_KEPT = 300
"""Seconds: so much later, at most, a client asks what an edit has changed."""


@Endpoint(
    "GET",
    "/v1/categories",
    access=Access.PUBLIC,
    reply="chalicelib.rules.http.schemas:CategoriesView",
    summary="What cases can be about, and what is asked of each",
    also=(304,),
)
def categories(call: Call) -> Reply:
    """In the order in which they are shown."""
    directory = services().get(Directory)
    questions = directory.questions()
    items = [
        {
            "code": category.code,
            "name": dict(category.names),
            "default_urgency": category.default_urgency,
            "evidence_required": category.evidence_required,
            "questions": [question_document(one) for one in questions.of(category.code)],
        }
        for category in directory.categories()
    ]
    body = {"items": items, "questions_version": questions.version}
    return cacheable(call, body, seconds=_KEPT)
