"""Who may read the case besides its reporter and the office. Source: docs/handbook.md §3, §11."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.cases.domain.actions.circumstances import Circumstances, Outcome
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.commands import Publish, SetVisibility
from chalicelib.cases.domain.visibility import Publication, Visibility
from chalicelib.kernel.errors import Conflict, Fault, Invalid


def publish(case: Case, command: Publish, about: Circumstances) -> Outcome:
    """Somebody of the intake desk has looked at the public form."""
    if case.visibility != Visibility.PUBLIC:
        raise Conflict("case_private")
    known = case.publication or Publication(about.reporter_names or ())
    text = known.text if command.text is None else command.text
    changed = replace(case, publication=replace(known, looked_at=True, text=text))
    facts = {"own_text": command.text is not None}
    return Outcome(_hiding(changed, command.hidden), facts=facts)


def set_visibility(case: Case, command: SetVisibility, about: Circumstances) -> Outcome:
    """Photos at any time; public or private until the answer, which others may have read."""
    changed = _hiding(case, command.hidden)
    if command.visibility is None or command.visibility == case.visibility:
        return Outcome(changed)
    if case.answer is not None:
        raise Conflict("already_answered")
    publication = case.publication
    if publication is None and about.reporter_names is not None:
        publication = Publication(about.reporter_names)
    changed = replace(changed, visibility=command.visibility, publication=publication)
    return Outcome(changed, facts={"visibility": command.visibility.value})


def _hiding(case: Case, hidden: tuple[str, ...] | None) -> Case:
    """Raises Invalid for what is no photo of the case."""
    if hidden is None:
        return case
    known = {file.id for file in case.attachments}
    faults = [
        Fault(("hidden_photos", index), "unknown_photo")
        for index, id in enumerate(hidden)
        if id not in known
    ]
    if faults:
        raise Invalid(faults)
    return replace(case, hidden=tuple(dict.fromkeys(hidden)))
