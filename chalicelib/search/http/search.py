"""The office looks for cases: by what they are, and the desk by whose they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.cases.domain.workflow import State
from chalicelib.cases.http.card_lines import card_lines
from chalicelib.cases.http.card_views import card_view
from chalicelib.kernel.errors import Fault, Invalid
from chalicelib.kernel.instants import local_midnight
from chalicelib.runtime.http.calls import Access, Call, Reply
from chalicelib.runtime.http.paging import listed
from chalicelib.runtime.http.pointers import of_query
from chalicelib.runtime.http.route import Endpoint
from chalicelib.runtime.services import services
from chalicelib.search.application.phones import PhoneDesk, cases_of_phone
from chalicelib.search.application.ports import Sent
from chalicelib.search.application.searching import CaseSearch, SearchDesk, search_cases

if TYPE_CHECKING:
    from chalicelib.search.http.schemas import PhoneSearchBody

_SCHEMAS = "chalicelib.search.http.schemas"


@Endpoint(
    "GET",
    "/v1/officer/search",
    access=Access.OFFICER,
    query=f"{_SCHEMAS}:SearchQuery",
    reply=f"{_SCHEMAS}:SearchPageView",
    codes={403: ("search_not_allowed",)},
    summary="Cases by code, words, answers, state, agency, commune, category, officer and day",
)
def search(call: Call) -> Reply:
    """What the reader may see. A page may be shorter than asked for, or empty, while more follow:
    then few cases have all that was asked for."""
    desk = services().get(SearchDesk)
    with of_query():
        asked = _asked(call)
        found = search_cases(
            desk, call.actor, asked, call.query["limit"], call.position, call.correlation_id
        )
    lines = card_lines(found, card_view)
    return Reply(200, listed(call, lines))


@Endpoint(
    "POST",
    "/v1/officer/search",
    access=Access.OFFICER,
    query="chalicelib.runtime.http.schemas.queries:Paging",
    body=f"{_SCHEMAS}:PhoneSearchBody",
    reply=f"{_SCHEMAS}:SearchPageView",
    codes={403: ("search_not_allowed",)},
    summary="The cases of whoever has a phone, newest first; each look is entered into the audit",
)
def search_by_phone(call: Call, body: PhoneSearchBody) -> Reply:
    """For the intake desk; who it is, is not said. A further page is a look of its own."""
    desk = services().get(PhoneDesk)
    found = cases_of_phone(
        desk, call.actor, body.phone, call.query["limit"], call.position, call.correlation_id
    )
    lines = card_lines(found, card_view)
    return Reply(200, listed(call, lines))


def _asked(call: Call) -> CaseSearch:
    query = call.query
    since, until = query.get("from"), query.get("to")
    if since is not None and until is not None and since >= until:
        raise Invalid([Fault(("to",), "empty_period")])
    question, answer = query.get("question"), query.get("answer")
    if (question is None) != (answer is None):
        raise Invalid([Fault(("answer" if answer is None else "question",), "missing")])
    return CaseSearch(
        code=query.get("code"),
        words=query.get("q"),
        state=State(query["state"]) if query.get("state") else None,
        agency=query.get("agency"),
        commune=query.get("commune"),
        category=query.get("category"),
        officer=query.get("officer"),
        answered=(question, answer) if question and answer else None,
        sent=Sent(
            local_midnight(since) if since else None, local_midnight(until) if until else None
        ),
    )
