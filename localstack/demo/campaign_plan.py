"""Three teams and the doors on which they knock, read from `content/campaign.toml`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from localstack.demo.client import Json
from localstack.demo.people import Profile


@dataclass(frozen=True)
class Doorstep:
    """One visit as the team's phone has it. `said`: the code that it must be answered with."""

    client_id: str
    at: str
    hamlet: str
    result: str
    phone: str | None = None
    helped: Profile | None = None
    """Who gets an account there, by a code of their own."""
    said: str | None = None
    refused: bool = False

    def entry(self) -> Json:
        """As it is sent in."""
        phone = self.helped.phone if self.helped else self.phone
        sent = {"client_id": self.client_id, "at": self.at, "hamlet": self.hamlet}
        return {**sent, "result": self.result, **({"phone": phone} if phone else {})}

    def answer(self, *, again: bool = False) -> Json:
        """What must be answered."""
        status = "refused" if self.refused else "repeated" if again else "counted"
        return {"client_id": self.client_id, "status": status, "code": self.said}


@dataclass(frozen=True)
class TeamPlan:
    """One member, who goes for the team of a hamlet; `offline`: the phone had no network."""

    hamlet: str
    member: Profile
    offline: bool
    doors: tuple[Doorstep, ...]

    @property
    def counted(self) -> Counter[str]:
        """Visits that count, by result."""
        return Counter(door.result for door in self.doors if not door.refused)

    @property
    def helped(self) -> tuple[Profile, ...]:
        """Who got an account with the team's help."""
        return tuple(door.helped for door in self.doors if door.helped)


@dataclass(frozen=True)
class CampaignPlan:
    """All of a commune. `target`: accounts by 30 August; `more_listed`: people of each hamlet who
    are on the list of those with a smartphone; `catch_up`: who gets an account the morning after
    the commune fell behind by one."""

    commune: str
    commune_name: str
    target: int
    more_listed: int
    catch_up: Profile
    teams: tuple[TeamPlan, ...]

    @property
    def people(self) -> tuple[Profile, ...]:
        """Everybody who gets an account in it."""
        helped = (one for team in self.teams for one in (team.member, *team.helped))
        return (*helped, self.catch_up)

    @property
    def counted(self) -> Counter[str]:
        """Visits of all teams, by result."""
        return sum((team.counted for team in self.teams), Counter[str]())


def campaign_plan(given: dict[str, Any]) -> CampaignPlan:
    """What the file says."""
    teams = tuple(_team(number, one) for number, one in enumerate(given["team"], 1))
    rest = {name: value for name, value in given.items() if name != "team"}
    return CampaignPlan(**{**rest, "teams": teams, "catch_up": Profile(**given["catch_up"])})


def _team(number: int, given: dict[str, Any]) -> TeamPlan:
    member, hamlet = Profile(**given["member"]), given["hamlet"]
    return TeamPlan(hamlet, member, given["offline"], tuple(_doors(number, hamlet, given["door"])))


def _doors(team: int, hamlet: str, given: list[dict[str, Any]]) -> Iterator[Doorstep]:
    for number, one in enumerate(given, 1):
        helped = Profile(**one["helped"]) if "helped" in one else None
        id = f"to-{team}-{number:06d}"
        yield Doorstep(**{"hamlet": hamlet, **one, "helped": helped, "client_id": id})
