"""Accounts used in a month: what is an action of the person's own, and where it is counted."""

from __future__ import annotations

from chalicelib.kernel.actors import Actor, Role
from tests.support.api import Answer
from tests.support.campaign import COMMUNE
from tests.support.cases import LEADER, SUPERVISOR
from tests.support.good_bodies import ACCOUNT
from tests.support.whole_api import WholeApi


def make_account(api: WholeApi, phone: str = "0912000001") -> Answer:
    begun = api.send("POST", "/v1/registrations", {"phone": phone}).body["registration_id"]
    otp = {"otp": api.people.code_of(f"R#{begun}")}
    proven = api.send("POST", f"/v1/registrations/{begun}/verify", otp).body
    made = api.send("POST", "/v1/accounts", ACCOUNT, proven["registration_token"])
    assert made.status == 201
    return made


def activity(api: WholeApi, month: str = "2026-08", actor: Actor = SUPERVISOR) -> Answer:
    for _ in range(2):
        api.campaign.count(*api.presence.events.values())
    return api.send("GET", f"/v1/reports/activity?month={month}", token=api.token(actor))


def test_making_the_account_and_refreshing_are_no_actions(api: WholeApi) -> None:
    """Reading one's own account is one, and the second is not counted again."""
    made = make_account(api)
    refreshed = api.send(
        "POST", "/v1/sessions/refresh", {"refresh_token": made.body["refresh_token"]}
    )
    assert refreshed.status == 200
    assert activity(api).body["total"] == {"active": {"n": 0, "of": 1}}
    for _ in range(2):
        assert api.send("GET", "/v1/me", token=refreshed.body["access_token"]).status == 200
    body = activity(api).body
    assert (body["month"], body["provisional"]) == ("2026-08", True)
    assert body["rows"] == [{"key": COMMUNE, "name": "Phường Lào Cai", "active": {"n": 1, "of": 1}}]


def test_what_is_refused_is_no_action(api: WholeApi) -> None:
    """Nor is what an officer does."""
    made = make_account(api)
    token = made.body["access_token"]
    assert api.send("GET", "/v1/officer/me", token=token).status == 403
    assert api.send("GET", "/v1/cases/LC-260803-AAAAA", token=token).status == 404
    assert api.send("GET", "/v1/officer/inbox", token=api.token(LEADER)).status == 200
    assert activity(api).body["total"]["active"]["n"] == 0


def test_every_month_counts_anew(api: WholeApi) -> None:
    """Of those at its end; the month before stays as it was."""
    made = make_account(api)
    api.send("GET", "/v1/me", token=made.body["access_token"])
    activity(api)
    api.clock.advance(days=40)
    make_account(api, "0912000002")
    september = activity(api, "2026-09").body
    assert september["total"] == {"active": {"n": 0, "of": 2}}
    august = activity(api).body
    assert (august["total"], august["provisional"]) == ({"active": {"n": 1, "of": 1}}, False)


def test_a_commune_reads_its_own(api: WholeApi) -> None:
    """Others are told that it is not theirs; a month to come has no figures."""
    make_account(api)
    elsewhere = Actor(Role.LEADER, "l9", "ubnd-02683")
    assert activity(api, actor=elsewhere).body["rows"] == []
    assert activity(api, actor=LEADER).code == "report_not_allowed"
    coming = activity(api, "2026-09")
    assert (coming.status, [code for _, code in coming.faults]) == (422, ["period_not_begun"])
    wrong = activity(api, "2026-8")
    assert [code for _, code in wrong.faults] == ["wrong_form"]
