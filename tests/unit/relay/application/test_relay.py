"""The relay: which event goes where, and what happens to records that nobody can read."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest

from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.cases.domain import commands
from chalicelib.cases.domain.workflow import Action
from chalicelib.messages.domain.notification_rules import ACCOUNT_RULES, AccountRule
from chalicelib.relay import worker as stream
from chalicelib.relay.application.ports import QueueMessage, TopicMessage
from chalicelib.relay.application.relay import RelayDesk, relay
from chalicelib.runtime.services import use
from chalicelib.runtime.workers import contracts
from tests.support.api import make_services
from tests.support.cases import CITIZEN, INTAKE, LEADER, OFFICER, Office
from tests.support.subscriptions import SUBSCRIPTIONS, queues_for


class FakeQueues:
    """In memory; `refuses` raises at the next sending."""

    def __init__(self, refuses: bool = False) -> None:
        self.letters: list[QueueMessage] = []
        self.published: list[TopicMessage] = []
        self.aside: list[str] = []
        self.refuses = refuses

    def send(self, letters: Sequence[QueueMessage]) -> None:
        if self.refuses:
            raise ConnectionError
        self.letters += letters

    def publish(self, publications: Sequence[TopicMessage]) -> None:
        self.published += publications
        self.send([QueueMessage(name, one.body) for one in publications for name in one.queues])

    def set_aside(self, body: str) -> None:
        self.aside.append(body)

    @property
    def desk(self) -> RelayDesk:
        return RelayDesk(self, SUBSCRIPTIONS)


def _whole_life() -> Office:
    office = Office()
    case = office.in_progress()
    case = office.take(case, OFFICER, commands.RequestInfo("Đoạn nào?"))
    case = office.take(case, CITIZEN, commands.Supplement("Đoạn trước cổng trường."))
    case = office.take(case, OFFICER, commands.ProposeAnswer("Đã vá xong ổ gà."))
    case = office.take(case, LEADER, commands.Approve())
    office.take(case, CITIZEN, commands.Rate(5, "Cảm ơn"))
    office.take(office.submit(), INTAKE, commands.Reject("spam", "Quảng cáo trá hình"))
    return office


def test_every_event_of_a_life_keeps_its_contract() -> None:
    """What a case says of itself fits `events/contracts/case_event.v1.json`."""
    for event in _whole_life().store.events:
        contracts.check("case_event/1", json.loads(json.dumps(event)))


def test_no_event_holds_what_people_wrote() -> None:
    """Events carry ids, codes, states and instants; never a text."""
    told = json.dumps(_whole_life().store.events, ensure_ascii=False)
    written = ("Ổ gà", "Đoạn", "vá xong", "Cảm ơn", "Quảng cáo")
    assert not [text for text in written if text in told]


@pytest.mark.parametrize("action", list(Action))
def test_every_action_is_told_to_somebody(action: Action) -> None:
    """There is no event that no queue wants."""
    assert queues_for("case_event/1", action.value)


def test_letters_in_the_order_of_the_events() -> None:
    """Each event becomes one letter for each queue that wants it, in order."""
    office, queues = _whole_life(), FakeQueues()
    done = relay(queues.desk, [json.dumps(office.store.events)])
    assert done.letters == len(queues.letters)
    notified = [
        json.loads(letter.body)["event"]["id"]
        for letter in queues.letters
        if letter.queue == "notifications"
    ]
    assert notified == [event["id"] for event in office.store.events]


@pytest.mark.parametrize("rule", ACCOUNT_RULES, ids=lambda rule: rule.event_type)
def test_a_code_waits_behind_nothing_else(rule: AccountRule) -> None:
    """Its queue holds codes alone, and it goes there without the topic."""
    asked = "codes" in queues_for("account_event/1", rule.event_type)
    assert asked == rule.is_code
    assert asked == ("notifications" not in queues_for("account_event/1", rule.event_type))
    assert SUBSCRIPTIONS.straight == {"codes"}


def test_each_event_is_published_once_for_all_who_want_it() -> None:
    """However many they are; a code that was asked for has gone out before by itself."""
    events, queues = _whole_life().store.events, FakeQueues()
    code = {
        "schema": "account_event/1",
        "id": "R#1#1",
        "type": "sign_in.code_requested",
        "correlation_id": "c",
    }
    relay(queues.desk, [json.dumps(events), json.dumps(code)])
    assert [json.loads(one.body)["event"]["id"] for one in queues.published] == [
        event["id"] for event in events
    ]
    assert queues.letters[0].queue == "codes"
    assert [one.queue for one in queues.letters].count("codes") == 1
    assert all({"notifications", "audit"} <= {*one.queues} for one in queues.published)


def test_who_is_invited_is_told_and_the_audit_too() -> None:
    """And whose password or second factor is another, who was blocked, whose organisation was
    decided on, and who is to represent one; a list that was sent is worked off, one that came in is
    counted: no other of the audit's own goes to anybody else."""
    told = {kind: queues_for("audit_event/1", kind.value) for kind in AuditKind}
    blocks = (AuditKind.ACCOUNT_BLOCKED, AuditKind.BLOCK_DECIDED)
    factors = (AuditKind.OFFICER_INVITED, AuditKind.PASSWORD_SET, AuditKind.FACTOR_CHANGED)
    bodies = (AuditKind.ORGANISATION_DECIDED, AuditKind.REPRESENTATIVE_INVITED)
    for kind in (*factors, *blocks, *bodies):
        assert told.pop(kind) == ("notifications", "audit")
    assert told.pop(AuditKind.LIST_SENT) == ("audit", "imports")
    assert told.pop(AuditKind.LIST_IMPORTED) == ("audit", "campaign")
    assert set(told.values()) == {("audit",)}


