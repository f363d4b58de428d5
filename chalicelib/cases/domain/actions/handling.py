"""The work of the agency: start, extension, answer. Source: docs/handbook.md §3."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.cases.domain.actions.circumstances import Circumstances, Outcome
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.commands import (
    DecideExtension,
    RequestExtension,
    Start,
)
from chalicelib.cases.domain.extensions import ExtensionRequest
from chalicelib.kernel.errors import Conflict, Fault, Forbidden, Invalid


def start(case: Case, command: Start, about: Circumstances) -> Outcome:
    """Work begins. A case without an officer becomes the one's who starts it."""
    return Outcome(replace(case, officer=case.officer or about.actor.id))


def request_extension(case: Case, command: RequestExtension, about: Circumstances) -> Outcome:
    """Ask before the due time; two requests at most, one granted, never more than the limit."""
    if case.extension is not None:
        raise Conflict("extension_open")
    used_up = case.extensions_asked >= about.policy.max_extension_requests
    if used_up or case.extensions_granted >= about.policy.max_extensions:
        raise Conflict("no_more_extensions")
    if case.due is None or about.now >= case.due.at:
        raise Conflict("extension_too_late")
    if command.limit.minutes > about.policy.handling_limit(case.urgency).minutes:
        raise Invalid([Fault((command.limit.unit,), "longer_than_limit")])
    request = ExtensionRequest(command.limit, command.reason, about.now)
    changed = replace(case, extension=request, extensions_asked=case.extensions_asked + 1)
    return Outcome(changed, note=command.reason, internal=True)


def decide_extension(case: Case, command: DecideExtension, about: Circumstances) -> Outcome:
    """Grant (also late) or refuse; the citizen is told the new date. Nobody decides their own."""
    if case.extension is None or case.clock is None:
        raise Conflict("no_extension_asked")
    if case.extension_asked_by == about.actor.id:
        raise Forbidden("own_extension")
    changed = replace(case, extension=None)
    if command.grant:
        clock = case.clock.extend(case.extension.limit, about.now, about.calendar)
        granted = case.extensions_granted + 1
        changed = replace(changed, clock=clock, extensions_granted=granted)
    facts = {"grant": command.grant}
    return Outcome(changed, note=command.reason, internal=True, facts=facts)
