"""Who is told what: the table of rules, whole."""

from __future__ import annotations

import json

import pytest

from chalicelib.cases.domain.workflow import Action
from chalicelib.identity.domain.guests import Guest
from chalicelib.kernel.actors import Role
from chalicelib.kernel.channels import Channel
from chalicelib.kernel.faults import Work
from chalicelib.kernel.isolation import Isolation
from chalicelib.messages.adapters.template_files import FILE
from chalicelib.messages.application.messaging import ContactBook
from chalicelib.messages.application.notifications import notify
from chalicelib.messages.application.planning import plan_case
from chalicelib.messages.domain.case_events import read_case_event
from chalicelib.messages.domain.notification_rules import ACCOUNT_RULES, CITIZENS, RULES, rules_for
from chalicelib.runtime.workers import contracts
from tests.support.clock import NOW
from tests.support.notifier import (
    SmallDirectory,
    addresses,
    make_event,
    make_notifier,
    officer,
    told,
)
from tests.support.people_stores import FakeGuests
from tests.support.together import write_together

BELL, SMS, EMAIL = "bell", "sms", "email"


def bell(kind: str) -> set[tuple[str, str, str]]:
    return {("c1", kind, BELL)}


def must_know(kind: str) -> set[tuple[str, str, str]]:
    """The citizen c1 has no email."""
    return {("c1", kind, BELL), ("c1", kind, SMS)}


def mail(person: str, kind: str) -> set[tuple[str, str, str]]:
    return {(person, kind, EMAIL)}


def act(person: str, kind: str) -> set[tuple[str, str, str]]:
    return {(person, kind, EMAIL), (person, kind, SMS)}


