"""An edit of the calendar on the deployed stack, under the functions' own rights."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from localstack.cast import Cast
from localstack.demo.client import ApiAnswer
from localstack.demo.people import StaffMember
from localstack.demo.stack import RunningStack
from localstack.demo.waiting import until
from tests.support.local_time import pass_time

PHONE = "+84912777301"


def put(officer: StaffMember, document: Any, version: str, query: str = "") -> ApiAnswer:
    return officer.api.send("PUT", f"/admin/calendar{query}", document, version=version)


@pytest.fixture
def calendar(stack: RunningStack) -> Iterator[tuple[StaffMember, Any]]:
    """An administrator and the present calendar, which is put back at the end."""
    administrator = Cast(stack).officer("administrator")
    document = administrator.api.get("/admin/calendar").json()
    yield administrator, document
    version = administrator.api.get("/admin/calendar").headers["etag"]
    put(administrator, document, version)
    pass_time(stack, 125)


def test_an_edited_calendar_moves_an_open_case_and_its_citizen_is_told(
    stack: RunningStack, calendar: tuple[StaffMember, Any]
) -> None:
    """Preview, edit, pass, timeline, reasons, and one SMS with the new date."""
    administrator, document = calendar
    cast = Cast(stack)
    citizen = cast.citizen(PHONE)
    code = cast.case_of(citizen)
    before = citizen.case(code)["clock"]["due_at"]
    override = {"day": before[:10], "kind": "off", "source": "Công văn thử"}
    edited = {**document, "overrides": [*document["overrides"], override]}
    etag = f'"{document["version"]}"'
    preview = put(administrator, edited, etag, "?preview=true&limit=100").json()
    assert code in {item["code"] for item in preview["items"]}
    assert citizen.case(code)["clock"]["due_at"] == before
    put(administrator, edited, etag)
    pass_time(stack, 61)  # the schedule notices the edit
    pass_time(stack, 125)
    progress = administrator.api.get("/admin/recomputation").json()
    assert (progress["state"], progress["calendar"]) == ("done", document["version"] + 1)
    case = citizen.case(code)
    assert case["clock"]["due_at"] > before
    assert [line["action"] for line in case["timeline"]].count("recompute") == 1
    assert "calendar" in [why["step"] for why in case["clock"]["why"]]
    heard = until(
        lambda: [text for text in citizen.phone.texts() if code in text], "an SMS about the move"
    )
    assert len(heard) == 1
