"""Phone numbers as people write them."""

from __future__ import annotations

import pytest

from chalicelib.kernel.errors import Invalid
from chalicelib.kernel.phones import parse_phone


@pytest.mark.parametrize(
    "text",
    [
        "0912345678",
        " 0912345678 ",
        "0912 345 678",
        "0912.345.678",
        "0912-345-678",
        "(091) 234 5678",
        "+84912345678",
        "+84 912 345 678",
        "+840912345678",
        "84912345678",
        "0084912345678",
        "０９１２３４５６７８",
        "＋84９１２３４５６７８",
        "\u202a+84 912 345 678\u202c",
        "\u202d0912345678\u202c",
        "\u202b0912345678",
        "\u202e0912345678\u202c",
        "\u2066+84912345678\u2069",
        "\u2067\u20680912345678\u2069\u2069",
        "\u200e0912\u200f345678",
        "\u061c0912345678",
        "0912\u00a0345\u00a0678",
        "0912\u202f345\u2009678",
        "0912\u200b345\u200c678\u200d",
        "\ufeff0912345678\u2060",
        "0912\u00ad345\u00ad678",
        "0912\u2011345\u2011678",
        "0912\u2013345\u2013678",
        "0912\u2212345\u2212678",
        "0912345678\n",
    ],
)
def test_every_way_of_writing_gives_one_number(text: str) -> None:
    """One person has one account, however the number was typed."""
    assert parse_phone(text) == "+84912345678"


@pytest.mark.parametrize("prefix", ["32", "39", "52", "56", "58", "59", "70", "77", "81", "96"])
def test_the_mobile_prefixes_in_use_are_taken(prefix: str) -> None:
    """No operator's customers are left out."""
    assert parse_phone(f"0{prefix}2345678") == f"+84{prefix}2345678"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "phone_invalid"),
        ("   ", "phone_invalid"),
        ("0", "phone_invalid"),
        ("112", "phone_invalid"),
        ("091234567", "phone_invalid"),
        ("09123456789", "phone_invalid"),
        ("01234567890", "phone_invalid"),
        ("+841234567890", "phone_invalid"),
        ("0912345678a", "phone_invalid"),
        ("0912ABCDEF", "phone_invalid"),
        ("0912345678 ext 5", "phone_invalid"),
        ("0912345678;ext=5", "phone_invalid"),
        ("0912345678#12", "phone_invalid"),
        ("tel:0912345678", "phone_invalid"),
        ("0912345678\x00", "phone_invalid"),
        ("0912345678\x1c", "phone_invalid"),
        ("0912\x85345678", "phone_invalid"),
        ("\u202a0912345678a\u202c", "phone_invalid"),
        ("0912\u200bx345678", "phone_invalid"),
        ("0912~345~678", "phone_invalid"),
        ("09\u0661\u0662x45678", "phone_invalid"),
        ("\u200b\u200e\u202c", "phone_invalid"),
        ("+84+912345678", "phone_invalid"),
        ("9" * 41, "phone_invalid"),
        ("0912345678\n0912345679", "phone_invalid"),
        ("02143820000", "phone_not_mobile"),
        ("02438253525", "phone_not_mobile"),
        ("19001234", "phone_not_mobile"),
        ("+8613812345678", "phone_country"),
        ("+66812345678", "phone_country"),
        ("+16502530000", "phone_country"),
    ],
)
def test_everything_else_is_refused_with_its_reason(text: str, code: str) -> None:
    """Letters, extensions, old 11-digit mobiles, fixed lines, other countries."""
    with pytest.raises(Invalid) as caught:
        parse_phone(text)
    assert [(fault.path, fault.code) for fault in caught.value.faults] == [(("phone",), code)]


def test_other_countries_are_a_matter_of_configuration() -> None:
    """A border province may take its neighbours' mobiles."""
    assert parse_phone("+8613812345678", (84, 86)) == "+8613812345678"
