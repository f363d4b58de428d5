"""Cases that the office enters for others, in memory."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from chalicelib.cases.application.entering import EnterCase, EntryDesk, enter_case
from chalicelib.cases.application.matters import Matter
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.on_behalf import ForeignNumber
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.ids import new_seed
from chalicelib.kernel.together import Part
from tests.support.actors import central
from tests.support.cases import Office
from tests.support.good_bodies import CASE
from tests.support.people import PHONE, People
from tests.support.together import FakePart

HOTLINE = central(Role.HOTLINE, "h1")
BY_PHONE = {
    **CASE,
    "channel": "hotline",
    "reporter": {"phone": PHONE, "full_name": "Lù A Sử"},
    "received_at": "2026-08-03T07:35:00+07:00",
    "foreign_number": {"system": "tong-dai-1022", "number": "4711"},
}
"""A body of the route."""


class FakeForeignNumbers:
    """Claims in memory."""

    def __init__(self) -> None:
        self.cases: dict[ForeignNumber, str] = {}

    def claiming(self, foreign: ForeignNumber, code: str) -> Part:
        def claim() -> None:
            self.cases[foreign] = code

        return FakePart(lambda: foreign not in self.cases, claim)

    def case_of(self, foreign: ForeignNumber) -> str | None:
        return self.cases.get(foreign)


@dataclass
class EntryOffice:
    """An office that enters cases, and people who may or may not have accounts."""

    office: Office = field(default_factory=Office)
    foreign: FakeForeignNumbers = field(default_factory=FakeForeignNumbers)

    def __post_init__(self) -> None:
        self.people = People(clock=self.office.clock)

    @property
    def desk(self) -> EntryDesk:
        return EntryDesk(self.office.desk, self.people.guest_desk, self.foreign)

    def enter(self, by: Actor = HOTLINE, **changes: Any) -> Case:
        """A pothole that somebody tells the hotline of, unless the changes say otherwise."""
        matter: dict[str, Any] = {
            "category": "roads",
            "description": "Ổ gà sâu trước cổng trường, xe máy ngã nhiều lần.",
            "visibility": "public",
            "urgent": False,
            "location": None,
            "address": None,
            "commune": "02647",
            "uploads": (),
        }
        matter |= {name: changes.pop(name) for name in list(changes) if name in matter}
        told: dict[str, Any] = {
            "channel": "hotline",
            "phone": "0912345678",
            "full_name": None,
            "received_at": None,
            "document": None,
            "foreign": None,
            "seed": new_seed(),
            "correlation_id": "test",
        }
        return enter_case(self.desk, EnterCase(by, matter=Matter(**matter), **{**told, **changes}))
