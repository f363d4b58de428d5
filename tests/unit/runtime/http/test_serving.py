"""From the gateway's event to its response: headers, logs, and faults of our own."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Iterator
from typing import Any

import pytest

from app import app
from chalicelib.runtime.workers.logs import logger
from tests.support.cases import CITIZEN
from tests.support.good_bodies import CASE
from tests.support.whole_api import WholeApi, whole_api

TRACE = "3f0d7c9e-5d0e-4c59-a5c8-2b0b2a4a5d11"
SECRET = "Nguyễn Thị Bí Mật 0912345678"


@pytest.fixture
def api() -> Iterator[WholeApi]:
    with whole_api() as api:
        yield api


def event(method: str, route: str, **members: Any) -> dict[str, Any]:
    """What a REST API with Lambda proxy integration hands over."""
    return {
        "resource": route,
        "path": route,
        "httpMethod": method,
        "headers": {"Content-Type": "application/json"},
        "multiValueQueryStringParameters": None,
        "pathParameters": None,
        "stageVariables": None,
        "body": None,
        "isBase64Encoded": False,
        **members,
        "requestContext": {
            "resourcePath": route,
            "httpMethod": method,
            "requestId": "request-1",
            "identity": {"sourceIp": "192.0.2.1"},
        },
    }


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What is logged from now on."""
    stream = io.StringIO()
    monkeypatch.setattr(logger.registered_handler, "stream", stream)
    return stream


