"""The roster of the agencies' people, checked as a whole. Source: docs/handbook.md §2, §5."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from chalicelib.domain.actors import CENTRAL_AGENCY, Role
from chalicelib.domain.agencies import Officer
from chalicelib.domain.errors import Fault, Invalid
from chalicelib.domain.names import parse_email, parse_name
from chalicelib.domain.phones import parse_phone

CENTRAL_ROLES = frozenset({Role.INTAKE, Role.SUPERVISOR, Role.ADMINISTRATOR})
"""They belong to the central agency."""
_USERNAME = re.compile(r"[a-z0-9](?:[a-z0-9.-]{1,62}[a-z0-9])")


def check_roster(officers: Sequence[Officer], agencies: Collection[str]) -> tuple[Officer, ...]:
    """The roster with phones in E.164; raises Invalid with everything wrong in any row."""
    faults = list(_row_faults(officers, agencies))
    checked = tuple(_parsed(officer, index, faults) for index, officer in enumerate(officers))
    if faults:
        raise Invalid(faults)
    return checked


def _row_faults(officers: Sequence[Officer], agencies: Collection[str]) -> Iterator[Fault]:
    ids = _repeated(officer.id for officer in officers)
    usernames = _repeated(officer.username for officer in officers)
    for index, officer in enumerate(officers):
        row = f"/officers/{index}"
        if officer.id in ids:
            yield Fault(f"{row}/id", "not_unique")
        if officer.username in usernames:
            yield Fault(f"{row}/username", "not_unique")
        if not _USERNAME.fullmatch(officer.username):
            yield Fault(f"{row}/username", "wrong_form")
        if officer.agency not in agencies:
            yield Fault(f"{row}/agency", "unknown_agency")
        elif officer.role in CENTRAL_ROLES and officer.agency != CENTRAL_AGENCY:
            yield Fault(f"{row}/agency", "not_acceptable")


def _parsed(officer: Officer, index: int, faults: list[Fault]) -> Officer:
    row = f"/officers/{index}"
    return replace(
        officer,
        name=_try(parse_name, officer.name, f"{row}/name", faults),
        email=_try(parse_email, officer.email, f"{row}/email", faults),
        phone=officer.phone and _try(parse_phone, officer.phone, f"{row}/phone", faults),
    )


def _try(parse: Callable[[str], str], text: str, pointer: str, faults: list[Fault]) -> str:
    try:
        return parse(text)
    except Invalid as invalid:
        faults.extend(Fault(pointer, fault.code, fault.params) for fault in invalid.faults)
        return text


def _repeated(values: Iterable[str]) -> set[str]:
    return {value for value, count in Counter(values).items() if count > 1}
