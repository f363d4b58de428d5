"""Phone numbers in E.164. Source: docs/handbook.md §5."""

from __future__ import annotations

import re
from collections.abc import Collection

from chalicelib.kernel.errors import Fault, Invalid
from chalicelib.kernel.texts import BLANKS, FORMATS

HOME_COUNTRY_CODE = 84
HOME_REGION = "VN"
_BETWEEN = re.compile(f"[{BLANKS}{FORMATS}]")
_FORM = re.compile(r"[\d+＋()（）.\-\u2010-\u2015\u2212－/]{3,40}")
"""Digits and how people group them. The parser would take letters for keys of a telephone."""


def parse_phone(text: str, countries: Collection[int] = (HOME_COUNTRY_CODE,)) -> str:
    """The mobile number in E.164, for example `+84912345678`. Blanks, and what of pasting
    nobody sees, count for nothing.

    `countries` are the country calling codes that are taken. Raises Invalid (`phone_invalid`,
    `phone_country`, `phone_not_mobile`) for everything else, old 11-digit mobiles included.
    """
    # Imported late: its tables cost 12 ms, and few requests bring a number.
    import phonenumbers
    from phonenumbers import PhoneNumberFormat, PhoneNumberType

    text = _BETWEEN.sub("", text)
    if not _FORM.fullmatch(text):
        raise _invalid("phone_invalid")
    try:
        number = phonenumbers.parse(text, HOME_REGION)
    except phonenumbers.NumberParseException:
        raise _invalid("phone_invalid") from None
    if number.country_code not in countries:
        raise _invalid("phone_country")
    if not phonenumbers.is_valid_number(number):
        raise _invalid("phone_invalid")
    mobile = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)
    if phonenumbers.number_type(number) not in mobile:
        raise _invalid("phone_not_mobile")
    return str(phonenumbers.format_number(number, PhoneNumberFormat.E164))


def _invalid(code: str) -> Invalid:
    return Invalid([Fault(("phone",), code)])
