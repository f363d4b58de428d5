"""People's names and email addresses: what is taken, and in which form.

Source: docs/handbook.md §5; lengths are counted in code points after NFC.
"""

from __future__ import annotations

import re

from chalicelib.domain.errors import Fault, Invalid
from chalicelib.domain.texts import has_controls, is_one_line, normal, shows_nothing

LONGEST_NAME = 100
LONGEST_EMAIL = 254
_EMAIL = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@"
    r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
    r"(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+"
)


def parse_name(text: str) -> str:
    """The name in NFC. Raises Invalid: `too_short`, `too_long`, `control_character`, `blank`."""
    name = normal(text)
    if not name:
        raise Invalid([Fault("/full_name", "too_short", {"min": 1})])
    if len(name) > LONGEST_NAME:
        raise Invalid([Fault("/full_name", "too_long", {"max": LONGEST_NAME})])
    if has_controls(name) or not is_one_line(name):
        raise Invalid([Fault("/full_name", "control_character")])
    if shows_nothing(name):
        raise Invalid([Fault("/full_name", "blank")])
    return name


def parse_email(text: str) -> str:
    """The address as it was given. Raises Invalid (`email_form`)."""
    if len(text) > LONGEST_EMAIL or not _EMAIL.fullmatch(text):
        raise Invalid([Fault("/email", "email_form")])
    return text
