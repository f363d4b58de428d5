"""The cast and the cases as the player needs them, read from the demo's content."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from localstack.demo.people import Profile

PHOTOS = Path(__file__).parent / "photos"


@dataclass(frozen=True)
class Story:
    """One case before it is sent, and what is to become of it.

    `commune` and `agency` are what the API must find by itself; `sure` says whether a routing rule
    must be enough, `fate` names a row of the plot.
    """

    key: str
    phone: str
    category: str
    description: str
    lat: float
    lon: float
    commune: str
    agency: str
    fate: str
    address: str | None = None
    visibility: str = "public"
    urgent: bool = False
    photo: str | None = None
    sure: bool = True
    same_as: str | None = None
    """For duplicates: the key of the case that was first."""
    rightful_agency: str | None = None
    """For cases that are returned or unclear: who really has to handle them."""
    manner: str = "once"
    """`once`, `again` (same Idempotency-Key later) or `at_once` (two requests together)."""

    def photo_bytes(self) -> bytes:
        """The JPEG as the phone took it, with its position."""
        assert self.photo is not None
        return (PHOTOS / self.photo).read_bytes()


@dataclass(frozen=True)
class Script:
    """Everything that is played: who registers, who tries in vain, and which cases are sent."""

    profiles: list[Profile]
    strangers: list[Profile]
    stories: list[Story]
    evidence: bytes
