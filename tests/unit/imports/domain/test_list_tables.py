"""The tables of the lists, whole: every column of every kind, every heading, every sentence."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from chalicelib.imports.domain import fault_texts
from chalicelib.imports.domain.cells import FileRefused, RawCell, RawRow, RawTable, RowFault
from chalicelib.imports.domain.fault_texts import NOTICED, OF_CELLS, OF_FILES, OF_ROWS
from chalicelib.imports.domain.kinds import TABLES, TITLES, Column, ListKind
from chalicelib.imports.domain.post_fault_texts import OF_FURTHER_POSTS
from chalicelib.imports.domain.reading import ListRow, read_list
from chalicelib.imports.domain.row_checks import MOST_AGENCIES
from chalicelib.imports.domain.values import _RULES
from tests.support.list_files import ROWS, headings_of, known

NOUN = Path(__file__).parents[4] / "chalicelib" / "imports"
EVERY_COLUMN = [(kind, column) for kind, table in TABLES.items() for column in table]


def rows_of(kind: ListKind, *lines: Sequence[str], only: str | None = None) -> list[ListRow]:
    """What is read of these lines, headings among them."""
    raw = [RawRow(n, tuple(map(RawCell, cells))) for n, cells in enumerate(lines, start=1)]
    return list(read_list(kind, RawTable(raw), known(only)).rows)


def faults_of(kind: ListKind, row: Sequence[str], only: str | None = None) -> list[str]:
    """What is wrong with a row under the template's headings."""
    (read,) = rows_of(kind, headings_of(kind), row, only=only)
    return [fault.code for fault in read.faults]


@pytest.mark.parametrize("kind", ListKind)
def test_the_template_s_own_example_is_taken(kind: ListKind) -> None:
    """Whoever only fills in more rows has a good list."""
    (row,) = rows_of(kind, headings_of(kind), ROWS[kind])
    assert row.faults == ()
    assert row.line == 2
    assert set(row.values) >= {c.name for c in TABLES[kind] if c.kept and c.required}


@pytest.mark.parametrize("kind", ListKind)
def test_columns_stand_in_any_order(kind: ListKind) -> None:
    """With a column of numbers in front, as every list of the office has one."""
    headings, row = ["STT", *reversed(headings_of(kind))], ["1", *reversed(ROWS[kind])]
    (read,) = rows_of(kind, headings, row)
    (straight,) = rows_of(kind, headings_of(kind), ROWS[kind])
    assert read.values == straight.values


@pytest.mark.parametrize(("kind", "column"), EVERY_COLUMN, ids=lambda one: getattr(one, "name", ""))
def test_every_heading_leads_to_its_column(kind: ListKind, column: Column) -> None:
    """In both languages, in capitals, without diacritics, with a star and a remark."""
    place = TABLES[kind].index(column)
    (straight,) = rows_of(kind, headings_of(kind), ROWS[kind])
    for heading in (*column.headings, *column.english, column.name):
        for said in (heading, heading.upper(), f"{heading} (*)"):
            headings = headings_of(kind)
            headings[place] = said
            (row,) = rows_of(kind, headings, ROWS[kind])
            assert row.values == straight.values, said


@pytest.mark.parametrize(("kind", "column"), EVERY_COLUMN, ids=lambda one: getattr(one, "name", ""))
def test_what_must_be_there_is_asked_for(kind: ListKind, column: Column) -> None:
    """As a column of the file, and in each row."""
    place = TABLES[kind].index(column)
    headings, row = headings_of(kind), list(ROWS[kind])
    row[place] = ""
    assert faults_of(kind, row) == (["missing"] if column.required else [])
    del headings[place], row[place]
    if not column.required:
        rows_of(kind, headings, row)
        return
    with pytest.raises(FileRefused) as refused:
        rows_of(kind, headings, row)
    assert refused.value.fault.code == "column_missing"
    assert column.headings[0] in fault_texts.sentence(refused.value.fault, "vi")


def test_every_column_has_a_rule_and_every_list_a_title() -> None:
    """No column is read by chance, no list is nameless."""
    assert {c.name for _, c in EVERY_COLUMN} == set(_RULES)
    assert set(TITLES) == set(TABLES) == set(ListKind)


def test_no_two_columns_of_a_list_share_a_heading() -> None:
    """Else one of them could not be found."""
    for table in TABLES.values():
        headings = [h.lower() for c in table for h in {*c.headings, *c.english}]
        assert len(headings) == len(set(headings))


OF_OTHERS = (
    NOUN.parent / "kernel" / "phones.py",
    NOUN.parent / "staff" / "application" / "leaver_lists.py",
    NOUN.parent / "staff" / "application" / "post_lists.py",
)
"""What says faults of rows outside of the noun."""


