"""Plays the whole story against the running stack; ends with 0 only if everything held.

Run it with `make demo`, or `python -m localstack.demo.play` while a stack is up.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from localstack.demo import (
    campaigning,
    directory,
    hotline,
    organisations,
    registering,
    reminder_checks,
    reporting,
    roll_out,
    sending,
    staffing,
    verdict,
)
from localstack.demo.case_plans import (
    FIRST_SENDING,
    REGISTRATION_AT,
    REPORT_AT,
    REPORT_MONTH,
    SECOND_SENDING,
    moments,
)
from localstack.demo.client import Problem, Unanswered
from localstack.demo.clock import local
from localstack.demo.console import Console
from localstack.demo.pages_to_open import farewell
from localstack.demo.script import Script, whole_script
from localstack.demo.stack import STACK_FILE, RunningStack, read_stack
from localstack.demo.time_mails import TimeMails
from localstack.demo.waiting import Waited
from localstack.demo.working import play_moment
from localstack.demo.world import World

_HEADED = ("2026-08-03T08:30", "2026-08-20T13:45")


@dataclass(frozen=True)
class Scene:
    """One step of the schedule: its local instant, its heading ("" goes on under the last one)."""

    at: str
    heading: str
    run: Callable[[World], None]


_CAMPAIGN = (
    (REGISTRATION_AT, "Campaign · Ra quân từng nhà", campaigning.set_out),
    (campaigning.ON_THE_SPOT, "Campaign · Hai tổ có mạng", campaigning.go_round),
    (campaigning.ONLINE_AGAIN, "Campaign · Một tổ mất mạng bốn ngày", campaigning.come_online),
    (campaigning.ONLINE_AGAIN, "Campaign · Bảng theo dõi", campaigning.show_board),
    (campaigning.MORNING_AFTER, "Campaign · Sáng hôm sau", campaigning.catch_up),
)
_TRAINING = Scene(REGISTRATION_AT, "Training · Tập huấn cán bộ", roll_out.train_officers)


def schedule(script: Script) -> list[Scene]:
    """The whole story as steps in the order of their local instants."""
    opening = [
        Scene(REGISTRATION_AT, "Directory · Danh bạ", directory.show_directory),
        Scene(
            REGISTRATION_AT,
            "Registration · Đăng ký",
            lambda world: registering.register_everybody(world, script.profiles),
        ),
        Scene(
            REGISTRATION_AT,
            "",
            lambda world: registering.try_what_must_fail(world, script.strangers),
        ),
        Scene(
            FIRST_SENDING,
            "Reports · Gửi phản ánh",
            lambda world: sending.send_everything(world, script.sent_at(FIRST_SENDING)),
        ),
        Scene(
            FIRST_SENDING, "", lambda world: sending.try_what_must_fail(world, script.stories[0])
        ),
        Scene(
            FIRST_SENDING,
            "Hotline · Đường dây nóng",
            lambda world: hotline.take_calls(world, script.calls_at(FIRST_SENDING)),
        ),
        Scene(
            SECOND_SENDING,
            "Reports · Gửi phản ánh, đợt hai",
            lambda world: sending.send_everything(world, script.sent_at(SECOND_SENDING)),
        ),
    ]
    work = [
        Scene(
            moment, "Work · Xử lý" if moment in _HEADED else "", partial(play_moment, moment=moment)
        )
        for moment in moments(story.plan for story in script.stories)
    ]
    return sorted([*opening, _TRAINING, *_campaign(script), *work], key=lambda step: step.at)


def _campaign(script: Script) -> list[Scene]:
    plan = script.campaign
    return [Scene(at, heading, partial(run, plan=plan)) for at, heading, run in _CAMPAIGN]


def play(stack: RunningStack, script: Script, console: Console) -> list[str]:
    """Play all steps, then judge; returns what did not come out as it should, in words."""
    world = World(stack, console, script.evidence)
    time_mails, began = TimeMails(), time.monotonic()
    try:
        world.post.forget()
        _pass_time(world, time_mails, REGISTRATION_AT)
        world.started_empty = reporting.is_empty(world)
        for step in schedule(script):
            _pass_time(world, time_mails, step.at)
            if step.heading:
                console.heading(step.heading)
            step.run(world)
        _pass_time(world, time_mails, REPORT_AT)
        _judge(world, script)
        console.heading("Organisations · Tổ chức")
        organisations.tell_of_an_organisation(world)
        console.heading("Lists and people · Danh sách và cán bộ")
        staffing.tell_of_people(world)
    except (Problem, Unanswered, Waited) as trouble:
        world.complain(f"Câu chuyện phải dừng: {trouble}")
    _say_goodbye(world, time.monotonic() - began)
    return world.complaints


def _pass_time(world: World, time_mails: TimeMails, instant: str) -> None:
    """Move the clock, and tell what time alone has brought on the way."""
    world.clock.move_to(local(instant))
    for line in time_mails.new_lines(world.post.all_mails()):
        world.console.line(f"  ⏱ {line}")


def _judge(world: World, script: Script) -> None:
    world.console.heading("Cases · Kết cục của từng phản ánh")
    verdict.show_cases(world)
    verdict.show_lists(world)
    world.console.heading("Reminders · Nhắc việc và báo cáo cấp trên")
    reminder_checks.check_reminders(world)
    campaigning.end_campaign(world, script.campaign)
    world.console.heading("Communes · Báo cáo tháng của xã, phường")
    roll_out.report_for_the_commune(world, script.campaign)
    world.console.heading("Messages · Tin nhắn theo loại")
    verdict.show_messages(world)
    verdict.show_families(world)
    world.console.heading(f"Report · Báo cáo tháng {REPORT_MONTH}")
    reporting.show_report(world)


def _say_goodbye(world: World, seconds: float) -> None:
    console, stack = world.console, world.stack
    console.heading("End · Kết thúc")
    world.console.line(
        f"  {len(world.records)} phản ánh, {len(world.citizens)} người dân, {seconds:.0f} giây."
    )
    for complaint in world.complaints:
        console.bad(complaint)
    if not world.complaints:
        console.good("API cho thấy đúng những gì đã làm; không tin nhắn nào bị gửi hai lần.")
    for line in farewell(stack, list(world.records.values())):
        console.line(line)
    console.line(f"  API      {stack.api_url}/v1/health")
    console.line(f"  Docs     {stack.api_url}/docs")
    console.line(f"  Emulator {stack.emulator_url}")


def main() -> int:
    """Play against a running stack; 0 only if everything held."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--stack", type=Path, default=STACK_FILE, help="what `make up` wrote")
    stack = read_stack(options.parse_args().stack)
    return 1 if play(stack, whole_script(), Console(sys.stdout)) else 0


if __name__ == "__main__":
    sys.exit(main())
