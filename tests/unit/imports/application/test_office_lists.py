"""Lists of officers and agencies, who become part of the directory."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.agencies.domain.agencies import Officer
from chalicelib.imports.domain.kinds import ListKind
from chalicelib.imports.domain.list_imports import ImportMode
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.errors import Invalid
from tests.support.directory import make_officer
from tests.support.imports import ADMINISTRATOR, Imports, counts
from tests.support.list_files import list_csv

CHECK, GOOD, ALL = ImportMode.CHECK, ImportMode.GOOD_ROWS, ImportMode.ALL_OR_NONE


def _officer_rows(*changes: dict[int, str]) -> list[list[str]]:
    rows = []
    for number, change in enumerate(changes):
        row = [
            *("Sở Xây dựng", f"Lý Thị {'ABCDEF'[number]}", "Cán bộ xử lý"),
            *(f"091234567{number}", f"o{number}x@laocai.gov.vn", f"user.o{number}"),
        ]
        rows.append([change.get(place, cell) for place, cell in enumerate(row)])
    return rows


def _people(*changes: dict[str, Any]) -> list[Officer]:
    return [
        make_officer(
            f"p{n}",
            **{
                "username": f"user.o{n}",
                "name": f"Lý Thị {'ABCDEF'[n]}",
                "phone": f"+8491234567{n}",
                "email": f"o{n}x@laocai.gov.vn",
                **change,
            },
        )
        for n, change in enumerate(changes)
    ]


OFFICERS = ListKind.OFFICERS


def test_officers_come_into_the_directory() -> None:
    """Each with a line in the audit; the same file again changes nothing."""
    office = Imports()
    rows = _officer_rows({}, {2: "Lãnh đạo"})
    before = len(office.directory.events)
    done = office.run(OFFICERS, list_csv(OFFICERS, *rows))
    assert counts(done) == (2, 2, 0, 0)
    people = office.directory.officers("so-xay-dung")
    assert [(o.username, o.role, o.phone) for o in sorted(people, key=lambda o: o.username)] == [
        ("user.o0", Role.OFFICER, "+84912345670"),
        ("user.o1", Role.LEADER, "+84912345671"),
    ]
    assert len(office.directory.events) == before + 2
    assert counts(office.run(OFFICERS, list_csv(OFFICERS, *rows))) == (2, 0, 2, 0)


@pytest.mark.parametrize(
    ("there", "row", "by", "code"),
    [
        ({}, {3: "0987654321"}, ADMINISTRATOR, "contact_differs"),
        ({}, {4: "khac@laocai.gov.vn"}, ADMINISTRATOR, "contact_differs"),
        ({"active": False}, {3: "0987654321"}, ADMINISTRATOR, None),
        ({"phone": None}, {}, ADMINISTRATOR, None),
        ({}, {0: "Sở Y tế"}, ADMINISTRATOR, None),
        ({"agency": "so-y-te"}, {}, Actor(Role.LEADER, "l1", "so-xay-dung"), "officer_elsewhere"),
        ({"role": Role.HOTLINE}, {}, Actor(Role.LEADER, "l1", "so-xay-dung"), "role_not_yours"),
        ({"role": Role.ADMINISTRATOR}, {}, ADMINISTRATOR, "administrator_stays"),
    ],
)
def test_what_a_list_may_not_do_to_an_officer(
    there: dict[str, Any], row: dict[int, str], by: Actor, code: str | None
) -> None:
    """Codes go to phones and addresses: a list turns none of them away from who has it."""
    office = Imports()
    (officer,) = _people(there)
    office.directory.save_officer(officer, None)
    done = office.run(OFFICERS, list_csv(OFFICERS, *_officer_rows(row)), by=by)
    assert [fault.code for fault in done.faults] == ([code] if code else [])
    assert (office.directory.officer("p0") == officer) is bool(code)


def test_a_phone_that_somebody_else_has_is_told() -> None:
    """The others of the file come in, and the numbers say what became of each."""
    office = Imports()
    office.directory.save_officer(make_officer("p9", phone="+84912345670"), None)
    done = office.run(OFFICERS, list_csv(OFFICERS, *_officer_rows({}, {})))
    assert counts(done) == (2, 1, 0, 1)
    assert [(f.line, f.code) for f in done.faults] == [(2, "phone_taken")]
    assert office.files.sheets


def test_replace_lets_officers_go_and_never_an_administrator_nor_oneself() -> None:
    """Of the agencies that the file names."""
    office = Imports()
    people = _people(
        {}, {"role": Role.LEADER}, {"role": Role.ADMINISTRATOR}, {}, {"agency": "so-y-te"}
    )
    for officer in people:
        office.directory.save_officer(officer, None)
    by = Actor(Role.LEADER, "p1", "so-xay-dung")
    rows = list_csv(OFFICERS, *_officer_rows({}))
    assert office.run(OFFICERS, rows, CHECK, replace=True, by=by).leaving == 1
    office.run(OFFICERS, rows, GOOD, replace=True, by=by)
    assert [office.directory.officer(f"p{n}").active for n in range(5)] == [  # type: ignore[union-attr]
        *(True, True, True, False, True)
    ]


def test_agencies_are_added_and_renamed_and_never_lost() -> None:
    """All others stay; officers of a new one may come in at once."""
    office = Imports()
    before = {agency.id: agency for agency in office.directory.agencies()}
    kind = ListKind.AGENCIES
    rows = list_csv(kind, ["Hội Nông dân tỉnh", ""], ["Sở Xây dựng và Giao thông", "so-xay-dung"])
    assert counts(office.run(kind, rows)) == (2, 2, 0, 0)
    names = {agency.id: agency.name for agency in office.directory.agencies()}
    assert names["hoi-nong-dan-tinh"] == "Hội Nông dân tỉnh"
    assert names["so-xay-dung"] == "Sở Xây dựng và Giao thông"
    assert set(names) == {*before, "hoi-nong-dan-tinh"}
    assert counts(office.run(kind, rows)) == (2, 0, 2, 0)
    with pytest.raises(Invalid):
        office.start(kind, rows, GOOD, replace=True)


def test_a_list_gives_agencies_names_and_leaves_them_what_they_are() -> None:
    """A body outside the office stays one, with the address where it is asked."""
    office, kind = Imports(), ListKind.AGENCIES
    before = office.directory.agency("dien-luc")
    assert before
    assert before.is_external
    same = list_csv(kind, [before.name, before.id])
    assert counts(office.run(kind, same)) == (1, 0, 1, 0)
    assert counts(office.run(kind, list_csv(kind, ["Điện lực tỉnh", before.id]))) == (1, 1, 0, 0)
    assert office.directory.agency("dien-luc") == replace(before, name="Điện lực tỉnh")


def _until(*days: str) -> list[list[str]]:
    return [[*row, day] for row, day in zip(_officer_rows(*({} for _ in days)), days, strict=True)]


def test_a_list_says_until_when_a_post_is() -> None:
    """As people write days, or as a spreadsheet keeps them; without one it stays as it is known."""
    office = Imports()
    done = office.run(OFFICERS, list_csv(OFFICERS, *_until("31/12/2026", "1.9.2026", "")))
    assert counts(done) == (3, 3, 0, 0)
    people = sorted(office.directory.officers("so-xay-dung"), key=lambda o: o.username)
    assert [str(o.last_day) for o in people] == ["2026-12-31", "2026-09-01", "None"]
    again = office.run(OFFICERS, list_csv(OFFICERS, *_until("", "01/09/2026", "2027-01-31")))
    assert counts(again) == (3, 1, 2, 0)
    people = sorted(office.directory.officers("so-xay-dung"), key=lambda o: o.username)
    assert [str(o.last_day) for o in people] == ["2026-12-31", "2026-09-01", "2027-01-31"]


def test_a_list_that_is_sent_again_after_the_end_brings_nobody_back() -> None:
    """With a later day it does; a day that is over is refused for somebody new."""
    office, rows = Imports(), _until("10/08/2026")
    office.run(OFFICERS, list_csv(OFFICERS, *rows))
    office.clock.advance(days=9)
    assert counts(office.run(OFFICERS, list_csv(OFFICERS, *rows))) == (1, 0, 1, 0)
    (officer,) = office.directory.officers("so-xay-dung")
    kept = office.directory.find_officer(officer.id)
    assert kept
    gone = replace(kept, active=False, version=kept.version + 1)
    office.directory.save_officer(gone, kept)
    assert counts(office.run(OFFICERS, list_csv(OFFICERS, *rows))) == (1, 0, 1, 0)
    assert counts(office.run(OFFICERS, list_csv(OFFICERS, *_until("10/09/2026")))) == (1, 1, 0, 0)
    (back,) = office.directory.officers("so-xay-dung")
    assert back.active
    new = office.run(OFFICERS, list_csv(OFFICERS, *_until("", "10/08/2026")[1:]))
    assert [(fault.column, fault.code) for fault in new.faults] == [("last_day", "post_over")]


@pytest.mark.parametrize(("day", "code"), [("31/02/2027", "day_form"), ("hết năm", "day_form")])
def test_what_is_no_day_is_said(day: str, code: str) -> None:
    """With the row's line."""
    done = Imports().run(OFFICERS, list_csv(OFFICERS, *_until(day)))
    assert [(fault.line, fault.column, fault.code) for fault in done.faults] == [
        (2, "last_day", code)
    ]


def test_no_list_ends_an_administrators_post() -> None:
    """Somebody has to be left who lets others in."""
    row = _until("31/12/2026")[0]
    row[0], row[2] = "Sở Khoa học và Công nghệ", "Quản trị"
    done = Imports().run(OFFICERS, list_csv(OFFICERS, row))
    assert [(fault.column, fault.code) for fault in done.faults] == [("last_day", "post_ends_not")]
