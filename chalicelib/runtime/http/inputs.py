"""What a request brings besides its path: headers, query and body, with all faults at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from chalicelib.kernel.errors import Findings, Invalid
from chalicelib.kernel.frozen import frozen
from chalicelib.runtime.http import bodies, paging
from chalicelib.runtime.http.calls import Call
from chalicelib.runtime.http.headers import key_in, version_in
from chalicelib.runtime.http.pointers import QueryFault
from chalicelib.runtime.http.route import Endpoint, shape


@frozen
class Given:
    """A request that has been read: the call with its query, the idempotency key, the body as its
    type and as the JSON value that came."""

    call: Call
    key: str | None
    body: Any
    value: Any


def read(served: Endpoint, call: Call, request: Any, raw: bytes) -> Given:
    """Raises Unreadable (400) before Invalid (422)."""
    value = _value(served, raw)
    query = _query_of(request)
    position = paging.read_position(served, call, query)
    faults = Findings()
    key = faults.collect(lambda: key_in(call.headers, served.idempotency))
    version = faults.collect(lambda: version_in(call.headers, served.if_match))
    asked = faults.collect(lambda: _query(served, query))
    body = faults.collect(lambda: _body(served, value))
    faults.check()
    list_id = paging.list_id(served, call, query)
    call = replace(call, query=asked or {}, if_match=version, position=position, list_id=list_id)
    return Given(call, key, body, value)


def _value(served: Endpoint, raw: bytes) -> Any:
    if served.form is not None:
        return bodies.read_form(raw)
    return bodies.read_json(raw) if served.body is not None else None


def _query_of(request: Any) -> Mapping[str, Sequence[str]]:
    names = dict(request.query_params or {})
    return {name: request.query_params.getlist(name) for name in names}


def _query(served: Endpoint, query: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    repeated = [QueryFault((name,), "not_unique") for name in query if len(query[name]) > 1]
    if repeated:
        raise Invalid(repeated)
    if served.query is None and not query:
        return {}
    from chalicelib.runtime.http.validation import validate_query

    return validate_query(shape(served.query), {name: values[0] for name, values in query.items()})


def _body(served: Endpoint, value: Any) -> Any:
    if served.takes is None:
        return None
    from chalicelib.runtime.http.validation import validate_body

    return validate_body(shape(served.takes), value)
