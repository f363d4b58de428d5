"""Loading the local stack: whoever stands in its list of people can really sign in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from chalicelib.agencies.application.ports import Directory
from chalicelib.kernel.errors import Unauthenticated
from chalicelib.runtime.services import Services
from chalicelib.runtime.settings import SETTINGS, Settings
from chalicelib.staff.application.officer_sessions import (
    OfficerDesk,
    StartOfficerSignIn,
    start_officer_sign_in,
)
from localstack.bare_cloud import make_keys
from localstack.demo.stack import Login
from localstack.seed import sample_roster, seed
from tests.support.tables import cloud, make_table


@pytest.fixture
def product() -> Iterator[Services]:
    """A real one on moto."""
    settings = dict.fromkeys(SETTINGS, "nowhere")
    with cloud():
        for table in ("directory", "people", "ledger"):
            settings[f"{table.upper()}_TABLE"] = make_table(f"{table.title()}Table", table)
        given = {"STAGE": "local", "PROVINCE": "lao_cai", "ADDRESS_LIMITS": "on"}
        given |= {"NETWORK_ALLOWANCE": "1"}
        yield Services(Settings({**settings, **given, **make_keys()}))


def sign_in(product: Services, login: Login, password: str) -> None:
    command = StartOfficerSignIn(login.username, password, None, "seed", "c-1")
    start_officer_sign_in(product.get(OfficerDesk), command)


def test_everybody_in_the_list_can_sign_in(product: Services) -> None:
    """With the password that stands there, and with no other."""
    people = seed(product)
    logins = [Login(**given) for given in (people["administrator"], *people["officers"])]
    assert {login.username for login in logins} == {one.username for one in sample_roster()}
    assert len({login.password for login in logins}) == len(logins)
    for login in logins[:3]:
        sign_in(product, login, login.password)
    with pytest.raises(Unauthenticated):
        sign_in(product, logins[0], logins[1].password)


def test_loading_again_gives_fresh_passwords(product: Services) -> None:
    """The old ones are good no more, and the directory is as it was."""
    first, second = seed(product), seed(product)
    login = Login(**second["administrator"])
    sign_in(product, login, login.password)
    with pytest.raises(Unauthenticated):
        sign_in(product, login, first["administrator"]["password"])
    assert len(product.get(Directory).officers("so-khcn")) == 11
