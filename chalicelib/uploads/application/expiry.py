"""Files that were announced and never attached: after a while they go, with their bytes."""

from __future__ import annotations

from collections.abc import Callable

from chalicelib.kernel.faults import Faults, Work
from chalicelib.kernel.isolation import Isolation
from chalicelib.uploads.application.ports import DueUpload
from chalicelib.uploads.application.uploads import UploadDesk, place_of

BATCH = 50
"""Records read from the index at a time."""


def expire_uploads(desk: UploadDesk, faults: Faults, may_go_on: Callable[[], bool]) -> int:
    """Remove what is due until nothing is, or the time of this run is over; how many went.

    The record says first that the file is gone, in a write that an attaching one excludes: so a
    file that is being attached at the same moment is either removed or attached, never both. Then
    the bytes go, then the record leaves the index: a run that dies in between is caught up with. A
    record that cannot be worked on is put off and keeps no other.
    """
    gone = 0
    seen: set[DueUpload] = set()
    while True:
        now = desk.clock.now()
        due = [one for one in desk.uploads.due(now, BATCH + len(seen)) if one not in seen]
        if not due:
            return gone
        for one in due:
            if not may_go_on():
                return gone
            seen.add(one)
            isolation = Isolation(faults, Work.EXPIRE)
            with isolation.of(one.id):
                gone += _expire(desk, one)
            if isolation.broken:
                with isolation.of(one.id):
                    desk.uploads.put_off(one, now)


def _expire(desk: UploadDesk, due: DueUpload) -> bool:
    """Whether it went by this call."""
    upload = desk.uploads.find([due.id], fresh=True).get(due.id)
    if upload is None or upload.open_until is None:
        return False
    if upload.expired_at is None:
        place = desk.limiter.vacate(place_of(upload.owner), 1)
        if not desk.uploads.write([desk.uploads.expiring(upload), place]):
            return False
    desk.files.remove(upload.id)
    return desk.uploads.leave_index(upload.id)
