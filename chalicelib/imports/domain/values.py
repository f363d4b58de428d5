"""What one cell says, by the rule of its column. Source: docs/handbook.md §5.

A rule gives the value in the form in which it is kept, or says what is wrong; what it had to mend
is noticed, so that the importer is told.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from chalicelib.agencies.domain.agencies import ROSTER_ROLES
from chalicelib.identity.domain.personal_ids import parse_personal_id
from chalicelib.imports.domain.cells import RawCell
from chalicelib.imports.domain.kinds import LONGEST_CELL, ColumnName
from chalicelib.imports.domain.known import Known
from chalicelib.kernel.actors import Role
from chalicelib.kernel.errors import Invalid, Param
from chalicelib.kernel.names import parse_email, parse_name
from chalicelib.kernel.phones import parse_phone
from chalicelib.kernel.texts import BLANKS, FORMATS, has_controls, normal
from chalicelib.kernel.time_forms import parse_day
from chalicelib.kernel.words import fold

_GROUPING = re.compile(f"[{BLANKS}{FORMATS}.\\-]")
_BLANKS = re.compile(f"[{BLANKS}{FORMATS}]+")
_SCIENTIFIC = re.compile(r"[0-9]+([.,][0-9]+)?[Ee]\+?[0-9]+")
_USERNAME = re.compile(r"[a-z0-9](?:[a-z0-9.-]{1,62}[a-z0-9])")
_AGENCY_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_WRITTEN_DAY = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
LONGEST_AGENCY_ID = 60
_ID_DIGITS = 12
_COMMUNE_DIGITS = 5
_ROLES: Mapping[str, Role] = {
    **{role.value: role for role in ROSTER_ROLES},
    "can bo xu ly": Role.OFFICER,
    "can bo": Role.OFFICER,
    "xu ly": Role.OFFICER,
    "lanh dao": Role.LEADER,
    "lanh dao don vi": Role.LEADER,
    "tiep nhan": Role.INTAKE,
    "bo phan tiep nhan": Role.INTAKE,
    "can bo tiep nhan": Role.INTAKE,
    "giam sat": Role.SUPERVISOR,
    "tong dai": Role.HOTLINE,
    "duong day nong": Role.HOTLINE,
    "quan tri": Role.ADMINISTRATOR,
    "quan tri vien": Role.ADMINISTRATOR,
}


class Wrong(Exception):
    """What is wrong with a cell."""

    def __init__(self, code: str, params: Mapping[str, Param] | None = None) -> None:
        super().__init__(code)
        self.code, self.params = code, params or {}


@dataclass(frozen=True, slots=True)
class Value:
    """As it is kept; `noticed` is what was mended."""

    text: str
    noticed: str | None = None


def read_value(name: ColumnName, cell: RawCell, known: Known) -> Value:
    """The value of a cell that is not empty; raises Wrong."""
    if cell.fault and not (name is ColumnName.LAST_DAY and cell.fault == "became_date"):
        raise Wrong(cell.fault)
    text = _BLANKS.sub(" ", normal(cell.text)).strip()
    if len(text) > LONGEST_CELL:
        raise Wrong("too_long", {"max": LONGEST_CELL})
    if has_controls(text):
        raise Wrong("control_character")
    try:
        return _RULES[name](text, cell, known)
    except Invalid as invalid:
        fault = invalid.faults[0]
        raise Wrong(fault.code, fault.params) from None


def slug_of(name: str) -> str:
    """An agency's id, made of its name: «Sở Xây dựng» is `so-xay-dung`."""
    words = "-".join(fold(name).bare)
    return re.sub("[^a-z0-9-]", "", words)[:LONGEST_AGENCY_ID].strip("-")


def _phone(text: str, cell: RawCell, _known: Known) -> Value:
    _check_number(text)
    digits = _GROUPING.sub("", text)
    if cell.is_number and not digits.startswith("84"):
        return Value(parse_phone(f"0{digits}"), "zero_restored")
    return Value(parse_phone(f"+{digits}" if cell.is_number else text))


