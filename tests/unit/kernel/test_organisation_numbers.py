"""Numbers of organisations. Source: docs/handbook.md §5."""

from __future__ import annotations

import pytest

from chalicelib.kernel.errors import Invalid
from chalicelib.kernel.organisation_numbers import (
    is_organisation_number,
    parse_organisation_number,
)


@pytest.mark.parametrize(
    "number",
    ["0100233488", "0314409058", "0312687878", "0100109106", "5300100276", "5300100276-001"],
)
def test_numbers_in_use_are_taken(number: str) -> None:
    """As the tax authority gave them; a branch has its parent's with three digits more."""
    assert parse_organisation_number(number) == number
    assert parse_organisation_number(f"\u00a0 {number}\u200b ") == number


def test_one_wrong_digit_is_found() -> None:
    """Whichever it is, and of a branch too."""
    good = "5300100276"
    for place, digit in enumerate(good):
        for other in set("0123456789") - {digit}:
            wrong = good[:place] + other + good[place + 1 :]
            for text in (wrong, f"{wrong}-001"):
                with pytest.raises(Invalid) as refused:
                    parse_organisation_number(text)
                assert refused.value.faults[0].code == "organisation_number_check", text


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "530010027", "53001002766", "010190000123"),
        *("5300100276001", "5300100276-01", "5300100276-0012", "5300100276-", "5300100276-000"),
        *("5300100276–001", "53 0010 0276", "53.00.100.276", "٥٣٠٠١٠٠٢٧٦", "530010027x", "-001"),
    ],
)
def test_another_form_is_no_number(text: str) -> None:
    """Neither grouped nor in other digits; a household business's twelve digits are none either."""
    with pytest.raises(Invalid) as refused:
        parse_organisation_number(text)
    assert refused.value.faults[0].code == "organisation_number_form"
    assert not is_organisation_number(text)


def test_what_is_kept_has_nothing_around_it() -> None:
    """An address names an organisation in one way only."""
    assert is_organisation_number("5300100276-001")
    assert not is_organisation_number(" 5300100276")