def test_every_fault_that_the_noun_names_has_its_sentence() -> None:
    """In both languages, with no member left open; and no sentence is for nothing."""
    told = {**OF_CELLS, **OF_ROWS, **OF_FURTHER_POSTS, **OF_FILES, **NOTICED}
    texts = {
        node.value
        for file in [*NOUN.rglob("*.py"), *OF_OTHERS]
        if not file.name.endswith("fault_texts.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    of_the_kernel = {"blank", "too_short", "too_long", "control_character"}
    of_the_kernel |= {"personal_id_form", "email_form"}
    assert set(told) - texts <= of_the_kernel
    for code, sentences in told.items():
        assert len(set(sentences)) == 2, code
        assert len(set(re.findall(r"\{(\w+)\}", " ".join(sentences)))) <= 1, code


BAD = [
    (ListKind.ELIGIBLE_CITIZENS, 0, "Xã Không Có", "unknown_commune"),
    (ListKind.ELIGIBLE_CITIZENS, 0, "99999", "unknown_commune"),
    (ListKind.ELIGIBLE_CITIZENS, 1, "   ", "missing"),
    (ListKind.ELIGIBLE_CITIZENS, 1, "x" * 301, "too_long"),
    (ListKind.ELIGIBLE_CITIZENS, 1, "Tổ\u00075", "control_character"),
    (ListKind.ELIGIBLE_CITIZENS, 3, "01019000123", "zero_lost"),
    (ListKind.ELIGIBLE_CITIZENS, 3, "0101900012345", "personal_id_form"),
    (ListKind.ELIGIBLE_CITIZENS, 3, "1,0190001234E+11", "became_number"),
    (ListKind.ELIGIBLE_CITIZENS, 4, "12345", "phone_invalid"),
    (ListKind.ELIGIBLE_CITIZENS, 4, "không có", "phone_invalid"),
    (ListKind.ELIGIBLE_CITIZENS, 4, "0214 3840 034", "phone_not_mobile"),
    (ListKind.ELIGIBLE_CITIZENS, 4, "+33 6 12 34 56 78", "phone_country"),
    (ListKind.TEAM_MEMBERS, 3, "01234567890", "phone_invalid"),
    (ListKind.OFFICIALS, 0, "Sở Không Có", "unknown_agency"),
    (ListKind.OFFICERS, 0, "dien-luc", "external_agency"),
    (ListKind.OFFICERS, 2, "giám đốc", "unknown_role"),
    (ListKind.OFFICERS, 2, "Quản trị", "role_of_the_centre"),
    (ListKind.OFFICERS, 4, "ltmay@", "email_form"),
    (ListKind.OFFICERS, 5, "m", "username_form"),
    (ListKind.AGENCIES, 0, "Sở Xây dựng", "agency_name_taken"),
    (ListKind.AGENCIES, 1, "Hội Nông dân", "agency_id_form"),
    (ListKind.AGENCIES, 1, "ubnd-02647", "committee_follows"),
]


@pytest.mark.parametrize(("kind", "place", "text", "code"), BAD)
def test_what_is_wrong_is_said(kind: ListKind, place: int, text: str, code: str) -> None:
    """By its code; and in a sentence without what was typed."""
    row = list(ROWS[kind])
    row[place] = text
    (read,) = rows_of(kind, headings_of(kind), row)
    (fault,) = read.faults
    assert (fault.line, fault.code) == (2, code)
    assert fault.column == TABLES[kind][place].name
    for language in ("vi", "en"):
        assert "{" not in fault_texts.sentence(fault, language)
    assert all(isinstance(value, int) for value in fault.params.values())


GOOD = [
    (ListKind.ELIGIBLE_CITIZENS, 0, "02647", "commune", "02647"),
    (ListKind.ELIGIBLE_CITIZENS, 0, "phuong lao cai", "commune", "02647"),
    (ListKind.ELIGIBLE_CITIZENS, 0, "PHƯỜNG LÀO CAI", "commune", "02647"),
    (ListKind.ELIGIBLE_CITIZENS, 3, "010 190 001 234", "personal_id", "010190001234"),
    (ListKind.ELIGIBLE_CITIZENS, 3, "010.190.001.234", "personal_id", "010190001234"),
    (ListKind.ELIGIBLE_CITIZENS, 4, "912345678", "phone", "+84912345678"),
    (ListKind.ELIGIBLE_CITIZENS, 4, "+84 912 345 678", "phone", "+84912345678"),
    (ListKind.ELIGIBLE_CITIZENS, 4, "\u202a0912345678\u202c", "phone", "+84912345678"),
    (ListKind.OFFICERS, 0, "so-xay-dung", "agency", "so-xay-dung"),
    (ListKind.OFFICERS, 0, "ubnd phường lào cai", "agency", "ubnd-02647"),
    (ListKind.OFFICERS, 1, "LÝ THỊ MÂY", "full_name", "Lý Thị Mây"),
    (ListKind.OFFICERS, 1, "Lý  Thị\u00a0Mây ", "full_name", "Lý Thị Mây"),
    (ListKind.OFFICERS, 2, "leader", "role", "leader"),
    (ListKind.OFFICERS, 2, "can bo xu ly", "role", "officer"),
    (ListKind.OFFICERS, 5, "", "username", "ltmay"),
    (ListKind.AGENCIES, 1, "", "agency_id", "hoi-nong-dan-tinh"),
]


@pytest.mark.parametrize(("kind", "place", "text", "name", "kept"), GOOD)
def test_what_people_write_is_understood(
    kind: ListKind, place: int, text: str, name: str, kept: str
) -> None:
    """In one form, however it was typed."""
    row = list(ROWS[kind])
    row[place] = text
    (read,) = rows_of(kind, headings_of(kind), row)
    assert read.faults == ()
    assert read.values[name] == kept


def test_names_that_nobody_needs_are_not_kept() -> None:
    """Lists of people are to be counted and matched, not read."""
    for kind in (ListKind.OFFICIALS, ListKind.TEAM_MEMBERS, ListKind.ELIGIBLE_CITIZENS):
        (row,) = rows_of(kind, headings_of(kind), ROWS[kind])
        assert "full_name" not in row.values


TWICE = [
    (ListKind.OFFICERS, ["phone_twice", "email_twice", "username_twice"]),
    (ListKind.OFFICIALS, ["person_twice", "phone_twice"]),
    (ListKind.TEAM_MEMBERS, ["phone_twice"]),
    (ListKind.ELIGIBLE_CITIZENS, ["person_twice"]),
    (ListKind.AGENCIES, ["agency_twice", "agency_twice"]),
]


@pytest.mark.parametrize(("kind", "codes"), TWICE)
def test_of_two_that_collide_the_later_is_refused(kind: ListKind, codes: list[str]) -> None:
    """And is told where the earlier one stands."""
    first, second = rows_of(kind, headings_of(kind), ROWS[kind], ROWS[kind])
    assert first.faults == ()
    assert [(fault.code, fault.params) for fault in second.faults] == [
        (code, {"other": 2}) for code in codes
    ]


def test_the_directory_has_room_for_so_many_agencies() -> None:
    """All of them are one item, which a wrong list would fill; those that are there are renamed,
    and a row that is refused takes nobody's room."""
    kind, there = ListKind.AGENCIES, len(known().names)
    room = MOST_AGENCIES - there
    rows = [[f"Hội số {n}", f"hoi-{n}"] for n in range(room)]
    bad = ["Sở Y tế", "khac"]
    more = [["Hội cuối", "hoi-cuoi"], ["Sở Xây dựng và Đô thị", "so-xay-dung"]]
    read = rows_of(kind, headings_of(kind), bad, *rows, *more)
    told = [(one.line, fault.code) for one in read for fault in one.faults]
    assert told == [(2, "agency_name_taken"), (3 + room, "agencies_full")]


def test_eligible_people_of_one_household_share_a_phone() -> None:
    """And nobody else may."""
    row = list(ROWS[ListKind.ELIGIBLE_CITIZENS])
    other = [*row[:3], "010190001235", row[4]]
    kind = ListKind.ELIGIBLE_CITIZENS
    assert all(not one.faults for one in rows_of(kind, headings_of(kind), row, other))


@pytest.mark.parametrize(
    ("kind", "own", "code"),
    [
        (ListKind.OFFICERS, "so-xay-dung", None),
        (ListKind.OFFICERS, "so-y-te", "not_your_agency"),
        (ListKind.OFFICIALS, "so-y-te", "not_your_agency"),
        (ListKind.TEAM_MEMBERS, "ubnd-02647", None),
        (ListKind.TEAM_MEMBERS, "ubnd-02650", "not_your_agency"),
        (ListKind.ELIGIBLE_CITIZENS, "so-xay-dung", "not_your_agency"),
    ],
)
def test_a_leader_imports_for_the_own_agency(kind: ListKind, own: str, code: str | None) -> None:
    """For a commune's agency that is all that lies in the commune."""
    assert faults_of(kind, ROWS[kind], only=own) == ([code] if code else [])


def test_a_leader_makes_no_administrator() -> None:
    """Nor anybody else than officers and leaders."""
    row = [*ROWS[ListKind.OFFICERS]]
    row[2] = "Giám sát"
    assert faults_of(ListKind.OFFICERS, row, only="so-xay-dung") == ["role_not_yours"]


def test_a_fault_of_the_whole_row_is_told_beside_those_of_its_cells() -> None:
    """Merged cells leave others empty."""
    raw = [
        RawRow(1, tuple(map(RawCell, headings_of(ListKind.TEAM_MEMBERS)))),
        RawRow(2, tuple(map(RawCell, ROWS[ListKind.TEAM_MEMBERS])), "merged_cells"),
    ]
    (row,) = read_list(ListKind.TEAM_MEMBERS, RawTable(raw), known()).rows
    assert row.faults == (RowFault(2, None, "merged_cells"),)
