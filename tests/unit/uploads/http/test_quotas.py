"""How many files one person may announce in a day."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest

from chalicelib.kernel.actors import Actor
from chalicelib.rules.domain.rules import Rules
from chalicelib.runtime.services import use
from tests.support.api import Answer
from tests.support.cases import CITIZEN, OFFICER
from tests.support.limits import FakeLimiter
from tests.support.whole_api import WholeApi

FILE = {"content_type": "video/mp4", "size": 50 * 1024 * 1024, "sha256": "ab" * 32}


@pytest.fixture
def api() -> Iterator[WholeApi]:
    api = WholeApi()
    api.office.limiter = FakeLimiter()
    limits = {"uploads_per_day": 2, "officer_uploads_per_day": 4}
    api.office.edit(Rules.POLICIES, usage_limits=limits)
    use(api.services())
    yield api
    use(None)


def ask(api: WholeApi, actor: Actor = CITIZEN, key: str = "") -> Answer:
    path = "/v1/uploads" if actor is CITIZEN else "/v1/officer/uploads"
    return api.send("POST", path, FILE, api.token(actor), Idempotency_Key=key or str(uuid4()))


def test_forms_are_given_out_as_many_as_a_day_allows(api: WholeApi) -> None:
    """Officers, who gather evidence for many cases, have a number of their own."""
    assert [ask(api).status for _ in range(3)] == [201, 201, 429]
    answer = ask(api)
    assert (answer.code, answer.body["limit"]) == ("too_many_uploads", 2)
    assert answer.body["again_at"] == "2026-08-04T00:00:00+07:00"
    assert len(api.office.uploads.uploads) == 2
    assert [ask(api, OFFICER).status for _ in range(5)] == [201] * 4 + [429]
    api.clock.advance(seconds=int(answer.headers["Retry-After"]))
    assert ask(api).status == 201


def test_the_same_request_counts_once(api: WholeApi) -> None:
    """A repeat under its key names the same upload."""
    first = ask(api, key="k")
    assert {ask(api, key="k").body["upload_id"] for _ in range(3)} == {first.body["upload_id"]}
    assert [ask(api).status for _ in range(2)] == [201, 429]


def test_a_request_that_is_tried_again_after_a_crash_counts_once(
    api: WholeApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The record was there and counted when the process died."""

    def no_form(_upload: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(api.office.files, "form", no_form)
    assert ask(api, key="k").status == 500
    monkeypatch.undo()
    assert ask(api, key="k").status == 201
    assert len(api.office.uploads.uploads) == 1
    assert [ask(api).status for _ in range(2)] == [201, 429]
