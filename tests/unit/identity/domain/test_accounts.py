"""What an account takes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from chalicelib.identity.domain import accounts
from chalicelib.identity.domain.accounts import (
    MOST_FORMER_COMMUNES,
    Flag,
    FormerCommune,
    Identity,
    IdentityLevel,
    Particulars,
)
from chalicelib.identity.domain.personal_ids import PersonalId, Sex
from chalicelib.kernel.errors import Path
from tests.support.clock import NOW
from tests.support.people import WOMAN_OF_1990, make_account

NUMBER = "010190000123"
BORN = date(1990, 5, 17)


@pytest.mark.parametrize(
    ("identity", "faults"),
    [
        (Identity(), []),
        (Identity(None, BORN, Sex.MALE), []),
        (WOMAN_OF_1990, []),
        (Identity(NUMBER), [(("date_of_birth",), "missing"), (("sex",), "missing")]),
        (Identity(NUMBER, BORN), [(("sex",), "missing")]),
        (Identity(NUMBER, None, Sex.FEMALE), [(("date_of_birth",), "missing")]),
        (Identity(NUMBER, BORN, Sex.MALE), [(("personal_id",), "personal_id_sex")]),
        (Identity(None, date(2026, 8, 3)), []),
        (Identity(None, date(2026, 8, 4)), [(("date_of_birth",), "date_in_future")]),
        (Identity(None, date(1899, 12, 31)), [(("date_of_birth",), "date_too_early")]),
        (
            Identity(NUMBER, date(2026, 8, 4), Sex.MALE),
            [
                (("date_of_birth",), "date_in_future"),
                (("personal_id",), "personal_id_sex"),
                (("personal_id",), "personal_id_birth_year"),
            ],
        ),
    ],
)
def test_identity(identity: Identity, faults: list[tuple[Path, str]]) -> None:
    """A number needs birth date and sex, and must not contradict them; today is a birth date."""
    number = PersonalId(identity.personal_id) if identity.personal_id else None
    found = accounts.identity_faults(identity, number, NOW)
    assert [(fault.path, fault.code) for fault in found] == faults


def test_today_is_the_provinces_day() -> None:
    """At one in the morning in Lào Cai it is still yesterday in UTC."""
    early = NOW.replace(hour=18)
    born = Identity(None, date(2026, 8, 4))
    assert accounts.identity_faults(born, None, early) == []
    assert accounts.identity_faults(born, None, early - timedelta(hours=2))


def test_levels_and_flags() -> None:
    """Declaring gives level 1; an unknown place code only asks for a look."""
    assert accounts.level_of(Identity()) is IdentityLevel.PHONE_PROVEN
    assert accounts.level_of(WOMAN_OF_1990) is IdentityLevel.DECLARED
    assert accounts.flags_of(None) == ()
    assert accounts.flags_of(PersonalId(NUMBER)) == ()
    assert accounts.flags_of(PersonalId("999190000123")) == (Flag.REVIEW,)


LEFT = FormerCommune("02647", NOW + timedelta(days=1))


@pytest.mark.parametrize(
    ("wanted", "changes"),
    [
        (Particulars(), {}),
        (Particulars(full_name="Má A Sử"), {"full_name": "Má A Sử"}),
        (Particulars(commune="02647"), {}),
        (Particulars(commune="02680"), {"commune": "02680", "former_communes": (LEFT,)}),
        (Particulars(email="x@y.vn"), {"email": "x@y.vn"}),
        (Particulars(drop_email=True), {"email": None}),
    ],
)
def test_only_what_is_wanted_changes(wanted: Particulars, changes: dict[str, object]) -> None:
    """Everything else stays, and the version counts on."""
    later = NOW + timedelta(days=1)
    account = make_account(email="a@b.vn")
    expected = make_account(**{"email": "a@b.vn", "version": 2, "updated_at": later, **changes})
    assert accounts.change(account, wanted, later) == expected


def test_an_account_remembers_the_first_commune_and_the_last() -> None:
    """However often somebody plays with it."""
    account = make_account()
    for number in range(2 * MOST_FORMER_COMMUNES):
        wanted = Particulars(commune="02680" if number % 2 == 0 else "02647")
        account = accounts.change(account, wanted, NOW + timedelta(hours=number))
    former = account.former_communes
    assert len(former) == MOST_FORMER_COMMUNES
    assert former[0] == FormerCommune("02647", NOW)
    assert former[-1].until == NOW + timedelta(hours=2 * MOST_FORMER_COMMUNES - 1)
