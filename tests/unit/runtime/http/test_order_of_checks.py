"""The contract's order of checks: of several things wrong the first one is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest

from chalicelib.kernel.actors import Actor
from tests.support.cases import CITIZEN, ELSEWHERE, LEADER, OFFICER
from tests.support.whole_api import WholeApi, whole_api

TOO_LARGE = b"x" * (128 * 1024 + 1)
PROPOSE = {"action": "propose_answer", "text": "Đã vá ổ gà và kẻ lại vạch sơn."}


@pytest.fixture
def api() -> Iterator[WholeApi]:
    with whole_api() as api:
        yield api


@dataclass(frozen=True)
class Knock:
    """A request with several things wrong."""

    body: Any
    actor: Actor | None
    media: str
    version: str | None


def send(api: WholeApi, path: str, knock: Knock) -> tuple[int, str]:
    token = api.token(knock.actor) if knock.actor else "x"
    headers = {"Content_Type": knock.media}
    if knock.version:
        headers["If_Match"] = knock.version
    answer = api.send("POST", path, knock.body, token, **headers)
    return answer.status, answer.code if answer.status >= 400 else ""


def test_what_is_wrong_with_a_transition_is_told_in_order(api: WholeApi) -> None:
    """413, 415, 401, 404, 403 (path), 400, 422, 403 (action), 428, 412, 409, and at last 200: each
    step mends what was told and nothing else."""
    case = api.office.assigned()
    path = f"/v1/officer/cases/{case.code}/transitions"
    knock = Knock(TOO_LARGE, None, "text/plain", None)
    told = [send(api, path, knock)]
    knock = replace(knock, body=b"{")
    told.append(send(api, path, knock))
    knock = replace(knock, media="application/json")
    told.append(send(api, path, knock))
    knock = replace(knock, actor=ELSEWHERE)
    told.append(send(api, path, knock))
    knock = replace(knock, actor=CITIZEN)
    told.append(send(api, path, knock))
    knock = replace(knock, actor=OFFICER)
    told.append(send(api, path, knock))
    knock = replace(knock, body={"action": "approve", "note": "x"})
    told.append(send(api, path, knock))
    knock = replace(knock, body={"action": "approve"})
    told.append(send(api, path, knock))
    knock = replace(knock, body=PROPOSE)
    told.append(send(api, path, knock))
    knock = replace(knock, version=f'"{case.version + 1}"')
    told.append(send(api, path, knock))
    knock = replace(knock, version=f'"{case.version}"')
    told.append(send(api, path, knock))
    assert told == [
        (413, "too_large"),
        (415, "unsupported_media_type"),
        (401, "bad_token"),
        (404, "case_not_found"),
        (403, "wrong_role"),
        (400, "not_json"),
        (422, "invalid"),
        (403, "action_not_allowed"),
        (428, "if_match_required"),
        (412, "stale_version"),
        (409, "illegal_transition"),
    ]
    started = replace(knock, body={"action": "start"})
    assert send(api, path, started) == (200, "")


def test_citizens_need_no_version_but_a_stale_one_is_refused(api: WholeApi) -> None:
    """Without one the server orders their commands."""
    case = api.office.answered()
    path = f"/v1/cases/{case.code}/rating"
    knock = Knock({"stars": 2}, CITIZEN, "application/json", f'"{case.version - 1}"')
    assert send(api, path, knock) == (412, "stale_version")
    assert send(api, path, replace(knock, version=None)) == (201, "")
    assert send(api, path, replace(knock, version=None)) == (409, "already_rated")


def test_a_bad_cursor_is_told_before_bad_fields(api: WholeApi) -> None:
    """It cannot be read (400); the limit is only wrong (422)."""
    token = api.token(CITIZEN)
    answer = api.send("GET", "/v1/me/cases?limit=0&cursor=x", token=token)
    assert (answer.status, answer.code) == (400, "bad_cursor")
    answer = api.send("GET", "/v1/me/cases?limit=0", token=token)
    assert (answer.status, answer.faults) == (422, [("?limit", "out_of_range")])


def test_headers_query_and_body_are_faulted_together(api: WholeApi) -> None:
    """All that is wrong with the input at once."""
    answer = api.send(
        "POST", "/v1/cases?draft=1", {"category": 5}, api.token(CITIZEN), Idempotency_Key="a b"
    )
    assert answer.faults == [
        ("Idempotency-Key", "wrong_form"),
        ("?draft", "unknown_field"),
        ("/category", "wrong_type"),
        ("/description", "missing"),
        ("/visibility", "missing"),
    ]


def test_leaders_do_what_officers_may_not(api: WholeApi) -> None:
    """The same request of another person gets through: it was the person, not the request."""
    case = api.office.pending_approval()
    path = f"/v1/officer/cases/{case.code}/transitions"
    knock = Knock({"action": "approve"}, OFFICER, "application/json", f'"{case.version}"')
    assert send(api, path, knock) == (403, "action_not_allowed")
    assert send(api, path, replace(knock, actor=LEADER)) == (200, "")
