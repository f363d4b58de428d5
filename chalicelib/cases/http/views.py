"""A case as its readers see it: the citizen without the inside of the office, officers without
the reporter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from chalicelib.agencies.application.ports import Directory
from chalicelib.cases.application.suggestion import Suggestion
from chalicelib.cases.domain.cases import Case, Entry, Rating
from chalicelib.cases.domain.escalations import Escalation, escalations
from chalicelib.cases.domain.permissions import RulesNow, allowed_actions
from chalicelib.cases.domain.workflow import Action
from chalicelib.cases.http.answer_views import agency_view, answer_view, attachment_view, part_view
from chalicelib.cases.http.card_views import commune_view, due_view
from chalicelib.cases.http.office_views import (
    dispute_view,
    on_behalf_view,
    publication_view,
    referral_view,
    reinspection_view,
)
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.frozen import frozen
from chalicelib.kernel.instants import wire
from chalicelib.kernel.languages import Language
from chalicelib.places.domain.communes import Gazetteer
from chalicelib.rules.domain.question_answers import QuestionAnswer
from chalicelib.rules.domain.questions import CategoryQuestion
from chalicelib.runtime.http.catalogue import note_text
from chalicelib.uploads.domain.uploads import Upload

View = dict[str, Any]

_INSIDE_ONLY = frozenset(
    {
        *(Action.REMIND, Action.ESCALATE, Action.SNOOZE, Action.ACKNOWLEDGE, Action.NOTE),
        Action.HAND_OVER,
        *(Action.ASK_PART, Action.ASSIGN_PART, Action.ANSWER_PART, Action.REMIND_PART),
        Action.REINSPECT,
    }
)
"""What the office does to itself is not on the citizen's timeline."""


@frozen
class Reading:
    """Who reads, when, in which language, and what the page needs besides the case."""

    reader: Actor
    now: datetime
    language: Language
    directory: Directory
    gazetteer: Gazetteer
    sole_staff: bool = False
    followers: int = 0
    """Citizens who are told the answer besides the reporter."""
    suggestion: Suggestion | None = None


def case_view(case: Case, uploads: Iterable[Upload], reading: Reading) -> View:
    """The case in the form of the HTTP contract."""
    files = {upload.id: upload for upload in uploads}
    view = _common(case, files, reading)
    if reading.reader.role is Role.CITIZEN:
        return view
    return view | _inside(case, files, reading)


def _common(case: Case, files: Mapping[str, Upload], reading: Reading) -> View:
    directory = reading.directory
    rules = RulesNow(directory.policy(case.policy), directory.calendar(), reading.now)
    allowed = allowed_actions(reading.reader, case, reading.sole_staff, rules)
    return {
        "code": case.code,
        "version": case.version,
        "state": case.state.value,
        "category": case.category,
        "urgency": case.urgency,
        "urgency_lowered": _urgency_lowered(case, reading),
        "description": case.description,
        "visibility": case.visibility,
        "channel": case.channel,
        "location": _location(case),
        "address": case.address,
        "answers": _question_answers(case, reading),
        "organisation": sent_for_view(case) if reading.reader.role is Role.CITIZEN else None,
        "commune": commune_view(case.commune, reading.gazetteer),
        "agency": agency_view(case.agency, reading.directory),
        "attachments": [attachment_view(file, files, reading) for file in case.sent_files()],
        "submitted_at": wire(case.submitted_at),
        "updated_at": wire(case.updated_at),
        "clock": _clock(case, reading),
        "answer": answer_view(case.answer, files, reading),
        "former_answers": [answer_view(one, files, reading) for one in case.former_answers],
        "rating": _rating(case.rating),
        "duplicate_of": case.duplicate_of,
        "followers": reading.followers,
        "allowed_actions": [action.value for action in allowed],
        "timeline": [_entry(e, reading) for e in case.timeline if _shown(e, reading)],
    }