def _personal_id(text: str, cell: RawCell, _known: Known) -> Value:
    _check_number(text)
    digits = _GROUPING.sub("", text)
    short = _ID_DIGITS - len(digits)
    if digits.isascii() and digits.isdigit() and 0 < short <= 2:
        # As a number one zero at most is put back: whoever left out a digit as well is refused.
        if not cell.is_number or short > 1:
            raise Wrong("zero_lost")
        return Value(parse_personal_id(f"0{digits}").number, "zero_restored")
    found = parse_personal_id(digits).number
    return Value(found, "blanks_closed" if digits != text else None)


def _check_number(text: str) -> None:
    if _SCIENTIFIC.fullmatch(text):
        raise Wrong("became_number")


def _full_name(text: str, _cell: RawCell, _known: Known) -> Value:
    name = parse_name(text)
    if name.isupper() and len(name) > 1:
        return Value(unicodedata.normalize("NFC", name.title()), "capitals")
    return Value(name)


def _plain(text: str, _cell: RawCell, _known: Known) -> Value:
    return Value(parse_name(text))


def _email(text: str, _cell: RawCell, _known: Known) -> Value:
    return Value(parse_email(text.removeprefix("mailto:")))


def _role(text: str, _cell: RawCell, _known: Known) -> Value:
    role = _ROLES.get(text.lower()) or _ROLES.get(" ".join(fold(text).bare))
    if role is None:
        raise Wrong("unknown_role")
    return Value(role.value)


def is_username(text: str) -> bool:
    """Whether people could sign in under it."""
    return _USERNAME.fullmatch(text) is not None


def _username(text: str, _cell: RawCell, _known: Known) -> Value:
    username = text.lower()
    if not is_username(username):
        raise Wrong("username_form")
    return Value(username)


def _agency_id(text: str, _cell: RawCell, _known: Known) -> Value:
    if len(text) > LONGEST_AGENCY_ID or not _AGENCY_ID.fullmatch(text):
        raise Wrong("agency_id_form")
    if text.startswith("ubnd-"):
        raise Wrong("committee_follows")
    return Value(text)


def _agency(text: str, _cell: RawCell, known: Known) -> Value:
    codes = known.agencies.find(text).codes
    if not codes:
        raise Wrong("unknown_agency")
    if len(codes) > 1:
        raise Wrong("name_not_clear")
    (code,) = codes
    if known.only_agency not in (None, code):
        raise Wrong("not_your_agency")
    return Value(code)


def _commune(text: str, cell: RawCell, known: Known) -> Value:
    said = text.zfill(_COMMUNE_DIGITS) if cell.is_number else text
    codes = known.communes.find(said).codes
    if not codes:
        raise Wrong("unknown_commune")
    if len(codes) > 1:
        raise Wrong("name_not_clear")
    (code,) = codes
    if known.only_agency not in (None, f"ubnd-{code}"):
        raise Wrong("not_your_agency")
    return Value(code, "zero_restored" if said != text else None)


def _last_day(text: str, _cell: RawCell, _known: Known) -> Value:
    """As people write it, day first, or as a spreadsheet keeps it."""
    written = _WRITTEN_DAY.fullmatch(text)
    iso = "{2}-{1:0>2}-{0:0>2}".format(*written.groups()) if written else text
    try:
        return Value(parse_day(iso).isoformat())
    except Invalid:
        raise Wrong("day_form") from None


_RULES: Mapping[ColumnName, Callable[[str, RawCell, Known], Value]] = {
    ColumnName.AGENCY: _agency,
    ColumnName.AGENCY_ID: _agency_id,
    ColumnName.AGENCY_NAME: _plain,
    ColumnName.COMMUNE: _commune,
    ColumnName.EMAIL: _email,
    ColumnName.FULL_NAME: _full_name,
    ColumnName.HAMLET: _plain,
    ColumnName.LAST_DAY: _last_day,
    ColumnName.PERSONAL_ID: _personal_id,
    ColumnName.PHONE: _phone,
    ColumnName.POST_OF: _username,
    ColumnName.ROLE: _role,
    ColumnName.USERNAME: _username,
}
