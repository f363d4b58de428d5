"""Lists in the browser: checked first, then written, with what is to be mended."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from chalicelib.imports.domain.kinds import ListKind
from chalicelib.kernel.actors import Actor
from tests.support.browsing import Seen, Visitor
from tests.support.cases import LEADER, OFFICER
from tests.support.directory import make_officer
from tests.support.list_files import headings_of, list_csv, list_xlsx
from tests.support.rules import ADMINISTRATOR
from tests.support.whole_api import WholeApi, whole_api

IMPORTS = "/officer/imports"
KIND = ListKind.OFFICIALS
GOOD = ["Sở Xây dựng", "Lý Thị Mây", "0912345678", ""]
BAD = ["Sở Xây dựng", "Lý Văn Sử", "0912", ""]


@pytest.fixture(autouse=True)
def api() -> Iterator[WholeApi]:
    with whole_api() as api:
        yield api


def visitor(api: WholeApi, who: Actor = ADMINISTRATOR) -> Visitor:
    return Visitor().sign_in_as(api, who)


def sent(mine: Visitor, data: bytes, kind: str = "officials", **more: str) -> Seen:
    fields = dict(mine.open(IMPORTS).form(IMPORTS).fields) | {"kind": kind, **more}
    fields.pop("file", None)
    file = ("file", "danh-sach.csv", "application/vnd.ms-excel", data)
    return mine.send_with_files(IMPORTS, [*fields.items()], [file])


def worked_off(api: WholeApi, seen: Seen) -> str:
    """The import that began, once the worker is through with it."""
    assert seen.status == 303, seen.text
    id = seen.goes_to.partition("?")[0].rpartition("/")[2]
    api.imports.work(api.imports.records.records[id])
    return id


def test_a_file_is_checked_and_then_written(api: WholeApi) -> None:
    """What would become of it is seen before anything is; the good rows are written by a button."""
    mine = visitor(api)
    begun = sent(mine, list_csv(KIND, GOOD, BAD))
    waiting = mine.open(begun.goes_to)
    assert "đang chờ" in waiting.text
    assert waiting.headers["Refresh"] == "3"
    id = worked_off(api, begun)
    checked = mine.open(begun.goes_to)
    assert "Refresh" not in checked.headers
    assert not api.imports.on_list(KIND)
    assert "số điện thoại" in checked.text.lower()
    writing = f"{IMPORTS}/{id}/writing"
    assert "Ghi 1 dòng đúng" in checked.text
    done = mine.submit(checked, writing)
    worked_off(api, done)
    assert len(api.imports.on_list(KIND)) == 1
    after = mine.open(done.goes_to)
    assert "đã xong" in after.text
    assert "/writing" not in after.html, "what was written is written once"


def test_a_form_that_is_sent_twice_begins_one_import(api: WholeApi) -> None:
    """By the value that the form carries."""
    mine = visitor(api)
    fields = dict(mine.open(IMPORTS).form(IMPORTS).fields) | {"kind": "officials"}
    fields.pop("file", None)
    file = ("file", "a.csv", "text/csv", list_csv(KIND, GOOD))
    led = {mine.send_with_files(IMPORTS, [*fields.items()], [file]).goes_to for _ in range(2)}
    assert len(led) == 1
    assert len(api.imports.records.records) == 1


def test_who_would_go_is_read_before_it_is_written(api: WholeApi) -> None:
    """Officers by their names."""
    mine, kind = visitor(api), ListKind.OFFICERS
    name = "Vàng <b>A</b> Páo"
    assert api.office.directory.save_officer(make_officer("gone", name=name), None)
    row = ["Sở Xây dựng", "Lý Mây", "Cán bộ", "0987000001", "may@x.vn"]
    data = list_csv(kind, [*row, *[""] * (len(headings_of(kind)) - len(row))])
    begun = sent(mine, data, "officers", replace="yes")
    worked_off(api, begun)
    checked = mine.open(begun.goes_to)
    assert f"{name} (user.gone), Sở Xây dựng" in checked.text
    assert "<b>" not in checked.html


def test_a_workbook_is_known_by_its_bytes(api: WholeApi) -> None:
    """Whatever the browser calls it."""
    mine = visitor(api)
    begun = sent(mine, list_xlsx(KIND, GOOD))
    worked_off(api, begun)
    assert "Ghi 1 dòng đúng" in mine.open(begun.goes_to).text


def test_the_sheet_of_faults_and_the_template_are_had(api: WholeApi) -> None:
    """By signed addresses."""
    mine = visitor(api)
    begun = sent(mine, list_csv(KIND, BAD))
    id = worked_off(api, begun)
    checked = mine.open(begun.goes_to)
    assert f"{IMPORTS}/{id}/errors" in checked.html
    assert "/writing" not in checked.html, "there is nothing to write"
    assert mine.open(f"{IMPORTS}/{id}/errors").goes_to.startswith("https://bucket.example/")
    template = mine.open("/officer/import-templates/officials")
    assert template.goes_to.startswith("https://bucket.example/")


def test_what_cannot_be_sent_is_said_on_the_form(api: WholeApi) -> None:
    """No file; another list of the kind under way; a file that is no list."""
    mine = visitor(api)
    fields = dict(mine.open(IMPORTS).form(IMPORTS).fields) | {"kind": "officials"}
    fields.pop("file", None)
    empty = mine.send_with_files(IMPORTS, [*fields.items()], [])
    assert empty.status == 422
    assert 'id="file-error"' in empty.html
    first = sent(mine, b"\x00\x01 no list")
    busy = sent(mine, list_csv(KIND, GOOD))
    assert busy.status == 409
    worked_off(api, first)
    assert "không nhận" in mine.open(first.goes_to).text


def test_a_leader_sends_lists_of_the_own_agency_only(api: WholeApi) -> None:
    """Agencies are not among them; whoever sends no lists has no such page."""
    mine = visitor(api, LEADER)
    assert 'value="agencies"' not in mine.open(IMPORTS).html
    refused = sent(mine, list_csv(ListKind.AGENCIES, ["Hội Nông dân tỉnh", ""]), "agencies")
    assert refused.status == 403
    assert visitor(api, OFFICER).open(f"{IMPORTS}/01K1QZ7M3VX2T9R4B8C6D5E0FG").status == 403