HANDED_OVER = {"detail": {"handed_over": True}}
TABLE = [
    ("submit", {"to": "received", "officer": None, "agency": None}, bell("received")),
    *(
        (
            "submit",
            {"to": "received", "channel": channel, "officer": None, "agency": None},
            must_know("received"),
        )
        for channel in ("hotline", "counter", "paper", "zalo", "email")
    ),
    (
        "submit",
        {"to": "received", "urgency": "urgent", "officer": None, "agency": None},
        bell("received") | act("i1", "urgent_case"),
    ),
    (
        "submit",
        {
            "to": "received",
            "channel": "paper",
            "officer": None,
            "agency": None,
            "detail": {"overdue": True},
        },
        must_know("received") | mail("i1", "intake_overdue"),
    ),
    ("request_info", {"to": "needs_info"}, must_know("question")),
    ("supplement", {"to": "in_progress"}, act("o1", "supplemented")),
    ("supplement", {"to": "received", "officer": None}, mail("i1", "supplemented")),
    ("give_up_waiting", {"to": "rejected", "officer": None}, must_know("given_up")),
    ("give_up_waiting", {"to": "assigned"}, bell("went_on") | mail("o1", "no_reply")),
    ("accept", {"to": "accepted", "officer": None, "agency": None}, bell("accepted")),
    (
        "accept",
        {
            "to": "accepted",
            "officer": None,
            "agency": None,
            "detail": {"publication_waits": True},
        },
        bell("accepted") | mail("i1", "publication_waits"),
    ),
    ("reject", {"to": "rejected", "officer": None}, must_know("rejected")),
    ("redirect", {"to": "redirected", "officer": None}, must_know("redirected")),
    ("redirect", {"to": "redirected"}, must_know("redirected") | mail("o1", "taken_away")),
    (
        "mark_duplicate",
        {"to": "duplicate", "officer": None, "detail": {"parent": "LC-260803-00001"}},
        must_know("duplicate"),
    ),
    ("mark_duplicate", {"to": "duplicate"}, must_know("duplicate") | mail("o1", "taken_away")),
    ("mark_duplicate", {"from": "duplicate", "to": "duplicate"}, must_know("duplicate")),
    ("unmark_duplicate", {"to": "received", "officer": None}, must_know("not_duplicate")),
    ("unmark_duplicate", {}, must_know("not_duplicate") | mail("o1", "given_back")),
    (
        "unmark_duplicate",
        {"to": "accepted", "officer": None, "agency": None, "detail": {"parent_ended": True}},
        must_know("parent_ended") | mail("i1", "came_back"),
    ),
    ("assign", HANDED_OVER, bell("assigned") | act("o1", "work")),
    ("assign", {}, act("o1", "work")),
    ("assign", {**HANDED_OVER, "officer": None}, bell("assigned") | act("l1", "without_officer")),
    ("assign", {**HANDED_OVER, "officer": "left"}, bell("assigned") | act("l1", "work")),
    (
        "assign",
        {**HANDED_OVER, "officer": None, "agency": "trống"},
        bell("assigned") | act("s1", "without_officer"),
    ),
    (
        "assign",
        {**HANDED_OVER, "coordinating": ["ubnd-02647"]},
        bell("assigned") | act("o1", "work") | mail("l2", "coordinating"),
    ),
    ("hand_over", {"by": "l1", "detail": {"from_officer": "o2"}}, act("o1", "work")),
    ("return", {"to": "accepted", "agency": None, "officer": None}, mail("i1", "returned")),
    ("start", {"to": "in_progress"}, bell("started")),
    ("request_extension", {"by": "o1"}, act("l1", "extension_asked")),
    (
        "decide_extension",
        {"by": "l1", "detail": {"grant": True}},
        must_know("due_moved") | mail("o1", "extended"),
    ),
    ("decide_extension", {"by": "l1", "detail": {"grant": False}}, mail("o1", "not_extended")),
    ("propose_answer", {"by": "o1"}, act("l1", "answer_proposed")),
    ("propose_answer", {"by": "l1", "officer": "l1"}, act("s1", "answer_proposed")),
    ("approve", {"by": "l1"}, must_know("answered") | mail("o1", "approved")),
    ("send_back", {"by": "l1"}, act("o1", "sent_back")),
    ("rate", {"detail": {"stars": 3}}, set()),
    ("rate", {"detail": {"stars": 2}}, mail("o1", "low_rating") | mail("l1", "low_rating")),
    ("rate", {"detail": {"stars": 1}}, mail("o1", "low_rating") | mail("l1", "low_rating")),
    ("reopen", {}, bell("reopened") | act("o1", "work_again") | mail("l1", "work_again")),
    (
        "reopen",
        {"coordinating": ["ubnd-02647"]},
        bell("reopened")
        | act("o1", "work_again")
        | mail("l1", "work_again")
        | mail("l2", "coordinating"),
    ),
    ("close", {"to": "closed"}, bell("closed")),
    ("withdraw", {"to": "withdrawn", "officer": None}, bell("withdrawn")),
    ("withdraw", {"to": "withdrawn"}, bell("withdrawn") | mail("o1", "taken_away")),
    ("snooze", {"detail": {"to": "officer"}}, set()),
    ("acknowledge", {"detail": {"leader": True}}, set()),
    (
        "record_answer",
        {"detail": {"on_behalf_of": "so-xay-dung"}},
        must_know("answered") | mail("o1", "recorded") | mail("l1", "recorded"),
    ),
    ("correct_answer", {}, must_know("corrected")),
    ("ask_part", {"detail": {"part": "ubnd-02647"}}, act("l2", "part_asked")),
    (
        "assign_part",
        {"detail": {"part": "so-xay-dung", "part_officer": "o1"}},
        act("o1", "part_work"),
    ),
    ("answer_part", {"detail": {"part": "ubnd-02647"}}, mail("o1", "part_answered")),
    (
        "remind_part",
        {"detail": {"part": "ubnd-02647", "reminder": "deadline", "part_officer": "left"}},
        act("l2", "part_reminder"),
    ),
    ("note", {"detail": {"mention": "l1 i1"}}, mail("l1", "mentioned") | mail("i1", "mentioned")),
    ("note", {}, set()),
    ("reinspect", {}, set()),
    ("comment", {}, bell("commented")),
    ("refer", {"by": "o1"}, set()),
    ("revoke_referral", {"by": "o1", "detail": {"referral": 1}}, set()),
    (
        "reply_to_referral",
        {"by": "link-dien-luc", "detail": {"referral": 1, "reply": "answer"}},
        mail("o1", "external_replied"),
    ),
    ("publish", {"by": "i1"}, set()),
    ("dispute", {"by": "w1"}, act("o1", "disputed") | mail("l1", "disputed")),
    ("answer_dispute", {"by": "o1", "detail": {"dispute": 1}}, set()),
    ("set_visibility", {"by": "account-1", "detail": {"visibility": "private"}}, set()),
    ("remind", {"detail": {"reminder": "half", "to": "officer"}}, act("o1", "reminder")),
    ("remind", {"detail": {"reminder": "half", "to": "leader"}}, act("l1", "reminder")),
    ("remind", {"detail": {"reminder": "half", "to": "supervisor"}}, act("s1", "reminder")),
    ("become_overdue", {}, set()),
    (
        "become_overdue",
        {"clock": "intake", "officer": None, "agency": None},
        mail("i1", "intake_overdue"),
    ),
    ("escalate", {"detail": {"reminder": "x", "to": "officer"}}, act("o1", "escalation")),
    ("escalate", {"detail": {"reminder": "x", "to": "leader"}}, act("l1", "escalation")),
    ("escalate", {"detail": {"reminder": "x", "to": "supervisor"}}, act("s1", "escalation")),
    ("clock_runs_on", {"to": "needs_info"}, mail("o1", "clock_runs_on")),
    (
        "recompute",
        {"detail": {"moved": True}},
        must_know("due_moved") | mail("o1", "officer_due_moved"),
    ),
    ("recompute", {"detail": {"moved": False}}, set()),
]


