"""Reports over HTTP: who may read which, from when to when, in which form."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from chalicelib.agencies.application.ports import Directory
from chalicelib.cases.application.cases import CaseDesk
from chalicelib.cases.domain import commands
from chalicelib.figures.application.figures import FigureDesk, project
from chalicelib.figures.application.ports import FigureLog, FigureStore
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.keys import Bearer, Tokens
from chalicelib.kernel.offered_files import OfferedFiles
from chalicelib.runtime.services import use
from tests.support.api import Answer, Api, make_services
from tests.support.cases import CITIZEN, ELSEWHERE, INTAKE, LEADER, OFFICER, SUPERVISOR, Office
from tests.support.figures import FakeFigureStore
from tests.support.keys import make_tokens
from tests.support.offered_files import FakeOfferedFiles

FORM = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Desk:
    """The API with an office whose cases have been counted."""

    def __init__(self) -> None:
        self.office, self.figures, self.files = Office(), FakeFigureStore(), FakeOfferedFiles()
        self.tokens = make_tokens()
        self.office.take(self.office.answered(), CITIZEN, commands.Rate(4))
        self.submit()
        use(
            make_services(
                {
                    Clock: self.office.clock,
                    Tokens: self.tokens,
                    Directory: self.office.directory,
                    CaseDesk: self.office.desk,
                    FigureDesk: FigureDesk(self.office.store, self.figures),
                    FigureStore: self.figures,
                    FigureLog: self.figures,
                    OfferedFiles: self.files,
                }
            )
        )

    def submit(self) -> None:
        """One case more, and all are counted."""
        self.office.submit(category="health")
        for code in self.office.store.cases:
            project(FigureDesk(self.office.store, self.figures), code)

    def get(self, path: str, reader: Actor = SUPERVISOR) -> Answer:
        token = self.tokens.issue_access(Bearer(reader, "s"), self.office.clock.now()).token
        return Api().send("GET", path, token=token)


def _period(start: str, end: str, as_of: str, *, provisional: bool = False) -> dict[str, object]:
    return {"from": start, "to": end, "as_of": as_of, "provisional": provisional}


@pytest.fixture
def desk() -> Iterator[Desk]:
    yield Desk()
    use(None)


def test_live_figures(desk: Desk) -> None:
    """This month up to now, a line for each agency, with numerators and denominators."""
    body = desk.get("/v1/reports/live?level=agency").body
    assert body["period"] == _period("2026-08-01", "2026-08-04", "2026-08-04", provisional=True)
    assert body["previous_period"] == _period("2026-07-29", "2026-08-01", "2026-08-01")
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
    ("asked", "as_of", "provisional"),
    [
        ("period=2026-08", "2026-08-04", True),
        ("period=2026-08&as_of=2027-01-01", "2026-08-04", True),
        ("period=2026-08&as_of=2026-08-05", "2026-08-04", True),
        ("period=2026-08&as_of=2026-08-04", "2026-08-04", True),
        ("period=2026-08&as_of=2026-08-03", "2026-08-03", False),
        ("period=2026-08&as_of=2026-08-01", "2026-08-01", False),
        ("period=2026-07", "2026-08-01", False),
        ("from=2026-08-04&to=2026-08-05", "2026-08-04", True),
    ],
)
def test_a_cut_off_is_the_coming_midnight_at_most(
    desk: Desk, asked: str, as_of: str, provisional: bool
) -> None:
    """On Monday 3 August: what is not past is said to be provisional, in answer, sheet and name."""
    period = desk.get(f"/v1/reports/monthly?{asked}").body["period"]
    assert (period["as_of"], period["provisional"]) == (as_of, provisional)
    assert desk.get(f"/v1/reports/monthly?{asked}&format=xlsx").status == 303
    ((name, content),) = desk.files.files.items()
    lines = [row[0].value for row in load_workbook(BytesIO(content)).active["A1:A3"]]
    day = f"00:00 ngày {as_of[8:]}/{as_of[5:7]}/{as_of[:4]}"
    said = f"Số liệu tạm tính đến {day}: chưa qua thời điểm này, còn thay đổi"
    assert lines[2] == (said if provisional else f"Số liệu tính đến {day}")
    assert name.endswith(f"-tinh-den-{as_of}{'-tam-tinh' if provisional else ''}.xlsx")


def test_a_label_never_shows_two_results(desk: Desk) -> None:
    """What was provisional changes under its label; once it is not, the same stands for good."""
    asked = "/v1/reports/monthly?period=2026-08&as_of="
    before = desk.get(f"{asked}2026-08-04").body
    desk.submit()
    after = desk.get(f"{asked}2026-08-04").body
    assert before["total"] != after["total"]
    assert before["period"]["provisional"]
    desk.office.clock.advance(days=1)
    final = desk.get(f"{asked}2026-08-04").body
    assert final["period"] == {**after["period"], "provisional": False}
    assert final["total"] == after["total"]
    desk.submit()
    assert desk.get(f"{asked}2026-08-04").body == final


def test_the_period_before_one_that_begins_at_midnight_is_provisional(desk: Desk) -> None:
    """Its end is the coming midnight too, and the sheet's line says so."""
    asked = "/v1/reports/monthly?from=2026-08-04&to=2026-08-05"
    before = desk.get(asked).body["previous_period"]
    assert before == _period("2026-08-03", "2026-08-04", "2026-08-04", provisional=True)
    desk.get(f"{asked}&format=xlsx")
    page = load_workbook(BytesIO(next(iter(desk.files.files.values())))).active
    assert page.cell(page.max_row, 1).value == "Kỳ trước (tổng số, tạm tính)"


