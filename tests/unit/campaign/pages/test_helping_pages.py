"""Helping somebody to an account in the browser: their own code makes it."""

from __future__ import annotations

import pytest

from tests.support.browsing import Seen, Visitor
from tests.support.campaign import HAMLET
from tests.support.cases import CITIZEN
from tests.support.whole_api import WholeApi

ADDRESS, ACCOUNT = "/team/register", "/team/register/account"
PERSON = "0912000001"
NAMED = {"full_name": "Giàng Thị Mẩy"}
AGREED = ["account", "feedback"]


@pytest.fixture
def member(api: WholeApi) -> Visitor:
    return Visitor().sign_in_member(api)


def begun(member: Visitor) -> Seen:
    seen = member.submit(member.open(ADDRESS), ADDRESS, phone=PERSON)
    assert seen.status == 200, seen.text
    return seen


def code(api: WholeApi, seen: Seen) -> str:
    return api.people.code_of(f"R#{dict(seen.form(ACCOUNT).fields)['registration']}")


def finish(member: Visitor, seen: Seen, consents: list[str], **typed: str) -> Seen:
    fields = {**dict(seen.form(ACCOUNT).fields), **NAMED, **typed, "consents": consents}
    return member.send(ACCOUNT, fields)


def made(api: WholeApi) -> list[str]:
    return [
        one.full_name
        for one in vars(api.people.accounts.store)["_aggregates"].values()
        if one.id != CITIZEN.id
    ]


def test_the_persons_code_makes_the_account(api: WholeApi, member: Visitor) -> None:
    """It says who helped; nobody is signed in by it, and the visit is next."""
    seen = begun(member)
    assert PERSON in seen.text
    assert [one for one in seen.form(ACCOUNT).fields if one[0] == "consents"] == [], (
        "none is ticked"
    )
    before = dict(member.cookies)
    done = finish(member, seen, AGREED, otp=code(api, seen))
    assert done.status == 303, done.text
    assert made(api) == ["Giàng Thị Mẩy"]
    assert member.cookies == before
    following = member.open(done.goes_to)
    assert "Tài khoản đã lập xong." in following.text
    form = dict(following.form("/team/visits").fields)
    assert (form["result"], form["hamlet"]) == ("account_made", HAMLET)


def test_a_wrong_code_makes_nothing(api: WholeApi, member: Visitor) -> None:
    """It is said at its field, and the right one leads on."""
    seen = begun(member)
    wrong = finish(member, seen, AGREED, otp="000000")
    assert wrong.status == 422
    assert 'id="otp-error"' in wrong.html
    assert made(api) == []
    assert finish(member, wrong, AGREED, otp=code(api, wrong)).status == 303


def test_what_is_missing_after_the_code_asks_for_no_other_code(
    api: WholeApi, member: Visitor
) -> None:
    """A code works once: what it proved goes sealed with the form, and opens nothing elsewhere."""
    seen = begun(member)
    refused = finish(member, seen, ["account"], otp=code(api, seen))
    assert refused.status == 422
    assert made(api) == []
    proof = dict(refused.form(ACCOUNT).fields)["proof"]
    assert "otp" not in dict(refused.form(ACCOUNT).fields)
    other = begun(member)
    assert finish(member, other, AGREED, proof=proof, otp="").status == 422
    assert made(api) == []
    assert finish(member, refused, AGREED).status == 303
    assert made(api) == ["Giàng Thị Mẩy"]


def test_a_form_that_is_sent_twice_makes_one_account(api: WholeApi, member: Visitor) -> None:
    """A phone in a dead spot."""
    seen = begun(member)
    otp = code(api, seen)
    for _ in range(2):
        assert finish(member, seen, AGREED, otp=otp).status == 303
    assert len(made(api)) == 1


def test_a_phone_that_is_none_is_said_at_its_field(member: Visitor) -> None:
    """And no code is sent."""
    refused = member.submit(member.open(ADDRESS), ADDRESS, phone="12")
    assert refused.status == 422
    assert 'id="phone-error"' in refused.html
