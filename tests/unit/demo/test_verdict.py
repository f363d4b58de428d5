"""The demo's judge must notice what is wrong."""

from __future__ import annotations

from collections import Counter
from types import SimpleNamespace
from typing import Any

import pytest

from localstack.demo.carrier import sent_twice
from localstack.demo.case_records import CaseRecord
from localstack.demo.letters import Letter
from localstack.demo.people import Citizen
from localstack.demo.phone import PhoneMessage, Post
from localstack.demo.script import whole_script
from localstack.demo.stack import RunningStack
from localstack.demo.verdict import differences, show_families

SCRIPT = whole_script()
CODE = "LC-260803-7K3QX"
SMS = PhoneMessage("sms", "+84912000101", "", f"Phan anh {CODE} da duoc tra loi.")


def a_record() -> CaseRecord:
    """A case that was sent and accepted."""
    nowhere = "http://nowhere.test"
    stack = RunningStack(nowhere, nowhere, "region", "name", administrator=None, officers=())  # type: ignore[arg-type]
    citizen = Citizen(stack, Post(nowhere), SCRIPT.profiles[0])
    story = next(story for story in SCRIPT.stories if story.photo is None)
    steps = [("submit", "citizen"), ("accept", "system")]
    return CaseRecord(story, citizen, CODE, state="accepted", steps=steps)


def shown(record: CaseRecord, **other: Any) -> dict[str, Any]:
    """The case as the API would show it, but for what is given."""
    timeline = [{"action": action, "by": {"role": role}} for action, role in record.steps]
    return {
        "state": record.state,
        "commune": {"code": record.story.commune},
        "description": record.story.description,
        "agency": None,
        "rating": None,
        "answer": None,
        "duplicate_of": None,
        "attachments": [],
        "followers": 0,
        "timeline": timeline,
        **other,
    }


def test_a_case_that_is_as_it_was_done_differs_in_nothing() -> None:
    """Otherwise the demo could never end well."""
    record = a_record()
    assert differences(record, shown(record), followers=0) == []


@pytest.mark.parametrize(
    "other",
    [
        {"state": "assigned"},
        {"timeline": [{"action": "submit", "by": {"role": "citizen"}}]},
        {"commune": {"code": "00000"}},
        {"description": "khác"},
        {"agency": {"id": "so-y-te"}},
        {"rating": {"stars": 5}},
        {"answer": {"text": "Đã xử lý."}},
        {"duplicate_of": "LC-260803-AAAAA"},
        {"attachments": [{"state": "received"}]},
        {"followers": 1},
    ],
    ids=lambda other: next(iter(other)),
)
def test_whatever_the_api_shows_otherwise_is_a_difference(other: dict[str, Any]) -> None:
    """One difference for each thing that is not as it was done."""
    record = a_record()
    assert len(differences(record, shown(record, **other), followers=0)) == 1


class Carrier(Post):
    """A carrier that brought these messages."""

    def __init__(self, *messages: PhoneMessage) -> None:
        super().__init__("http://nowhere.test")
        self._messages = list(messages)

    def all_sms(self) -> list[PhoneMessage]:
        return self._messages

    def all_mails(self) -> list[PhoneMessage]:
        return []


def test_the_same_words_twice_are_noticed() -> None:
    """One answer, two messages: the demo must fail."""
    owed = Counter([Letter("sms", SMS.recipient, "answered", CODE)])
    assert sent_twice(Carrier(SMS, SMS), owed) == [SMS]
    assert sent_twice(Carrier(SMS), owed) == []


def test_the_same_words_for_two_answers_are_right() -> None:
    """Answered, reopened and answered again within a minute."""
    owed = Counter({Letter("sms", SMS.recipient, "answered", CODE): 2})
    assert sent_twice(Carrier(SMS, SMS), owed) == []
    assert sent_twice(Carrier(SMS, SMS, SMS), owed) == [SMS]


@pytest.mark.parametrize(
    ("told", "holds"), [([1, 1, 1], True), ([1, 0, 1], False), ([1, 1, 2], False)]
)
def test_a_family_of_which_one_was_not_told_once_is_named(told: list[int], holds: bool) -> None:
    """Each of those who sent it hears the answer, and no one twice."""
    found = list[bool]()
    records = {}
    for number, times in enumerate(told):
        kind = "followed_answered" if number else "answered"
        lines = [{"kind": kind, "case": CODE}] * times
        citizen = SimpleNamespace(api=SimpleNamespace(pages=lambda *_, lines=lines, **__: lines))
        code = CODE if number == 0 else f"LC-260803-0000{number}"
        parent = None if number == 0 else CODE
        records[code] = SimpleNamespace(citizen=citizen, code=code, duplicate_of=parent)
    world = SimpleNamespace(records=records, expect=lambda holds, _: found.append(holds))
    show_families(world)  # type: ignore[arg-type]
    assert found == [holds]
