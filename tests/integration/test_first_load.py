"""The first people of a fresh stack get in, once."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from chalicelib.runtime.services import Services
from chalicelib.staff.application.officer_sessions import (
    OfficerDesk,
    StartOfficerSignIn,
    start_officer_sign_in,
)
from localstack.seed import ROSTER
from operations.faults import told
from operations.first_load import AlreadyLoaded, first_load, read_roster, write_passwords
from tests.support.samples import empty_product_on_moto


@pytest.fixture
def product() -> Iterator[Services]:
    with empty_product_on_moto() as product:
        yield product


def test_an_administrator_is_enough(product: Services) -> None:
    """Signs in with the password that was handed out; nobody can be loaded a second time."""
    administrator = read_roster(ROSTER)[:1]
    passwords = first_load(product, administrator, told())
    username = administrator[0].username
    sign_in = StartOfficerSignIn(username, passwords[username], None, "seed", "c-1")
    start_officer_sign_in(product.get(OfficerDesk), sign_in)
    with pytest.raises(AlreadyLoaded):
        first_load(product, administrator, told())


def test_passwords_are_for_their_owner_alone(tmp_path: Path) -> None:
    """And a file that is there is not written over."""
    file = tmp_path / "passwords.csv"
    write_passwords({"quantri": "secret"}, file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.read_text(encoding="utf-8").splitlines() == ["username,password", "quantri,secret"]
    with pytest.raises(FileExistsError):
        write_passwords({}, file)
