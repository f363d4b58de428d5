"""Which passwords officers may choose: a length, and nothing that others would try first."""

from __future__ import annotations

import pytest

from chalicelib.kernel.errors import Invalid
from chalicelib.staff.domain.passwords import check_password
from tests.support.people import OFFICER, PASSWORD_RULES

OWN = (OFFICER.username, OFFICER.name, OFFICER.email, "912000001")


def fault(password: str) -> str | None:
    """The code of what is wrong with it."""
    try:
        check_password(password, PASSWORD_RULES, OWN)
    except Invalid as invalid:
        (found,) = invalid.faults
        assert found.path == ("password",)
        return found.code
    return None


@pytest.mark.parametrize("password", ["", "x" * 11, "ự" * 11, "không dài quá" * 20])
def test_passwords_have_a_length(password: str) -> None:
    """Twelve to two hundred code points, however they are composed."""
    assert fault(password) == "password_length"


@pytest.mark.parametrize(
    "password",
    [
        "đường lên Sa Pa 1",
        "mùa lúa chín trên nương",
        "chín con ngựa hồng",
        "839201746521",
        "🐃🐃🐃🌾🌾🏔️ trâu về bản",
        "gia đình tôi ở bên kia suối",
        "correct horse battery",
    ],
)
def test_no_composition_is_demanded(password: str) -> None:
    """Letters alone, digits alone, blanks, signs of any script: all the same."""
    assert fault(password) is None


@pytest.mark.parametrize(
    "password",
    ["qwertyuiop[]", "Football202608", "1234567890qwerty", "Sunshine!2026#", "ILOVEYOU1234"],
)
def test_leaked_passwords_are_refused(password: str) -> None:
    """As they are, and with digits and signs around the word."""
    assert fault(password) in ("password_leaked", "password_guessable")


@pytest.mark.parametrize(
    "password",
    [
        "LaoCai-S@2026",
        "Mật khẩu Lào Cai 1",
        "matkhau123456",
        "ubnd lào cai 2026",
        "lù thị mây 1990",
        "ltmay-laocai-2026",
        "may@lc.example",
        "0912000001!!",
        "aaaaaaaaaaaaa",
        "núinúinúinúi",
        "abcdefghijklmn",
        "210987654321",
    ],
)
def test_what_is_said_of_place_and_person_is_refused(password: str) -> None:
    """With too little of its own besides; so are short things repeated."""
    assert fault(password) in ("password_guessable", "password_leaked")
