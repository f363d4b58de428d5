"""The roster of the agencies' people, checked as a whole. Source: docs/handbook.md §2, §5."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from chalicelib.agencies.domain.agencies import Absence, Officer
from chalicelib.kernel.actors import Role
from chalicelib.kernel.errors import Fault, Invalid, Path
from chalicelib.kernel.names import parse_email, parse_name
from chalicelib.kernel.phones import parse_phone

_USERNAME = re.compile(r"[a-z0-9](?:[a-z0-9.-]{1,62}[a-z0-9])")


def check_roster(
    officers: Sequence[Officer],
    agencies: Collection[str],
    central_agency: str,
    external: Collection[str] = (),
) -> tuple[Officer, ...]:
    """The roster with phones in E.164; raises Invalid with everything wrong in any row.

    Of the agencies those that are `external` have no accounts.
    """
    faults = list(_row_faults(officers, agencies, central_agency))
    faults.extend(
        Fault(("officers", index, "agency"), "external_agency")
        for index, officer in enumerate(officers)
        if officer.agency in external
    )
    checked = tuple(_parsed(officer, index, faults) for index, officer in enumerate(officers))
    faults.extend(_shared_phones(checked))
    if faults:
        raise Invalid(faults)
    return checked


def _row_faults(
    officers: Sequence[Officer], agencies: Collection[str], central_agency: str
) -> Iterator[Fault]:
    ids = _repeated(officer.id for officer in officers)
    usernames = _repeated(officer.username for officer in officers)
    for index, officer in enumerate(officers):
        row = ("officers", index)
        if officer.id in ids:
            yield Fault((*row, "id"), "not_unique")
        if officer.username in usernames:
            yield Fault((*row, "username"), "not_unique")
        if not _USERNAME.fullmatch(officer.username):
            yield Fault((*row, "username"), "wrong_form")
        if officer.agency not in agencies:
            yield Fault((*row, "agency"), "unknown_agency")
        elif officer.role is Role.ADMINISTRATOR and officer.agency != central_agency:
            yield Fault((*row, "agency"), "not_acceptable")
        for fault in absence_faults(officer, officers):
            yield replace(fault, path=(*row, *fault.path))


def _shared_phones(officers: Sequence[Officer]) -> Iterator[Fault]:
    """A phone is one person's second factor. The number of who has left may be given on."""
    shared = _repeated(one.phone for one in officers if one.active and one.phone)
    for index, officer in enumerate(officers):
        if officer.active and officer.phone in shared:
            yield Fault(("officers", index, "phone"), "not_unique")


def absence_faults(officer: Officer, colleagues: Iterable[Officer]) -> Iterator[Fault]:
    """What is wrong with the absences of one officer, among these people.

    Each ends after it begins, and they do not overlap. A stand-in is somebody else of the same
    agency and role who is on duty on all of these days: so nobody stands in for a stand-in, and
    never in a circle.
    """
    known = {one.id: one for one in colleagues if one.agency == officer.agency}
    for index, absence in enumerate(officer.absences):
        place = ("absences", index)
        if not _is_in_order(absence):
            yield Fault((*place, "until"), "chain_order")
            continue
        if any(_overlap(absence, other) for other in officer.absences[:index]):
            yield Fault((*place, "since"), "overlaps")
        if absence.stand_in is not None and not _stands_in(officer, absence, known):
            yield Fault((*place, "stand_in"), "no_stand_in")


def _stands_in(officer: Officer, absence: Absence, known: Mapping[str, Officer]) -> bool:
    other = known.get(absence.stand_in or "")
    if other is None or other.id == officer.id or other.role is not officer.role:
        return False
    return other.active and not any(_overlap(absence, away) for away in other.absences)


def _overlap(one: Absence, other: Absence) -> bool:
    """Of days in disorder that alone is said."""
    return _is_in_order(other) and one.since < other.until and other.since < one.until


def _is_in_order(absence: Absence) -> bool:
    return absence.since < absence.until


def _parsed(officer: Officer, index: int, faults: list[Fault]) -> Officer:
    row = ("officers", index)
    return replace(
        officer,
        name=_try(parse_name, officer.name, (*row, "name"), faults),
        email=_try(parse_email, officer.email, (*row, "email"), faults),
        phone=officer.phone and _try(parse_phone, officer.phone, (*row, "phone"), faults),
    )


def _try(parse: Callable[[str], str], text: str, path: Path, faults: list[Fault]) -> str:
    try:
        return parse(text)
    except Invalid as invalid:
        faults.extend(Fault(path, fault.code, fault.params) for fault in invalid.faults)
        return text


def _repeated(values: Iterable[str]) -> set[str]:
    return {value for value, count in Counter(values).items() if count > 1}
