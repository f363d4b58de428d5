"""Somebody calls the hotline: the case is entered for them, and theirs once they register."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from localstack.demo.case_records import CaseRecord
from localstack.demo.client import Json, Problem
from localstack.demo.people import Citizen, Profile, StaffMember, new_key
from localstack.demo.registering import needed_consents, register
from localstack.demo.script import Story
from localstack.demo.sending import await_router
from localstack.demo.waiting import until
from localstack.demo.world import World

CALLED_BEFORE = timedelta(minutes=15)
"""The clock of the case starts with the call, not with its entry."""
FOREIGN = {"system": "tong-dai-1022", "number": "1022-2026-000417"}


def take_calls(world: World, calls: Sequence[tuple[Story, Profile]]) -> None:
    """One after the other; then the router's work is awaited, as for all others."""
    for story, caller in calls:
        take_call(world, story, caller)
        await_router(world, world.records[story.key])


def take_call(world: World, story: Story, caller: Profile) -> None:
    """Entered, told by SMS, refused when it is brought in again, found by who registers later."""
    desk = world.at_desk(world.logins("hotline")[0].username)
    body = _body(world, story, caller)
    entered = desk.api.post("/officer/cases", body, key=new_key()).json()
    citizen = Citizen(world.stack, world.post, caller)
    record = CaseRecord(story, citizen, entered["code"])
    world.records[story.key] = record
    world.happened(record, ("submit", "hotline"), "received", telling="submit_for_somebody")
    world.expect(
        entered["submitted_at"] == body["received_at"],
        f"Đường dây nóng: {record.code} tính giờ từ lúc gọi {body['received_at']}",
    )
    _brought_in_again(world, desk, body, record.code)
    told = until(lambda: _told(citizen, record.code), f"SMS về {record.code}")
    world.console.good(f"Người gọi nhận SMS: “{told}”")
    register(world, caller, needed_consents(world), citizen)
    own = [item["code"] for item in citizen.api.pages("/me/cases", limit=100)]
    world.expect(own == [record.code], f"Đăng ký sau đó, người gọi thấy {record.code} của mình")


def _body(world: World, story: Story, caller: Profile) -> Json:
    return {
        "channel": "hotline",
        "reporter": {"phone": caller.phone, "full_name": caller.full_name},
        "received_at": (world.clock.at - CALLED_BEFORE).isoformat(timespec="seconds"),
        "foreign_number": FOREIGN,
        "category": story.category,
        "description": story.description,
        "location": {"lat": story.lat, "lon": story.lon},
        "visibility": story.visibility,
    }


def _brought_in_again(world: World, desk: StaffMember, body: Json, code: str) -> None:
    try:
        desk.api.post("/officer/cases", body, key=new_key())
    except Problem as problem:
        world.expect(
            problem.code == "foreign_number_taken",
            f"Mã {FOREIGN['number']} của 1022 đã là {code}: {problem.status} {problem.code}",
        )
        return
    world.complain("Cùng mã của hệ thống khác: lẽ ra phải bị từ chối")


def _told(citizen: Citizen, code: str) -> str | None:
    return next((text for text in citizen.phone.texts() if code in text), None)
