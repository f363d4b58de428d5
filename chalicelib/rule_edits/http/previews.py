"""What an edit of the rules would do, as it is asked for: nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from chalicelib.cases.application.case_index import CaseIndex
from chalicelib.cases.application.cases import CaseDesk
from chalicelib.kernel.pages import page_of, part_of, side_by_side
from chalicelib.rule_edits.application import previews as rule_previews
from chalicelib.rule_edits.application import rules
from chalicelib.rule_edits.application.question_changes import question_changes
from chalicelib.rule_edits.application.rules import PutRules, RuleDesk
from chalicelib.rule_edits.http.roll_out_previews import changed_roll_out
from chalicelib.rule_edits.http.views import (
    item_view,
    place_of_question,
    place_of_rerouted,
    question_change_view,
    rerouted_views,
)
from chalicelib.rules.domain.abuse import abuse_from_document
from chalicelib.rules.domain.questions import questions_from_document
from chalicelib.rules.domain.routing import RoutingRules
from chalicelib.rules.domain.rules import Rules
from chalicelib.runtime.http.calls import Call, Reply
from chalicelib.runtime.http.paging import next_cursor, page
from chalicelib.runtime.services import services


def preview(call: Call, command: PutRules) -> Reply:
    """By the kind of the document; raises what putting it would."""
    desk, draft = services().get(CaseDesk), rules.check_rules(services().get(RuleDesk), command)
    limit, start = call.query["limit"], call.position
    body: dict[str, Any] = {"version": draft.edition.version, "examined": 0, "failed": []}
    if command.kind is Rules.ROUTING:
        return Reply(200, {**body, **_dry_run(call, desk, draft.rules)})
    if command.kind is Rules.QUESTIONS:
        return Reply(200, {**body, **_changed_questions(call, draft)})
    if command.kind is Rules.ROLL_OUT:
        return Reply(200, {**body, **changed_roll_out(call, desk, draft)})
    if command.kind is Rules.ABUSE:
        words = (abuse_from_document(draft.before.document), draft.rules)
        seen = rule_previews.held_cases(desk, services().get(CaseIndex), words, limit, start)
    else:
        seen = _LOOK[command.kind](desk, draft.rules, limit, start)
    counts = {"examined": seen.examined, "failed": list(seen.failed)}
    return Reply(200, {**body, **counts, **page(call, seen.of(item_view))})


def _changed_questions(call: Call, draft: rules.Draft) -> dict[str, Any]:
    before = questions_from_document(draft.before.document)
    found = question_changes(before, draft.rules)
    lines = page_of(found, call.query["limit"], call.position, place_of_question)
    return page(call, lines.of(question_change_view))


def _dry_run(call: Call, desk: CaseDesk, after: RoutingRules) -> dict[str, Any]:
    """Two lists, each with a position of its own."""
    rules, limit = (desk.directory.routing_rules(), after), call.query["limit"]
    found = rerouted_views(rule_previews.rerouted(desk, *rules))
    lines = page_of(found, limit, part_of("items", call.position), place_of_rerouted)
    seen = rule_previews.rerouted_cases(
        desk, services().get(CaseIndex), rules, limit, part_of("cases", call.position)
    )
    return {
        "examined": seen.examined,
        "failed": list(seen.failed),
        "items": list(lines.items),
        "cases": [item_view(item) for item in seen.items],
        "next_cursor": next_cursor(call, side_by_side({"items": lines, "cases": seen})),
    }


_LOOK: Mapping[Rules, Callable[..., rule_previews.PreviewPage]] = {
    Rules.CALENDAR: rule_previews.moved_cases,
    Rules.POLICIES: rule_previews.coming_reminders,
}
