"""Reminders and escalations: what the timelines say, held against the plans, and what follows."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from functools import cache

from chalicelib.rules.domain.office_days import OfficeDays
from chalicelib.rules.wiring import shipped_rules
from chalicelib.worktime.wiring import public_holidays
from localstack.demo.case_plans import DUE_AT, REMINDERS
from localstack.demo.case_records import CaseRecord
from localstack.demo.client import Json
from localstack.demo.clock import LOCAL
from localstack.demo.letters import DIGEST, EMAIL, SMS, Letter
from localstack.demo.stack import Login
from localstack.demo.world import World

_CLIMB = ("escalate_to_leader", "escalate_to_supervisor")


def check_reminders(world: World) -> None:
    """Every case has its reminders, as many as planned; the letters are owed."""
    reader = world.at_desk(world.of_the_province("supervisor")[0].username)
    mornings: dict[tuple[str, str], list[CaseRecord]] = {}
    rows = []
    for record in sorted(world.records.values(), key=lambda record: record.code):
        case = reader.open(record.code).json()
        reminded = [_instant(line) for line in case["timeline"] if line["action"] == "remind"]
        escalated = [_instant(line) for line in case["timeline"] if line["action"] == "escalate"]
        _compare(world, record, case, (len(reminded), len(escalated)))
        for at in reminded:
            _owe_reminder(world, record, at, mornings)
        for told, _ in zip(_CLIMB, escalated, strict=False):
            world.owe_for(record, told)
        if reminded or escalated:
            rows.append((record.code, _list(reminded), _list(escalated)))
    for (username, _), records in mornings.items():
        _owe_morning(world, world.login(username), records)
    world.console.table(("Mã", "Nhắc cán bộ", "Báo cáo cấp trên"), rows)


def _compare(world: World, record: CaseRecord, case: Json, counts: tuple[int, int]) -> None:
    plan = record.story.plan
    if counts != REMINDERS.get(plan, (0, 0)):
        world.complain(
            f"{record.code} ({plan}): nhắc và báo cáo {counts}, cần {REMINDERS.get(plan)}"
        )
    if plan in DUE_AT and case["clock"]["due_at"] != DUE_AT[plan]:
        world.complain(f"{record.code} ({plan}): hạn {case['clock']['due_at']}, cần {DUE_AT[plan]}")


def _owe_reminder(
    world: World,
    record: CaseRecord,
    at: datetime,
    mornings: dict[tuple[str, str], list[CaseRecord]],
) -> None:
    """A message of its own, or a line in what one officer gets in the morning."""
    morning = morning_of(at)
    if morning is None:
        world.owe_for(record, "remind")
    elif record.officer is not None:
        mornings.setdefault((record.officer.login.username, morning), []).append(record)


def _owe_morning(world: World, login: Login, records: list[CaseRecord]) -> None:
    """One digest where several fall together; a single one is a reminder like any other."""
    if len(records) == 1:
        world.owe_for(records[0], "remind")
    else:
        world.owe(Letter(EMAIL, login.email, DIGEST), Letter(SMS, login.phone, DIGEST))


def morning_of(at: datetime) -> str | None:
    """The working day of the digest that a reminder of this instant belongs to."""
    morning = _office_days().digest_time(at)
    return str(morning.astimezone(LOCAL).date()) if morning else None


@cache
def _office_days() -> OfficeDays:
    rules = shipped_rules("lao_cai", public_holidays())
    return OfficeDays(rules.policy.digest, rules.policy.quiet_hours, rules.calendar)


def _instant(line: Json) -> datetime:
    return datetime.fromisoformat(line["at"]).astimezone(LOCAL)


def _list(instants: list[datetime]) -> str:
    counted = Counter(at.strftime("%d/%m %H:%M") for at in instants)
    return ", ".join(counted)
