"""The personal identification number. Source: docs/handbook.md §5.

Twelve digits: 3 place of birth registration, 1 century and sex, 2 birth year, 6 more. It has no
check digit, and its place says nothing about where the person lives.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from chalicelib.kernel.errors import Fault, Invalid
from chalicelib.kernel.texts import BLANKS, FORMATS

_AROUND = f"[{BLANKS}{FORMATS}]*"
PATTERN = f"^{_AROUND}[0-9]{{12}}{_AROUND}$"
_FORM = re.compile(f"{_AROUND}([0-9]{{12}}){_AROUND}")
_FIRST_CENTURY = 1900

# fmt: off
PROVINCES_BEFORE_2025 = frozenset({
    1, 2, 4, 6, 8, 10, 11, 12, 14, 15, 17, 19, 20, 22, 24, 25, 26, 27, 30, 31, 33, 34, 35,
    36, 37, 38, 40, 42, 44, 45, 46, 48, 49, 51, 52, 54, 56, 58, 60, 62, 64, 66, 67, 68, 70,
    72, 74, 75, 77, 79, 80, 82, 83, 84, 86, 87, 89, 91, 92, 93, 94, 95, 96
})
# fmt: on
"""The 63 provinces as they were when numbers were given (Circular 59/2021/TT-BCA, annex)."""
COUNTRIES = range(101, 350)
"""Places of birth abroad (same annex); a code of this block counts as known (default)."""


class Sex(StrEnum):
    """As the number and the declaration know it."""

    MALE = "male"
    FEMALE = "female"


@dataclass(frozen=True)
class PersonalId:
    """A number of the right form."""

    number: str

    @property
    def sex(self) -> Sex:
        """Even digits are male, odd ones female."""
        return Sex.FEMALE if int(self.number[3]) % 2 else Sex.MALE

    @property
    def birth_year(self) -> int:
        """Century and year together: 0/1 = 1900s, 2/3 = 2000s and so on."""
        return _FIRST_CENTURY + 100 * (int(self.number[3]) // 2) + int(self.number[4:6])

    @property
    def place_is_known(self) -> bool:
        """Whether the place code is one of the old provinces or a country."""
        place = int(self.number[:3])
        return place in PROVINCES_BEFORE_2025 or place in COUNTRIES


def parse_personal_id(text: str) -> PersonalId:
    """Surrounding blanks, and what of pasting nobody sees, are trimmed.

    Raises Invalid (`personal_id_form`) for anything but 12 digits, grouped ones included.
    """
    found = _FORM.fullmatch(text)
    if found is None:
        raise Invalid([Fault(("personal_id",), "personal_id_form")])
    return PersonalId(found[1])


def contradictions(number: PersonalId, date_of_birth: date, sex: Sex) -> list[Fault]:
    """Where the number says something else than was declared."""
    faults = []
    if number.sex is not sex:
        faults.append(Fault(("personal_id",), "personal_id_sex"))
    if number.birth_year != date_of_birth.year:
        faults.append(Fault(("personal_id",), "personal_id_birth_year"))
    return faults