@pytest.mark.parametrize(
    ("asked", "faults"),
    [
        ("period=2026-08&as_of=2026-07-31", [("?as_of", "before_period")]),
        ("from=2026-07-01&to=2026-08-01&as_of=2026-06-30", [("?as_of", "before_period")]),
        ("period=2026-09", [("?period", "period_not_begun")]),
        ("from=2026-08-05&to=2026-08-06", [("?from", "period_not_begun")]),
        ("from=2026-08-05&to=2026-08-06&as_of=2026-09-01", [("?from", "period_not_begun")]),
        (
            "from=2026-08-05&to=2026-08-06&as_of=2026-08-04",
            [("?from", "period_not_begun"), ("?as_of", "before_period")],
        ),
    ],
)
def test_nothing_is_known_before_it_begins(
    desk: Desk, asked: str, faults: list[tuple[str, str]]
) -> None:
    """A cut-off before the period, or a period after the coming midnight: which, and why."""
    answer = desk.get(f"/v1/reports/monthly?{asked}")
    assert (answer.status, answer.faults) == (422, faults)


@pytest.mark.parametrize(
    ("asked", "faults"),
    [
        ("", [("?from", "missing"), ("?to", "missing")]),
        ("from=2026-08-01T00:00&to=2026-09-01", [("?from", "not_a_day")]),
        ("from=2026-08-01&to=2026-09-31", [("?to", "not_a_day")]),
        ("from=2026-08-01&to=20260901", [("?to", "not_a_day")]),
        ("from=2026-09-01&to=2026-08-01", [("?to", "empty_period")]),
        ("from=2026-08-01&to=2026-08-01&as_of=2026-07-01", [("?to", "empty_period")]),
        ("period=2026-08&from=2026-08-01", [("?period", "period_or_days")]),
        ("period=2026-13", [("?period", "wrong_form")]),
        ("period=0000-01", [("?period", "wrong_form")]),
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
    """The centre reads all, a leader their own agency, others nothing."""
    assert desk.get(f"/v1/reports/monthly?period=2026-08{asked}", reader).status == status


def test_a_leader_sees_the_own_agency_only(desk: Desk) -> None:
    """Without naming an agency a leader's report is about their own one."""
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
    moved = ("Tỷ lệ chuyển cơ quan", "Tỷ lệ đổi lĩnh vực khi tiếp nhận")
    assert [(figures[one], figures[f"{one}: mẫu số"]) for one in moved] == [(0, 2), (0, 2)]
    both = [page.cell(6, share.column + i) for i in (1, 2)]
    assert [(cell.value, cell.number_format) for cell in both] == [(1, "#,##0"), (1, "#,##0")]


def test_a_report_says_which_figures_it_lacks() -> None:
    """It comes all the same, as JSON and as a sheet."""
    desk = Desk()
    desk.figures.unreadable = ("2026-08#3#000001",)
    assert desk.get("/v1/reports/live").body["unreadable"] == ["2026-08#3#000001"]
    desk.get("/v1/reports/monthly?period=2026-08&format=xlsx")
    (content,) = desk.files.files.values()
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        assert "2026-08#3#000001" in "".join(book.read(n).decode() for n in book.namelist())
    use(None)
