"""Disputes over HTTP."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

from chalicelib.uploads.domain.uploads import ExaminationResult
from tests.support.api import Answer
from tests.support.cases import CITIZEN, OFFICER, STRANGER
from tests.support.clock import NOW
from tests.support.uploads import make_upload
from tests.support.whole_api import WholeApi, whole_api

PHOTO = "01J00000000000000000000007"
BODY = {"reason": "Ổ gà vẫn còn, mưa là ngập.", "uploads": [PHOTO]}


@pytest.fixture
def api() -> Iterator[WholeApi]:
    with whole_api() as whole:
        photo = replace(make_upload(PHOTO, STRANGER.id), verdict=ExaminationResult(NOW))
        whole.office.uploads.add(photo)
        yield whole


def followed(api: WholeApi) -> str:
    code = api.office.answered().code
    assert api.send("PUT", f"/v1/cases/{code}/follow", token=api.token(STRANGER)).status == 200
    return code


def dispute(api: WholeApi, code: str, **headers: str) -> Answer:
    token = api.token(STRANGER)
    return api.send("POST", f"/v1/cases/{code}/disputes", BODY, token, **headers)


def test_a_dispute_is_told_to_the_agency_and_answered(api: WholeApi) -> None:
    """With its photo, and without who raised it; the reply comes back to that person."""
    code = followed(api)
    sent = dispute(api, code)
    assert (sent.status, sent.body["disputes"], sent.body["needed"]) == (201, 1, 3)
    path = f"/v1/officer/cases/{code}"
    page = api.send("GET", path, token=api.token(OFFICER))
    (line,) = page.body["disputes"]
    assert (line["number"], line["reason"], line["reply"]) == (1, BODY["reason"], None)
    assert STRANGER.id not in json.dumps(page.body)
    file = f"/v1/cases/{code}/attachments/{PHOTO}"
    assert api.send("GET", file, token=api.token(OFFICER)).status == 303
    assert api.send("GET", file, token=api.token(CITIZEN)).code == "attachment_not_found"
    reply = {"action": "answer_dispute", "dispute": 1, "text": "Tuần này vá lại."}
    version = {"If_Match": page.headers["ETag"]}
    done = api.send("POST", f"{path}/transitions", reply, api.token(OFFICER), **version)
    assert done.status == 200
    own = api.send("GET", f"/v1/cases/{code}/disputes", token=api.token(STRANGER))
    assert own.body["items"][0]["reply"] == reply["text"]
    others = api.send("GET", f"/v1/cases/{code}/disputes", token=api.token(CITIZEN))
    assert (others.body["items"], others.body["disputes"]) == ([], 1)


def test_the_same_request_disputes_once(api: WholeApi) -> None:
    """Under its key it gets the same answer; under another it is refused."""
    code = followed(api)
    first, again = (dispute(api, code, Idempotency_Key="key-0001") for _ in range(2))
    assert first.body == again.body
    refused = dispute(api, code, Idempotency_Key="key-0002")
    assert (refused.status, refused.code) == (409, "already_disputed")
    assert api.send("GET", f"/v1/public/cases/{code}").body["disputes"] == 1


def test_a_stranger_is_shown_no_more_than_the_public(api: WholeApi) -> None:
    """The answer to a dispute holds nothing of the case but its code and counts."""
    assert set(dispute(api, followed(api)).body) == {
        *("code", "state", "disputes", "needed", "items"),
    }


def test_whose_photo_it_is(api: WholeApi) -> None:
    """Nobody's photo goes with somebody else's dispute, and nothing is half done."""
    code = api.office.answered().code
    assert dispute(api, code).code == "not_following"
    token = api.token(CITIZEN)
    answer = api.send("POST", f"/v1/cases/{code}/disputes", BODY, token)
    assert answer.faults == [("/uploads/0", "unknown_upload")]
    assert api.send("GET", f"/v1/public/cases/{code}").body["disputes"] == 0