@pytest.mark.parametrize(("action", "changes", "expected"), TABLE)
def test_who_is_told_what_on_which_channel(action, changes, expected) -> None:
    """Every action in every case that makes a difference."""
    notifier = make_notifier()
    notify(notifier.desk, make_event(action, **changes))
    assert told(notifier) == expected


def test_the_table_above_meets_every_rule_and_every_action() -> None:
    """A rule that no line here meets, or an action without a line, is found."""
    met = [
        rule
        for action, changes, _ in TABLE
        for rule in rules_for(
            Action(action), read_case_event(make_event(action, **changes)).facts()
        )
    ]
    followers = {rule for rule in RULES if rule.kind == "followed_answered"}
    assert set(RULES) == set(met)
    assert followers <= set(met)
    assert {action for action, _, _ in TABLE} == set(Action)


@pytest.mark.parametrize(("action", "changes"), [row[:2] for row in TABLE])
def test_the_events_of_the_table_keep_the_contract(action, changes) -> None:
    """What is tested here is what the relay sends."""
    contracts.check("case_event/1", make_event(action, **changes))


def test_every_kind_has_a_template_and_every_template_a_rule() -> None:
    """Neither a message without words nor words without a message."""
    asked = {rule.kind for rule in RULES} | {rule.kind for rule in ACCOUNT_RULES}
    templates = json.loads(FILE.read_text(encoding="utf-8"))["kinds"]
    gathered = {"digest", "digest_line", "digest_more", "urgent_cases", "urgent_cases_line"}
    roll_out = {"training", "training_cancelled"}  # by nouns that write their own messages
    roll_out |= {"commune_report_due", "commune_report_late", "commune_reports_missing"}
    roll_out |= {"difficulty_due", "difficulty_overdue"}
    roll_out |= {"campaign_behind", "campaign_commune_behind", "commune_report_returned"}
    assert set(templates) == asked | gathered | roll_out


def test_officers_rules_never_ring_a_bell_and_citizens_rules_never_only_mail() -> None:
    """Officers have no bell; citizens find everything there, or by SMS where they have no app."""
    for rule in RULES:
        if rule.audience in CITIZENS:
            assert Channel.BELL in rule.channels or rule.channels == (Channel.SMS,)
        else:
            assert Channel.BELL not in rule.channels


def test_a_citizen_with_an_email_address_is_written_to_as_well() -> None:
    """Giving an address is choosing it; receipts stay in the bell."""
    notifier = make_notifier()
    notify(notifier.desk, make_event("reject", reporter="c2", officer=None))
    notify(notifier.desk, make_event("close", 9, reporter="c2"))
    channels = {(kind, channel) for _, kind, channel in told(notifier)}
    assert channels == {("rejected", c) for c in (BELL, SMS, EMAIL)} | {("closed", BELL)}


