"""Following over HTTP."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.cases import CITIZEN, INTAKE, STRANGER
from tests.support.whole_api import WholeApi, whole_api


@pytest.fixture
def api() -> Iterator[WholeApi]:
    with whole_api() as whole:
        yield whole


def test_following_is_counted_and_taken_back(api: WholeApi) -> None:
    """On the public page and on the reporter's; again it is the same."""
    case = api.office.accepted()
    path, token = f"/v1/cases/{case.code}/follow", api.token(STRANGER)
    for _ in range(2):
        answer = api.send("PUT", path, token=token)
        assert (answer.status, answer.body["followers"]) == (200, 1)
    own = api.send("GET", f"/v1/cases/{case.code}", token=api.token(CITIZEN))
    assert own.body["followers"] == 1
    for _ in range(2):
        assert api.send("DELETE", path, token=token).status == 204
    assert api.send("GET", f"/v1/public/cases/{case.code}").body["followers"] == 0


def test_who_may_not(api: WholeApi) -> None:
    """Nobody without a sign-in, no officer, no reporter; private cases are not there."""
    case, private = api.office.accepted(), api.office.accepted(visibility="private")
    path = f"/v1/cases/{case.code}/follow"
    assert api.send("PUT", path).status == 401
    assert api.send("PUT", path, token=api.token(INTAKE)).code == "wrong_role"
    assert api.send("PUT", path, token=api.token(CITIZEN)).code == "own_case"
    hidden = f"/v1/cases/{private.code}/follow"
    for method in ("PUT", "DELETE"):
        for there in (hidden, "/v1/cases/LC-260803-ZZZZZ/follow", "/v1/cases/x/follow"):
            assert api.send(method, there, token=api.token(STRANGER)).code == "case_not_found"


def test_what_one_follows_is_listed_as_strangers_read_it(api: WholeApi) -> None:
    """Only one's own list; what is public no more is named by its code, until it is left."""
    case = api.office.accepted()
    path, token = f"/v1/cases/{case.code}/follow", api.token(STRANGER)
    assert api.send("PUT", path, token=token).status == 200
    assert api.send("GET", "/v1/me/followed", token=api.token(CITIZEN)).body["items"] == []
    (line,) = api.send("GET", "/v1/me/followed", token=token).body["items"]
    shown = line["case"]
    assert (line["code"], line["published"], shown["state"]) == (case.code, True, "accepted")
    assert shown["excerpt"].startswith("Ổ gà sâu")
    assert shown["answered_at"] is None
    hide = {"visibility": "private"}
    hidden = api.send("POST", f"/v1/cases/{case.code}/visibility", hide, api.token(CITIZEN))
    assert hidden.status == 200
    (line,) = api.send("GET", "/v1/me/followed", token=token).body["items"]
    assert line == {"code": case.code, "published": False, "case": None}
    assert api.send("DELETE", path, token=token).status == 204
    assert api.send("GET", "/v1/me/followed", token=token).body["items"] == []
