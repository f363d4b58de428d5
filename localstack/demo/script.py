"""The cast and the cases, read from `content/` and `photos/`. All of it is invented."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from localstack.demo.campaign_plan import CampaignPlan, campaign_plan
from localstack.demo.case_plans import AT_INTAKE, SECOND_SENDING, sent_at
from localstack.demo.people import Profile

HERE = Path(__file__).parent
AGENCIES = {
    "roads": "so-xay-dung",
    "security": "cong-an-tinh",
    "health": "so-y-te",
    "education": "so-giao-duc-va-dao-tao",
    "initiative": "so-khcn",
}
"""Who handles what, as the province has ordered it; all else is the commune's own business."""
FEWEST_CITIZENS = 3
"""Even a short story needs somebody with a personal number and somebody without."""


@dataclass(frozen=True)
class Story:
    """One case before it is sent, and what is to become of it.

    `commune` is what the API must find by itself; `plan` names a row of `case_plans`.
    """

    key: str
    phone: str
    category: str
    description: str
    lat: float
    lon: float
    commune: str
    plan: str
    visibility: str = "public"
    urgent: bool = False
    photo: str | None = None
    same_as: str | None = None
    """For duplicates: the key of the case that was first."""
    taken_as: str | None = None
    """The category that the intake desk gives it, where the citizen's was not the right one."""
    given_to: str | None = None
    """The agency that the intake desk gives it to, where no rule is sure."""
    channel: str = "app"
    """By which way it comes: what the `hotline` is told is entered for a caller."""
    manner: str = "once"
    """`once`, `again` (same Idempotency-Key later) or `at_once` (two requests together)."""

    @property
    def agency(self) -> str:
        """The agency that the API must find by itself from category and commune."""
        return AGENCIES.get(self.taken_as or self.category, f"ubnd-{self.commune}")

    @property
    def sure(self) -> bool:
        """Whether a routing rule must be enough, without the intake desk."""
        return self.plan not in AT_INTAKE

    def photo_bytes(self) -> bytes:
        """The JPEG as the phone took it, with its position."""
        assert self.photo is not None
        return (HERE / "photos" / self.photo).read_bytes()


@dataclass(frozen=True)
class Script:
    """Everything that is played: who registers, who tries in vain, and which cases are sent.

    `evidence` is a photo of work done (JPEG), as officers upload it.
    """

    profiles: tuple[Profile, ...]
    strangers: tuple[Profile, ...]
    stories: tuple[Story, ...]
    evidence: bytes
    campaign: CampaignPlan
    callers: tuple[Profile, ...] = ()
    """They have no account when they call the hotline."""

    def sent_at(self, instant: str) -> tuple[Story, ...]:
        """The cases that are sent then."""
        sent = (story for story in self.stories if sent_at(story.plan) == instant)
        return tuple(story for story in sent if story.channel == "app")

    def calls_at(self, instant: str) -> tuple[tuple[Story, Profile], ...]:
        """What the hotline is told then, and by whom."""
        by_phone = {caller.phone: caller for caller in self.callers}
        told = (one for one in self.stories if sent_at(one.plan) == instant)
        return tuple((one, by_phone[one.phone]) for one in told if one.channel == "hotline")

    def shortened(self) -> Script:
        """One case of each plan and manner, with what it refers to and what is the same as it, and
        the people who send it.

        Of the second wave all: reminders fall together only where an officer has several.
        """
        chosen: dict[str, Story] = {}
        for story in self.stories:
            chosen.setdefault(f"{story.plan}/{story.manner}/{story.channel}", story)
        keys = {s.key for s in chosen.values()} | {s.same_as for s in chosen.values()}
        keys |= {story.key for story in self.stories if story.same_as in keys - {None}}
        keys |= {story.key for story in self.sent_at(SECOND_SENDING)}
        stories = tuple(story for story in self.stories if story.key in keys)
        phones = {story.phone for story in stories}
        profiles = tuple(
            profile
            for number, profile in enumerate(self.profiles)
            if profile.phone in phones or number < FEWEST_CITIZENS
        )
        return replace(self, profiles=profiles, stories=stories)


def whole_script() -> Script:
    """All citizens and all cases of the demo."""
    people = _read("citizens.toml")
    return Script(
        profiles=_profiles(people["citizen"]),
        strangers=_profiles(people["stranger"]),
        stories=tuple(Story(**row) for row in _read("stories.toml")["story"]),
        evidence=(HERE / "photos" / "repaired.jpg").read_bytes(),
        campaign=campaign_plan(_read("campaign.toml")),
        callers=_profiles(people["caller"]),
    )


def _profiles(rows: Iterable[dict[str, str]]) -> tuple[Profile, ...]:
    return tuple(Profile(**row) for row in rows)


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / "content" / name).read_text(encoding="utf-8"))
