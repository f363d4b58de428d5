"""How many cases one account may send in a day, and what it is told when there are no more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from chalicelib.kernel.time_forms import parse_instant
from chalicelib.rules.domain.rules import Rules
from chalicelib.runtime.services import use
from tests.support.api import Answer
from tests.support.cases import CITIZEN, STRANGER
from tests.support.clock import NOW
from tests.support.good_bodies import CASE
from tests.support.limits import FakeLimiter
from tests.support.uploads import CONTENT, make_upload
from tests.support.whole_api import WholeApi

LIMITS = {"cases_per_day": 3, "urgent_cases_per_day": 2}
MIDNIGHT = "2026-08-04T00:00:00+07:00"
URGENT = {**CASE, "urgent": True}


@pytest.fixture
def api() -> Iterator[WholeApi]:
    api = WholeApi()
    api.office.limiter = FakeLimiter()
    api.office.edit(Rules.POLICIES, usage_limits=LIMITS)
    use(api.services())
    yield api
    use(None)


def submit(api: WholeApi, body: Any = CASE, actor: Any = CITIZEN, key: str = "") -> Answer:
    key = key or str(uuid4())
    return api.send("POST", "/v1/cases", body, api.token(actor), Idempotency_Key=key)


def sent(api: WholeApi, number: int, body: Any = CASE) -> list[int]:
    return [submit(api, body).status for _ in range(number)]


def test_who_has_sent_enough_is_told_when_there_is_more(api: WholeApi) -> None:
    """429 with the seconds until local midnight, the instant, the limit. Somebody else sends."""
    assert sent(api, 3) == [201] * 3
    answer = submit(api)
    assert (answer.status, answer.code) == (429, "too_many_cases")
    seconds = int(answer.headers["Retry-After"])
    assert NOW + timedelta(seconds=seconds) == parse_instant(MIDNIGHT)
    assert (answer.body["again_at"], answer.body["limit"]) == (MIDNIGHT, 3)
    assert submit(api, actor=STRANGER).status == 201
    api.clock.advance(seconds=seconds)
    assert sent(api, 4) == [201, 201, 201, 429]


def test_urgent_cases_are_counted_apart(api: WholeApi) -> None:
    """Who has used up the one may still send the other."""
    assert sent(api, 3, URGENT) == [201, 201, 429]
    answer = submit(api, URGENT)
    assert answer.code == "too_many_urgent_cases"
    assert answer.body["again_at"] == MIDNIGHT
    assert sent(api, 4) == [201, 201, 201, 429]


def test_the_same_request_counts_once(api: WholeApi) -> None:
    """A repeat under its key is given its answer, also when nothing is left."""
    first = submit(api, key="k")
    for _ in range(5):
        assert submit(api, key="k").body == first.body
    assert sent(api, 3) == [201, 201, 429]
    assert submit(api, key="k").status == 201


def test_a_request_that_is_tried_again_after_a_crash_counts_once(
    api: WholeApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The case was there and counted when the process died; its next try finds it."""
    store = api.office.store

    def break_after_writing(*given: Any) -> bool:
        type(store).create(store, *given)
        raise ConnectionError("no answer from the table")

    monkeypatch.setattr(store, "create", break_after_writing)
    assert submit(api, key="k").status == 500
    monkeypatch.undo()
    assert sent(api, 2) == [201, 201]
    assert submit(api, key="k").status == 201
    assert submit(api).status == 429


def test_what_is_refused_for_another_reason_does_not_count(api: WholeApi) -> None:
    """Who slips while typing loses nothing of the day."""
    outside = {**CASE, "location": {"lat": 21.0, "lon": 105.8}}
    assert sent(api, 4, outside) == [422] * 4
    assert sent(api, 4) == [201, 201, 201, 429]


def test_a_refusal_by_the_quota_is_not_kept(api: WholeApi) -> None:
    """The same request under the same key is taken when the next day has begun."""
    sent(api, 3)
    assert submit(api, key="k").status == 429
    api.clock.advance(hours=16)
    assert submit(api, key="k").status == 201


def test_files_of_a_refused_case_stay_free(api: WholeApi) -> None:
    """They are tied to a case with it, or not at all: the next day they are sent with it again."""
    photo = make_upload("01J0000000000000000000PH0T", CITIZEN.id)
    api.office.uploads.add(photo)
    api.office.files.incoming[photo.id] = CONTENT
    sent(api, 3)
    body = {**CASE, "uploads": [photo.id]}
    assert submit(api, body).status == 429
    assert api.office.uploads.uploads[photo.id].attached_to is None
    api.clock.advance(hours=16)
    answer = submit(api, body)
    assert answer.status == 201
    assert api.office.uploads.uploads[photo.id].attached_to == answer.body["code"]


def test_looking_for_similar_cases_has_an_end_and_sending_goes_on(api: WholeApi) -> None:
    """Each look counts, whatever it finds; what is wrong with the body counts as none."""
    api.office.edit(Rules.POLICIES, usage_limits={**LIMITS, "similar_per_day": 2})
    sought = {"category": "roads", "description": CASE["description"], "commune_code": "02647"}

    def look(actor: Any = CITIZEN, **changes: Any) -> Answer:
        return api.send("POST", "/v1/cases/similar", {**sought, **changes}, api.token(actor))

    assert look(category="nothing").status == 422
    assert [look().status for _ in range(3)] == [200, 200, 429]
    answer = look()
    assert (answer.code, answer.body["again_at"], answer.body["limit"]) == (
        *("too_many_similar", MIDNIGHT),
        2,
    )
    assert look(STRANGER).status == 200
    assert submit(api).status == 201
    api.clock.advance(seconds=int(answer.headers["Retry-After"]))
    assert look().status == 200
