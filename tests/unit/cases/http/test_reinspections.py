"""Re-inspections over HTTP."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from chalicelib.rules.domain.reinspections import ReinspectionPolicy
from tests.support.api import Answer
from tests.support.cases import CITIZEN, SUPERVISOR, change_policy
from tests.support.whole_api import WholeApi, whole_api

LIST = "/v1/officer/reinspections"
BODY = {"holds": False, "note": "Đã đến nơi: ổ gà chưa được vá."}


@pytest.fixture
def api() -> Iterator[WholeApi]:
    with whole_api() as whole:
        change_policy(whole.office, reinspections=ReinspectionPolicy(percent=100))
        yield whole


def look(api: WholeApi, code: str, body: object = BODY, **headers: str) -> Answer:
    return api.send("POST", f"{LIST}/{code}", body, api.token(SUPERVISOR), **headers)


def test_from_the_list_to_what_was_found(api: WholeApi) -> None:
    """The list names the version; the case is reopened, and its citizen reads no word of it."""
    case = api.office.answered()
    (line,) = api.send("GET", LIST, token=api.token(SUPERVISOR)).body["items"]
    assert (line["code"], line["version"], line["state"]) == (case.code, case.version, "answered")
    done = look(api, case.code, If_Match=f'"{line["version"]}"')
    assert (done.status, done.body["state"]) == (200, "assigned")
    (found,) = done.body["reinspections"]
    assert (found["holds"], found["note"], found["by"]) == (False, BODY["note"], SUPERVISOR.id)
    assert api.send("GET", LIST, token=api.token(SUPERVISOR)).body["items"] == []
    page = api.send("GET", f"/v1/cases/{case.code}", token=api.token(CITIZEN))
    assert BODY["note"] not in json.dumps(page.body, ensure_ascii=False)
    actions = [line["action"] for line in page.body["timeline"]]
    assert "reopen" in actions
    assert "reinspect" not in actions


def test_the_same_request_looks_once(api: WholeApi) -> None:
    """Under its key it gets the same answer, under another one it is refused."""
    case = api.office.answered()
    version = f'"{case.version}"'
    good = {"holds": True, "note": "Đã vá."}
    first, again = (
        look(api, case.code, good, If_Match=version, Idempotency_Key="key-0001") for _ in range(2)
    )
    assert (first.status, first.body) == (200, again.body)
    refused = look(api, case.code, good, If_Match=f'"{case.version + 1}"')
    assert (refused.status, refused.code) == (409, "already_reinspected")


def test_without_a_version_or_with_an_old_one_nothing_is_done(api: WholeApi) -> None:
    """Two supervisors at once: one of them looks again."""
    case = api.office.answered()
    assert look(api, case.code).status == 428
    assert look(api, case.code, If_Match='"1"').status == 412
    assert api.office.find(case).reinspections[-1].holds is None


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"holds": "no"}, ("/holds", "wrong_type")),
        ({"holds": None}, ("/holds", "wrong_type")),
        ({"note": " "}, ("/note", "blank")),
        ({"evidence": ["01J00000000000000000000009"]}, ("/evidence/0", "unknown_upload")),
    ],
)
def test_bad_bodies_are_named_by_field(
    api: WholeApi, change: dict[str, object], fault: tuple[str, str]
) -> None:
    """And nothing of the case changes."""
    case = api.office.answered()
    answer = look(api, case.code, {**BODY, **change}, If_Match=f'"{case.version}"')
    assert (answer.status, answer.faults) == (422, [fault])
    assert api.office.find(case).version == case.version
