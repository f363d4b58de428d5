"""Training sessions over HTTP."""

from __future__ import annotations

from typing import Any

import pytest
from icalendar import Calendar

from chalicelib.kernel.actors import Actor, Role
from tests.support.actors import central
from tests.support.cases import ELSEWHERE, LEADER, OFFICER, SUPERVISOR
from tests.support.good_bodies import TRAINING as GOOD
from tests.support.trainings import put_training
from tests.support.whole_api import WholeApi, send_as

ADMINISTRATOR = central(Role.ADMINISTRATOR, "a1")
PATH = "/v1/admin/trainings"


def send(api: WholeApi, who: Actor, method: str, path: str = "", **more: Any) -> Any:
    return send_as(api, who, method, PATH + path, **more)


def planned(api: WholeApi, who: Actor = ADMINISTRATOR, **changes: Any) -> Any:
    answer = send(api, who, "POST", **{**GOOD, **changes})
    assert answer.status == 201, answer.body
    api.clock.advance(minutes=1)
    return answer.body


def listed(api: WholeApi, who: Actor) -> list[str]:
    return [one["id"] for one in send(api, who, "GET").body["items"]]


def test_a_session_is_planned_read_and_changed(api: WholeApi) -> None:
    """With its version; whoever comes with an older one is told."""
    made = planned(api, materials=[{"title": "Sổ tay", "link": "https://laocai.gov.vn/st.pdf"}])
    assert made["agencies"] == made["roles"] == []
    changed = {**GOOD, "link": "https://hop.laocai.gov.vn/1", "roles": ["leader"]}
    answer = send(api, ADMINISTRATOR, "PUT", f"/{made['id']}", seen=1, **changed)
    assert (answer.status, answer.headers["ETag"]) == (200, '"2"')
    assert send(api, OFFICER, "GET", f"/{made['id']}").body == answer.body
    assert answer.body["roles"] == ["leader"]
    stale = send(api, ADMINISTRATOR, "PUT", f"/{made['id']}", seen=1, **GOOD)
    assert (stale.status, stale.code) == (412, "stale_version")
    assert send(api, ADMINISTRATOR, "PUT", f"/{made['id']}", **GOOD).status == 428


def test_the_same_again_changes_nothing(api: WholeApi) -> None:
    """Whatever version it saw."""
    id = planned(api)["id"]
    answers = [send(api, ADMINISTRATOR, "PUT", f"/{id}", seen=seen, **GOOD) for seen in (1, 7)]
    assert [answer.body["version"] for answer in answers] == [1, 1]
    assert len(api.trainings.events) == 1


def test_nobody_reads_the_secret_of_the_codes(api: WholeApi) -> None:
    """It is in no answer and in no event."""
    id = planned(api)["id"]
    training = api.trainings.find("all", id)
    assert training
    told = [send(api, ADMINISTRATOR, "GET", f"/{id}").body, *api.trainings.events]
    assert training.secret not in str(told)
    assert len(bytes.fromhex(training.secret)) == 20


def test_an_agency_sees_its_sessions_and_those_for_it(api: WholeApi) -> None:
    """The province all; what is for others does not exist."""
    everybodys = planned(api)["id"]
    theirs = planned(api, agencies=["so-y-te"])["id"]
    own = planned(api, LEADER)["id"]
    assert listed(api, OFFICER) == [own, everybodys]
    assert listed(api, ELSEWHERE) == [theirs, everybodys]
    assert listed(api, SUPERVISOR) == [own, theirs, everybodys]
    for path in (f"/{theirs}", f"/{theirs}/calendar", f"/{theirs}/code", "/nothing"):
        assert send(api, OFFICER, "GET", path).code == "training_not_found"


def test_a_session_moves_to_whom_it_is_for_by_then(api: WholeApi) -> None:
    """Whoever it is no longer for has it on no list."""
    id = planned(api, agencies=["so-y-te"])["id"]
    body = {**GOOD, "agencies": ["so-xay-dung"]}
    assert send(api, ADMINISTRATOR, "PUT", f"/{id}", seen=1, **body).status == 200
    assert (listed(api, ELSEWHERE), listed(api, OFFICER)) == ([], [id])


def test_old_and_new_agencies_fit_into_one_write(api: WholeApi) -> None:
    """Sixty communes for sixty others is said to be too much at once, and goes in two steps."""
    communes = [one.id for one in api.office.directory.agencies() if one.id.startswith("ubnd-")]
    first, second = communes[:60], communes[39:99]
    id = planned(api, agencies=first)["id"]
    refused = send(api, ADMINISTRATOR, "PUT", f"/{id}", seen=1, **{**GOOD, "agencies": second})
    assert (refused.status, refused.faults) == (422, [("/agencies", "too_many_agencies_changed")])
    half = {**GOOD, "agencies": first[:30]}
    assert send(api, ADMINISTRATOR, "PUT", f"/{id}", seen=1, **half).status == 200
    assert (
        send(api, ADMINISTRATOR, "PUT", f"/{id}", seen=2, **{**GOOD, "agencies": second}).status
        == 200
    )


@pytest.mark.parametrize(
    ("who", "changes", "fault"),
    [
        (ADMINISTRATOR, {"place": None}, ("/place", "place_or_link")),
        (ADMINISTRATOR, {"ends_at": GOOD["starts_at"]}, ("/ends_at", "ends_before_start")),
        (ADMINISTRATOR, {"agencies": ["so-y-te", "moon"]}, ("/agencies/1", "unknown_agency")),
        (ADMINISTRATOR, {"agencies": ["dien-luc"]}, ("/agencies/0", "unknown_agency")),
        (ADMINISTRATOR, {"link": "javascript:alert(1)"}, ("/link", "wrong_form")),
        (LEADER, {"agencies": ["so-y-te"]}, ("/agencies", "own_agency_only")),
    ],
)
def test_what_cannot_be_is_told_by_the_field(
    api: WholeApi, who: Actor, changes: dict[str, Any], fault: tuple[str, str]
) -> None:
    """And nothing is planned."""
    body = {name: value for name, value in {**GOOD, **changes}.items() if value is not None}
    answer = send(api, who, "POST", **body)
    assert (answer.status, list(answer.faults)) == (422, [fault])
    assert not api.trainings.events


def test_who_holds_a_session_changes_it(api: WholeApi) -> None:
    """A leader whose people are invited does not."""
    id = planned(api, agencies=["so-xay-dung"])["id"]
    body = {**GOOD, "cancelled": True}
    assert send(api, LEADER, "PUT", f"/{id}", seen=1, **body).code == "not_yours_to_change"
    own = put_training(api.trainings)
    assert send(api, LEADER, "PUT", f"/{own}", seen=1, **body).body["cancelled"] is True


def test_a_session_goes_into_a_calendar(api: WholeApi) -> None:
    """As a file of its own."""
    id = planned(api)["id"]
    answer = send(api, OFFICER, "GET", f"/{id}/calendar")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="tap-huan-{id}.ics"'
    (event,) = Calendar.from_ical(answer.body).events
    assert event["SUMMARY"] == GOOD["title"]
