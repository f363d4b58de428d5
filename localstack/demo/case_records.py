"""What has been done so far, kept by the player itself: the API is held against it at the end."""

from __future__ import annotations

from dataclasses import dataclass, field

from localstack.demo.client import Json
from localstack.demo.people import Citizen, StaffMember
from localstack.demo.script import Story


@dataclass(frozen=True)
class PhotoCheck:
    """What became of one photo: the refusal when it was asked for at once (None where the check
    was quicker than the question), and whether it was never shown unchecked or with EXIF."""

    refusal: str | None
    safe: bool


@dataclass
class CaseRecord:
    """One case: what its citizen sent, and what became of it as far as the player knows."""

    story: Story
    citizen: Citizen
    code: str
    state: str = "received"
    agency: str | None = None
    officer: StaffMember | None = None
    coordinating: str | None = None
    answer: str | None = None
    stars: int | None = None
    duplicate_of: str | None = None
    watchers: list[Citizen] = field(default_factory=list)
    """They chose to follow it."""
    photo_check: PhotoCheck | None = None
    steps: list[tuple[str, str]] = field(default_factory=list)
    """Actions and the roles that took them, in order: the expected timeline."""
    broken: bool = False
    """The story could not go on as planned; nothing more is tried on this case."""

    def seen(self) -> Json:
        """The case as its citizen sees it now."""
        return self.citizen.case(self.code)