def test_an_account_that_is_gone_is_told_nothing() -> None:
    """Erasure leaves the case, and nobody to write to."""
    notifier = make_notifier()
    notify(notifier.desk, make_event("reject", reporter="erased", officer=None))
    assert told(notifier) == set()


def test_nobody_is_looked_up_for_the_bell_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """It needs no address; what also goes out by SMS or mail needs the account."""
    notifier, asked = make_notifier(), list[str]()
    find = notifier.desk.accounts.find
    monkeypatch.setattr(notifier.desk.accounts, "find", lambda id: (asked.append(id), find(id))[1])
    notify(notifier.desk, make_event("close", 9))
    assert (told(notifier), asked) == (bell("closed"), [])
    notify(notifier.desk, make_event("reject", officer=None))
    assert asked == ["c1"]


def test_an_officer_without_an_address_for_the_rule_is_told_on_the_other() -> None:
    """Better an SMS than nothing."""
    roster = (officer("o1", "so-xay-dung", Role.OFFICER, email=None),)
    notifier = make_notifier(directory=SmallDirectory(roster))
    notify(notifier.desk, make_event("give_up_waiting", reporter="erased", officer="o1"))
    assert told(notifier) == {("erased", "went_on", BELL), ("o1", "no_reply", SMS)}


def test_an_officer_who_cannot_be_reached_comes_to_attention() -> None:
    """Not lost silently: the message fails and is shown."""
    roster = (officer("o1", "so-xay-dung", Role.OFFICER, email=None, phone=None),)
    notifier = make_notifier(directory=SmallDirectory(roster))
    notify(notifier.desk, make_event("give_up_waiting", reporter="erased"))
    failed = notifier.messages.attention(10, None).items
    assert [(m.recipient, m.reason) for m in failed] == [("o1", "no_address")]


def test_who_has_two_roles_gets_one_message() -> None:
    """The leader who is also the officer is not told twice of one event."""
    notifier = make_notifier()
    notify(notifier.desk, make_event("rate", officer="l1", detail={"stars": 1}))
    assert addresses(notifier.email.carried) == ["l1@laocai.example"]


def test_nobody_is_mailed_about_the_own_action() -> None:
    """Who starts, returns or reopens knows."""
    notifier = make_notifier()
    notify(notifier.desk, make_event("reopen", by="o1"))
    assert told(notifier) == bell("reopened") | mail("l1", "work_again")


def test_planning_gives_the_same_each_time() -> None:
    """The keys of a second delivery are those of the first."""
    notifier = make_notifier()
    event = read_case_event(make_event("approve"))
    isolation = Isolation(notifier.faults, Work.TELL)
    first, second = (
        plan_case(notifier.desk, ContactBook(notifier.desk), event, isolation) for _ in range(2)
    )
    assert first == second


def test_who_has_no_account_is_told_by_phone() -> None:
    """The person for whom the office entered a case reads its code in an SMS."""
    notifier = make_notifier()
    part = FakeGuests(notifier.accounts).keeping(
        Guest("g1", 1, "+84912345111", "Lù A Sử", NOW), ("hash",)
    )
    write_together([part])
    event = make_event("submit", 1, reporter="g1", channel="hotline", officer=None, agency=None)
    notify(notifier.desk, event)
    (sms,) = notifier.sms.carried
    assert sms.address == "+84912345111"
    assert event["code"] in sms.text.body


def test_who_left_no_phone_is_told_nothing() -> None:
    """Nor does anything come to attention for it: there is no address to mend."""
    notifier = make_notifier()
    part = FakeGuests(notifier.accounts).keeping(Guest("g1", 1, None, "Lù A Sử", NOW), ())
    write_together([part])
    event = make_event("submit", 1, reporter="g1", channel="paper", officer=None, agency=None)
    notify(notifier.desk, event)
    assert notifier.carried() == []
    assert not notifier.messages.attention(10, None).items
