"""Cases of another system come in by a file: each once, and nobody's line keeps another's out."""

from __future__ import annotations

import csv
import sys
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import pytest

from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.cases.application.entering import EntryDesk
from chalicelib.cases.domain.on_behalf import ForeignNumber
from chalicelib.rules.domain.channels import CaseChannel
from operations import foreign_cases
from operations.foreign_cases import (
    ForeignLine,
    ForeignList,
    ForeignOutcome,
    WrongFile,
    bring_in,
    read_rows,
)
from tests.support.entering import HOTLINE, EntryOffice

GOOD = {
    "number": "1022-0001",
    "category": "roads",
    "description": "Ổ gà sâu trước cổng trường, xe máy ngã nhiều lần.",
    "commune_code": "02647",
    "phone": "0912345678",
    "full_name": "Lù A Sử",
    "received_at": "2026-08-03T07:35:00+07:00",
}
WRONG = {
    "a phone with letters": {"phone": "09123abc78"},
    "a description that is too short": {"description": "ngắn"},
    "a category that is not there": {"category": "nothing"},
    "a commune of elsewhere": {"commune_code": "00001"},
    "received next week": {"received_at": "2026-08-10T08:00:00+07:00"},
    "received last year": {"received_at": "2025-08-04T08:00:00+07:00"},
    "received at no instant": {"received_at": "hôm qua"},
    "half a place": {"lat": "22.4856"},
    "a place in words": {"lat": "bắc", "lon": "103.97"},
    "a place of no number": {"lat": "nan", "lon": "103.97"},
    "a channel of its own": {"channel": "fax"},
    "the app": {"channel": "app"},
    "neither yes nor no": {"urgent": "có lẽ"},
    "an agency that is not there": {"addressed_to": "nobody"},
    "no number": {"number": ""},
    "a character that controls": {"description": "Ổ gà sâu trước cổng\0 trường, xe máy ngã."},
    "visible to some": {"visibility": "friends"},
}
CHOSEN = ForeignList("tong-dai-1022", HOTLINE, CaseChannel.HOTLINE)


def file_of(folder: Path, *rows: dict[str, str]) -> Path:
    """As a spreadsheet writes it."""
    file = folder / "cases.csv"
    names = list(dict.fromkeys(name for row in rows for name in row))
    with file.open("w", encoding="utf-8-sig", newline="") as lines:
        writer = csv.DictWriter(lines, names)
        writer.writeheader()
        writer.writerows(rows)
    return file


def run(office: EntryOffice, file: Path) -> list[ForeignLine]:
    return list(bring_in(office.desk, CHOSEN, read_rows(file), lambda: None))


def test_each_case_comes_in_once_however_often_the_file_is_read(tmp_path: Path) -> None:
    """With who brought it, the other system's number and the time it was received."""
    office = EntryOffice()
    file = file_of(tmp_path, GOOD, {**GOOD, "number": "1022-0002", "phone": "", "urgent": "x"})
    assert [one.outcome for one in run(office, file)] == [ForeignOutcome.ENTERED] * 2
    assert [one.outcome for one in run(office, file)] == [ForeignOutcome.THERE] * 2
    first, second = office.office.store.cases.values()
    assert first.on_behalf.foreign == ForeignNumber("tong-dai-1022", "1022-0001")
    assert first.on_behalf.by == HOTLINE.id
    assert (first.channel, first.visibility) == ("hotline", "private")
    assert first.submitted_at.isoformat() == "2026-08-03T00:35:00+00:00"
    assert (first.urgency == "urgent", second.urgency == "urgent") == (False, True)


def test_one_number_twice_in_a_file_is_one_case(tmp_path: Path) -> None:
    office = EntryOffice()
    file = file_of(tmp_path, GOOD, {**GOOD, "description": "Lời khác hẳn của cùng một số."})
    assert Counter(one.outcome for one in run(office, file)) == {
        ForeignOutcome.ENTERED: 1,
        ForeignOutcome.THERE: 1,
    }
    assert len(office.office.store.cases) == 1


