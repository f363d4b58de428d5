"""The roster as a file: what a spreadsheet writes is read, what is no roster is told by row."""

from __future__ import annotations

from pathlib import Path

import pytest

from chalicelib.kernel.actors import Role
from chalicelib.kernel.errors import Fault, Invalid
from operations.faults import fault_lines
from operations.first_load import new_password, read_roster

HEADING = "id,username,role,agency,name,phone,email"
GOOD = "cb001,quantri,administrator,so-khcn,Đỗ Mai Hà,0986000001,quantri@laocai.example"


def _file(folder: Path, *lines: str, mark: str = "") -> Path:
    file = folder / "roster.csv"
    file.write_text(mark + "\r\n".join(lines) + "\r\n", encoding="utf-8", newline="")
    return file


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_what_spreadsheets_write(tmp_path: Path, mark: str) -> None:
    """With the mark that they put in front, or without; an empty phone is none."""
    lines = (HEADING, GOOD, GOOD.replace("0986000001", ""))
    first, second = read_roster(_file(tmp_path, *lines, mark=mark))
    assert (first.id, first.role, first.name) == ("cb001", Role.ADMINISTRATOR, "Đỗ Mai Hà")
    assert (first.phone, second.phone) == ("0986000001", None)


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (GOOD.replace("administrator", "citizen"), (("officers", 1, "role"), "not_one_of")),
        (GOOD.replace("administrator", "system"), (("officers", 1, "role"), "not_one_of")),
        (GOOD.replace("administrator", "Administrator"), (("officers", 1, "role"), "not_one_of")),
        (GOOD + ",more", (("officers", 1, "surplus"), "unknown_field")),
        (GOOD.rpartition(",")[0], (("officers", 1, "email"), "missing")),
        (GOOD.replace("cb001", ""), (("officers", 1, "id"), "too_short")),
    ],
)
def test_what_is_no_officer(tmp_path: Path, row: str, fault: tuple[object, str]) -> None:
    """The row and the column are named, and nobody is loaded."""
    with pytest.raises(Invalid) as refused:
        read_roster(_file(tmp_path, HEADING, GOOD, row))
    assert [(found.path, found.code) for found in refused.value.faults] == [fault]


def test_a_password_survives_a_spreadsheet() -> None:
    """Letters only: `-x` would be a formula, and `12e45` a number."""
    made = {new_password() for _ in range(2000)}
    assert len(made) == 2000
    assert all(one.isascii() and one.isalpha() and len(one) >= 20 for one in made)


def test_faults_are_told_to_a_person() -> None:
    """Rows are counted from one, and limits are said."""
    found = [
        Fault(("officers", 2, "phone"), "phone_invalid"),
        Fault(("source",), "too_long", {"max": 1000}),
        Fault((), "wrong_type"),
    ]
    assert list(fault_lines(Invalid(found))) == [
        "officers 3, phone: phone_invalid",
        "source: too_long, max: 1000",
        "the whole: wrong_type",
    ]
