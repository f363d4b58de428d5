"""The decorator of every endpoint: what it takes, what it answers, and whose it is.

    @Endpoint("POST", "/v1/cases", access=Access.CITIZEN, body=SubmitBody, status=201,
              idempotency="required", summary="Send a case", codes={422: ("outside_province",)})
    def submit(call: Call, body: SubmitBody) -> Reply: ...

The function gets the call, then the body if there is one, then what `load` returned if there is
one. `serving` keeps the contract's order of checks, `openapi` documents what stands here. A new
route also goes into the table in `chalicelib/routes.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field, replace
from importlib import import_module
from typing import Any, Literal, TypeVar

from chalicelib.kernel.frozen import frozen
from chalicelib.runtime.http.calls import Access, Call, Reply, SubjectAnswers

Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
Work = TypeVar("Work", bound=Callable[..., Reply])


def _no_work(*_: Any) -> Reply:
    raise NotImplementedError


@frozen
class Endpoint:
    """One route, as it is served and documented; a decorator of the function that answers.

    `body`, `form` (of a page), `query` and `reply` are types, or `module:Name`: those are imported
    when they are needed, so that a page that takes none of them does not wait for pydantic.
    `load` runs before the body is read, so that what is not there is 404 whatever the body.
    `codes` are the errors of this endpoint by status, beside those that its options bring.
    `headers` are those of the good answer, beside those that its options bring.
    `also` are statuses besides the good one that are answers, not problems.
    `again` makes what was `fresh` in a good answer for a repetition that comes soon enough; it asks
    first whether what the answer belongs to is still alive, and raises if not.
    `records`: the write that carries a request out keeps its answer too (`Call.keyed`), all of it
    or nothing, so that nothing need be written down before. It raises AnsweredBefore.
    `answers`: what `load` gives keeps the answers to requests about it, in the write that carries
    them out (`Call.keyed`). It raises AnsweredBefore or GoesByLedger.
    `requester` names the owner of an idempotency key by the body, where there is no token.
    """

    method: Method
    path: str
    access: Access
    summary: str
    status: int = 200
    body: Any = None
    form: Any = None
    query: Any = None
    reply: Any = None
    load: Callable[[Call], Any] | None = None
    idempotency: Literal["required", "optional"] | None = None
    records: bool = False
    answers: SubjectAnswers | None = None
    requester: Callable[[Any], str] | None = None
    if_match: Literal["required", "optional"] | None = None
    codes: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    headers: tuple[str, ...] = ()
    media_type: str = "application/json"
    also: tuple[int, ...] = ()
    again: Callable[[Call, Reply], Mapping[str, Any]] | None = None
    work: Callable[..., Reply] = _no_work

    @property
    def query_fields(self) -> Mapping[str, Any]:
        """The parameters of the query with their defaults."""
        return {} if self.query is None else shape(self.query).model_fields

    @property
    def takes(self) -> Any:
        """What a request brings: JSON (`body`) or the fields of a page's form."""
        return self.form if self.body is None else self.body

    @property
    def route(self) -> str:
        """Method and path, parameters in braces."""
        return f"{self.method} {self.path}"

    def __call__(self, work: Work) -> Work:
        """Serve this function, which stays as it is."""
        ENDPOINTS[self.route] = replace(self, work=work)
        return work


def shape(named: Any) -> Any:
    """A type, or what `module:Name` names."""
    if not isinstance(named, str):
        return named
    module, _, name = named.partition(":")
    return getattr(import_module(module), name)


ENDPOINTS: dict[str, Endpoint] = {}
"""By method and path: those of the nouns that have been imported."""


def find(module: str, route: str) -> Endpoint:
    """The endpoint; its module is imported at its first request."""
    import_module(module)
    return ENDPOINTS[route]
