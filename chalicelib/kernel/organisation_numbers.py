"""The number of an organisation (mã số doanh nghiệp, mã số thuế). Source: docs/handbook.md §5.

Ten digits, the last of which checks the others; a branch has three more behind a hyphen. A
household business has its owner's personal number instead, and is no organisation.
"""

from __future__ import annotations

import re

from chalicelib.kernel.errors import Fault, Invalid
from chalicelib.kernel.texts import BLANKS, FORMATS

ORGANISATION_NUMBER = "[0-9]{10}(?:-[0-9]{3})?"
_AROUND = f"[{BLANKS}{FORMATS}]*"
ORGANISATION_PATTERN = f"^{_AROUND}{ORGANISATION_NUMBER}{_AROUND}$"
_FORM = re.compile(f"{_AROUND}({ORGANISATION_NUMBER}){_AROUND}")
_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
"""Of the first nine digits (the tax authority's; the check digit is 10 less their sum mod 11)."""
_NO_BRANCH = "000"


def parse_organisation_number(text: str) -> str:
    """As it is kept. Surrounding blanks, and what of pasting nobody sees, are trimmed.

    Raises Invalid for another form (`organisation_number_form`) and for digits that do not agree
    (`organisation_number_check`).
    """
    found = _FORM.fullmatch(text)
    if found is None:
        raise _invalid("organisation_number_form")
    number, _, branch = found[1].partition("-")
    if branch == _NO_BRANCH:
        raise _invalid("organisation_number_form")
    weighed = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number, strict=False))
    if int(number[-1]) != 10 - weighed % 11:
        raise _invalid("organisation_number_check")
    return found[1]


def is_organisation_number(text: str) -> bool:
    """Whether it is one exactly as it is kept."""
    try:
        return parse_organisation_number(text) == text
    except Invalid:
        return False


def _invalid(code: str) -> Invalid:
    return Invalid([Fault(("number",), code)])
