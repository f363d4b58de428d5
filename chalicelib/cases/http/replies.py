"""A case as an answer."""

from __future__ import annotations

from typing import Any

from chalicelib.cases.application.cases import CaseDesk
from chalicelib.cases.application.followers import Followers
from chalicelib.cases.application.suggestion import Suggestion, awaits_desk, suggest
from chalicelib.cases.application.transitions import is_sole_staff
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.publication import public_form
from chalicelib.cases.domain.workflow import State
from chalicelib.cases.http.answer_views import agency_view
from chalicelib.cases.http.public_views import public_answer
from chalicelib.cases.http.views import Reading, case_view
from chalicelib.kernel.actors import Role
from chalicelib.rules.application.ports import CategoryModels
from chalicelib.runtime.http.calls import Call, Reply, versioned
from chalicelib.runtime.services import services
from chalicelib.uploads.application.uploads import read_attachments


def case_reply(call: Call, case: Case, status: int = 200) -> Reply:
    """The case as this caller sees it, with its version as ETag."""
    return reply_of(call, case, status, count_followers(case))


def count_followers(case: Case) -> int:
    """How many besides the reporter; a case that nobody ever followed costs no call."""
    found = services().get(Followers).of(case.code) if case.followed else ()
    return len({follower.account for follower in found} - {case.reporter})


def reply_of(call: Call, case: Case, status: int, followers: int) -> Reply:
    """The same, where it is known how many follow it."""
    desk = services().get(CaseDesk)
    reading = Reading(
        reader=call.actor,
        now=desk.clock.now(),
        language=call.language,
        directory=desk.directory,
        gazetteer=desk.gazetteer,
        sole_staff=is_sole_staff(desk, case, call.actor),
        followers=followers,
        suggestion=_suggestion(call, case),
    )
    uploads = read_attachments(desk.uploads, case.all_files())
    view = case_view(case, uploads, reading)
    is_own = call.actor.role is Role.CITIZEN
    view["parent_answer"] = _parent_answer(desk, case) if is_own else None
    if not is_own:
        asked = awaits_desk(call.actor, case)
        view["route"] = _route(call, case)
        words = desk.directory.abuse_words().found_in(case.description) if asked else ()
        view["abusive_words"] = list(words)
    return versioned(view, status)


def _parent_answer(desk: CaseDesk, case: Case) -> dict[str, Any] | None:
    """As strangers would read it, also where the parent is public no more or not yet: whoever sent
    a duplicate is told that it was answered. A read more, of a duplicate alone."""
    parent = desk.cases.find(case.duplicate_of) if case.duplicate_of else None
    if parent is None or parent.state not in (State.ANSWERED, State.CLOSED):
        return None
    names = () if parent.publication else desk.reporters.names_of(parent.reporter)
    return public_answer(parent, public_form(parent, names or ()))


def _route(call: Call, case: Case) -> dict[str, Any] | None:
    """Where the rules would send it."""
    from chalicelib.cases.application.routing import route_shown

    desk = services().get(CaseDesk)
    found = route_shown(desk, call.actor, case)
    if found is None:
        return None
    return {
        "agency": agency_view(found.agency, desk.directory),
        "coordinating": list(found.coordinating),
        "rule": found.rule,
        "version": found.version,
        "sure": found.sure,
    }


def _suggestion(call: Call, case: Case) -> Suggestion | None:
    """For whoever takes it in; nobody else's page asks for the model."""
    if not awaits_desk(call.actor, case):
        return None
    desk, models = services().get(CaseDesk), services().get(CategoryModels)
    return suggest(desk, models, case.description)
