"""Reach, activity and officials as spreadsheets: what the routes answer, row by row."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import openpyxl
import pytest

from chalicelib.campaign.application.counting import count_accounts
from chalicelib.imports.domain.kinds import ListKind
from chalicelib.kernel.actors import Actor, Role
from tests.support.campaign import HAMLET
from tests.support.cases import CITIZEN, ELSEWHERE, SUPERVISOR
from tests.support.good_bodies import TARGETS, VISIT
from tests.support.imports import ADMINISTRATOR
from tests.support.list_files import eligible, list_csv
from tests.support.people import make_account
from tests.support.whole_api import WholeApi

COMMUNES_LEADER = Actor(Role.LEADER, "l9", "ubnd-02647")


@pytest.fixture(autouse=True)
def kept(api: WholeApi) -> None:
    """Two accounts of one commune, one visit, seven people on its list, and an official."""
    api.people.accounts.store.put(make_account("B1", "+84912000001"))
    body = {"entries": [VISIT]}
    assert api.send("POST", "/v1/team/visits", body, api.token(CITIZEN)).status == 200
    for kind, rows in (
        (ListKind.ELIGIBLE_CITIZENS, eligible(7)),
        (ListKind.OFFICIALS, [["Sở Xây dựng", "=Lù A", "0912000001", ""]]),
    ):
        api.imports.run(kind, list_csv(kind, *rows))
    api.campaign.count()
    count_accounts(api.campaign.count_desk, [CITIZEN.id, "B1"])


def rows(api: WholeApi, path: str, actor: Actor = SUPERVISOR) -> list[list[Any]]:
    """Below the headings' row, which comes first."""
    answer = api.send("GET", f"/v1/reports/{path}", token=api.token(actor))
    assert answer.status == 303, answer.body
    content = list(api.offered_files.files.values())[-1]
    found = [
        [cell.value for cell in row] for row in openpyxl.load_workbook(BytesIO(content)).active
    ]
    return found[next(n for n, row in enumerate(found) if len([c for c in row if c]) > 2) :]


def test_the_reach_has_a_row_for_each_commune_and_their_sum(api: WholeApi) -> None:
    """Shares are cells that a spreadsheet can reckon with; what nobody set is empty."""
    put = api.send("PUT", "/v1/admin/targets", TARGETS, api.token(ADMINISTRATOR), If_Match='"0"')
    assert put.status == 200
    head, commune, total = rows(api, "reach?level=commune&format=xlsx")
    line = dict(zip(head, commune, strict=True))
    assert line["Xã, phường"] == "Phường Lào Cai"
    assert (line["Tài khoản"], line["Tự tạo trong kỳ"], line["Được giúp trong kỳ"]) == (2, 2, 0)
    assert line["Vắng nhà"] == 1
    assert (line["Mục tiêu cả đợt"], line["Mục tiêu đến hết kỳ"]) == (8080, None)
    assert line["So với mục tiêu"] == pytest.approx(2 / 8080)
    assert (line["Người trong danh sách"], line["So với danh sách"]) == (7, pytest.approx(2 / 7))
    assert total == ["Tổng cộng", *commune[1:]]


def test_a_commune_compiles_its_hamlets(api: WholeApi) -> None:
    """Its own; and the audit knows what was taken along."""
    head, *lines = rows(api, "reach?level=hamlet&commune=02647&format=xlsx", COMMUNES_LEADER)
    assert head[0] == "Thôn, bản, tổ dân phố"
    assert HAMLET in {line[0] for line in lines}
    (read,) = api.audit.reads.values()
    days = {"from": "2026-08-01", "to": "2026-08-04"}
    assert read["what"] == {**days, "level": "hamlet", "commune": "02647"}


def test_activity_and_officials_are_sheets_too(api: WholeApi) -> None:
    """Each with its sum; of none there is no share."""
    assert rows(api, "activity?format=xlsx")[1:] == [
        ["Phường Lào Cai", 0, 2, 0],
        ["Tổng cộng", 0, 2, 0],
    ]
    head, agency, total = rows(api, "officials?format=xlsx")
    assert head[0] == "Cơ quan"
    assert agency[:4] == ["Sở Xây dựng", 1, 1, 1]
    assert agency[4].endswith("/2026")
    assert total == ["Tổng cộng", 1, 1, 1, None]


def test_who_may_not_read_gets_no_sheet(api: WholeApi) -> None:
    """Nothing is made, and nothing is told to the audit."""
    for path in ("reach", "activity", "officials"):
        answer = api.send("GET", f"/v1/reports/{path}?format=xlsx", token=api.token(ELSEWHERE))
        assert (answer.status, answer.code) == (403, "report_not_allowed")
    assert not api.offered_files.files
    assert not api.audit.reads
