"""Photos: nobody fetches one before it is checked, and afterwards it says nothing of its place."""

from __future__ import annotations

from http import HTTPStatus

from localstack.demo.client import Json, Problem
from localstack.demo.tales import Tale
from localstack.demo.waiting import until
from localstack.demo.world import World

EXIF_MARK = b"Exif\x00\x00"


def show_photo_is_safe(world: World, tale: Tale, case: Json) -> None:
    """Ask for the photo at once, wait for the check, fetch it and look for EXIF."""
    photo = case["attachments"][0]["id"]
    if not _refused_or_checked(tale, photo):
        world.complain(f"{tale.code}: ảnh chưa kiểm tra mà đã tải được")
    until(lambda: state_of(tale, photo) == "checked", f"ảnh của {tale.code} được kiểm tra")
    fetched = tale.citizen.fetch(tale.code, photo)
    if fetched.status != HTTPStatus.OK or not fetched.body.startswith(b"\xff\xd8"):
        world.complain(f"{tale.code}: không tải được ảnh đã kiểm tra ({fetched.status})")
    if EXIF_MARK not in tale.story.photo_bytes() or EXIF_MARK in fetched.body:
        world.complain(f"{tale.code}: ảnh vẫn còn vị trí EXIF")


def _refused_or_checked(tale: Tale, photo: str) -> bool:
    """Refused now, unless the check was already done when the answer was given."""
    try:
        tale.citizen.api.get(f"/cases/{tale.code}/attachments/{photo}")
    except Problem:
        return True
    return state_of(tale, photo) == "checked"


def state_of(tale: Tale, photo: str) -> str:
    """How far the check of this photo is."""
    found = [a["state"] for a in tale.seen()["attachments"] if a["id"] == photo]
    return str(found[0])
