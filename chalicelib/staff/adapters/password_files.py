"""Passwords that leaked, and words of this place: `data/passwords/`."""

from __future__ import annotations

from chalicelib.places.domain.provinces import Province
from chalicelib.runtime.data_files import DATA
from chalicelib.staff.domain.passwords import PasswordRules

_FOLDER = DATA / "passwords"


class LeakedFile:
    """`leaked.txt`: one a line, in lower case."""

    def __init__(self) -> None:
        self._lines = f"\n{(_FOLDER / 'leaked.txt').read_text(encoding='utf-8')}"

    def holds(self, folded: str) -> bool:
        """Whether it is a line; a text of several lines is none."""
        return bool(folded) and "\n" not in folded and f"\n{folded}\n" in self._lines


def read_password_rules(province: Province) -> PasswordRules:
    """With the province's own names."""
    local = (_FOLDER / "local.txt").read_text(encoding="utf-8").splitlines()
    own = (province.name, province.app_name, province.hotline, province.id.replace("_", ""))
    return PasswordRules(LeakedFile(), (*local, *own))
