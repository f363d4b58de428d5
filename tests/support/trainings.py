"""Training sessions to look at, and to put where a path leads."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from chalicelib.audit.domain.events import AuditEvent
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.kernel.entries import EntryStore
from chalicelib.trainings.domain.trainings import Attendance, Material, Training
from tests.support.cases import LEADER
from tests.support.clock import NOW

TRAINING = "01J0000000000000000000000T"
TRAINING_CHANGED = AuditEvent(AuditKind.TRAINING_CHANGED, NOW, LEADER, "request-1")


def make_training(id: str = TRAINING, **other: Any) -> Training:
    """Held by the department of construction for its own people, and running now."""
    first = Training(
        id=id,
        version=1,
        agency="so-xay-dung",
        title="Tập huấn xử lý phản ánh",
        purpose="Nhận, xử lý và trả lời phản ánh.",
        starts_at=NOW - timedelta(minutes=5),
        ends_at=NOW + timedelta(hours=3),
        place="Hội trường tầng 2",
        link="https://hop.laocai.gov.vn/1",
        agencies=("so-xay-dung",),
        roles=(),
        materials=(Material("Sổ tay", "https://laocai.gov.vn/so-tay.pdf"),),
        cancelled=False,
        secret="5e" * 20,
        changed_at=NOW,
        changed_by="l1",
    )
    return replace(first, **other)


def make_attendance(officer: str = "o1", **other: Any) -> Attendance:
    """Of that session, written down by its leader."""
    first = Attendance(TRAINING, officer, 1, True, NOW, "l1")
    return replace(first, **other)


def put_training(store: EntryStore[Training], **other: Any) -> str:
    """It is there from now on."""
    new = make_training(**other)
    assert store.put(new, None, TRAINING_CHANGED)
    return new.id
