"""The personal identification number, position by position."""

from __future__ import annotations

from datetime import date

import pytest

from chalicelib.identity.domain.personal_ids import (
    PROVINCES_BEFORE_2025,
    PersonalId,
    Sex,
    contradictions,
    parse_personal_id,
)
from chalicelib.kernel.errors import Invalid

TRIMMED = (
    "010190000123",
    " 010190000123",
    "010190000123\n\t",
    "\u202a010190000123\u202c",
    "\u2066010190000123\u2069",
    "\ufeff010190000123\u200b",
    "\u00a0010190000123\u200e",
)


@pytest.mark.parametrize("text", TRIMMED)
def test_surrounding_blanks_are_trimmed(text: str) -> None:
    """What a phone's keyboard adds is not the person's fault."""
    assert parse_personal_id(text) == PersonalId("010190000123")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "01019000012",
        "0101900001234",
        "010 190 000 123",
        "010.190.000.123",
        "010-190000123",
        "01019000012a",
        "０10190000123",
        "٠10190000123",
        "010190\u200b000123",
        "\x1c010190000123",
        "010190000123\x85",
        "010190000123\x00",
        "1_0190000123",
        "1019e0000123",
        "+10190000123",
        "123456789",
    ],
)
def test_any_other_form_is_refused(text: str) -> None:
    """Twelve ASCII digits, no grouping, no old nine-digit card."""
    with pytest.raises(Invalid) as caught:
        parse_personal_id(text)
    assert [(f.path, f.code) for f in caught.value.faults] == [
        (("personal_id",), "personal_id_form")
    ]


@pytest.mark.parametrize(
    ("digit", "century", "sex"),
    [
        (0, 1900, Sex.MALE),
        (1, 1900, Sex.FEMALE),
        (2, 2000, Sex.MALE),
        (3, 2000, Sex.FEMALE),
        (4, 2100, Sex.MALE),
        (5, 2100, Sex.FEMALE),
        (6, 2200, Sex.MALE),
        (7, 2200, Sex.FEMALE),
        (8, 2300, Sex.MALE),
        (9, 2300, Sex.FEMALE),
    ],
)
def test_the_fourth_digit_is_century_and_sex(digit: int, century: int, sex: Sex) -> None:
    """The whole table."""
    number = PersonalId(f"010{digit}07000123")
    assert (number.birth_year, number.sex) == (century + 7, sex)


@pytest.mark.parametrize(
    ("born", "sex", "codes"),
    [
        (date(1990, 1, 1), Sex.FEMALE, []),
        (date(1990, 12, 31), Sex.MALE, ["personal_id_sex"]),
        (date(1991, 1, 1), Sex.FEMALE, ["personal_id_birth_year"]),
        (date(2090, 1, 1), Sex.FEMALE, ["personal_id_birth_year"]),
        (date(1989, 12, 31), Sex.MALE, ["personal_id_sex", "personal_id_birth_year"]),
    ],
)
def test_contradictions_are_all_named(born: date, sex: Sex, codes: list[str]) -> None:
    """Sex and full birth year, century included, must be what was declared."""
    faults = contradictions(PersonalId("010190000123"), born, sex)
    assert [fault.code for fault in faults] == codes
    assert {fault.path for fault in faults} <= {("personal_id",)}


@pytest.mark.parametrize(
    ("place", "known"),
    [
        ("010", True),
        ("015", True),
        ("001", True),
        ("096", True),
        ("101", True),
        ("003", False),
        ("000", False),
        ("097", False),
        ("100", False),
        ("999", False),
    ],
)
def test_places_are_the_old_provinces_and_countries(place: str, known: bool) -> None:
    """New province and commune codes are not among them; an unknown one refuses nothing."""
    assert parse_personal_id(f"{place}190000123").place_is_known is known


def test_there_were_63_provinces() -> None:
    """The list is complete."""
    assert len(PROVINCES_BEFORE_2025) == 63