def test_a_wrong_line_is_named_without_what_stands_in_it(tmp_path: Path) -> None:
    """And the good ones before and behind it come in; mended, it comes in by the same file."""
    office, last = EntryOffice(), {**GOOD, "number": "last"}
    rows = [{**GOOD, "number": f"n{n}", **one} for n, one in enumerate(WRONG.values())]
    gone = run(office, file_of(tmp_path, GOOD, *rows, last))
    outcomes = [one.outcome for one in gone]
    taken = [what for what, one in zip(WRONG, outcomes[1:-1], strict=True) if one != "left out"]
    assert taken == []
    assert (outcomes[0], outcomes[-1]) == (ForeignOutcome.ENTERED, ForeignOutcome.ENTERED)
    told = " ".join(fault for one in gone for fault in one.faults)
    assert all(one.faults for one in gone[1:-1])
    cells = {cell for row in WRONG.values() for cell in row.values() if cell}
    assert not [cell for cell in cells if f" {cell}" in told.replace(":", " ")]
    assert len(office.office.store.cases) == 2
    mended = [{**GOOD, "number": f"n{n}"} for n in range(len(rows))]
    again = Counter(one.outcome for one in run(office, file_of(tmp_path, GOOD, *mended, last)))
    assert again == {ForeignOutcome.ENTERED: len(rows), ForeignOutcome.THERE: 2}


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"number,category\n1,roads\n", "missing columns: description"),
        (b"number,category,description,comune_code\n", "unknown columns: comune_code"),
        (b"number,category,description,number\n", "twice columns: number"),
        (b"", "missing columns: category, description, number"),
        ("số,mục\n".encode("utf-16"), "cannot be read as CSV in UTF-8"),
        (b'number,category,description\n1,roads,"never ends\n', "cannot be read as CSV in UTF-8"),
    ],
)
def test_a_file_that_is_none_is_refused(tmp_path: Path, content: bytes, why: str) -> None:
    file = tmp_path / "cases.csv"
    file.write_bytes(content)
    with pytest.raises(WrongFile, match=why):
        list(read_rows(file))


def test_a_line_with_more_cells_than_columns_is_left_out(tmp_path: Path) -> None:
    """A comma in the text that nobody quoted would else cut it off."""
    file = tmp_path / "cases.csv"
    file.write_text("number,category,description\n1,roads,Ổ gà, sâu lắm rồi đấy\n", "utf-8")
    office = EntryOffice()
    assert [one.outcome for one in run(office, file)] == [ForeignOutcome.LEFT_OUT]
    assert not office.office.store.cases


def test_who_ran_it_stands_in_the_audit_before_the_first_case(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The cases name an officer; who brought them in by the command is somebody else."""
    office, told = EntryOffice(), list[tuple[AuditKind, dict[str, object], int]]()
    things = {EntryDesk: office.desk}

    def tell(_product: object, kind: AuditKind, **what: object) -> None:
        told.append((kind, what, len(office.office.store.cases)))

    stack = SimpleNamespace(adopt=lambda: SimpleNamespace(get=things.__getitem__))
    monkeypatch.setattr(foreign_cases, "stack_of", lambda _given: stack)
    monkeypatch.setattr(foreign_cases, "entering_officer", lambda *_: HOTLINE)
    monkeypatch.setattr(foreign_cases, "tell", tell)
    file = file_of(tmp_path, GOOD, {**GOOD, "number": "1022-0002"})
    named = ["--system", "tong-dai-1022", "--officer", HOTLINE.id, str(file)]
    monkeypatch.setattr(sys, "argv", ["foreign_cases", *named])
    assert foreign_cases.main() == 0
    what = {"system": "tong-dai-1022", "officer": HOTLINE.id, "lines": 2}
    assert told == [(AuditKind.CASES_BROUGHT_IN, what, 0)]
    assert len(office.office.store.cases) == 2
