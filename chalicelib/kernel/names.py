"""People's names and email addresses: what is taken, and in which form.

Source: docs/handbook.md §5; lengths are counted in code points after NFC.
"""

from __future__ import annotations

from chalicelib.kernel.errors import Fault, Invalid
from chalicelib.kernel.texts import has_controls, is_one_line, normal, shows_nothing

LONGEST_NAME = 100
LONGEST_EMAIL = 254
_ENCODED_WORD = "=?"
"""Begins what mail programs decode (RFC 2047): the address would become another one."""


def parse_name(text: str) -> str:
    """The name in NFC. Raises Invalid: `too_short`, `too_long`, `control_character`, `blank`."""
    name = normal(text)
    if not name:
        raise Invalid([Fault(("full_name",), "too_short", {"min": 1})])
    if len(name) > LONGEST_NAME:
        raise Invalid([Fault(("full_name",), "too_long", {"max": LONGEST_NAME})])
    if has_controls(name) or not is_one_line(name):
        raise Invalid([Fault(("full_name",), "control_character")])
    if shows_nothing(name):
        raise Invalid([Fault(("full_name",), "blank")])
    return name


def parse_email(text: str) -> str:
    """The address as mail servers take it (RFC 5321): its domain in ASCII and in lower case.

    Nobody is asked whether it exists. Raises Invalid (`email_form`).
    """
    # Imported late: its tables of letters cost 70 ms, and few requests bring an address.
    from email_validator import EmailNotValidError, validate_email

    try:
        if len(text) > LONGEST_EMAIL or _ENCODED_WORD in text:
            raise EmailNotValidError
        found = validate_email(text, strict=True, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        raise Invalid([Fault(("email",), "email_form")]) from None
    return found.ascii_email or text
