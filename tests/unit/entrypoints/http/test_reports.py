"""Reports over HTTP: who may read which, from when to when, in which form."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from chalicelib import bootstrap
from chalicelib.application.figures import FigureDesk, project
from chalicelib.application.ports.keys import Bearer
from chalicelib.domain import commands
from chalicelib.domain.actors import Actor
from tests.support.api import Answer, Api, make_container
from tests.support.cases import CITIZEN, ELSEWHERE, INTAKE, LEADER, OFFICER, SUPERVISOR, Office
from tests.support.figures import FakeFigureStore
from tests.support.keys import make_tokens

FORM = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class FakeReportFiles:
    """Keeps what was published."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    def publish(self, name: str, content: bytes) -> str:
        self.files[name] = content
        return f"https://files.example/{name}"


class Desk:
    """The API with an office whose cases have been counted."""

    def __init__(self) -> None:
        self.office, self.figures, self.files = Office(), FakeFigureStore(), FakeReportFiles()
        self.tokens = make_tokens()
        self.office.take(self.office.answered(), CITIZEN, commands.Rate(4))
        self.office.submit(category="health")
        for code in self.office.store.cases:
            project(FigureDesk(self.office.store, self.figures), code)
        bootstrap.use(
            make_container(
                clock=self.office.clock,
                tokens=self.tokens,
                directory=self.office.directory,
                case_desk=self.office.desk,
                figure_desk=FigureDesk(self.office.store, self.figures),
                report_files=self.files,
            )
        )

    def get(self, path: str, reader: Actor = SUPERVISOR) -> Answer:
        token = self.tokens.issue_access(Bearer(reader, "s"), self.office.clock.now()).token
        return Api().send("GET", path, token=token)


@pytest.fixture
def desk() -> Iterator[Desk]:
    yield Desk()
    bootstrap.use(None)


def test_live_figures(desk: Desk) -> None:
    """This month up to now, a line for each agency, with numerators and denominators."""
    body = desk.get("/v1/reports/live?level=agency").body
    assert body["period"] == {"from": "2026-08-01", "to": "2026-08-04", "as_of": "2026-08-04"}
    assert body["total"]["received"] == {"app": 2}
    assert body["total"]["on_time"] == {"n": 1, "of": 1}
    names = {row["key"]: row["name"] for row in body["rows"]}
    assert names == {"so-xay-dung": "Sở Xây dựng", None: "Chưa phân công"}


@pytest.mark.parametrize(
    "asked", ["period=2026-08", "from=2026-08-01&to=2026-09-01", "period=2026-08&as_of=2026-08-20"]
)
def test_a_period(desk: Desk, asked: str) -> None:
    """A month by its name or by its days, as known at its end or at a cut-off."""
    body = desk.get(f"/v1/reports/monthly?{asked}").body
    assert (body["period"]["from"], body["period"]["to"]) == ("2026-08-01", "2026-09-01")
    assert body["total"]["answered_on_time"] == 1
    assert body["previous"]["received"] == {}


@pytest.mark.parametrize(
    ("asked", "faults"),
    [
        ("", [("?from", "missing"), ("?to", "missing")]),
        ("from=2026-08-01T00:00&to=2026-09-01", [("?from", "not_a_day")]),
        ("from=2026-08-01&to=2026-09-31", [("?to", "not_a_day")]),
        ("from=2026-08-01&to=20260901", [("?to", "not_a_day")]),
        ("from=2026-09-01&to=2026-08-01", [("?to", "empty_period")]),
        ("period=2026-08&from=2026-08-01", [("?period", "period_or_days")]),
        ("period=2026-13", [("?period", "wrong_form")]),
        ("period=0000-01", [("?period", "not_a_day")]),
        ("period=2026-08&as_of=soon", [("?as_of", "not_a_day")]),
        ("period=2026-08&level=moon", [("?level", "not_one_of")]),
        ("period=2026-08&speed=fast", [("?speed", "unknown_field")]),
    ],
)
def test_what_is_no_period(desk: Desk, asked: str, faults: list[tuple[str, str]]) -> None:
    """Each parameter that is wrong is named, and how."""
    answer = desk.get(f"/v1/reports/monthly?{asked}")
    assert (answer.status, answer.faults) == (422, faults)


@pytest.mark.parametrize(
    ("reader", "asked", "status"),
    [
        (SUPERVISOR, "", 200),
        (INTAKE, "&agency=so-y-te", 200),
        (LEADER, "", 200),
        (LEADER, "&agency=so-xay-dung", 200),
        (LEADER, "&agency=so-y-te", 403),
        (OFFICER, "", 403),
        (ELSEWHERE, "", 403),
        (CITIZEN, "", 403),
    ],
)
def test_who_may_read(desk: Desk, reader: Actor, asked: str, status: int) -> None:
    """The centre reads all, a leader the own agency, others nothing."""
    assert desk.get(f"/v1/reports/monthly?period=2026-08{asked}", reader).status == status


def test_a_leader_sees_the_own_agency_only(desk: Desk) -> None:
    """Without naming an agency a leader's report is about the own one."""
    body = desk.get("/v1/reports/monthly?period=2026-08&level=agency", LEADER).body
    assert [row["key"] for row in body["rows"]] == ["so-xay-dung"]
    assert body["total"]["received"] == {"app": 1}


def _cells(page: Any, row: int) -> list[Any]:
    return [cell.value for cell in page[row]]


def test_the_sheet_opens_well(desk: Desk) -> None:
    """A Vietnamese header that stays in sight, whole numbers, shares beside both their numbers."""
    answer = desk.get("/v1/reports/monthly?period=2026-08&level=agency&format=xlsx")
    assert answer.status == 303
    assert answer.headers["Location"].startswith("https://files.example/")
    page = load_workbook(BytesIO(next(iter(desk.files.files.values())))).active
    assert page.freeze_panes == "B6"
    header, total = _cells(page, 5), _cells(page, 6)
    assert header[:3] == ["Cơ quan", "Kỳ trước chuyển sang", "Tiếp nhận trong kỳ"]
    figures = dict(zip(header, total, strict=True))
    assert (figures["Tổng số phải xử lý"], figures["Tỷ lệ đúng hạn"]) == (2, 1)
    share = page.cell(6, header.index("Tỷ lệ đúng hạn") + 1)
    assert share.number_format == "0.0%"
    both = [page.cell(6, share.column + i) for i in (1, 2)]
    assert [(cell.value, cell.number_format) for cell in both] == [(1, "#,##0"), (1, "#,##0")]
