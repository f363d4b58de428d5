"""Blocking, appealing, deciding: and what it keeps the person from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.ids import new_seed
from chalicelib.runtime.services import use
from tests.support.actors import central
from tests.support.api import Answer
from tests.support.cases import INTAKE, OFFICER, SUPERVISOR
from tests.support.good_bodies import CASE
from tests.support.limits import FakeLimiter
from tests.support.people import make_account
from tests.support.whole_api import WholeApi, whole_api

PERSON = Actor(Role.CITIZEN, "01J00000000000000000000011")
ADMINISTRATOR = central(Role.ADMINISTRATOR, "a1")
OTHER_ADMINISTRATOR = central(Role.ADMINISTRATOR, "a2")
BODY = {"reason": "Nhiều lần gửi nội dung xúc phạm.", "until": "2026-08-12"}


@pytest.fixture
def api() -> Iterator[WholeApi]:
    with whole_api() as whole:
        whole.office.limiter = FakeLimiter()
        use(whole.services())
        yield whole


def sent(api: WholeApi, **changes: Any) -> Answer:
    body = {**CASE, **changes}
    return api.send("POST", "/v1/cases", body, api.token(PERSON), Idempotency_Key=new_seed())


def block(api: WholeApi, code: str, who: Actor = INTAKE, **changes: Any) -> Answer:
    path = f"/v1/officer/cases/{code}/block-reporter"
    return api.send("POST", path, {**BODY, **changes}, api.token(who))


def blocked(api: WholeApi) -> str:
    api.people.accounts.store.put(make_account(PERSON.id, "+84912345677"))
    code = str(sent(api).body["code"])
    assert block(api, code).status == 201
    return code


def decide(api: WholeApi, who: Actor, lift: bool) -> Answer:
    path = f"/v1/admin/blocks/{PERSON.id}/decision"
    return api.send("POST", path, {"lift": lift, "reason": "Đã xem lại."}, api.token(who))


def test_nothing_new_and_everything_own(api: WholeApi) -> None:
    """New cases, urgent ones too, and disputes are refused; their own cases are read and go on."""
    code = blocked(api)
    for urgent in (False, True):
        refused = sent(api, urgent=urgent)
        assert (refused.status, refused.code) == (403, "account_blocked")
        assert refused.body["until"] == "2026-08-13T00:00:00+07:00"
    own = api.send("GET", f"/v1/cases/{code}", token=api.token(PERSON))
    assert own.status == 200
    listed = api.send("GET", "/v1/me/cases", token=api.token(PERSON)).body["items"]
    assert [line["code"] for line in listed] == [code]
    withdrawn = api.send("POST", f"/v1/cases/{code}/withdraw", {}, api.token(PERSON))
    assert withdrawn.status < 300
    other = api.office.answered().code
    assert api.send("PUT", f"/v1/cases/{other}/follow", token=api.token(PERSON)).status == 200
    path = f"/v1/cases/{other}/disputes"
    disputed = api.send("POST", path, {"reason": "Vẫn hỏng."}, api.token(PERSON))
    assert (disputed.status, disputed.code) == (403, "account_blocked")


def test_it_ends_by_itself_at_midnight(api: WholeApi) -> None:
    """On its last day it lasts, on the next one not."""
    blocked(api)
    api.clock.advance(days=9)
    assert sent(api).code == "account_blocked"
    api.clock.advance(days=1)
    assert sent(api).status == 201
    mine = api.send("GET", "/v1/me/block", token=api.token(PERSON)).body
    assert (mine["blocked"], mine["block"]["state"]) == (False, "over")


def test_appealed_and_lifted_by_somebody_else(api: WholeApi) -> None:
    """Once; the person reads reason and decision, and sends again at once."""
    api.people.accounts.store.put(make_account(PERSON.id, "+84912345677"))
    assert block(api, str(sent(api).body["code"]), ADMINISTRATOR).status == 201
    path, token = "/v1/me/block/appeal", api.token(PERSON)
    text = {"text": "Người khác dùng điện thoại của tôi."}
    assert api.send("POST", path, text, token).status == 201
    assert api.send("POST", path, text, token).code == "already_appealed"
    (line,) = api.send("GET", "/v1/officer/blocks", token=api.token(INTAKE)).body["items"]
    assert (line["account"], line["state"]) == (PERSON.id, "appealed")
    assert (line["appeal"]["text"], line["by"]) == (text["text"], ADMINISTRATOR.id)
    assert decide(api, ADMINISTRATOR, True).code == "own_block"
    assert decide(api, OTHER_ADMINISTRATOR, True).status == 200
    mine = api.send("GET", "/v1/me/block", token=token).body
    assert (mine["blocked"], mine["block"]["decision"]["lift"]) == (False, True)
    assert "by" not in mine["block"]
    assert sent(api).status == 201
    assert decide(api, OTHER_ADMINISTRATOR, True).code == "not_blocked"


def test_upheld_it_goes_on(api: WholeApi) -> None:
    """And may still be lifted later; lifted, a new block can be put."""
    code = blocked(api)
    assert decide(api, ADMINISTRATOR, False).body["state"] == "lasts"
    assert sent(api).code == "account_blocked"
    assert decide(api, ADMINISTRATOR, True).body["state"] == "lifted"
    assert sent(api).status == 201
    assert block(api, code).status == 201
    assert sent(api).code == "account_blocked"


def test_an_appeal_after_it_was_upheld_waits_to_be_decided(api: WholeApi) -> None:
    """It may be upheld before the person has said a word; what they then say is not lost."""
    blocked(api)
    assert decide(api, ADMINISTRATOR, lift=False).body["state"] == "lasts"
    api.clock.advance(hours=1)
    path, said = "/v1/me/block/appeal", {"text": "Máy của tôi bị người khác dùng."}
    assert api.send("POST", path, said, api.token(PERSON)).body["state"] == "appealed"
    (line,) = api.send("GET", "/v1/officer/blocks", token=api.token(INTAKE)).body["items"]
    assert line["state"] == "appealed"
    api.clock.advance(hours=1)
    assert decide(api, ADMINISTRATOR, lift=False).body["state"] == "lasts"
    assert api.send("POST", path, said, api.token(PERSON)).code == "already_appealed"


def test_a_block_that_lasts_is_not_replaced(api: WholeApi) -> None:
    """Nor by its own request that comes again under another key."""
    assert block(api, blocked(api)).code == "already_blocked"


@pytest.mark.parametrize(
    ("until", "fault"),
    [
        ("2026-08-02", "date_in_past"),
        (str(date(2026, 8, 3) + timedelta(days=91)), "date_too_late"),
        ("next week", "wrong_form"),
        (5, "wrong_type"),
    ],
)
def test_days_that_cannot_be(api: WholeApi, until: object, fault: str) -> None:
    """Nothing is written."""
    code = api.office.submit().code
    answer = block(api, code, until=until)
    assert (answer.status, answer.faults) == (422, [("/until", fault)])
    assert api.office.blocks.blocks == {}


def test_the_longest_block(api: WholeApi) -> None:
    """Ninety days, in one write."""
    api.people.accounts.store.put(make_account(PERSON.id, "+84912345677"))
    code = str(sent(api).body["code"])
    assert block(api, code, until=str(date(2026, 8, 3) + timedelta(days=90))).status == 201


@pytest.mark.parametrize("who", [OFFICER, SUPERVISOR, Actor(Role.INTAKE, "i4", "so-xay-dung")])
def test_only_the_province_s_desk_and_administrators(api: WholeApi, who: Actor) -> None:
    """Others neither block nor see who is."""
    code = api.office.assigned().code
    assert block(api, code, who).code == "block_not_allowed"
    assert api.send("GET", "/v1/officer/blocks", token=api.token(who)).code == "block_not_allowed"


def test_who_has_no_account_has_nothing_to_block(api: WholeApi) -> None:
    """A guest of the hotline's; and whoever was never blocked appeals in vain."""
    code = api.office.submit(reporter="01J00000000000000000000012").code
    assert block(api, code).code == "no_account"
    appeal = api.send("POST", "/v1/me/block/appeal", {"text": "Sao?"}, api.token(PERSON))
    assert (appeal.status, appeal.code) == (409, "not_blocked")
    assert api.send("GET", "/v1/me/block", token=api.token(PERSON)).body == {
        "blocked": False,
        "block": None,
    }
    assert decide(api, ADMINISTRATOR, True).code == "block_not_found"
