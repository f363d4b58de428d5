"""schemathesis at every route, in process: the short form of `make fuzz`, the same on every run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks as promises

from chalicelib.domain.actors import CENTRAL_AGENCY, Actor, Role
from chalicelib.entrypoints.http import ROUTES
from chalicelib.entrypoints.http.calls import Access
from chalicelib.entrypoints.http.route import Endpoint, find
from tests.support.cases import CITIZEN, OFFICER
from tests.support.whole_api import WholeApi, whole_api
from tests.support.wsgi import Gateway

ENDPOINTS = [find(noun, route) for noun, routes in ROUTES.items() for route in routes]
ADMINISTRATOR = Actor(Role.ADMINISTRATOR, "a1", CENTRAL_AGENCY)
CALLERS = {Access.CITIZEN: CITIZEN, Access.ANYBODY: CITIZEN, Access.OFFICER: OFFICER}
"""Whose token is sent, where it is not an administrator's."""
PROMISES = [
    not_a_server_error,
    promises.status_code_conformance,
    promises.content_type_conformance,
    promises.response_headers_conformance,
    promises.response_schema_conformance,
    promises.negative_data_rejection,
]
BOUNDED = settings(
    max_examples=6,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def api() -> Iterator[WholeApi]:
    with whole_api() as api:
        yield api


@pytest.fixture(scope="module")
def document(api: WholeApi) -> Any:
    """The document as it is served."""
    assert api
    return schemathesis.openapi.from_wsgi("/v1/openapi.json", Gateway())


@pytest.fixture(scope="module")
def code(api: WholeApi) -> str:
    """A case that is there."""
    return api.office.in_progress().code


def token(api: WholeApi, one: Endpoint) -> str:
    """Good for this route."""
    if one.access is Access.REGISTRATION:
        begun = api.send("POST", "/v1/registrations", {"phone": "0912345678"})
        return api.registration_token(begun.body["registration_id"])
    return api.token(CALLERS.get(one.access, ADMINISTRATOR))


@pytest.mark.parametrize("one", ENDPOINTS, ids=lambda one: one.route)
def test_what_the_document_allows_is_answered_as_it_says(
    api: WholeApi, document: Any, code: str, one: Endpoint
) -> None:
    """No 5xx, no status, header, media type or member that is not in the document."""
    bearer = {"Authorization": f"Bearer {token(api, one)}"}

    @BOUNDED
    @given(document[one.path][one.method].as_strategy(generation_mode=GenerationMode.POSITIVE))
    def ask(case: Any) -> None:
        if "code" in case.path_parameters:
            case.path_parameters["code"] = code
        case.call_and_validate(base_url="http://localhost", headers=bearer, checks=PROMISES)

    ask()


@pytest.mark.parametrize("one", ENDPOINTS, ids=lambda one: one.route)
def test_what_the_document_forbids_is_refused_as_it_says(
    api: WholeApi, document: Any, one: Endpoint
) -> None:
    """Input that the document's schemas do not allow is never taken."""
    if one.access is Access.PUBLIC and one.body is None and "{" not in one.path:
        return  # it takes nothing that could be wrong
    bearer = {"Authorization": f"Bearer {token(api, one)}"}

    @BOUNDED
    @given(document[one.path][one.method].as_strategy(generation_mode=GenerationMode.NEGATIVE))
    def ask(case: Any) -> None:
        case.call_and_validate(base_url="http://localhost", headers=bearer, checks=PROMISES)

    ask()
