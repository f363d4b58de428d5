"""Calendar, policies, routing rules, questions of categories, words that insult, roll-out; and the
recomputation after an edit.

`GET` gives the newest version; `PUT` takes a whole document with `If-Match` and makes the next.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chalicelib.agencies.application.ports import Directory
from chalicelib.kernel.errors import NotFound
from chalicelib.rule_edits.application import recomputation, rules
from chalicelib.rule_edits.application.recomputation import RecomputationDesk
from chalicelib.rule_edits.application.rules import PutRules, RuleDesk
from chalicelib.rule_edits.domain.recomputation import Progress
from chalicelib.rule_edits.http import abuse_schemas as abuse_shapes
from chalicelib.rule_edits.http import preview_schemas as preview_shapes
from chalicelib.rule_edits.http import question_schemas as question_shapes
from chalicelib.rule_edits.http import roll_out_schemas as roll_out_shapes
from chalicelib.rule_edits.http import schemas as shapes
from chalicelib.rule_edits.http.previews import preview
from chalicelib.rule_edits.http.views import edition_view, recomputation_view
from chalicelib.rules.domain.rules import Edition, Rules
from chalicelib.runtime.http.calls import Access, Call, Reply, versioned
from chalicelib.runtime.http.route import Endpoint
from chalicelib.runtime.services import services

_NOT_THERE: Mapping[int, tuple[str, ...]] = {404: ("not_found",)}


def _read(kind: Rules, reply: Any, summary: str) -> Endpoint:
    return Endpoint(
        "GET",
        f"/v1/admin/{kind.value}",
        access=Access.SUPERVISION,
        query=shapes.VersionQuery,
        reply=reply,
        headers=("ETag",),
        codes=_NOT_THERE,
        summary=summary,
    )


def _edit(kind: Rules, body: Any, reply: Any, summary: str) -> Endpoint:
    supervisors_too = kind is Rules.POLICIES
    return Endpoint(
        "PUT",
        f"/v1/admin/{kind.value}",
        access=Access.SUPERVISION if supervisors_too else Access.ADMINISTRATOR,
        query=shapes.EditQuery,
        body=body,
        reply=reply,
        if_match="required",
        codes={403: ("only_reminders",)} if supervisors_too else {},
        summary=summary,
    )


@_read(Rules.CALENDAR, shapes.CalendarView, "The working calendar")
def read_calendar(call: Call) -> Reply:
    """Opening hours, overrides of holidays, and the years with an official notice."""
    return _edition(call, Rules.CALENDAR)


@_edit(
    Rules.CALENDAR,
    shapes.CalendarBody,
    shapes.CalendarView | preview_shapes.CalendarPreviewView,
    "Edit the calendar",
)
def edit_calendar(call: Call, body: dict[str, Any]) -> Reply:
    """The open cases follow within minutes, see `/v1/admin/recomputation`; people are told where
    their date moved. `preview=true` lists these cases instead."""
    return _edited(call, Rules.CALENDAR, body)


@_read(Rules.POLICIES, shapes.PolicyView, "The policy")
def read_policy(call: Call) -> Reply:
    """Limits, windows, counts, quiet hours, reminders and escalations."""
    return _edition(call, Rules.POLICIES)


@_edit(
    Rules.POLICIES,
    shapes.PolicyBody,
    shapes.PolicyView | preview_shapes.PolicyPreviewView,
    "Edit the policy",
)
def edit_policy(call: Call, body: dict[str, Any]) -> Reply:
    """New cases follow it; reminders hold for all open cases. A supervisor may change reminders
    and quiet hours only. `preview=true` lists what would be sent in the coming week instead."""
    return _edited(call, Rules.POLICIES, body)


@_read(Rules.ROUTING, shapes.RoutingView, "The routing rules")
def read_routing(call: Call) -> Reply:
    """Which agency a case goes to."""
    return _edition(call, Rules.ROUTING)


@_edit(
    Rules.ROUTING,
    shapes.RoutingBody,
    shapes.RoutingView | preview_shapes.RoutingPreviewView,
    "Edit the routing rules",
)
def edit_routing(call: Call, body: dict[str, Any]) -> Reply:
    """Cases that come from now on follow them. `preview=true` lists what would go another way."""
    return _edited(call, Rules.ROUTING, body)


@_read(Rules.QUESTIONS, question_shapes.QuestionsView, "The questions of categories")
def read_questions(call: Call) -> Reply:
    """What is asked beside the description."""
    return _edition(call, Rules.QUESTIONS)


@_edit(
    Rules.QUESTIONS,
    question_shapes.QuestionsBody,
    question_shapes.QuestionsView | question_shapes.QuestionsPreviewView,
    "Edit the questions of categories",
)
def edit_questions(call: Call, body: dict[str, Any]) -> Reply:
    """Who sends a case from `valid_from` on is asked these. `preview=true` lists what changes."""
    return _edited(call, Rules.QUESTIONS, body)


@_read(Rules.ROLL_OUT, roll_out_shapes.RollOutView, "The roll-out: campaign and reports")
def read_roll_out(call: Call) -> Reply:
    """Days of the campaign, the calendar of reports, and what communes report."""
    return _edition(call, Rules.ROLL_OUT)


@_edit(
    Rules.ROLL_OUT,
    roll_out_shapes.RollOutBody,
    roll_out_shapes.RollOutView | roll_out_shapes.RollOutPreviewView,
    "Edit the roll-out",
)
def edit_roll_out(call: Call, body: dict[str, Any]) -> Reply:
    """Lists and reminders follow it from `valid_from` on, reports from the month in which that day
    is. `preview=true` lists what changes."""
    return _edited(call, Rules.ROLL_OUT, body)


@_read(Rules.ABUSE, abuse_shapes.AbuseView, "The words that insult")
def read_abuse_words(call: Call) -> Reply:
    """A text that has one waits for a person."""
    return _edition(call, Rules.ABUSE)


@_edit(
    Rules.ABUSE,
    abuse_shapes.AbuseBody,
    abuse_shapes.AbuseView | abuse_shapes.AbusePreviewView,
    "Edit the words that insult",
)
def edit_abuse_words(call: Call, body: dict[str, Any]) -> Reply:
    """Cases that come from `valid_from` on follow them. `preview=true` tries them on the last
    cases."""
    return _edited(call, Rules.ABUSE, body)


@Endpoint(
    "GET",
    "/v1/admin/recomputation",
    access=Access.SUPERVISION,
    reply=preview_shapes.RecomputationView,
    codes=_NOT_THERE,
    summary="How far the open cases have followed the last edit",
)
def read_recomputation(_call: Call) -> Reply:
    """It begins two minutes after the edit, when every process knows the new version."""
    return Reply(200, recomputation_view(recomputation.read_progress(_progress())))


@Endpoint(
    "PUT",
    "/v1/admin/recomputation",
    access=Access.ADMINISTRATOR,
    body=preview_shapes.ProgressBody,
    reply=preview_shapes.RecomputationView,
    codes={**_NOT_THERE, 409: ("busy",)},
    summary="Stop the recomputation, or let it go on",
)
def turn_recomputation(call: Call, body: preview_shapes.ProgressBody) -> Reply:
    """What is done stays done; it goes on where it was stopped. A newer edit starts it anew."""
    turned = recomputation.turn(_progress(), Progress(body.state), call.actor, call.correlation_id)
    return Reply(200, recomputation_view(turned))


def _progress() -> recomputation.RecomputationDesk:
    return services().get(RecomputationDesk)


def _edition(call: Call, kind: Rules) -> Reply:
    history = rules.editions(services().get(RuleDesk), kind)
    wanted = call.query.get("version")
    version = int(wanted) if wanted else history[-1].version
    found = next((one for one in history if one.version == version), None)
    if found is None:
        raise NotFound("not_found")
    return versioned(edition_view(found, _in_force(kind, history[-1]), history))


def _in_force(kind: Rules, newest: Edition) -> int:
    directory = services().get(Directory)
    if kind is Rules.CALENDAR:
        return directory.calendar().version
    if kind is Rules.QUESTIONS:
        return directory.questions().version
    if kind is Rules.ROLL_OUT:
        return directory.roll_out().version
    if kind is Rules.ABUSE:
        return directory.abuse_words().version
    return directory.policy().version if kind is Rules.POLICIES else newest.version


def _edited(call: Call, kind: Rules, body: dict[str, Any]) -> Reply:
    document = {name: member for name, member in body.items() if name not in shapes.READ_ONLY}
    command = PutRules(kind, document, call.actor, call.if_match, call.correlation_id)
    if call.query["preview"] == "true":
        return preview(call, command)
    rules.put_rules(services().get(RuleDesk), command)
    return _edition(call, kind)
