"""What is said about a case without moving it. Source: docs/handbook.md §3 (note, comment)."""

from __future__ import annotations

from chalicelib.cases.domain.actions.circumstances import Circumstances, Outcome
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.commands import Comment, Note


def note(case: Case, command: Note, about: Circumstances) -> Outcome:
    """For the office alone."""
    if not command.mention:
        return Outcome(case, note=command.text, internal=True)
    facts = {"mention": " ".join(command.mention)}
    return Outcome(case, note=command.text, internal=True, facts=facts)


def comment(case: Case, command: Comment, about: Circumstances) -> Outcome:
    """The citizen is told; public if the case is."""
    return Outcome(case, note=command.text)
