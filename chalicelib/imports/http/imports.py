"""Lists come in: a form for the file, what becomes of it, and the sheets that go out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from chalicelib.agencies.application.ports import Directory
from chalicelib.audit.application.reading import ReadersDesk, record_read
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.imports.application.leaving_people import people_leaving
from chalicelib.imports.application.ports import ListFiles, ListForm, ListSheets
from chalicelib.imports.application.starting import (
    ListDesk,
    SendList,
    StartImport,
    create_form,
    faults_name,
    find_import,
    form_again,
    start_import,
)
from chalicelib.imports.domain.cells import RowFault
from chalicelib.imports.domain.fault_texts import noticed_sentence, sentence
from chalicelib.imports.domain.kinds import ListKind
from chalicelib.imports.domain.list_imports import ImportMode, ListImport
from chalicelib.kernel.errors import NotFound
from chalicelib.kernel.instants import wire
from chalicelib.runtime.http.auth import known_to
from chalicelib.runtime.http.calls import Access, Call, Reply
from chalicelib.runtime.http.route import Endpoint
from chalicelib.runtime.services import services

if TYPE_CHECKING:
    from chalicelib.imports.http.schemas import ImportBody, ListFileBody

_SCHEMAS = "chalicelib.imports.http.schemas"
_NO_IMPORT = ("import_not_found",)


def _fresh(form: ListForm) -> Mapping[str, Any]:
    return {"url": form.url, "fields": dict(form.fields)}


def _again(call: Call, reply: Reply) -> Mapping[str, Any]:
    desk, said = services().get(ListDesk), reply.made
    command = SendList(call.actor.id, said["type"], said["size"], said["sha256"], "")
    return _fresh(form_again(desk, reply.body["upload_id"], command))


@Endpoint(
    "POST",
    "/v1/admin/uploads",
    access=Access.LISTS,
    body=f"{_SCHEMAS}:ListFileBody",
    reply=f"{_SCHEMAS}:ListFileView",
    status=201,
    idempotency="optional",
    again=_again,
    codes={429: ("too_many_uploads",)},
    summary="A form to send a list with",
)
def create(call: Call, body: ListFileBody) -> Reply:
    """CSV or XLSX; good for an hour. What is not imported is deleted after a week."""
    digest = body.sha256.lower()
    command = SendList(call.actor.id, body.content_type, body.size, digest, call.seed)
    upload_id, form = create_form(services().get(ListDesk), command)
    made = {"type": body.content_type, "size": body.size, "sha256": digest}
    return Reply(201, {"upload_id": upload_id}, fresh=_fresh(form), made=made)


@Endpoint(
    "POST",
    "/v1/admin/imports",
    access=Access.LISTS,
    body=f"{_SCHEMAS}:ImportBody",
    reply=f"{_SCHEMAS}:ImportView",
    status=202,
    idempotency="optional",
    codes={
        403: ("not_yours_to_change",),
        409: ("import_running", "leaving_not_shown"),
        429: ("too_busy",),
    },
    summary="Check or import a list that was sent",
)
def start(call: Call, body: ImportBody) -> Reply:
    """An administrator's for all, a leader's for their own agency. One list of a kind at a time."""
    command = StartImport(
        actor=call.actor,
        kind=ListKind(body.kind),
        upload_id=body.upload_id,
        mode=ImportMode(body.mode),
        replace=body.replace,
        seed=call.seed,
        correlation_id=call.correlation_id,
    )
    return Reply(202, _view(call, start_import(services().get(ListDesk), command)))


@known_to(Access.LISTS)
def _import(call: Call) -> ListImport:
    return find_import(services().get(ListDesk), call.actor, call.path["id"])


@Endpoint(
    "GET",
    "/v1/admin/imports/{id}",
    access=Access.LISTS,
    load=_import,
    reply=f"{_SCHEMAS}:ImportView",
    codes={404: _NO_IMPORT},
    summary="How far an import is",
)
def read(call: Call, imported: ListImport) -> Reply:
    """Of their own agency; an administrator sees all."""
    return Reply(200, _view(call, imported))


@Endpoint(
    "GET",
    "/v1/admin/imports/{id}/errors",
    access=Access.LISTS,
    load=_import,
    also=(303,),
    status=303,
    codes={404: (*_NO_IMPORT, "no_bad_rows")},
    summary="The bad rows as a sheet to mend and send again",
)
def read_faults(call: Call, imported: ListImport) -> Reply:
    """A 303 to a signed address, once the import is over."""
    if not imported.bad or not imported.is_finished:
        raise NotFound("no_bad_rows")
    desk, subject = services().get(ReadersDesk), f"import#{imported.id}"
    what = {"rows": imported.bad}
    record_read(desk, call.actor, AuditKind.LIST_READ, subject, call.correlation_id, what)
    address = services().get(ListFiles).address(faults_name(imported))
    return Reply(303, headers={"Location": address})


@Endpoint(
    "GET",
    "/v1/admin/import-templates/{kind}",
    access=Access.LISTS,
    also=(303,),
    status=303,
    codes={404: ("no_such_list",)},
    summary="An empty list with an example and a sheet that explains",
)
def template(call: Call) -> Reply:
    """A 303 to a signed address."""
    kind = call.path["kind"]
    if kind not in set(ListKind):
        raise NotFound("no_such_list")
    files, name = services().get(ListFiles), f"templates/{kind.replace('_', '-')}.xlsx"
    files.publish(name, services().get(ListSheets).template(ListKind(kind)))
    return Reply(303, headers={"Location": files.address(name)})


def _view(call: Call, imported: ListImport) -> dict[str, Any]:
    why = (imported.why,) if imported.why else ()
    errors = [_fault(call, fault) for fault in (*why, *imported.faults)]
    people = people_leaving(services().get(Directory), imported, call.actor)
    going = [
        {"id": one.id, "username": one.username, "name": one.name, "agency": one.agency}
        for one in people
    ]
    return {
        "id": imported.id,
        "kind": imported.kind.value,
        "mode": imported.mode.value,
        "replace": imported.replace,
        "state": imported.state.value,
        "progress": {"done": imported.rows_done, "of": imported.rows},
        "rows": imported.rows,
        "good": imported.good,
        "unchanged": imported.unchanged,
        "bad": imported.bad,
        "leaving": imported.leaving,
        "leaving_people": going,
        "leaving_omitted": imported.leaving - len(going),
        "errors": errors,
        "errors_omitted": imported.fault_count - len(imported.faults),
        "noticed": [
            {"code": code, "count": n, "message": noticed_sentence(code, n, call.language)}
            for code, n in imported.noticed
        ],
        "started_at": wire(imported.started_at),
        "changed_at": wire(imported.changed_at),
    }


def _fault(call: Call, fault: RowFault) -> dict[str, Any]:
    return {
        "line": fault.line,
        "column": fault.column,
        "code": fault.code,
        "message": sentence(fault, call.language),
    }
