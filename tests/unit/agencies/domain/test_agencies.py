"""Agencies, their people as documents, and the roster as a whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from chalicelib.agencies.domain.agencies import (
    Absence,
    Agency,
    AgencyKind,
    agencies_from_document,
    agencies_to_document,
    committee_of,
    officer_from_document,
    officer_to_document,
)
from chalicelib.agencies.domain.rosters import check_roster
from chalicelib.agencies.domain.scopes import actor_of
from chalicelib.kernel.actors import Role
from chalicelib.kernel.errors import Invalid, Path
from chalicelib.places.domain.communes import Commune, CommuneKind
from tests.support.actors import CENTRAL_AGENCY
from tests.support.directory import make_officer

AGENCIES = {"so-khcn", "so-xay-dung"}


def faults_of(caught: pytest.ExceptionInfo[Invalid]) -> set[tuple[str, str]]:
    return {(fault.path, fault.code) for fault in caught.value.faults}


def test_a_commune_has_a_committee() -> None:
    """Its id comes from the commune's code, its name is written as in a sentence."""
    ward = Commune("02647", "Phường Lào Cai", CommuneKind.WARD)
    committee = Agency("ubnd-02647", "UBND phường Lào Cai", AgencyKind.COMMITTEE)
    assert committee_of(ward) == committee


def test_agencies_survive_being_written() -> None:
    """Written and read again they are the same, in the same order."""
    agencies = (Agency("so-y-te", "Sở Y tế"), Agency("ubnd-1", "UBND", AgencyKind.COMMITTEE))
    assert agencies_from_document(agencies_to_document(agencies)) == agencies


def test_an_agency_stands_once_in_a_document() -> None:
    """Two with one id would hide each other."""
    twice = agencies_to_document([Agency("so-y-te", "Sở Y tế")] * 2)
    with pytest.raises(Invalid) as caught:
        agencies_from_document(twice)
    assert faults_of(caught) == {(("agencies",), "not_unique")}


def away(stand_in: str | None = None) -> Absence:
    return Absence(date(2026, 8, 3), date(2026, 8, 10), stand_in)


def test_an_officer_survives_being_written() -> None:
    """Written and read again, absences and all."""
    officer = make_officer(phone=None, active=False, absences=(away(), away("o2")))
    assert officer_from_document(officer_to_document(officer)) == officer


def test_an_absence_ends_after_it_begins() -> None:
    """`until` is the first day back."""
    day = date(2026, 8, 3)
    document = officer_to_document(make_officer(absences=(Absence(day, day),)))
    with pytest.raises(Invalid) as caught:
        officer_from_document(document)
    assert faults_of(caught) == {(("absences", 0, "until"), "chain_order")}


def test_a_citizen_is_no_officer() -> None:
    """Roles of people without an agency are not of the roster."""
    document = officer_to_document(make_officer()) | {"role": "citizen"}
    with pytest.raises(Invalid) as caught:
        officer_from_document(document)
    assert faults_of(caught) == {(("role",), "not_one_of")}


def test_a_good_roster_comes_back_with_phones_in_one_form() -> None:
    """However the phone was written, it is kept in E.164; nobody must have one."""
    written = make_officer("o1", phone="0912 345 678")
    without = make_officer("o2", phone=None)
    chief = make_officer("s1", agency="so-khcn", role=Role.SUPERVISOR)
    checked = check_roster([written, without, chief], AGENCIES, CENTRAL_AGENCY)
    assert checked == (replace(written, phone="+84912345678"), without, chief)


@pytest.mark.parametrize("role", [Role.INTAKE, Role.SUPERVISOR, Role.HOTLINE])
def test_desks_and_supervisors_may_belong_to_any_agency(role: Role) -> None:
    """Of the central one they are the province's, of another its own."""
    roster = tuple(make_officer(f"x-{agency}", agency, role) for agency in sorted(AGENCIES))
    assert check_roster(roster, AGENCIES, CENTRAL_AGENCY) == roster
    found = {one.agency: actor_of(one, CENTRAL_AGENCY).province for one in roster}
    assert found == {CENTRAL_AGENCY: role is not Role.HOTLINE, "so-xay-dung": False}


def test_which_agency_is_the_central_one_is_data() -> None:
    """In a province whose police runs the platform, the administrators are there."""
    police = make_officer("a1", "cong-an-tinh", Role.ADMINISTRATOR)
    agencies = {*AGENCIES, "cong-an-tinh"}
    assert check_roster([police], agencies, "cong-an-tinh") == (police,)
    with pytest.raises(Invalid) as caught:
        check_roster([police], agencies, CENTRAL_AGENCY)
    assert faults_of(caught) == {(("officers", 0, "agency"), "not_acceptable")}


@pytest.mark.parametrize(
    ("change", "path", "code"),
    [
        ({"id": "o1"}, ("officers", 0, "id"), "not_unique"),
        ({"id": "o1"}, ("officers", 1, "id"), "not_unique"),
        ({"username": "user.o1"}, ("officers", 1, "username"), "not_unique"),
        ({"phone": make_officer("o1").phone}, ("officers", 0, "phone"), "not_unique"),
        ({"phone": make_officer("o1").phone}, ("officers", 1, "phone"), "not_unique"),
        ({"username": "Ông Hai"}, ("officers", 1, "username"), "wrong_form"),
        ({"agency": "so-gi"}, ("officers", 1, "agency"), "unknown_agency"),
        ({"agency": "dien-luc"}, ("officers", 1, "agency"), "external_agency"),
        ({"role": Role.ADMINISTRATOR}, ("officers", 1, "agency"), "not_acceptable"),
        ({"phone": "02143 840 888"}, ("officers", 1, "phone"), "phone_not_mobile"),
        ({"phone": "O912345678"}, ("officers", 1, "phone"), "phone_invalid"),
        ({"email": "nobody"}, ("officers", 1, "email"), "email_form"),
        ({"name": ""}, ("officers", 1, "name"), "too_short"),
        ({"absences": (away("o2"),)}, ("officers", 1, "absences", 0, "stand_in"), "no_stand_in"),
        ({"absences": (away("o9"),)}, ("officers", 1, "absences", 0, "stand_in"), "no_stand_in"),
        ({"absences": (away(), away())}, ("officers", 1, "absences", 1, "since"), "overlaps"),
    ],
)
def test_what_is_wrong_in_a_row_is_told_with_its_place(
    change: dict[str, Any], path: Path, code: str
) -> None:
    """Rows are counted from 0; the roster is refused as a whole."""
    second = replace(make_officer("o2"), **change)
    with pytest.raises(Invalid) as caught:
        check_roster(
            [make_officer("o1"), second], {*AGENCIES, "dien-luc"}, CENTRAL_AGENCY, {"dien-luc"}
        )
    assert (path, code) in faults_of(caught)
