"""Similar cases and suggested categories over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bench.texts import made_up
from chalicelib.cases.domain import commands
from chalicelib.kernel.actors import Role
from chalicelib.rules.domain.category_training import train
from tests.support.actors import central
from tests.support.cases import CITIZEN, ELSEWHERE, INTAKE, OFFICER, STRANGER
from tests.support.whole_api import WholeApi, whole_api

HOTLINE = central(Role.HOTLINE, "h1")
HERE = (22.4856, 103.9707)
RUBBISH = "Bãi rác tự phát bốc mùi hôi thối ở đầu thôn 2, ruồi nhặng bu đầy."
BODY = {
    "category": "roads",
    "description": "Ổ gà sâu trước cổng trường, xe máy hay ngã.",
    "location": {"lat": HERE[0], "lon": HERE[1]},
}


@pytest.fixture
def api() -> Iterator[WholeApi]:
    with whole_api() as whole:
        yield whole


def learn(api: WholeApi) -> None:
    model = train(list(made_up(600, 1)), 1, datetime(2026, 8, 1, tzinfo=UTC), 70)
    assert model is not None
    api.models.put(model)


def test_before_sending_a_citizen_is_shown_what_may_be_the_same(api: WholeApi) -> None:
    """One's own with its beginning; of a stranger's the beginning of what anybody reads."""
    told = "Tôi là Giàng Thị Mẩy, số 0912345678: ổ gà sâu, dài 2 m trước cổng trường."
    public = api.office.accepted(reporter=STRANGER.id, location=HERE, description=told)
    own = api.office.submit(location=HERE)
    answer = api.send("POST", "/v1/cases/similar", BODY, api.token(CITIZEN))
    lines = {line["code"]: line for line in answer.body["items"]}
    assert set(lines) == {public.code, own.code}
    assert (lines[own.code]["own"], lines[own.code]["excerpt"]) == (True, own.description)
    read = api.send("GET", f"/v1/public/cases/{public.code}").body["description"]
    assert read == "Tôi là [tên], số [số điện thoại]: ổ gà sâu, dài 2 m trước cổng trường."
    assert (lines[public.code]["own"], lines[public.code]["excerpt"]) == (False, read)
    reasons = lines[own.code]["reasons"]
    assert (reasons["metres"], reasons["same_category"]) == (0, True)
    assert reasons["alike"] > 60
    assert answer.body["suggestion"] is None


def test_one_more_word_tells_nothing_of_a_strangers_text(api: WholeApi) -> None:
    """Per cent in fifths: a text cannot be guessed word by word."""
    api.office.accepted(reporter=STRANGER.id, location=HERE)
    api.office.submit(location=HERE, visibility="private")
    steps, exact = set(), set()
    words = ["o", "ga", "sau", "truoc", "cong", "truong", "xe", "may", "nga", "nhieu", "lan"]
    for count in range(4, len(words) + 1):
        body = {**BODY, "description": " ".join(words[:count])}
        answer = api.send("POST", "/v1/cases/similar", body, api.token(CITIZEN))
        for line in answer.body["items"]:
            (exact if line["own"] else steps).add(line["reasons"]["alike"])
    assert steps <= {0, 20, 40, 60, 80, 100}
    assert len(exact) > len(steps) > 1


def test_nothing_is_written_by_asking(api: WholeApi) -> None:
    """Neither a case nor a use of the day's."""
    before = api.trace()
    assert api.send("POST", "/v1/cases/similar", BODY, api.token(CITIZEN)).status == 200
    assert api.trace() == before


def test_the_office_asks_while_it_is_told(api: WholeApi) -> None:
    """The desk what it may see; the hotline what is public, in its public form."""
    private = api.office.submit(reporter=STRANGER.id, location=HERE, visibility="private")
    public = api.office.accepted(reporter=STRANGER.id, location=HERE)
    route = "/v1/officer/cases/similar"
    before = api.trace()
    seen = {
        actor.id: {
            line["code"] for line in api.send("POST", route, BODY, api.token(actor)).body["items"]
        }
        for actor in (INTAKE, HOTLINE)
    }
    assert seen == {INTAKE.id: {private.code, public.code}, HOTLINE.id: {public.code}}
    nowhere = {"description": RUBBISH}
    assert api.send("POST", route, nowhere, api.token(HOTLINE)).body["items"] == []
    assert api.send("POST", route, BODY, api.token(OFFICER)).status == 403
    assert api.trace() == before


def test_the_text_suggests_its_category(api: WholeApi) -> None:
    """Once something was learned; the citizen need not have chosen one."""
    learn(api)
    body = {"description": RUBBISH, "commune_code": "02647"}
    suggestion = api.send("POST", "/v1/cases/similar", body, api.token(CITIZEN)).body["suggestion"]
    assert (suggestion["category"], suggestion["sure"], suggestion["model"]) == (
        "sanitation",
        True,
        1,
    )


def test_below_the_policys_certainty_nothing_is_sure(api: WholeApi) -> None:
    """A person decides, and sees that it is a guess."""
    learn(api)
    policy = api.office.directory.policy()
    stricter = replace(policy.suggestions, certainty=100)
    api.office.directory.put_policy(replace(policy, suggestions=stricter))
    body = {"description": RUBBISH, "commune_code": "02647"}
    suggestion = api.send("POST", "/v1/cases/similar", body, api.token(CITIZEN)).body["suggestion"]
    assert suggestion["sure"] is (suggestion["certainty"] == 100)


def test_the_desk_is_shown_it_on_the_case_page_until_it_has_decided(api: WholeApi) -> None:
    """Nobody else needs it, and nobody afterwards."""
    learn(api)
    case = api.office.submit(description=RUBBISH, category="conduct")
    path = f"/v1/officer/cases/{case.code}"
    assert api.send("GET", path, token=api.token(INTAKE)).body["suggestion"]["category"] == (
        "sanitation"
    )
    accepted = api.office.take(case, INTAKE, commands.Accept())
    assert api.send("GET", path, token=api.token(INTAKE)).body["suggestion"] is None
    api.office.take(accepted, INTAKE, commands.Assign("so-xay-dung", "o1"))
    assert api.send("GET", path, token=api.token(OFFICER)).body["suggestion"] is None


def test_the_case_page_lists_candidates_for_a_duplicate(api: WholeApi) -> None:
    """For who may see the case; to others it is not there. The read is written down."""
    case, other = api.office.assigned(location=HERE), api.office.assigned(location=HERE)
    path = f"/v1/officer/cases/{case.code}/similar"
    answer = api.send("GET", path, token=api.token(OFFICER))
    (line,) = answer.body["items"]
    assert (line["code"], line["excerpt"]) == (other.code, other.description)
    assert api.send("GET", path, token=api.token(ELSEWHERE)).status == 404
    assert [event["subject"] for event in api.audit.reads.values()] == [case.code]