def test_the_figures_get_no_letter_where_none_changes() -> None:
    """Of a life only what lets its round stand otherwise; events of older code do not say."""
    events, queues = _whole_life().store.events, FakeQueues()
    for event in events:
        relay(queues.desk, [json.dumps(event)])
    letters = [json.loads(one.body) for one in queues.letters if one.queue == "figures"]
    told = [letter["event"]["action"] for letter in letters]
    assert told == [event["action"] for event in events if event["figures"]]
    assert "start" not in told
    assert {"submit", "assign", "approve"} <= set(told)
    older = {name: part for name, part in events[-1].items() if name != "figures"}
    queues = FakeQueues()
    relay(queues.desk, [json.dumps({**older, "action": "start"})])
    assert "figures" in [letter.queue for letter in queues.letters]


@pytest.mark.parametrize(
    "text",
    [
        "not json",
        "[1]",
        '{"schema":"unknown/1","correlation_id":"c","type":"x"}',
        '{"schema":"case_event/1","correlation_id":"c","action":"explode"}',
        '{"schema":"case_event/1","id":"1","correlation_id":"c","action":"explode"}',
        '{"schema":"case_event/1","id":"1","correlation_id":"c"}',
        '{"schema":["case_event/1"],"id":"1","correlation_id":"c","type":"submit"}',
        '{"schema":{},"id":"1","correlation_id":"c","type":{}}',
        '{"schema":"case_event/1","action":"submit"}',
        '{"schema":"barrier/1","correlation_id":"c"}',
        "[" * 100_000,
    ],
)
def test_what_can_never_be_relayed_is_set_aside(text: str) -> None:
    """The first and a middle record go to the relay's own dead letters, and the others go on."""
    events = _whole_life().store.events
    one, two = json.dumps(events[:1]), json.dumps(events[1:2])
    expected = FakeQueues()
    relay(expected.desk, [one, two])
    queues = FakeQueues()
    done = relay(queues.desk, [text, one, text, two])
    assert done.set_aside == len(queues.aside) == 2
    assert done.letters == len(queues.letters)
    assert queues.letters == expected.letters


def test_a_passing_fault_brings_the_whole_batch_again() -> None:
    """When a queue does not answer, the relay raises; nothing counts as done."""
    with pytest.raises(ConnectionError):
        relay(FakeQueues(refuses=True).desk, [json.dumps(_whole_life().store.events)])


def test_a_record_whose_event_is_no_text_is_set_aside_too() -> None:
    """It would stop the stream for ever: the others of its batch are relayed."""
    queues, events = FakeQueues(), _whole_life().store.events
    attributes = [
        {"N": "1"},
        {"S": json.dumps(events[:1])},
        {"L": []},
        {"S": json.dumps(events[1])},
    ]
    use(make_services({RelayDesk: queues.desk}))
    try:
        stream.handle({"Records": [{"dynamodb": {"NewImage": {"event": a}}} for a in attributes]})
    finally:
        use(None)
    assert len(queues.aside) == 2
    told = [json.loads(letter.body)["event"]["id"] for letter in queues.letters]
    assert set(told) == {event["id"] for event in events[:2]}
