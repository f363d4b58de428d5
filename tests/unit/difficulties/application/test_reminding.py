"""Reminders of a difficulty's day, as messages that wait for their instant."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.difficulties.application.ports import DifficultyStore
from chalicelib.difficulties.application.reminding import remind_new_leaders
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.faults import Work
from chalicelib.messages.domain.messages import Message, MessageStatus
from tests.support.cases import LEADER, OFFICER, SUPERVISOR
from tests.support.directory import make_officer, put_officer
from tests.support.faults import FakeFaults
from tests.support.whole_api import WholeApi

PATH = "/v1/admin/difficulties"
BEFORE = datetime(2026, 8, 19, 1, 0, tzinfo=UTC)
AFTER = datetime(2026, 8, 21, 1, 0, tzinfo=UTC)
"""Around the 20th, at eight o'clock."""


def send(api: WholeApi, who: Actor, method: str, path: str, seen: int = 0, **body: Any) -> Any:
    headers = {"If_Match": f'"{seen}"'} if seen else {}
    answer = api.send(method, PATH + path, body, api.token(who), **headers)
    assert answer.status < 300, answer.body
    return answer.body


def owned(api: WholeApi, owner: str = "so-xay-dung", due: str = "2026-08-20") -> str:
    text = "Thôn Nậm Kén chưa có sóng 4G."
    id = send(api, OFFICER, "POST", "", topic="network", text=text)["id"]
    send(api, SUPERVISOR, "PUT", f"/{id}/owner", 1, owner=owner, due=due)
    return str(id)


def held(api: WholeApi) -> list[tuple[str, str, datetime]]:
    return sorted(
        (one.recipient, one.kind, one.next_at)
        for one in reminders(api)
        if one.status is MessageStatus.HELD and one.next_at
    )


def reminders(api: WholeApi) -> list[Message]:
    return [one for one in api.messages.items.values() if one.kind.startswith("difficulty")]


def test_leaders_of_the_owner_are_reminded_before_and_after_the_day(api: WholeApi) -> None:
    """Of whose difficulty it is and by when, and of none of its words."""
    owned(api)
    assert held(api) == [
        ("l1", "difficulty_due", BEFORE),
        ("l1", "difficulty_overdue", AFTER),
    ]
    texts = [one.text for one in reminders(api) if one.text]
    assert all("Sở Xây dựng" in text.body and "20/08/2026" in text.subject for text in texts)
    assert "Nậm Kén" not in str(texts)


def test_what_is_solved_is_reminded_of_no_longer_and_again_when_it_is_open_again(
    api: WholeApi,
) -> None:
    """With the same day too."""
    id = owned(api)
    send(api, LEADER, "PUT", f"/{id}/solution", 2, solution="Đã lắp trạm phát sóng.")
    assert held(api) == []
    send(api, SUPERVISOR, "PUT", f"/{id}/owner", 3, owner="so-xay-dung", due="2026-08-20")
    assert len(held(api)) == 2
    assert len(reminders(api)) == 2


def test_another_owner_or_day_takes_the_reminders_along(api: WholeApi) -> None:
    """Nobody is reminded of what is no longer theirs."""
    id = owned(api)
    send(api, SUPERVISOR, "PUT", f"/{id}/owner", 2, owner="so-xay-dung", due="2026-08-25")
    assert [at.day for _, _, at in held(api)] == [24, 26]
    send(api, SUPERVISOR, "PUT", f"/{id}/owner", 3, owner="so-y-te", due="2026-08-25")
    assert [who for who, _, _ in held(api) if who == "l1"] == []


def test_a_repeated_request_does_what_was_left_undone(api: WholeApi) -> None:
    """A process that died between the two writes; and nothing is held twice."""
    id = owned(api)
    api.messages.items.clear()
    for _ in range(2):
        send(api, SUPERVISOR, "PUT", f"/{id}/owner", 2, owner="so-xay-dung", due="2026-08-20")
    assert len(held(api)) == 2


def test_of_a_day_that_has_come_only_what_is_to_come_is_held(api: WholeApi) -> None:
    """Today is its day: the morning before it is over."""
    owned(api, due="2026-08-03")
    assert [kind for _, kind, _ in held(api)] == ["difficulty_overdue"]


def test_who_comes_to_lead_the_owner_later_is_reminded_too(api: WholeApi) -> None:
    """On the morning itself, once, and nobody twice; of what is solved nobody is."""
    owned(api)
    solved = owned(api)
    send(api, LEADER, "PUT", f"/{solved}/solution", 2, solution="Đã lắp trạm.")
    put_officer(api.office.directory, make_officer("l2", "so-xay-dung", Role.LEADER))
    move_to(api, BEFORE - timedelta(minutes=1))
    assert remind(api) == 0
    move_to(api, BEFORE)
    assert [remind(api) for _ in range(5)] == [1, 0, 0, 0, 0]
    told = [(one.recipient, one.kind) for one in reminders(api) if one.recipient == "l2"]
    assert told == [("l2", "difficulty_due")]
    move_to(api, AFTER)
    assert remind(api) == 1


def test_a_broken_difficulty_keeps_no_other_from_being_told(
    api: WholeApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is named among the faults."""
    broken, whole = owned(api, "so-y-te"), owned(api)
    put_officer(api.office.directory, make_officer("l2", "so-xay-dung", Role.LEADER))
    put_officer(api.office.directory, make_officer("l3", "so-y-te", Role.LEADER))
    move_to(api, BEFORE)
    claim = api.messages.claim

    def fails(message: Message) -> bool:
        if broken in message.about:
            raise ValueError
        return claim(message)

    monkeypatch.setattr(api.messages, "claim", fails)
    faults = FakeFaults()
    assert remind(api, faults) == 1
    assert faults.of(Work.TELL) == [broken]
    assert whole


def move_to(api: WholeApi, at: datetime) -> None:
    api.clock.advance(seconds=(at - api.clock.now()).total_seconds())


def remind(api: WholeApi, faults: FakeFaults | None = None) -> int:
    """As the minute's run does it."""
    kept = DifficultyStore(api.difficulties)
    return remind_new_leaders(api.difficulty_reminders(), kept, faults or FakeFaults(), "tick-1")
