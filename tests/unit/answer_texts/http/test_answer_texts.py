"""Ready answer texts over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.answer_texts.domain.answer_texts import MOST_PER_AGENCY
from chalicelib.kernel.actors import Actor, Role
from tests.support.actors import central
from tests.support.cases import ELSEWHERE, LEADER, OFFICER, SUPERVISOR
from tests.support.whole_api import WholeApi, whole_api

ADMINISTRATOR = central(Role.ADMINISTRATOR, "a1")
PATH = "/v1/officer/answer-templates"
TEXT = "Phản ánh {code} ở {commune} đã xong."
GOOD = {"id": "da-va", "category": "roads", "title": "Đã vá ổ gà", "text": TEXT}


@pytest.fixture
def api() -> Iterator[WholeApi]:
    with whole_api() as api:
        yield api


def put(api: WholeApi, actor: Actor = LEADER, seen: int | None = None, **changes: Any) -> Any:
    headers = {"If_Match": f'"{seen}"'} if seen is not None else {}
    return api.send("PUT", PATH, {**GOOD, **changes}, api.token(actor), **headers)


def listed(api: WholeApi, query: str = "", actor: Actor = OFFICER) -> list[str]:
    answer = api.send("GET", f"{PATH}?{query}", token=api.token(actor))
    assert answer.status == 200, answer.body
    return [item["id"] for item in answer.body["items"]]


def test_a_text_is_made_read_and_changed(api: WholeApi) -> None:
    """With its fields, its version and who changed it."""
    made = put(api)
    assert (made.status, made.headers["ETag"]) == (200, '"1"')
    changed = put(api, seen=1, title="Đã vá xong")
    assert changed.body | {"changed_at": None} == {
        **GOOD,
        "title": "Đã vá xong",
        "agency": "so-xay-dung",
        "fields": ["code", "commune"],
        "active": True,
        "version": 2,
        "changed_at": None,
        "changed_by": LEADER.id,
    }
    assert listed(api) == ["da-va"]


def test_the_same_again_changes_nothing(api: WholeApi) -> None:
    """A repeated request, with or without the version that it saw, gives the text as it is."""
    assert [put(api).body["version"] for _ in range(2)] == [1, 1]
    assert put(api, seen=1).body["version"] == 1
    assert len(api.answer_texts.events) == 1


@pytest.mark.parametrize(
    ("seen", "status", "code"), [(None, 428, "if_match_required"), (2, 412, "stale_version")]
)
def test_a_change_names_the_version_that_it_saw(
    api: WholeApi, seen: int | None, status: int, code: str
) -> None:
    """Nothing is overwritten unseen."""
    put(api)
    answer = put(api, seen=seen, title="Khác")
    assert (answer.status, answer.code) == (status, code)
    assert api.answer_texts.find("so-xay-dung", "da-va").title == GOOD["title"]  # type: ignore[union-attr]


def test_what_is_not_there_has_no_version(api: WholeApi) -> None:
    """`If-Match` for a new text is stale."""
    assert (put(api, seen=1).status, listed(api)) == (412, [])


@pytest.mark.parametrize(
    ("actor", "agency", "status"),
    [
        (LEADER, None, 200),
        (LEADER, "so-xay-dung", 200),
        (LEADER, "so-y-te", 404),
        (OFFICER, None, 403),
        (SUPERVISOR, "so-y-te", 403),
        (ADMINISTRATOR, "so-y-te", 200),
        (ADMINISTRATOR, "so-gi-do", 404),
    ],
)
def test_who_may_change_whose_texts(
    api: WholeApi, actor: Actor, agency: str | None, status: int
) -> None:
    """A leader their own agency's, an administrator all."""
    assert put(api, actor, **({"agency": agency} if agency else {})).status == status


def test_all_that_is_wrong_is_said_at_once(api: WholeApi) -> None:
    """With the fields that there are."""
    answer = put(api, category="moon", text="Gửi {name} của chúng tôi }")
    faults = {(one["pointer"], one["code"]) for one in answer.body["errors"]}
    assert (answer.status, faults) == (
        422,
        {
            ("/text", "unknown_text_field"),
            ("/text", "stray_brace"),
            ("/category", "unknown_category"),
        },
    )
    assert "code, category, commune" in str(answer.body["errors"])


def test_texts_are_filtered_and_searched(api: WholeApi) -> None:
    """Those of a category come with those for all; what is put away is asked for apart."""
    put(api)
    put(api, id="den", category="lighting_water", title="Đã thay đèn")
    put(api, id="chung", title="Xin cảm ơn", category=None)
    put(api, id="cu", title="Không dùng nữa", active=False)
    assert listed(api, "category=roads") == ["chung", "cu", "da-va"]
    assert listed(api, "category=roads&active=true") == ["chung", "da-va"]
    assert listed(api, "active=false") == ["cu"]
    assert listed(api, "q=o%20ga") == ["da-va"]
    assert listed(api, "agency=so-xay-dung&q=den", SUPERVISOR) == ["den"]


def test_an_agency_has_so_many_texts_at_most(api: WholeApi) -> None:
    """The next one is refused, and changes of those that are there are not."""
    for number in range(MOST_PER_AGENCY):
        put(api, id=f"mau-{number}")
    refused = put(api, id="mot-nua")
    assert (refused.status, refused.code) == (409, "too_many_texts")
    assert put(api, id="mau-0", seen=1, title="Khác").status == 200


def test_a_case_fills_a_text_in(api: WholeApi) -> None:
    """As the citizen would read it; whoever may not see the case gets nothing."""
    case = api.office.in_progress()
    path = f"/v1/officer/cases/{case.code}/answer-preview"
    text = "{code}, {category}, {commune}, {agency}, {submitted}, {due}"
    answer = api.send("POST", path, {"text": text}, api.token(OFFICER))
    assert answer.status == 200
    assert answer.body["text"] == (
        f"{case.code}, Giao thông, đường sá, Phường Lào Cai, Sở Xây dựng, "
        "03/08/2026, 17:00 ngày 06/08/2026"
    )
    assert api.send("POST", path, {"text": text}, api.token(ELSEWHERE)).status == 404
    wrong = api.send("POST", path, {"text": "Gửi ông {name}"}, api.token(OFFICER))
    assert (wrong.status, wrong.body["errors"][0]["code"]) == (422, "unknown_text_field")


def test_a_change_goes_to_the_audit_without_its_words(api: WholeApi) -> None:
    """Who changed which text to which version."""
    put(api)
    [event] = api.answer_texts.events
    assert (event["type"], event["subject"]) == (
        "answer_text.changed",
        "answer_texts#so-xay-dung#da-va",
    )
    assert event["what"] == {"version": 1, "active": True, "category": "roads"}
