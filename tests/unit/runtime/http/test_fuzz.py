"""schemathesis at every route, in process: the short form of `make fuzz`, the same on every run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, assume, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks as promises

from chalicelib.kernel.texts import normal
from chalicelib.routes import ROUTES
from chalicelib.runtime.http.calls import Access
from chalicelib.runtime.http.route import Endpoint, find
from tests.support.asking import AskedOffice
from tests.support.whole_api import whole_api
from tests.support.wsgi import Gateway

ENDPOINTS = [find(module, route) for module, routes in ROUTES.items() for route in routes]
GOOD = {"category": "roads", "commune_code": "02647", "phone": "0912345678", "uploads": []}
"""Members that the schema lets be anything, and the product does not."""
REFUSAL = promises.negative_data_rejection
TOO_LARGE = 413
"""A refusal too, which this check does not know."""
PROMISES = [
    not_a_server_error,
    promises.status_code_conformance,
    promises.content_type_conformance,
    promises.response_headers_conformance,
    promises.response_schema_conformance,
    REFUSAL,
]
BOUNDED = settings(
    max_examples=5,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def office() -> Iterator[AskedOffice]:
    with whole_api() as api:
        yield AskedOffice(api)


@pytest.fixture(scope="module")
def document(office: AskedOffice) -> Any:
    """The document as it is served."""
    assert office
    return schemathesis.openapi.from_wsgi("/v1/openapi.json", Gateway())


def bearer(office: AskedOffice, one: Endpoint) -> dict[str, str]:
    """Of somebody who may use this route."""
    who = "the citizen of the case"
    if one.access is Access.REGISTRATION:
        who = "the holder of a registration"
    elif one.access not in (Access.CITIZEN, Access.ANYBODY):
        who = "officer of the agency" if "{code}" in one.path else "administrator"
    return {"Authorization": f"Bearer {office.token(who)}"}


def mend(office: AskedOffice, one: Endpoint, case: Any) -> None:
    """Let the request name what is there, so that it gets past the first look-up."""
    there = {"code": office.case, "id": office.id_in(one.path), "kind": "officials"}
    case.path_parameters.update(
        {name: there[name] for name in there if name in case.path_parameters}
    )
    if "If-Match" in case.headers:
        case.headers["If-Match"] = f'"{_version(office, one)}"'
    if isinstance(case.body, dict):
        case.body.update({name: good for name, good in GOOD.items() if name in case.body})
        if "commune_code" in case.body:
            case.body.pop("location", None)


def _version(office: AskedOffice, one: Endpoint) -> int:
    """Of what the request would change, so that some of them do."""
    if "roster" in one.path:
        officer = office.api.office.directory.find_officer(office.id_in(one.path))
        assert officer is not None
        return officer.version
    return office.api.office.store.cases[office.case].version


@pytest.mark.parametrize("one", ENDPOINTS, ids=lambda one: one.route)
def test_what_the_document_allows_is_answered_as_it_says(
    office: AskedOffice, document: Any, one: Endpoint
) -> None:
    """No 5xx, no status, header, media type or member that is not in the document."""
    token = bearer(office, one)

    @BOUNDED
    @given(document[one.path][one.method].as_strategy(generation_mode=GenerationMode.POSITIVE))
    def ask(case: Any) -> None:
        mend(office, one, case)
        case.call_and_validate(base_url="http://localhost", headers=token, checks=PROMISES)

    ask()


def is_shorter_as_kept(part: Any) -> bool:
    """Whether there is a text whose length the document counts otherwise than the product: in NFC,
    with line feeds for CR LF, which a schema cannot say."""
    if isinstance(part, dict | list):
        return any(map(is_shorter_as_kept, part.values() if isinstance(part, dict) else part))
    return isinstance(part, str) and len(normal(part)) < len(part)


@pytest.mark.parametrize("one", ENDPOINTS, ids=lambda one: one.route)
def test_what_the_document_forbids_is_refused_as_it_says(
    office: AskedOffice, document: Any, one: Endpoint
) -> None:
    """Input that the document's schemas do not allow is never taken."""
    if (
        one.access is Access.PUBLIC
        and one.body is None
        and "{" not in one.path.replace("{code}", "")
    ):
        return  # it takes nothing that could be wrong: a code may be any text
    token = bearer(office, one)

    @BOUNDED
    @given(document[one.path][one.method].as_strategy(generation_mode=GenerationMode.NEGATIVE))
    def ask(case: Any) -> None:
        assume(not is_shorter_as_kept(case.body))
        answer = case.call(base_url="http://localhost", headers=token)
        kept = [one for one in PROMISES if answer.status_code != TOO_LARGE or one is not REFUSAL]
        case.validate_response(answer, headers=token, checks=kept)

    ask()
