"""Invitations to a training session over HTTP."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from unittest import mock

from icalendar import Calendar

from chalicelib.kernel.actors import Actor, Role
from chalicelib.messages.domain.messages import Message, MessageStatus
from chalicelib.trainings.application import inviting
from tests.support.actors import central
from tests.support.cases import LEADER
from tests.support.clock import NOW
from tests.support.directory import make_officer, put_officer
from tests.support.trainings import TRAINING, TRAINING_CHANGED, make_training, put_training
from tests.support.whole_api import WholeApi

ADMINISTRATOR = central(Role.ADMINISTRATOR, "a1")
PATH = f"/v1/admin/trainings/{TRAINING}/invitations"


def invite(api: WholeApi, who: Actor = LEADER, **body: str) -> Any:
    return api.send("POST", PATH, body, api.token(who))


def mails(api: WholeApi) -> dict[str, list[Message]]:
    found: dict[str, list[Message]] = {}
    for due in api.messages.due(api.clock.now(), 1000):
        message = api.messages.find(due.recipient, due.id)
        assert message
        found.setdefault(message.recipient, []).append(message)
    return found


def test_everybody_who_is_meant_is_invited_once(api: WholeApi) -> None:
    """With the session as a calendar file; asked again, nobody hears it twice."""
    put_training(api.trainings, roles=(Role.LEADER,))
    first, again = invite(api), invite(api)
    (told,) = mails(api)["l1"]
    assert set(mails(api)) == {"l1"}
    assert first.body == {"invited": 1, "already": 0, "refused": [], "next_agency": None}
    assert (again.body["invited"], again.body["already"]) == (0, 1)
    assert told.status is MessageStatus.HELD
    assert told.text
    assert told.text.subject == "Mời dự tập huấn LaoCai-S, 08:00 03/08/2026"
    for words in ("Tập huấn xử lý phản ánh", "Hội trường tầng 2", "https://hop.laocai.gov.vn/1"):
        assert words in told.text.body
    (event,) = Calendar.from_ical(told.text.calendar).events
    assert event["SUMMARY"] == "Tập huấn xử lý phản ánh"


def test_a_change_is_told_anew_and_so_is_the_end(api: WholeApi) -> None:
    """The calendar file of what was cancelled takes it out."""
    put_training(api.trainings, roles=(Role.LEADER,))
    invite(api)
    before = api.trainings.find("all", TRAINING)
    after = make_training(version=2, roles=(Role.LEADER,), cancelled=True)
    assert api.trainings.put(after, before, TRAINING_CHANGED)
    assert invite(api).body["invited"] == 1
    told = [one.text for one in mails(api)["l1"] if one.text]
    (cancelled,) = [text for text in told if text.subject.startswith("Hủy")]
    assert Calendar.from_ical(cancelled.calendar)["METHOD"] == "CANCEL"


def test_who_has_left_is_not_invited(api: WholeApi) -> None:
    """Nor is anybody of another agency."""
    put_training(api.trainings)
    gone = make_officer(id="gone", agency="so-xay-dung", active=False)
    put_officer(api.office.directory, gone)
    assert invite(api).status == 200
    assert {"gone", "h1"} & set(mails(api)) == set()
    assert {"l1", "o1"} <= set(mails(api))


def test_a_long_list_goes_on_where_it_was(api: WholeApi) -> None:
    """Call by call, each agency whole; nobody is left out and nobody told twice."""
    put_training(api.trainings, agency="so-khcn", agencies=())
    calls, since = [], {}
    with mock.patch.object(inviting, "MAILS_AT_ONCE", 1):
        while True:
            answer = invite(api, ADMINISTRATOR, **since).body
            calls.append(answer["invited"])
            if answer["next_agency"] is None:
                break
            since = {"since": answer["next_agency"]}
    assert len(calls) > 1
    assert sum(calls) == len(mails(api)) == sum(len(one) for one in mails(api).values())
    assert invite(api, ADMINISTRATOR).body == {
        "invited": 0,
        "already": sum(calls),
        "refused": [],
        "next_agency": None,
    }


def test_what_is_over_invites_nobody(api: WholeApi) -> None:
    """And who does not hold a session does not either."""
    put_training(api.trainings, ends_at=NOW - timedelta(minutes=1))
    assert invite(api).code == "training_over"
    assert invite(api, Actor(Role.OFFICER, "o1", "so-xay-dung")).code == "not_yours_to_change"
    assert mails(api) == {}
