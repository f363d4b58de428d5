"""Who may read the case besides its reporter and the office. Source: docs/handbook.md §3, §11."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.cases.domain.actions.circumstances import Circumstances, Outcome
from chalicelib.cases.domain.cases import Case, Facts
from chalicelib.cases.domain.commands import Publish, SetVisibility
from chalicelib.cases.domain.visibility import Publication, Visibility
from chalicelib.cases.domain.workflow import Action
from chalicelib.kernel.errors import Conflict, Fault, Invalid


def publish(case: Case, command: Publish, about: Circumstances) -> Outcome:
    """Somebody of the intake desk has looked at the public form."""
    if case.visibility != Visibility.PUBLIC:
        raise Conflict("case_private")
    known = case.publication or Publication(about.reporter_names or ())
    text = known.text if command.text is None else command.text
    changed = replace(case, publication=replace(known, looked_at=True, text=text))
    changed, hidden = _hiding(changed, command)
    return Outcome(changed, facts={"own_text": command.text is not None, **hidden})


def set_visibility(case: Case, command: SetVisibility, about: Circumstances) -> Outcome:
    """Photos at any time; public or private until the answer, which others may have read."""
    changed, facts = _hiding(case, command)
    if command.visibility is None or command.visibility == case.visibility:
        return Outcome(changed, facts=facts)
    if case.answer is not None:
        raise Conflict("already_answered")
    publication = case.publication
    if publication is None and about.reporter_names is not None:
        publication = Publication(about.reporter_names)
    changed = replace(changed, visibility=command.visibility, publication=publication)
    return Outcome(changed, facts={**facts, "visibility": command.visibility.value})


def _hiding(case: Case, command: Publish | SetVisibility) -> tuple[Case, Facts]:
    """With the photos that the command hides, and those that the other side has hidden; and which
    are this side's. Raises Invalid for what is no photo of the case."""
    if command.hidden is None:
        return case, {}
    known = {file.id for file in case.attachments}
    faults = [
        Fault(("hidden_photos", index), "unknown_photo")
        for index, id in enumerate(command.hidden)
        if id not in known
    ]
    if faults:
        raise Invalid(faults)
    others = _hidden_by(case, _OTHER[command.action])
    own = tuple(id for id in dict.fromkeys(command.hidden) if id not in others)
    facts: Facts = {"hidden": " ".join(own)}
    return replace(case, hidden=(*others, *own)), facts


def _hidden_by(case: Case, action: Action) -> tuple[str, ...]:
    """What was hidden by the last action of that kind that said so; lines of before do not."""
    lines = (line.facts for line in reversed(case.timeline) if line.action is action)
    said = (str(facts["hidden"]) for facts in lines if "hidden" in facts)
    return tuple(next(said, "").split())


_OTHER = {Action.PUBLISH: Action.SET_VISIBILITY, Action.SET_VISIBILITY: Action.PUBLISH}
"""The desk's and the reporter's: neither shows what the other has hidden."""
