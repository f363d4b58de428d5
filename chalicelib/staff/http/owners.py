"""Whose account it is: the same in each of a person's posts."""

from __future__ import annotations

from chalicelib.agencies.application.ports import Directory
from chalicelib.kernel.actors import Actor
from chalicelib.runtime.http.calls import Call
from chalicelib.runtime.services import services
from chalicelib.staff.application.persons import owner_of


def owner(call: Call) -> Actor:
    """Who asks, as the person of the account."""
    return owner_of(services().get(Directory), call.actor)
