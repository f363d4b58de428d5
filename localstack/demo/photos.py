"""Photos: nobody fetches one before it is checked, and afterwards it says nothing of its place."""

from __future__ import annotations

from collections import Counter
from http import HTTPStatus

from localstack.demo.client import Problem
from localstack.demo.people import Officer, Person
from localstack.demo.tales import Sight, Tale
from localstack.demo.waiting import until
from localstack.demo.world import World

EXIF_MARK = b"Exif\x00\x00"
JPEG_MARK = b"\xff\xd8"


def look_at(world: World, tale: Tale, photo: str) -> Sight:
    """Ask for the photo at once, wait for the check, fetch it and look for EXIF.

    Somebody else asks too, and must be told that there is no such case. Raises Waited when the
    check does not come.
    """
    refusal = _refusal(tale.citizen, tale, photo)
    leaked = refusal is None and state_of(tale, photo) != "checked"
    until(lambda: state_of(tale, photo) == "checked", f"ảnh của {tale.code} được kiểm tra")
    fetched = tale.citizen.fetch(tale.code, photo)
    good = fetched.status == HTTPStatus.OK and fetched.body.startswith(JPEG_MARK)
    cleaned = EXIF_MARK in tale.story.photo_bytes() and EXIF_MARK not in fetched.body
    stranger = next(c for c in world.citizens.values() if c is not tale.citizen)
    hidden = _refusal(stranger, tale, photo) == "404 case_not_found"
    return Sight(refusal, safe=good and cleaned and hidden and not leaked)


def show_photos(world: World) -> None:
    """What the looks at all photos came to."""
    sights = [tale.sight for tale in world.tales.values() if tale.sight]
    early = Counter(sight.refusal for sight in sights if sight.refusal)
    refusals = ", ".join(f"{refusal} ×{count}" for refusal, count in early.items()) or "–"
    world.console.good(f"{len(sights)} ảnh có vị trí GPS; ai hỏi trước khi kiểm tra: {refusals}")
    safe = sum(sight.safe for sight in sights)
    world.expect(
        safe == len(sights),
        f"{safe}/{len(sights)} ảnh sau kiểm tra không còn EXIF, người khác không tải được",
    )


def _refusal(asker: Person, tale: Tale, photo: str) -> str | None:
    try:
        asker.api.get(f"/cases/{tale.code}/attachments/{photo}")
    except Problem as problem:
        return f"{problem.status} {problem.code}"
    return None


def show_to_officer(officer: Officer, tale: Tale) -> bool:
    """Whether the officer in charge finds the photo, without EXIF."""
    photos = officer.open(tale.code).json()["attachments"]
    seen = [officer.fetch(tale.code, photo["id"]) for photo in photos]
    return all(one.body.startswith(JPEG_MARK) and EXIF_MARK not in one.body for one in seen)


def state_of(tale: Tale, photo: str) -> str:
    """How far the check of this photo is."""
    found = [a["state"] for a in tale.seen()["attachments"] if a["id"] == photo]
    return str(found[0])
