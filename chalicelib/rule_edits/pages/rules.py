"""Administration of the rules: what is in force, its history, and editing with a look at what an
edit does before it is published. An earlier version comes back as a new one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from chalicelib.agencies.application.ports import Directory
from chalicelib.kernel.actors import Role
from chalicelib.kernel.languages import Language
from chalicelib.rule_edits.pages.rule_choices import changes, rule_words
from chalicelib.rule_edits.pages.rule_forms import rule_document, rule_fields
from chalicelib.rule_edits.pages.year import FIRST_YEAR, LAST_YEAR, YearGlance, year_glance
from chalicelib.rules.domain.rules import Rules
from chalicelib.runtime.http.calls import Reply
from chalicelib.runtime.http.problems import problem
from chalicelib.runtime.pages.page import WebPage
from chalicelib.runtime.pages.page_calls import PageRefused, RouteRequest
from chalicelib.runtime.pages.shown_faults import NO_FAULTS, ShownFaults, faults_of
from chalicelib.runtime.pages.time_words import TimeWords
from chalicelib.runtime.pages.visits import PageVisit
from chalicelib.runtime.services import services
from chalicelib.worktime.domain.calendar_documents import calendar_from_document

ADDRESS = "/officer/rules"
_SHOWN = "100"
_STALE = 412
_NOT_EDITED = ("version", "in_force", "history")


@dataclass(frozen=True)
class RuleDraft:
    """A document that is being edited: from which version on, what was wrong, what it would do."""

    document: Mapping[str, Any]
    version: str
    status: int = 200
    faults: ShownFaults = NO_FAULTS
    preview: Mapping[str, Any] | None = None
    stale: bool = False


@WebPage("GET", ADDRESS)
def overview(visit: PageVisit) -> Reply:
    """The documents, each with the version in force, and how far open cases have followed."""
    found = {kind.value: visit.read(_route("GET", kind)) for kind in Rules}
    progress = visit.ask("GET /v1/admin/recomputation")
    return visit.show(
        "rule_edits/rules.html",
        found=found,
        progress=progress.body if progress.status == 200 else None,
        times=TimeWords(visit.words, visit.now),
    )


@WebPage("GET", f"{ADDRESS}/{{kind}}")
def show(visit: PageVisit) -> Reply:
    """One document as it is read, with all its versions."""
    kind = _kind(visit)
    wanted = visit.query.get("version", "")
    document = visit.read(_route("GET", kind), query={"version": wanted} if wanted else {})
    words = rule_words(visit)
    return visit.show(
        "rule_edits/rule.html",
        kind=kind.value,
        document=document,
        fields=rule_fields(kind, document),
        rule=words,
        year=_year_of(visit, document["version"]) if kind is Rules.CALENDAR else None,
        may_edit=_may_edit(visit, kind),
        editors=_editors(document),
        published=visit.query.get("done") == "published",
        times=TimeWords(visit.words, visit.now),
    )


@WebPage("GET", f"{ADDRESS}/{{kind}}/edit")
def edit(visit: PageVisit) -> Reply:
    """The form: of the newest version, or of an earlier one (`from`) that is to come back."""
    kind = _kind(visit)
    newest = visit.read(_route("GET", kind))
    earlier = visit.query.get("from", "")
    document = visit.read(_route("GET", kind), query={"version": earlier}) if earlier else newest
    return _form(visit, kind, RuleDraft(_edited(document), str(newest["version"])))


@WebPage("POST", f"{ADDRESS}/{{kind}}/edit", large=True)
def change(visit: PageVisit) -> Reply:
    """First what it would do, then, by another button, it is done."""
    kind = _kind(visit)
    draft = RuleDraft(rule_document(kind, visit.fields), visit.typed("_version"))
    publish = visit.typed("step") == "publish"
    query = {} if publish else {"preview": "true", "limit": _SHOWN}
    asked = RouteRequest({}, query, draft.document, draft.version)
    reply = visit.ask(_route("PUT", kind), asked)
    if reply.status == 200 and publish:
        return visit.go(f"{ADDRESS}/{kind.value}?done=published")
    if reply.status == 200:
        return _form(visit, kind, replace(draft, preview=reply.body))
    if reply.status in (401, 404) or reply.status >= 500:
        raise PageRefused(reply)
    if reply.status == _STALE:
        newest = str(visit.read(_route("GET", kind))["version"])
        stale = replace(draft, version=newest, status=_STALE, stale=True)
        return _form(visit, kind, stale)
    known = frozenset(
        one.path for field in rule_fields(kind, draft.document) for one in field.all()
    )
    return _form(visit, kind, replace(draft, status=reply.status, faults=faults_of(reply, known)))


def _form(visit: PageVisit, kind: Rules, draft: RuleDraft) -> Reply:
    words = rule_words(visit)
    newest = visit.read(_route("GET", kind))
    fields = rule_fields(kind, draft.document)
    return visit.show(
        "rule_edits/rule_edit.html",
        draft.status,
        kind=kind.value,
        fields=fields,
        rule=words,
        version=draft.version,
        following=int(newest["version"]) + 1,
        faults=draft.faults,
        stale=draft.stale,
        preview=draft.preview,
        changes=changes(words, rule_fields(kind, newest), fields),
        year=_year_after(visit, draft) if kind is Rules.CALENDAR and draft.preview else None,
        times=TimeWords(visit.words, visit.now),
    )


def _kind(visit: PageVisit) -> Rules:
    found = next((one for one in Rules if one.value == visit.path["kind"]), None)
    if found is None:
        raise PageRefused(problem(404, "not_found", visit.language))
    return found


def _route(method: str, kind: Rules) -> str:
    return f"{method} /v1/admin/{kind.value}"


def _may_edit(visit: PageVisit, kind: Rules) -> bool:
    """What the form is offered to; the route decides."""
    return visit.role == Role.ADMINISTRATOR or (
        kind is Rules.POLICIES and visit.role == Role.SUPERVISOR
    )


def _edited(document: Mapping[str, Any]) -> Mapping[str, Any]:
    return {name: one for name, one in document.items() if name not in _NOT_EDITED}


def _editors(document: Mapping[str, Any]) -> Mapping[str, str]:
    """Who put each version there, by name where the office still knows them."""
    directory = services().get(Directory)
    ids = {line["put_by"] for line in document["history"] if line["put_by"]}
    found = {one: directory.officer(one) for one in ids}
    return {one: officer.name if officer else one for one, officer in found.items()}


def _wanted_year(visit: PageVisit) -> int:
    given = visit.query.get("year", "")
    year = int(given) if given.isascii() and given.isdigit() and len(given) == 4 else visit.now.year
    return min(max(year, FIRST_YEAR), LAST_YEAR)


def _year_of(visit: PageVisit, version: int) -> YearGlance:
    calendar = services().get(Directory).calendar(version)
    today, language = calendar.day_of(visit.now), Language(visit.language)
    return year_glance(calendar, _wanted_year(visit), today, language)


def _year_after(visit: PageVisit, draft: RuleDraft) -> YearGlance:
    """Of the draft, against the newest version; in the year in which it begins to hold."""
    before = services().get(Directory).calendar()
    document = {**draft.document, "version": before.version + 1}
    after = calendar_from_document(document, before.holidays)
    begins = date.fromisoformat(str(document["valid_from"])).year
    year = max(begins, visit.now.year)
    return year_glance(after, year, after.day_of(visit.now), Language(visit.language), before)
