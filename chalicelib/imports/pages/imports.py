"""Lists in the browser: sent and checked first, then written, with what is to be mended."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from urllib.parse import urlencode

from chalicelib.agencies.pages.agency_names import agency_names
from chalicelib.imports.application.ports import ListFiles
from chalicelib.imports.domain.kinds import TITLES, ListKind
from chalicelib.kernel.actors import Role
from chalicelib.runtime.http.calls import Reply
from chalicelib.runtime.pages.form_guard import ONCE_FIELD
from chalicelib.runtime.pages.page import WebPage
from chalicelib.runtime.pages.page_calls import PageRefused, RouteRequest
from chalicelib.runtime.pages.sent_files import MOST_SENT, SentFile
from chalicelib.runtime.pages.shown_faults import NO_FAULTS, ShownFaults, faults_of
from chalicelib.runtime.pages.visits import PageVisit
from chalicelib.runtime.services import services

ADDRESS = "/officer/imports"
_ISSUE, _START = "POST /v1/admin/uploads", "POST /v1/admin/imports"
_CSV = "text/csv"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_OPENED_AS_ZIP = b"PK"
_KINDS = tuple(kind for kind in ListKind if kind is not ListKind.LEAVERS)
_WRITING = ("good_rows", "all_or_none")
_EACH_SECONDS = "3"
"""A page of an import that is under way loads itself again."""


@WebPage("GET", ADDRESS)
def show(visit: PageVisit) -> Reply:
    """Which list, its file, and templates to fill in."""
    return _form(visit, NO_FAULTS, 200)


@WebPage("POST", ADDRESS, files=True)
def send(visit: PageVisit) -> Reply:
    """The file is kept as any upload, and a check of it begins; nothing is written to the list."""
    sent = next(iter(visit.files.get("file", ())), None)
    if sent is None:
        return _form(visit, ShownFaults({"file": visit.words("imports.no_file")}), 422)
    key = visit.typed(ONCE_FIELD)
    issued = visit.ask(_ISSUE, RouteRequest({}, {}, _measured(sent), key=f"{key}-file"))
    if issued.status >= 400:
        return _form(visit, faults_of(issued, frozenset()), issued.status)
    upload_id, owner = (
        issued.body["upload_id"],
        visit.session.officer["id"] if visit.session else "",
    )
    services().get(ListFiles).put(upload_id, owner, sent.content)
    body = {
        "kind": visit.typed("kind"),
        "upload_id": upload_id,
        "mode": "check",
        "replace": visit.typed("replace") == "yes",
    }
    started = visit.ask(_START, RouteRequest({}, {}, body, key=key))
    if started.status >= 400:
        return _form(visit, faults_of(started, frozenset({"kind"})), started.status)
    return visit.go(_address(started.body["id"], upload_id))


@WebPage("GET", f"{ADDRESS}/{{id}}")
def read(visit: PageVisit) -> Reply:
    """How far it is; once a check is done, what would become of it and what is to be mended."""
    return _import(visit, visit.path["id"], visit.query.get("file", ""), NO_FAULTS, 200)


@WebPage("POST", f"{ADDRESS}/{{id}}/writing")
def write(visit: PageVisit) -> Reply:
    """The same file once more, this time written."""
    id, upload_id = visit.path["id"], visit.typed("file")
    found = visit.read("GET /v1/admin/imports/{id}", {"id": id})
    mode = visit.typed("mode")
    body = {
        "kind": found["kind"],
        "upload_id": upload_id,
        "mode": mode if mode in _WRITING else _WRITING[0],
        "replace": found["replace"],
    }
    started = visit.ask(_START, RouteRequest({}, {}, body, key=visit.typed(ONCE_FIELD)))
    if started.status >= 400:
        return _import(visit, id, upload_id, faults_of(started, frozenset()), started.status)
    return visit.go(_address(started.body["id"], ""))


@WebPage("GET", f"{ADDRESS}/{{id}}/errors")
def faults(visit: PageVisit) -> Reply:
    """The bad rows as a sheet to mend and send again."""
    return _on_to(visit, "GET /v1/admin/imports/{id}/errors", {"id": visit.path["id"]})


@WebPage("GET", "/officer/import-templates/{kind}")
def template(visit: PageVisit) -> Reply:
    """An empty list with an example and a sheet that explains."""
    return _on_to(visit, "GET /v1/admin/import-templates/{kind}", {"kind": visit.path["kind"]})


def _on_to(visit: PageVisit, route: str, path: dict[str, str]) -> Reply:
    reply = visit.ask(route, RouteRequest(path, {}))
    if reply.status >= 400:
        raise PageRefused(reply)
    return visit.go(reply.headers["Location"])


def _measured(sent: SentFile) -> dict[str, object]:
    """By its bytes: what a browser calls a CSV file depends on what else is installed there."""
    return {
        "content_type": _XLSX if sent.content.startswith(_OPENED_AS_ZIP) else _CSV,
        "size": len(sent.content),
        "sha256": hashlib.sha256(sent.content).hexdigest(),
    }


def _address(import_id: str, upload_id: str) -> str:
    query = f"?{urlencode({'file': upload_id})}" if upload_id else ""
    return f"{ADDRESS}/{import_id}{query}"


def _form(visit: PageVisit, faults: ShownFaults, status: int) -> Reply:
    place = 0 if visit.language == "vi" else 1
    kinds = [
        (kind.value, TITLES[kind][place])
        for kind in _KINDS
        if kind is not ListKind.AGENCIES or visit.role == Role.ADMINISTRATOR
    ]
    return visit.show(
        "imports/imports.html",
        status,
        kinds=kinds,
        chosen=visit.typed("kind"),
        most=MOST_SENT // 1_000_000,
        faults=faults,
    )


def _import(visit: PageVisit, id: str, upload_id: str, faults: ShownFaults, status: int) -> Reply:
    found = visit.read("GET /v1/admin/imports/{id}", {"id": id})
    is_over = found["state"] in ("done", "refused")
    is_check = found["mode"] == "check" and found["state"] == "done"
    would_change = found["good"] or found["leaving"]
    shown = visit.show(
        "imports/import.html",
        status,
        found=found,
        agencies=agency_names(),
        title=TITLES[ListKind(found["kind"])][0 if visit.language == "vi" else 1],
        is_over=is_over,
        may_write=is_check and upload_id and would_change,
        modes=_WRITING if found["bad"] else _WRITING[:1],
        upload_id=upload_id,
        faults=faults,
    )
    again = {} if is_over or faults else {"Refresh": _EACH_SECONDS}
    return replace(shown, headers={**shown.headers, **again})
