"""Agencies, their people, and the rules in force."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from chalicelib.domain.agencies import Agency, Officer
from chalicelib.domain.calendars import Calendar
from chalicelib.domain.categories import Category
from chalicelib.domain.policies import Policy
from chalicelib.domain.routing import RoutingRule


class Directory(Protocol):
    """Read often, changed rarely: adapters keep it for up to a minute."""

    def agency(self, agency_id: str) -> Agency | None:
        """The agency of that id."""
        ...

    def agencies(self) -> Sequence[Agency]:
        """All agencies."""
        ...

    def category(self, code: str) -> Category | None:
        """The category of that code."""
        ...

    def categories(self) -> Sequence[Category]:
        """All categories, in the order in which they are shown."""
        ...

    def officers(self, agency_id: str) -> Sequence[Officer]:
        """The people of an agency, active or not."""
        ...

    def officer(self, officer_id: str) -> Officer | None:
        """The officer of that id."""
        ...

    def officer_by_username(self, username: str) -> Officer | None:
        """The officer who signs in with that name (lower case)."""
        ...

    def routing_rules(self) -> Sequence[RoutingRule]:
        """The rules in force, in order."""
        ...

    def policy(self, version: int | None = None) -> Policy:
        """A version of the policy; the one in force by default."""
        ...

    def calendar(self) -> Calendar:
        """The calendar in force."""
        ...
