"""Photos: nobody fetches one before it is checked, and afterwards it says nothing of its place."""

from __future__ import annotations

from collections import Counter
from http import HTTPStatus

from localstack.demo.case_records import CaseRecord, PhotoCheck
from localstack.demo.client import Problem
from localstack.demo.people import Person, StaffMember
from localstack.demo.waiting import until
from localstack.demo.world import World

EXIF_MARK = b"Exif\x00\x00"
JPEG_MARK = b"\xff\xd8"


def look_at(world: World, record: CaseRecord, photo: str) -> PhotoCheck:
    """Ask for the photo at once, wait for the check, fetch it and look for EXIF.

    Somebody else asks too, and must be told that there is no such case. Raises Waited when the
    check does not come.
    """
    refusal = _refusal(record.citizen, record, photo)
    leaked = refusal is None and state_of(record, photo) != "checked"
    until(lambda: state_of(record, photo) == "checked", f"ảnh của {record.code} được kiểm tra")
    fetched = record.citizen.fetch(record.code, photo)
    good = fetched.status == HTTPStatus.OK and fetched.body.startswith(JPEG_MARK)
    cleaned = EXIF_MARK in record.story.photo_bytes() and EXIF_MARK not in fetched.body
    stranger = next(c for c in world.citizens.values() if c is not record.citizen)
    hidden = _refusal(stranger, record, photo) == "404 case_not_found"
    return PhotoCheck(refusal, safe=good and cleaned and hidden and not leaked)


def show_photos(world: World) -> None:
    """What the looks at all photos came to."""
    photo_checks = [record.photo_check for record in world.records.values() if record.photo_check]
    early = Counter(photo_check.refusal for photo_check in photo_checks if photo_check.refusal)
    refusals = ", ".join(f"{refusal} ×{count}" for refusal, count in early.items()) or "–"
    world.console.good(
        f"{len(photo_checks)} ảnh có vị trí GPS; ai hỏi trước khi kiểm tra: {refusals}"
    )
    safe = sum(photo_check.safe for photo_check in photo_checks)
    world.expect(
        safe == len(photo_checks),
        f"{safe}/{len(photo_checks)} ảnh sau kiểm tra không còn EXIF, người khác không tải được",
    )


def _refusal(asker: Person, record: CaseRecord, photo: str) -> str | None:
    try:
        asker.api.get(f"/cases/{record.code}/attachments/{photo}")
    except Problem as problem:
        return f"{problem.status} {problem.code}"
    return None


def show_to_officer(officer: StaffMember, record: CaseRecord) -> bool:
    """Whether the officer in charge finds the photo, without EXIF."""
    photos = officer.open(record.code).json()["attachments"]
    seen = [officer.fetch(record.code, photo["id"]) for photo in photos]
    return all(one.body.startswith(JPEG_MARK) and EXIF_MARK not in one.body for one in seen)


def state_of(record: CaseRecord, photo: str) -> str:
    """How far the check of this photo is."""
    found = [a["state"] for a in record.seen()["attachments"] if a["id"] == photo]
    return str(found[0])
