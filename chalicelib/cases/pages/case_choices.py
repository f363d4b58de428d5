"""What a form offers that only the case itself knows: its partners, its disputes, the bodies that
were asked, its photos; and what people are told of a case that belongs elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from chalicelib.agencies.application.ports import Directory
from chalicelib.cases.domain.referrals import ENDS, ReferralState
from chalicelib.cases.domain.workflow import Action
from chalicelib.cases.pages.reference import Choices
from chalicelib.kernel.words import bare
from chalicelib.runtime.pages.forms import FormField
from chalicelib.runtime.pages.visits import PageVisit
from chalicelib.runtime.services import services

ELSEWHERE = ("complaint", "denunciation", "state_secret", "other")
"""What this channel does not take: what people are told of each stands in the catalogues."""
_EXCERPT = 80
_OVER = frozenset({*ENDS, ReferralState.OVER})
_Case = Mapping[str, Any]


def of_case(
    visit: PageVisit, action: str, case: _Case, fields: Sequence[FormField]
) -> list[FormField]:
    """The fields with their choices, and with what they begin with where nothing was typed."""
    offers, begins = _CHOICES.get(action, {}), _BEGINNINGS.get(action)
    found = []
    for field in fields:
        if field.name in offers:
            field = replace(field, choices=offers[field.name](visit, case))
            if field.shape.kind in ("many", "ticks") and not field.choices:
                continue
        if field.name == "without_parts" and not (field.value or _is_shared(case)):
            continue
        if begins and not visit.fields:
            field = replace(field, values=begins(visit, case, field))
        found.append(field)
    return found


def _is_shared(case: _Case) -> bool:
    """Whether others have a part in it, so that an answer may go out without one of them."""
    return bool(case["parts"]) or any(one["state"] not in _OVER for one in case["referrals"])


def _partners(_visit: PageVisit, case: _Case) -> Choices:
    found = [part["agency"] for part in case["parts"] if part["agency"]]
    return [(one["id"], one["name"]) for one in found]


def _disputes(_visit: PageVisit, case: _Case) -> Choices:
    """Those against the answer that stands, which wait for a reply."""
    waiting = (one for one in case["disputes"] if one["present"] and one["reply"] is None)
    return [(str(one["number"]), one["reason"][:_EXCERPT]) for one in waiting]


def _bodies(_visit: PageVisit, _case: _Case) -> Choices:
    found = (one for one in services().get(Directory).agencies() if one.is_external)
    return sorted(((one.id, one.name) for one in found), key=lambda one: bare(one[1]))


def _referrals(visit: PageVisit, case: _Case) -> Choices:
    """Those whose link still works."""
    names = dict(_bodies(visit, case))
    going_on = (one for one in case["referrals"] if one["state"] not in _OVER)
    return [
        (
            str(one["number"]),
            f"{names.get(one['agency'], one['agency'])}: {one['question'][:_EXCERPT]}",
        )
        for one in going_on
    ]


def _photos(visit: PageVisit, case: _Case) -> Choices:
    """Those of the case, and what else of it is hidden."""
    hidden = case["publication"]["hidden_photos"] if case["publication"] else ()
    offered = (
        (one["id"], one["kind"])
        for one in case["attachments"]
        if one["kind"].startswith("image/") or one["id"] in hidden
    )
    return [
        (id, visit.words("case.file", kind=visit.words.of("file_kind", kind), number=number))
        for number, (id, kind) in enumerate(offered, 1)
    ]


def _redirecting(visit: PageVisit, _case: _Case, field: FormField) -> tuple[str, ...]:
    """The kind that the address names, and what people are told of it."""
    kind = visit.query.get("where", "")
    if kind not in ELSEWHERE:
        return ()
    return (kind,) if field.name == "where" else (visit.words(f"redirecting.{kind}"),)


def _published(_visit: PageVisit, case: _Case, field: FormField) -> tuple[str, ...]:
    """As it would be shown now."""
    form = case["publication"]
    if form is None:
        return field.values
    if field.name == "text":
        return (form["description"],)
    return tuple(form["hidden_photos"])


_CHOICES: Mapping[str, Mapping[str, Callable[[PageVisit, _Case], Choices]]] = {
    Action.ASK_PART: {"agency": _partners},
    Action.ANSWER_DISPUTE: {"dispute": _disputes},
    Action.REFER: {"agency": _bodies},
    Action.REVOKE_REFERRAL: {"referral": _referrals},
    Action.PUBLISH: {"hidden_photos": _photos},
}
_BEGINNINGS: Mapping[str, Callable[[PageVisit, _Case, FormField], tuple[str, ...]]] = {
    Action.REDIRECT: _redirecting,
    Action.PUBLISH: _published,
}