def lines(log: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


def test_one_line_a_request_and_nothing_private_in_it(api: WholeApi, log: io.StringIO) -> None:
    """Route, status, code, role and time; no path value, query, body or person."""
    case = api.office.submit()
    body = {"reason": SECRET, "x": SECRET}
    path = f"/v1/cases/{case.code}/withdraw?name=Mat"
    api.send("POST", path, body, api.token(CITIZEN), X_Correlation_Id=TRACE)
    (line,) = lines(log)
    assert line["route"] == "POST /v1/cases/{code}/withdraw"
    assert (line["status"], line["code"], line["role"]) == (422, "invalid", "citizen")
    assert line["correlation_id"] == TRACE
    assert isinstance(line["milliseconds"], int)
    for private in ("Mật", "0912345678", "Mat", CITIZEN.id):
        assert private not in json.dumps(line, ensure_ascii=False)


def test_each_line_says_its_own_caller(api: WholeApi, log: io.StringIO) -> None:
    """Nothing of the request before stays behind in a warm process."""
    api.send("GET", "/v1/me", token=api.token(CITIZEN), X_Correlation_Id=TRACE)
    api.send("GET", "/v1/me")
    first, second = lines(log)
    assert (first["role"], second["role"]) == ("citizen", "-")
    assert second["correlation_id"] != TRACE


@pytest.mark.parametrize(
    ("given", "back"),
    [
        (TRACE, True),
        ("3F0D7C9E-5D0E-7C59-A5C8-2B0B2A4A5D11", True),
        ("trace001", False),
        ("nguyen-van-an-0912345678", False),
        ("010190000123", False),
        ("00000000-0000-0000-0000-010190000123", False),
        ("short", False),
        ("x" * 65, False),
        ("with blanks in it", False),
        ('{"injected": 1}', False),
        ("đường-dẫn-1", False),
    ],
)
def test_a_correlation_id_comes_back_if_it_has_the_form(
    api: WholeApi, given: str, back: bool
) -> None:
    """Else the gateway's own id takes its place."""
    answer = api.send("GET", "/v1/communes", X_Correlation_Id=given)
    assert (answer.headers["X-Correlation-Id"] == given) is back
    made = app(event("GET", "/v1/communes"), None)
    assert made["headers"]["X-Correlation-Id"] == "request-1"


def test_a_fault_of_ours_is_logged_without_its_text(
    api: WholeApi, monkeypatch: pytest.MonkeyPatch, log: io.StringIO
) -> None:
    """500 in the form of all errors; the log gets the kind of fault and where it passed."""

    def burst(_: str) -> None:
        raise LookupError(f"nobody called {SECRET}")

    monkeypatch.setattr(api.office.store, "find", burst)
    answer = api.send("GET", "/v1/cases/LC-260803-7K3QX", token=api.token(CITIZEN))
    assert (answer.status, answer.code) == (500, "internal")
    assert answer.headers["Content-Type"] == "application/problem+json"
    fault, line = lines(log)
    assert (fault["level"], fault["fault"]) == ("ERROR", "LookupError")
    assert any("test_serving.py" in frame for frame in fault["passed"])
    assert (line["status"], line["code"]) == (500, "internal")
    assert "Mật" not in json.dumps([fault, line, answer.body], ensure_ascii=False)


@pytest.mark.parametrize(
    ("method", "route"), [("GET", "/v1/nowhere"), ("PUT", "/v1/cases"), ("GET", "/{proxy+}")]
)
def test_an_unknown_route_is_a_problem(api: WholeApi, method: str, route: str) -> None:
    """As while a deployment is under way, when the gateway knows more than this code."""
    assert api
    response = app(event(method, route), None)
    assert response["statusCode"] == 404
    assert response["headers"]["Content-Type"] == "application/problem+json"
    assert json.loads(response["body"])["code"] == "not_found"


def test_events_of_the_gateway_in_all_their_forms(api: WholeApi) -> None:
    """Encoded path values, bodies in base64, header names in any case."""
    case = api.office.submit(category="health")
    headers = {"authorization": f"Bearer {api.token(CITIZEN)}", "ACCEPT-LANGUAGE": "en"}
    encoded = {"code": case.code.replace("-", "%2D")}
    asked = event("GET", "/v1/cases/{code}", headers=headers, pathParameters=encoded)
    assert json.loads(app(asked, None)["body"])["code"] == case.code
    body = base64.b64encode(json.dumps(CASE).encode()).decode()
    sent = event(
        "POST",
        "/v1/cases",
        headers={**headers, "CONTENT-TYPE": "application/json", "idempotency-key": "1"},
        body=body,
        isBase64Encoded=True,
    )
    assert app(sent, None)["statusCode"] == 201


def test_a_body_that_the_gateway_could_not_carry_is_unreadable(api: WholeApi) -> None:
    """Half a surrogate pair in the event, or base64 that is none."""
    assert api
    for members in ({"body": '{"phone": "\ud83d"}'}, {"body": "{}", "isBase64Encoded": True}):
        response = app(event("POST", "/v1/registrations", **members), None)
        assert (response["statusCode"], json.loads(response["body"])["code"]) == (400, "not_utf8")


def test_half_a_surrogate_pair_in_an_address_is_refused_like_any_other_name(api: WholeApi) -> None:
    """The answer names it, though no UTF-8 does."""
    assert api
    query = {"x\ud83d": ["1", "2"]}
    response = app(event("GET", "/v1/communes", multiValueQueryStringParameters=query), None)
    assert response["statusCode"] == 422
    assert json.loads(response["body"])["errors"][0]["pointer"] == "?x\ud83d"


def test_answers_are_not_kept_by_anybody_in_between(api: WholeApi) -> None:
    """Unless they say so themselves; and browsers do not guess types."""
    answer = api.send("GET", "/v1/me", token=api.token(CITIZEN))
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", ["/v1/me", "/docs", "/v1/communes", "/v1/nowhere"])
def test_every_answer_is_for_tls_and_for_no_frame(api: WholeApi, path: str) -> None:
    """Also errors and pages, which may say more about what they are made of, never less."""
    answer = app(event("GET", path), None)["headers"]
    assert api
    assert answer["Strict-Transport-Security"].startswith("max-age=63072000")
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "no-referrer"
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "script-src" not in policy


def test_an_answer_without_a_body_has_no_type(api: WholeApi) -> None:
    """204 is empty."""
    answer = api.send("DELETE", "/v1/sessions/current", token=api.token(CITIZEN))
    assert (answer.status, answer.body) == (204, None)
    assert "Content-Type" not in answer.headers


def test_a_missing_type_counts_as_json(api: WholeApi) -> None:
    """Clients that leave it out are understood."""
    assert api
    asked = event("POST", "/v1/sessions/refresh", headers={}, body='{"refresh_token": "x.1.y"}')
    assert json.loads(app(asked, None)["body"])["code"] == "bad_token"
