"""Reminders and escalations: what the timelines say, held against the plot, and what follows."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from functools import cache

from chalicelib.rules.domain.office_days import OfficeDays
from chalicelib.rules.wiring import shipped_rules
from localstack.demo.client import Json
from localstack.demo.clock import LOCAL
from localstack.demo.letters import DIGEST, EMAIL, SMS, Letter
from localstack.demo.plot import DUE_AT, NUDGES
from localstack.demo.stack import Login
from localstack.demo.tales import Tale
from localstack.demo.world import World

_CLIMB = ("escalate_to_leader", "escalate_to_supervisor")


def show_nudges(world: World) -> None:
    """Every case that was due to be nudged was, as often as the plot says; the letters are owed."""
    reader = world.at_desk(world.logins("supervisor")[0].username)
    mornings: dict[tuple[str, str], list[Tale]] = {}
    rows = []
    for tale in sorted(world.tales.values(), key=lambda tale: tale.code):
        case = reader.open(tale.code).json()
        reminded = [_instant(line) for line in case["timeline"] if line["action"] == "remind"]
        escalated = [_instant(line) for line in case["timeline"] if line["action"] == "escalate"]
        _compare(world, tale, case, (len(reminded), len(escalated)))
        for at in reminded:
            _owe_reminder(world, tale, at, mornings)
        for told, _ in zip(_CLIMB, escalated, strict=False):
            world.owe_for(tale, told)
        if reminded or escalated:
            rows.append((tale.code, _list(reminded), _list(escalated)))
    for (username, _), tales in mornings.items():
        _owe_morning(world, world.login(username), tales)
    world.console.table(("Mã", "Nhắc cán bộ", "Báo cáo cấp trên"), rows)


def _compare(world: World, tale: Tale, case: Json, nudges: tuple[int, int]) -> None:
    fate = tale.story.fate
    if nudges != NUDGES.get(fate, (0, 0)):
        world.complain(f"{tale.code} ({fate}): nhắc và báo cáo {nudges}, cần {NUDGES.get(fate)}")
    if fate in DUE_AT and case["clock"]["due_at"] != DUE_AT[fate]:
        world.complain(f"{tale.code} ({fate}): hạn {case['clock']['due_at']}, cần {DUE_AT[fate]}")


def _owe_reminder(
    world: World, tale: Tale, at: datetime, mornings: dict[tuple[str, str], list[Tale]]
) -> None:
    """A message of its own, or a line in what one officer gets in the morning."""
    morning = morning_of(at)
    if morning is None:
        world.owe_for(tale, "remind")
    elif tale.officer is not None:
        mornings.setdefault((tale.officer.login.username, morning), []).append(tale)


def _owe_morning(world: World, login: Login, tales: list[Tale]) -> None:
    """One digest where several fall together; a single one is a reminder like any other."""
    if len(tales) == 1:
        world.owe_for(tales[0], "remind")
    else:
        world.owe(Letter(EMAIL, login.email, DIGEST), Letter(SMS, login.phone, DIGEST))


def morning_of(at: datetime) -> str | None:
    """The working day of the digest that a reminder of this instant belongs to."""
    morning = _office_days().digest_time(at)
    return str(morning.astimezone(LOCAL).date()) if morning else None


@cache
def _office_days() -> OfficeDays:
    rules = shipped_rules("lao_cai")
    return OfficeDays(rules.policy.digest, rules.policy.quiet_hours, rules.calendar)


def _instant(line: Json) -> datetime:
    return datetime.fromisoformat(line["at"]).astimezone(LOCAL)


def _list(instants: list[datetime]) -> str:
    counted = Counter(at.strftime("%d/%m %H:%M") for at in instants)
    return ", ".join(counted)