def _inside(case: Case, files: Mapping[str, Upload], reading: Reading) -> View:
    notes = [entry for entry in case.timeline if entry.internal and entry.note]
    return {
        "suggestion": suggestion_view(reading.suggestion),
        "officer": case.officer,
        "coordinating": list(case.coordinating),
        "parts": [part_view(case, part, files, reading) for part in case.parts],
        "returns": case.returns,
        "publication": publication_view(case, reading.reader),
        "binding": case.binding,
        "escalations": [_escalation(escalation) for escalation in escalations(case)],
        "proposal": answer_view(case.proposal, files, reading),
        "on_behalf": on_behalf_view(case.on_behalf),
        "notes": [
            {
                "at": wire(entry.at),
                "action": entry.action.value,
                "by": _by(entry, inside=True),
                "text": entry.note,
                "mention": str(entry.facts.get("mention", "")).split(),
            }
            for entry in notes
        ],
        "disputes": [dispute_view(one, case) for one in case.disputes],
        "referrals": [referral_view(one, reading.now) for one in case.referrals],
        "reinspections": [reinspection_view(one, files, reading) for one in case.reinspections],
    }


def sent_for_view(case: Case) -> View | None:
    """For who may know whose case it is."""
    found = case.organisation
    return {"number": found.number, "name": found.name} if found else None


def suggestion_view(suggestion: Suggestion | None) -> View | None:
    """The category that a text speaks of."""
    if suggestion is None:
        return None
    return {
        "category": suggestion.guess.category,
        "certainty": suggestion.guess.certainty,
        "sure": suggestion.is_sure,
        "model": suggestion.model,
    }


def _escalation(escalation: Escalation) -> View:
    at = escalation.acknowledged_at
    return {
        "to": escalation.to.value,
        "at": wire(escalation.at),
        "acknowledged_at": wire(at) if at else None,
        "acknowledged_by": escalation.acknowledged_by,
    }


def _question_answers(case: Case, reading: Reading) -> list[View]:
    """In the words of the version that they were given to."""
    if not case.answers:
        return []
    category = case.timeline[0].category
    asked = {one.id: one for one in reading.directory.questions(case.questions).of(category)}
    return [_question_answer(one, asked.get(one.question), reading) for one in case.answers]


def _question_answer(
    answer: QuestionAnswer, question: CategoryQuestion | None, reading: Reading
) -> View:
    choice = question.choice(answer.value) if question else None
    return {
        "question": answer.question,
        "name": question.names[reading.language] if question else answer.question,
        "value": answer.value,
        "value_name": choice.names[reading.language] if choice else None,
    }


def _location(case: Case) -> View | None:
    return {"lat": case.location[0], "lon": case.location[1]} if case.location else None


def _urgency_lowered(case: Case, reading: Reading) -> View | None:
    asked = case.urgency_asked
    text = note_text("urgency_lowered", reading.language)
    return {"asked": asked, "text": text} if asked else None


def _clock(case: Case, reading: Reading) -> View | None:
    clock, due = case.clock, case.due
    if clock is None or due is None:
        return None
    calendar = reading.directory.calendar(clock.calendar)
    return {
        "kind": clock.kind,
        **due_view(due, reading.now, calendar),
        "provisional": clock.provisional,
        "why": [
            {"at": wire(why.at), "step": why.step, "text": why.text}
            for why in clock.explain(calendar, reading.language)
        ],
    }


def _rating(rating: Rating | None) -> View | None:
    if rating is None:
        return None
    return {"stars": rating.stars, "comment": rating.comment, "at": wire(rating.at)}


def _shown(entry: Entry, reading: Reading) -> bool:
    return reading.reader.role is not Role.CITIZEN or entry.action not in _INSIDE_ONLY


def _entry(entry: Entry, reading: Reading) -> View:
    inside = reading.reader.role is not Role.CITIZEN
    return {
        "version": entry.version,
        "at": wire(entry.at),
        "action": entry.action.value,
        "by": _by(entry, inside=inside) | _for(entry, reading),
        "from": entry.source.value if entry.source else None,
        "to": entry.target.value,
        "note": entry.note if inside or not entry.internal else None,
    }


def _for(entry: Entry, reading: Reading) -> View:
    """On whose behalf it was done."""
    agency = agency_view(str(entry.facts.get("on_behalf_of") or "") or None, reading.directory)
    return {"on_behalf_of": agency} if agency else {}


def _by(entry: Entry, *, inside: bool) -> View:
    """Officers see which colleague; nobody sees the citizen's id."""
    by: View = {"role": entry.actor.role.value}
    if inside and entry.actor.agency is not None:
        by |= {"id": entry.actor.id, "agency": entry.actor.agency}
    return by
