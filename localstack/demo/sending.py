"""Citizens send their cases, some with photos; a few things go wrong on purpose."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from localstack.demo.case_records import CaseRecord
from localstack.demo.client import ApiAnswer, Json, Problem
from localstack.demo.crowd import each
from localstack.demo.people import Citizen, new_key
from localstack.demo.photos import look_at, show_photos
from localstack.demo.script import Story
from localstack.demo.waiting import until
from localstack.demo.world import World

OUTSIDE = {"lat": 21.0285, "lon": 105.8542}
"""Hà Nội: far outside the province."""


def send_everything(world: World, stories: Sequence[Story]) -> None:
    """Every story is sent by its citizen, four at a time; then the router's work is awaited."""
    world.console.start("phản ánh được gửi", len(stories))
    each(lambda story: _send(world, story), stories)
    world.console.finish()
    if any(story.photo for story in stories):
        show_photos(world)
    sure = [
        record for record in (world.records[story.key] for story in stories) if record.story.sure
    ]
    world.console.start("phản ánh được tự động phân công", len(sure))
    each(lambda record: await_router(world, record), sure)
    world.console.finish()


def body_of(story: Story, uploads: list[str]) -> Json:
    """What the app sends: the place as coordinates, so that the commune must be found."""
    return {
        "category": story.category,
        "description": story.description,
        "location": {"lat": story.lat, "lon": story.lon},
        "uploads": uploads,
        "visibility": story.visibility,
        "urgent": story.urgent,
    }


def _send(world: World, story: Story) -> None:
    citizen = world.citizens[story.phone]
    uploads = [citizen.upload("/uploads", story.photo_bytes(), "image/jpeg")] if story.photo else []
    answers = MANNERS[story.manner](citizen, body_of(story, uploads))
    codes = sorted({answer.json()["code"] for answer in answers})
    if len(answers) > 1:
        said = "gửi lại cùng Idempotency-Key" if story.manner == "again" else "gửi hai lần cùng lúc"
        world.expect(len(codes) == 1, f"{said}: một phản ánh, {' '.join(codes)}")
    record = CaseRecord(story, citizen, codes[0])
    world.records[story.key] = record
    telling = "submit_urgent" if story.urgent else "submit"
    world.happened(record, ("submit", "citizen"), "received", telling=telling)
    if story.photo:
        record.photo_check = look_at(world, record, answers[0].json()["attachments"][0]["id"])
    world.console.step()


def _once(citizen: Citizen, body: Json) -> list[ApiAnswer]:
    return [citizen.submit(body, new_key())]


def _again(citizen: Citizen, body: Json) -> list[ApiAnswer]:
    """The app lost the answer and sends the same once more."""
    key = new_key()
    return [citizen.submit(body, key), citizen.submit(body, key)]


def _at_once(citizen: Citizen, body: Json) -> list[ApiAnswer]:
    """Two requests leave the phone at the same moment."""
    key, gate = new_key(), threading.Barrier(2)

    def one(_: int) -> ApiAnswer:
        gate.wait()
        return citizen.submit(body, key)

    return each(one, range(2))


MANNERS: dict[str, Callable[[Citizen, Json], list[ApiAnswer]]] = {
    "once": _once,
    "again": _again,
    "at_once": _at_once,
}


def await_router(world: World, record: CaseRecord) -> None:
    """A case that a rule is sure of reaches an officer without anybody's hand."""
    world.happened(record, ("accept", "system"), "accepted")
    settle(world, record)
    world.console.step()


def settle(world: World, record: CaseRecord) -> None:
    """Wait until the router has given an accepted case to an officer of its agency."""
    until(lambda: record.seen()["state"] == "assigned", f"{record.code} được phân công")
    record.agency = record.story.agency
    world.officer_of(record)
    world.happened(record, ("assign", "system"), "assigned")


def try_what_must_fail(world: World, story: Story) -> None:
    """A place outside the province, and a category that does not exist."""
    citizen = world.citizens[story.phone]
    outside = body_of(story, []) | {"location": OUTSIDE}
    _refused(world, citizen, "Địa điểm ngoài tỉnh", outside, "outside_province")
    unknown = body_of(story, []) | {"category": "thoi_tiet"}
    _refused(world, citizen, "Lĩnh vực không có", unknown, "unknown_category")


def _refused(world: World, citizen: Citizen, what: str, body: Json, code: str) -> None:
    try:
        citizen.submit(body, new_key())
    except Problem as problem:
        codes = {problem.code, *problem.field_codes().values()}
        world.expect(code in codes, f"{what}: {problem.status} – “{problem.explanation}”")
        return
    world.complain(f"{what}: lẽ ra phải bị từ chối")
